"""How often the liaison wants a course to be run in a region."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.forms import FagveiForm, TextField
from fagvei.courses.actions import Frequency
from fagvei.courses.forms.plan import CHOOSE, pattern_field
from fagvei.courses.models import FrequencyPattern, Half
from fagvei.courses.rules.halfyears import plan_years


class FrequencyForm(FagveiForm):
    pattern = pattern_field(_("Kjøringer i hvert år, med komma mellom"))
    first_year = forms.TypedChoiceField(
        label=_("Mønsteret begynner i"),
        coerce=int,
        error_messages={"invalid_choice": CHOOSE, "required": _("Velg et år.")},
    )
    half = forms.TypedChoiceField(
        label=_("Halvår"),
        coerce=int,
        required=False,
        empty_value=None,
        choices=[
            ("", _("Vår og høst etter tur")),
            *((half.value, str(half.label).capitalize()) for half in Half),
        ],
        error_messages={"invalid_choice": CHOOSE},
    )
    is_at_least = forms.BooleanField(
        label=_("Minst så ofte: det som står i planen utover dette, blir stående"), required=False
    )
    source = TextField(
        label=_("Hvor det er bestemt"),
        max_length=300,
        help_text=_("For eksempel møte i kurskomiteen med dato, eller en adresse."),
        error_messages={"required": _("Skriv hvor det er bestemt.")},
    )
    reason = TextField(
        label=_("Hvorfor"),
        help_text=_("Står åpent sammen med versjonen."),
        error_messages={"required": _("Skriv hvorfor normalfrekvensen endres.")},
    )

    def __init__(self, data: Any = None, *, held: FrequencyPattern | None):
        super().__init__(data, initial=initial_of(held))
        began = [held.first_year] if held and held.first_year else []
        years = sorted({*began, *plan_years(clock.today())})
        self.fields["first_year"].choices = [(str(year), str(year)) for year in years]  # type: ignore[attr-defined]

    @property
    def frequency(self) -> Frequency:
        given = self.cleaned_data
        steps = tuple(int(part) for part in given["pattern"].split(","))
        return Frequency(steps, given["first_year"], given["half"], given["is_at_least"])


def initial_of(held: FrequencyPattern | None) -> dict[str, Any]:
    if held is None:
        return {}
    steps = ",".join(str(step) for step in held.pattern)
    return {
        "pattern": steps,
        "first_year": held.first_year,
        "half": held.half or "",
        "is_at_least": held.is_at_least,
    }
