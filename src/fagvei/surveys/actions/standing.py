"""What the waves have in common: the one move, the lock, who may."""

from typing import Any

from fagvei.common import clock
from fagvei.organisations.models import TrainingInstitution
from fagvei.people import queries as people
from fagvei.surveys.actions.refusals import MoveNotAllowed, OwnersOnly
from fagvei.surveys.models import GapSurvey, SurveyRound, SurveyRoundEvent

State, Kind = SurveyRound.State, SurveyRoundEvent.Kind
OWNER = "survey_owner"
# Where each step leads.
LEADS_TO = {
    Kind.PLANNED: State.PLANNED,
    Kind.MOVED: State.PLANNED,
    Kind.OPENED: State.OPEN,
    Kind.CLOSED: State.CLOSED,
    Kind.REPORTED: State.REPORTED,
    Kind.CANCELLED: State.CANCELLED,
}


def move(round_: SurveyRound, kind: str, *, by: Any, acting_as: str = "", reason: str = "") -> SurveyRoundEvent:
    """Add the event and let the row follow it. The only place that changes a wave's state."""
    to = LEADS_TO[Kind(kind)]
    stays = kind in {Kind.PLANNED, Kind.MOVED} and round_.state == State.PLANNED
    if not stays and to not in SurveyRound.MOVES[round_.state]:
        raise MoveNotAllowed
    event = SurveyRoundEvent.objects.create(
        round=round_,
        kind=kind,
        state_after=to,
        by=by,
        acting_as=acting_as,
        at=clock.now(),
        reason=reason,
        opens_on=round_.opens_on,
        closes_on=round_.closes_on,
    )
    round_.state, round_.since = to, event.at
    round_.save()
    return event


def locked_survey(survey: GapSurvey) -> GapSurvey:
    rows = GapSurvey.objects.select_for_update(of=("self",)).select_related("institution", "owner", "guideline")
    return rows.get(pk=survey.pk)


def locked_round(round_: SurveyRound) -> SurveyRound:
    rows = SurveyRound.objects.select_for_update(of=("self",))
    return rows.select_related("survey__institution", "survey__owner").get(pk=round_.pk)


def lock_institution(pk: int) -> None:
    """Until the end of the transaction. Rows that point at the institution may still be written by others."""
    TrainingInstitution.objects.select_for_update(no_key=True).only("pk").get(pk=pk)


def require_owner(user: Any, institution: TrainingInstitution) -> str:
    if not people.has_role(user, OWNER, institution=institution):
        raise OwnersOnly
    return OWNER
