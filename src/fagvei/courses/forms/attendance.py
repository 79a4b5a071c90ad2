"""What is typed about attendance."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fagvei.common.forms import FagveiForm, TextField
from fagvei.people.models import User


class CheckInForm(FagveiForm):
    code = TextField(
        label=_("Koden i rommet"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Skriv koden som står i rommet."), "max_length": _("Koden har seks tegn.")},
    )


class RegisterForm(FagveiForm):
    doctor = forms.TypedChoiceField(
        error_messages={"required": _("Velg en person."), "invalid_choice": _("Velg en av personene i listen.")}
    )

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any):
        super().__init__(*args, **kwargs)
        offered = {str(person.public_id): person for person in people}
        self.fields["doctor"].coerce = offered.__getitem__  # type: ignore[attr-defined]
        self.fields["doctor"].choices = [(key, str(person)) for key, person in offered.items()]  # type: ignore[attr-defined]
