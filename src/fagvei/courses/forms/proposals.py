"""What is typed about a course that is to be for one more specialty, and the answer."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fagvei.common.forms import FagveiForm, TextField
from fagvei.courses.actions.proposal_refusals import GoalNotOfSpecialty, ProposalReasonMissing
from fagvei.curriculum.models import LearningGoal
from fagvei.organisations.models import Specialty

MOST_GOALS = 30


def goals_field() -> TextField:
    return TextField(
        label=_("Mål i den andre spesialiteten"),
        required=False,
        max_length=500,
        help_text=_("Kodene på målene kurset bidrar til der, med komma mellom. Kan stå tomt."),
    )


def goals_from(codes: str, specialty: Specialty | None) -> list[LearningGoal] | None:
    """None when one of them is no goal of the specialty."""
    wanted = {code.upper() for code in re.split(r"[,;\s]+", codes) if code}
    rows = LearningGoal.objects.filter(code__in=wanted, goal_set__specialty=specialty).with_revision()
    found = list(rows.select_related("goal_set").order_by("code")) if specialty is not None and wanted else []
    return found if len(found) == len(wanted) <= MOST_GOALS else None


class ShareForm(FagveiForm):
    specialty = forms.ChoiceField(
        label=_("Felles med"),
        help_text=_("En spesialitet som kurset også er for, eller bidrar til flere mål i."),
        error_messages={"required": _("Velg en spesialitet."), "invalid_choice": _("Velg et av alternativene.")},
    )
    goals = goals_field()
    source = TextField(
        label=_("Hvor det er bestemt"),
        max_length=300,
        help_text=_("For eksempel møte i kurskomiteen med dato, eller en adresse."),
        error_messages={"required": _("Skriv hvor det er bestemt.")},
    )
    reason = TextField(
        label=_("Hvorfor"),
        help_text=_("RegUt-en som skal svare, ser den."),
        error_messages={"required": _("Skriv hvorfor.")},
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        everyone = Specialty.objects.select_related("liaison_centre").order_by("sort_key")
        self.by_slug = {each.slug: each for each in everyone}
        choices = [("", _("Velg")), *((each.slug, each.name) for each in self.by_slug.values())]
        self.fields["specialty"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        specialty = self.by_slug.get(given.get("specialty", ""))
        self.found_goals = goals_from(given.get("goals", ""), specialty)
        if self.found_goals is None and specialty is not None:
            self.add_error("goals", str(GoalNotOfSpecialty.message))
        return given

    @property
    def wanted(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "specialty": self.by_slug[given["specialty"]],
            "goals": self.found_goals,
            "source": given["source"],
            "reason": given["reason"],
        }


class RefuseProposalForm(FagveiForm):
    reason = TextField(
        label=_("Begrunnelse"),
        help_text=_("RegUt-en som foreslo det, ser den."),
        error_messages={"required": ProposalReasonMissing.message},
    )
