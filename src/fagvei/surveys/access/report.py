"""Doors of what follows a closed wave: the report, the measures, the reviews of records, the view of the country.

"survey_owner" answers for GAP surveys at the institution now, "guideline_owner" makes the guideline, wherever that is.
"""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from fagvei.common.permissions import NotAllowed, Permission
from fagvei.guideline.models import Guideline
from fagvei.people import queries as people
from fagvei.surveys.access.core import OWNER, POLICIES, answers_for, opened, rows
from fagvei.surveys.access.rounds import get_round_for
from fagvei.surveys.models import ImprovementMeasure, SurveyRound

COUNTED = SurveyRound.COUNTED
OPEN = ImprovementMeasure.OPEN
NOT_STARTED = frozenset({ImprovementMeasure.State.NOT_STARTED})
REPORT_ROWS = (
    rows("gap_survey", Permission.SEE, {OWNER}, "trend", "measures_calendar"),
    rows("survey_round", Permission.EXPORT, {OWNER}, "report", states=COUNTED, note="read its report"),
    rows(
        "survey_round",
        Permission.FOLLOW_UP,
        {OWNER},
        "plan_measure",
        "record_reviews",
        "book_next_round",
        "release_round",
        "withdraw_release",
        states=COUNTED,
        note="measures, counts of records, the next wave, sharing with the arenas",
    ),
    rows(
        "survey_round",
        Permission.SIGN_OFF,
        {OWNER},
        "close_report",
        states=frozenset({SurveyRound.State.CLOSED}),
        note="close its report; not before the next wave has a date or a reason says why there is none",
    ),
    rows("improvement_measure", Permission.SEE, {OWNER}, "measure"),
    rows(
        "improvement_measure",
        Permission.EDIT,
        {OWNER},
        "complete_measure",
        "move_measure",
        "drop_measure",
        states=OPEN,
    ),
    rows(
        "improvement_measure",
        Permission.SEND,
        {OWNER},
        "begin_measure",
        states=NOT_STARTED,
        note="say that it has begun",
    ),
    rows(
        "national_gaps",
        Permission.SEE,
        {"guideline_owner"},
        "national",
        note="units are counted, never named; five of them at least",
    ),
)


class ReportNotThere(NotAllowed):
    message = _("Rapporten finnes først når målingen er lukket.")


def _may_measure(user: Any, permission: str, measure: ImprovementMeasure) -> bool:
    states = {Permission.EDIT: OPEN, Permission.SEND: NOT_STARTED}.get(Permission(permission))
    allowed = permission == Permission.SEE or (states is not None and measure.state in states)
    return allowed and answers_for(user, measure.round.survey.institution)


def _may_read_nation(user: Any, permission: str, guideline: Guideline) -> bool:
    return permission == Permission.SEE and people.has_role(user, "guideline_owner")


POLICIES[ImprovementMeasure] = _may_measure
POLICIES[Guideline] = _may_read_nation


def get_report_for(user: Any, public_id: Any) -> SurveyRound:
    """A closed wave. Of one that is not closed there is no report to read."""
    survey_round = get_round_for(user, public_id)
    if not survey_round.is_counted:
        raise ReportNotThere
    return survey_round


def get_measure_for(user: Any, public_id: Any) -> ImprovementMeasure:
    """Whether its state allows a step, the action says."""
    measures = ImprovementMeasure.objects.select_related("round__survey__institution", "item__unit__chapter__guideline")
    return opened(measures.filter(public_id=public_id).first(), user, Permission.SEE)


def get_nation_for(user: Any, slug: str) -> Guideline:
    guideline = Guideline.objects.filter(slug=slug).first()
    if guideline is None or not people.has_role(user, "guideline_owner"):
        raise Http404
    return guideline


def guidelines_with_nation(user: Any) -> list[Guideline]:
    """Those whose numbers of the country this person may read."""
    return list(Guideline.objects.order_by("code")) if people.has_role(user, "guideline_owner") else []
