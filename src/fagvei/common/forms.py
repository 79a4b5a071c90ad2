"""The form every form inherits: a key against double submits, and text that can be stored and shown."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from fagvei.common import text

EARLIEST_DATE = dt.date(1950, 1, 1)
LATEST_DATE = dt.date(2100, 1, 1)


class TextField(forms.CharField):
    """A line or a paragraph of a person's own words. National identity numbers are refused: no patient data lives here."""

    default_error_messages = {
        "not_storable": _("Teksten har tegn som ikke kan lagres. Skriv den inn på nytt."),
        "national_id": _("Teksten ser ut til å ha et fødselsnummer. Her skal det ikke stå pasientopplysninger."),
    }

    def __init__(self, *, long: bool = False, **kwargs: Any):
        kwargs.setdefault("max_length", text.MAX_LONG if long else text.MAX_SHORT)
        if long:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        value = super().to_python(value)
        if not text.is_storable(value):
            raise ValidationError(self.error_messages["not_storable"], code="not_storable")
        return text.tidy(value)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if text.holds_national_id(value):
            raise ValidationError(self.error_messages["national_id"], code="national_id")


class DateField(forms.DateField):
    """A date a working life can hold, shown with the browser's own date picker."""

    default_error_messages = {
        "invalid": _("Skriv datoen som 24.12.2026, eller velg den i kalenderen."),
        "out_of_range": _("Datoen må være mellom 1950 og 2100."),
    }
    input_formats = ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"]
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def to_python(self, value: Any) -> dt.date | None:
        if isinstance(value, str) and not text.is_storable(value):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and not EARLIEST_DATE <= value <= LATEST_DATE:
            raise ValidationError(self.error_messages["out_of_range"], code="out_of_range")


class FagveiForm(forms.Form):
    """Every form has a key: pressing twice does one thing. The key is made when the form is shown."""

    use_required_attribute = False
    idempotency_key = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=uuid.uuid4,
        error_messages={
            "required": _("Skjemaet mangler nøkkelen sin. Åpne siden på nytt og prøv igjen."),
            "invalid": _("Skjemaet har en ugyldig nøkkel. Åpne siden på nytt og prøv igjen."),
        },
    )


class ButtonForm(FagveiForm):
    """A form that is only a button."""
