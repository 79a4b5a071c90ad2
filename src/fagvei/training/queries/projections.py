"""Is the row what the events say? Replays all events and compares; used by a command and by tests."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet

from fagvei.common.projections import Deviation, Noun
from fagvei.people.models import User
from fagvei.training.models import (
    Absence,
    ActivityEvent,
    Assessment,
    AssessmentEvent,
    AssessmentPanel,
    CertificateEvent,
    Employment,
    GoalEvent,
    MentoringEvent,
    MentoringSession,
    MultisourceEvent,
    MultisourceRound,
    PanelEvent,
    Placement,
    PlanActivity,
    PlanGoal,
    PlanMove,
    PlannedItem,
    ServiceCertificate,
    ServiceEvent,
    SignOff,
    TransferDecision,
    TransferredItem,
)
from fagvei.training.rules import ASSESSMENT_STEPS, ROUND_STEPS
from fagvei.training.rules.mentoring import replay_session
from fagvei.training.rules.panel import replay_panel
from fagvei.training.rules.replay import Derived, IllegalHistory, replay_activity, replay_by, replay_goal
from fagvei.training.rules.replay_service import replay_certificate, replay_service

# Where something stands in the plan by half-year: no state, only where it was put last.
NOUNS = (
    Noun(
        PlannedItem,
        PlanMove,
        "item",
        {"half_year": "half_year", "arena_id": "arena_id", "institution_id": "institution_id"},
    ),
)


def replay(events: Iterable[GoalEvent | ActivityEvent]) -> Derived:
    """The state that follows from the events of one goal or of one activity, in the order they were added."""
    rows = list(events)
    return replay_activity(rows) if rows and isinstance(rows[0], ActivityEvent) else replay_goal(rows)


def projection_faults(doctors: Iterable[User] | None = None) -> Iterator[Deviation]:
    """Every goal, activity, assessment and round (of these doctors) whose row and events disagree. Reads the whole tables once."""
    own = {} if doctors is None else {"doctor__in": list(doctors)}
    yield from _faults(PlanGoal.objects.filter(**own), GoalEvent.objects, "plan_goal", replay_goal)
    yield from _faults(PlanActivity.objects.filter(**own), ActivityEvent.objects, "activity", replay_activity)
    for model in (Employment, Placement, Absence):
        rows, owner = model._default_manager.filter(**own), str(model._meta.model_name)
        yield from _faults(rows, ServiceEvent.objects, owner, replay_service)
    yield from _faults(AssessmentPanel.objects.filter(**own), PanelEvent.objects, "panel", replay_panel)
    in_these = {} if doctors is None else {"doctors__in": own["doctor__in"]}
    sessions = MentoringSession.objects.filter(**in_these).distinct()
    yield from _faults(sessions, MentoringEvent.objects, "session", replay_session)
    certificates = ServiceCertificate.objects.filter(**own)
    yield from _faults(certificates, CertificateEvent.objects, "certificate", replay_certificate)
    assessments = partial(replay_by, ASSESSMENT_STEPS)
    yield from _faults(Assessment.objects.filter(**own), AssessmentEvent.objects, "assessment", assessments)
    rounds = partial(replay_by, ROUND_STEPS)
    yield from _faults(MultisourceRound.objects.filter(**own), MultisourceEvent.objects, "round", rounds)
    yield from _approval_faults(PlanGoal.objects.filter(**own))


def _faults(rows: QuerySet, events: Any, owner: str, replayed: Any) -> Iterator[Deviation]:
    histories: dict[int, list[Any]] = defaultdict(list)
    for event in events.filter(**{f"{owner}__in": rows}).order_by("pk").iterator(2_000):
        histories[getattr(event, f"{owner}_id")].append(event)
    for row in rows.order_by("pk").iterator(2_000):
        try:
            derived = replayed(histories.get(row.pk, []))
        except IllegalHistory as error:
            yield Deviation(row.fact_id, str(error))
            continue
        for name in _differences(row, derived):
            yield Deviation(row.fact_id, f"{name} is {getattr(row, name)!r}, the events say {getattr(derived, name)!r}")


def _differences(row: Any, derived: Derived) -> list[str]:
    names = ["state", "waiting_on_id"]
    if derived.since is not None:
        names.append("since")
    if isinstance(row, PlanGoal):
        names += ["completion_id", "completed_at"]
    return [name for name in names if getattr(row, name) != getattr(derived, name)]


def _approval_faults(goals: QuerySet[PlanGoal]) -> Iterator[Deviation]:
    """Approved means: exactly one approval stands, under the row's revision; and the other way round."""
    standing: dict[int, list[int]] = defaultdict(list)
    for goal_id, revision_id in (
        SignOff.objects.standing().filter(plan_goal__in=goals).values_list("plan_goal_id", "revision_id")
    ):
        standing[goal_id].append(revision_id)
    for goal_id, revision_id in _confirmed_transfers(goals):
        standing[goal_id].append(revision_id)
    for goal in goals.filter(Q(state=PlanGoal.State.APPROVED) | Q(pk__in=list(standing))).order_by("pk"):
        expected = [goal.revision_id] if goal.state == PlanGoal.State.APPROVED else []
        if standing[goal.pk] != expected:
            yield Deviation(goal.fact_id, f"state is {goal.state}, standing approvals are {len(standing[goal.pk])}")


def _confirmed_transfers(goals: QuerySet[PlanGoal]) -> Iterator[tuple[int, int]]:
    """Goals that count as approved because the leader confirmed what the old portal says."""
    of_goals = TransferDecision.objects.filter(item__kind=TransferredItem.Kind.GOAL, item__goals__in=goals)
    newest: dict[tuple[int, int], tuple[str, int]] = {}
    for item_id, goal_id, verdict, revision_id in of_goals.order_by("pk").values_list(
        "item_id", "item__goals", "verdict", "revision_id"
    ):
        newest[item_id, goal_id] = verdict, revision_id
    for (_item_id, goal_id), (verdict, revision_id) in newest.items():
        if verdict == TransferDecision.Verdict.CONFIRMED:
            yield goal_id, revision_id
