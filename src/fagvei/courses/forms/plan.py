"""What is typed into the six-year plan."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.forms import FagveiForm, TextField
from fagvei.courses.models import Half
from fagvei.courses.rules.halfyears import HALVES, half_of, plan_years
from fagvei.organisations.models import RegionalEducationCentre

CHOOSE = _("Velg et av alternativene.")
MOST_IN_A_YEAR = 9


def half_choices() -> list[tuple[str, str]]:
    """The half-years of the plan that are not over."""
    now = half_of(clock.today())
    return [
        (f"{year}-{half}", f"{str(Half(half).label).capitalize()} {year}")
        for year in plan_years(clock.today())
        for half in HALVES
        if (year, half) >= now
    ]


class HalfField(forms.TypedChoiceField):
    """(year, half)"""

    default_error_messages = {"invalid_choice": CHOOSE, "required": _("Velg et halvår.")}

    def __init__(self, **kwargs: Any):
        super().__init__(choices=half_choices, coerce=lambda key: tuple(int(part) for part in key.split("-")), **kwargs)


class CentreField(forms.TypedChoiceField):
    default_error_messages = {"invalid_choice": CHOOSE, "required": _("Velg hvem som arrangerer.")}

    def offer(self, centres: Iterable[RegionalEducationCentre]) -> None:
        offered = {centre.code: centre for centre in centres}
        self.coerce = offered.__getitem__
        self.choices = [(code, centre.name) for code, centre in offered.items()]


class AddSlotForm(FagveiForm):
    centre = CentreField(label=_("Arrangerende RegUt"))
    when = HalfField(label=_("Halvår"))

    def __init__(self, *args: Any, centres: Iterable[RegionalEducationCentre], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["centre"].offer(centres)  # type: ignore[attr-defined]


def pattern_field(label: Any) -> forms.RegexField:
    return forms.RegexField(
        r"^[0-9](\s*,\s*[0-9]){0,11}$",
        label=label,
        help_text=_("1,1,0 er to år på rad og så ett år uten."),
        max_length=60,
        error_messages={
            "invalid": _("Skriv tall fra 0 til 9 med komma mellom, som 1,1,0."),
            "required": _("Skriv et mønster, som 1,1,0."),
        },
    )


class PatternForm(FagveiForm):
    centre = CentreField(label=_("Arrangerende RegUt"))
    pattern = pattern_field(_("Mønster: kjøringer i hvert år, med komma mellom"))
    first_year = forms.TypedChoiceField(
        label=_("Mønsteret begynner i"),
        choices=lambda: [(str(year), str(year)) for year in plan_years(clock.today())],
        coerce=int,
        error_messages={"invalid_choice": CHOOSE, "required": _("Velg et år.")},
    )
    half = forms.TypedChoiceField(
        label=_("Halvår"),
        choices=[(half.value, str(half.label).capitalize()) for half in Half],
        coerce=int,
        error_messages={"invalid_choice": CHOOSE, "required": _("Velg et halvår.")},
    )

    def __init__(self, *args: Any, centres: Iterable[RegionalEducationCentre], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["centre"].offer(centres)  # type: ignore[attr-defined]

    @property
    def steps(self) -> list[int]:
        return [int(part) for part in self.cleaned_data["pattern"].split(",")]


class MoveSlotForm(FagveiForm):
    """Also what a drag in the table ends in: `then` leads back to the plan."""

    when = HalfField(label=_("Til halvåret"))
    centre = CentreField(label=_("Arrangerende RegUt"), required=False, empty_value=None)
    reason = TextField(label=_("Begrunnelse"), error_messages={"required": _("Skriv hvorfor kurset flyttes.")})

    def __init__(self, *args: Any, centres: Iterable[RegionalEducationCentre], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["centre"].offer(centres)  # type: ignore[attr-defined]


class ReasonForm(FagveiForm):
    reason = TextField(label=_("Begrunnelse"), error_messages={"required": _("Skriv hvorfor.")})
