"""The only places that write the state of a goal or an activity, each with the event it comes from."""

from typing import Any

from fagvei.people.models import User
from fagvei.training.models import (
    ActivityEvent,
    GoalEvent,
    MentoringEvent,
    MentoringSession,
    PlanActivity,
    PlanGoal,
)


def move_goal(
    plan_goal: PlanGoal,
    kind: GoalEvent.Kind,
    *,
    to: str,
    by: User,
    acting_as: str,
    comment: str = "",
    waiting_on: User | None = None,
) -> GoalEvent:
    """Add the event and let the row follow. Same state: the event adds a word and moves nothing."""
    _check(PlanGoal, plan_goal.state, to)
    event = GoalEvent.objects.create(
        plan_goal=plan_goal,
        kind=kind,
        state_after=to,
        waiting_on=waiting_on,
        by=by,
        acting_as=acting_as,
        comment=comment,
    )
    _follow(plan_goal, event)
    if kind in (GoalEvent.Kind.COMPLETED, GoalEvent.Kind.TRANSFERRED):  # a transfer stands for its own completion
        plan_goal.completion, plan_goal.completed_at = event, event.at
    elif to == PlanGoal.State.BEGUN:
        plan_goal.completion = plan_goal.completed_at = None
    plan_goal.save()
    return event


def begin_activity(
    activity: PlanActivity, kind: ActivityEvent.Kind, *, by: User, acting_as: str, comment: str = ""
) -> ActivityEvent:
    """The first event of a new activity, in the state it was made with."""
    event = _activity_event(activity, kind, to=activity.state, by=by, acting_as=acting_as, comment=comment)
    activity.since = event.at
    activity.save(update_fields=["since"])
    return event


def move_activity(
    activity: PlanActivity,
    kind: ActivityEvent.Kind,
    *,
    to: str,
    by: User,
    acting_as: str,
    comment: str = "",
    waiting_on: User | None = None,
) -> ActivityEvent:
    _check(PlanActivity, activity.state, to)
    event = _activity_event(activity, kind, to=to, by=by, acting_as=acting_as, comment=comment, waiting_on=waiting_on)
    _follow(activity, event)
    activity.save()
    return event


def _activity_event(activity: PlanActivity, kind: ActivityEvent.Kind, *, to: str, **fields: Any) -> ActivityEvent:
    return ActivityEvent.objects.create(
        activity=activity, kind=kind, state_after=to, content_digest=activity.content_digest(), **fields
    )


def _check(model: Any, state: str, to: str) -> None:
    """A move outside the table is a programmer's mistake: actions refuse with a sentence before they come here."""
    if to != state and to not in model.MOVES[state]:
        raise AssertionError(f"{model.__name__} cannot go from {state} to {to}.")


def _follow(row: Any, event: Any) -> None:
    if (row.state, row.waiting_on_id) != (event.state_after, event.waiting_on_id):
        row.since = event.at
    row.state, row.waiting_on = event.state_after, event.waiting_on


def begin_session(session: MentoringSession, *, by: User, acting_as: str) -> MentoringEvent:
    """The first event of a mentoring session that was just made."""
    event = _session_event(session, MentoringEvent.Kind.INVITED, to=session.state, by=by, acting_as=acting_as)
    session.since = event.at
    session.save(update_fields=["since"])
    return event


def move_session_state(
    session: MentoringSession,
    kind: MentoringEvent.Kind,
    *,
    to: str,
    by: User,
    acting_as: str,
    waiting_on: User | None = None,
) -> MentoringEvent:
    _check(MentoringSession, session.state, to)
    event = _session_event(session, kind, to=to, by=by, acting_as=acting_as, waiting_on=waiting_on)
    _follow(session, event)
    session.save()
    return event


def _session_event(session: MentoringSession, kind: MentoringEvent.Kind, *, to: str, **fields: Any) -> MentoringEvent:
    return MentoringEvent.objects.create(
        session=session, kind=kind, state_after=to, starts_at=session.starts_at, **fields
    )
