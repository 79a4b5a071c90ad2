"""From a gap to teaching in one step: the lesson is put in the calendar, and why it was is kept beside it."""

from typing import Any

from django.db import transaction

from fagvei.audit import actions as audit
from fagvei.crosswalk.access.gaps import PLANNERS
from fagvei.crosswalk.actions.refusals import GapNotShared
from fagvei.crosswalk.models import TeachingPlan
from fagvei.guideline.models import NormativeUnit
from fagvei.people.models import User
from fagvei.surveys.models import SurveyRound
from fagvei.surveys.queries.released import ReleasedGap, released_gaps
from fagvei.training import actions as training
from fagvei.training.actions.teaching import organising_capacity


@transaction.atomic
def plan_teaching_for_gap(*, round: SurveyRound, unit: NormativeUnit, by: User, **lesson: Any) -> TeachingPlan:
    """`lesson` is what `training.actions.plan_teaching` takes. The gap must be shared right now: that is what opens the door
    to those who do not keep the calendar.
    """
    institution = round.survey.institution
    gap = _shared(round, unit)
    session = training.plan_teaching(institution=institution, by=by, roles=PLANNERS, **lesson)
    acting_as = organising_capacity(by, institution, PLANNERS)
    plan = TeachingPlan.objects.create(
        round=round,
        unit=unit,
        session=session,
        gap_points=gap.gap_points,
        target=gap.target,
        answered=gap.answered,
        acting_as=acting_as,
        by=by,
    )
    details = {"unit": unit.code, "gap_points": gap.gap_points}
    audit.record("teaching_planned_for_gap", target=plan, by=by, acting_as=acting_as, details=details, facts=[plan])
    return plan


def _shared(round_: SurveyRound, unit: NormativeUnit) -> ReleasedGap:
    for gap in released_gaps([round_.survey.institution_id], [unit.pk]):
        if gap.round_id == round_.pk and gap.gap_points > 0:
            return gap
    raise GapNotShared
