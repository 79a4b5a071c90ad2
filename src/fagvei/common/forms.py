"""The form every form inherits: a key against double submits, and text that can be stored and shown."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from fagvei.common import antivirus, text
from fagvei.common.patients import MAY_NAME_A_PATIENT, NATIONAL_ID
from fagvei.common.refusal import Refusal

EARLIEST_DATE = dt.date(1950, 1, 1)
LATEST_DATE = dt.date(2100, 1, 1)


class TextField(forms.CharField):
    """A line or a paragraph of a person's own words. National identity numbers are refused: no patient data lives here."""

    default_error_messages = {
        "not_storable": _("Teksten har tegn som ikke kan lagres. Skriv den inn på nytt."),
        "national_id": NATIONAL_ID,
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


class UploadField(forms.FileField):
    """The one way a file comes in: the virus scanner has seen it before any action does, and before a transaction waits for it."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if isinstance(file, UploadedFile):
            try:
                antivirus.scan(file)
            except Refusal as refusal:
                raise ValidationError(str(refusal), code=refusal.code) from refusal
        return file


NOT_PATIENT = "not_patient_data"
NO_SUCH_CHOICE = _("Valget finnes ikke. Velg ett av dem på siden.")


class FagveiForm(forms.Form):
    """Every form has a key: pressing twice does one thing. The key is made when the form is shown.

    Initials with a date are asked about once, in every `TextField`: the page then has a button that says it is no patient.
    """

    use_required_attribute = False
    remembered_buttons = ("then",)
    idempotency_key = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=uuid.uuid4,
        error_messages={
            "required": _("Skjemaet mangler nøkkelen sin. Åpne siden på nytt og prøv igjen."),
            "invalid": _("Skjemaet har en ugyldig nøkkel. Åpne siden på nytt og prøv igjen."),
        },
    )

    def full_clean(self) -> None:
        """Django's own sentence repeats the value that is no choice: words of a stranger, in any direction of writing."""
        for field in self.fields.values():
            if "%(value)s" in str(field.error_messages.get("invalid_choice", "")):
                field.error_messages["invalid_choice"] = NO_SUCH_CHOICE
        super().full_clean()

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if not self.says_no_patient:
            for name, field in self.fields.items():
                if isinstance(field, TextField) and text.may_name_a_patient(self.cleaned_data.get(name) or ""):
                    self.add_error(name, ValidationError(MAY_NAME_A_PATIENT, code="may_name_a_patient"))

    @property
    def says_no_patient(self) -> bool:
        """The person has pressed the button that says so."""
        return self.data.get(NOT_PATIENT) == "yes"

    @property
    def asks_about_patients(self) -> bool:
        return any(self.has_error(name, "may_name_a_patient") for name in self.errors)

    @property
    def only_asks(self) -> bool:
        """Nothing else is wrong, so the button is all that is needed."""
        faults = [fault for faults in self.errors.as_data().values() for fault in faults]
        return all(fault.code == "may_name_a_patient" for fault in faults)

    @property
    def remembered(self) -> list[tuple[str, str]]:
        """The button that was pressed, for the next press; and that the person has said it is no patient."""
        names = (*self.remembered_buttons, *([NOT_PATIENT] if self.says_no_patient else []))
        return [(name, self.data[name]) for name in names if name in self.data]


class ButtonForm(FagveiForm):
    """A form that is only a button."""


def faults_of(form: forms.Form) -> list[tuple[forms.BoundField, None]]:
    """The visible fields with faults, as the error summary wants them when the page lays out the fields itself."""
    return [(form[name], None) for name in form.errors if name in form.fields and not form[name].is_hidden]
