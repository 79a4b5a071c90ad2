"""What is typed about who did not come."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fagvei.common.forms import FagveiForm, TextField
from fagvei.people.models import User

VALID, INVALID = "valid", "invalid"
VERDICTS = [(VALID, _("Ja, grunnen er gyldig")), (INVALID, _("Nei, eller ingen grunn er oppgitt"))]


class JudgeForm(FagveiForm):
    verdict = forms.ChoiceField(
        label=_("Har legen en gyldig grunn?"),
        choices=VERDICTS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg ett av de to."), "invalid_choice": _("Velg ett av de to.")},
    )
    reason = TextField(
        label=_("Begrunnelse"),
        long=True,
        help_text=_("Legen ser den. Skriv ikke helseopplysninger."),
        error_messages={"required": _("Skriv hvorfor. Begrunnelsen blir stående i historien.")},
    )

    @property
    def is_valid_reason(self) -> bool:
        return bool(self.cleaned_data["verdict"] == VALID)


class NoShowForm(JudgeForm):
    doctor = forms.TypedChoiceField(
        label=_("Hvem møtte ikke?"),
        error_messages={"required": _("Velg en person."), "invalid_choice": _("Velg en av personene i listen.")},
    )
    field_order = ("doctor", "verdict", "reason")

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any):
        super().__init__(*args, **kwargs)
        offered = {str(person.public_id): person for person in people}
        self.fields["doctor"].coerce = offered.__getitem__  # type: ignore[attr-defined]
        self.fields["doctor"].choices = [  # type: ignore[attr-defined]
            ("", _("Velg")),
            *((key, str(person)) for key, person in offered.items()),
        ]


class ExplainForm(FagveiForm):
    text = TextField(
        label=_("Forklaring"),
        long=True,
        help_text=_("Arrangøren leser den. Du trenger ikke å skrive helseopplysninger."),
        error_messages={"required": _("Skriv en forklaring.")},
    )
