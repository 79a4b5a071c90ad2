"""What is typed about attendance."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fagvei.common.forms import FagveiForm, TextField
from fagvei.people.forms import PersonField
from fagvei.people.models import User
from fagvei.people.queries import doctors


class CheckInForm(FagveiForm):
    code = TextField(
        label=_("Koden i rommet"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Skriv koden som står i rommet."), "max_length": _("Koden har seks tegn.")},
    )


class AddWhoCameForm(FagveiForm):
    person = PersonField(label=_("Lege"))
    reason = TextField(
        label=_("Hvorfor var legen der uten plass?"),
        help_text=_(
            "Legen ser dette. Er kurset med i en søknadsrunde, står det åpent for søkerne, så skriv ikke navn her."
        ),
        max_length=200,
        error_messages={"required": _("Skriv hvorfor. Begrunnelsen blir stående.")},
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = doctors()  # type: ignore[attr-defined]


class RegisterForm(FagveiForm):
    doctor = forms.TypedChoiceField(
        error_messages={"required": _("Velg en person."), "invalid_choice": _("Velg en av personene i listen.")}
    )

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any):
        super().__init__(*args, **kwargs)
        offered = {str(person.public_id): person for person in people}
        self.fields["doctor"].coerce = offered.__getitem__  # type: ignore[attr-defined]
        self.fields["doctor"].choices = [(key, str(person)) for key, person in offered.items()]  # type: ignore[attr-defined]
