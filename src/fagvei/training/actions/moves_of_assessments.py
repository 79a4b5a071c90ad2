"""The only places that write the state of an assessment or a round, each with the event it comes from."""

from typing import Any

from fagvei.people.models import User
from fagvei.training.models import Assessment, AssessmentEvent, MultisourceEvent, MultisourceRound


def move_assessment(
    assessment: Assessment,
    kind: AssessmentEvent.Kind,
    *,
    to: str,
    by: User | None,
    acting_as: str,
    comment: str = "",
    waiting_on: User | None = None,
) -> AssessmentEvent:
    _check(Assessment, assessment.state, to)
    event = AssessmentEvent.objects.create(
        assessment=assessment,
        kind=kind,
        state_after=to,
        waiting_on=waiting_on,
        by=by,
        acting_as=acting_as,
        comment=comment,
    )
    _follow(assessment, event)
    return event


def move_round(
    round_: MultisourceRound,
    kind: MultisourceEvent.Kind,
    *,
    to: str,
    by: User | None,
    acting_as: str,
    comment: str = "",
    waiting_on: User | None = None,
) -> MultisourceEvent:
    _check(MultisourceRound, round_.state, to)
    event = MultisourceEvent.objects.create(
        round=round_, kind=kind, state_after=to, waiting_on=waiting_on, by=by, acting_as=acting_as, comment=comment
    )
    _follow(round_, event)
    return event


def _check(model: Any, state: str, to: str) -> None:
    if to != state and to not in model.MOVES[state]:
        raise AssertionError(f"{model.__name__} cannot go from {state} to {to}.")


def _follow(row: Any, event: Any) -> None:
    is_first = row.events.count() == 1
    if is_first or (row.state, row.waiting_on_id) != (event.state_after, event.waiting_on_id):
        row.since = event.at
    row.state, row.waiting_on = event.state_after, event.waiting_on
    row.save()
