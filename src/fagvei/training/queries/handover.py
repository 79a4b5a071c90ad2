"""What is open when somebody hands over, and whose work waits for somebody who has left."""

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from fagvei.people.models import Relation, User
from fagvei.people.queries import Circle
from fagvei.training.models import AssessmentPanel, Handover, PanelEvent, PlanActivity, PlanGoal
from fagvei.training.queries.open_work import OpenLine, lines_of_inbox
from fagvei.training.queries.waiting import activities_to_sign, goals_awaiting_opinion_of, goals_to_decide


@dataclass(frozen=True, slots=True)
class OpenWork:
    """Drafts are nobody's but the doctor's and are never among it."""

    activities: list[OpenLine]
    opinions: list[OpenLine]
    goals: list[OpenLine]
    more: list[OpenLine]

    @property
    def is_nothing(self) -> bool:
        return not (self.activities or self.opinions or self.goals or self.more)


def open_work(doctor: User, person: User, kind: str) -> OpenWork:
    """What the inbox of this person has of this doctor, in this relation, but for what is the person's own: a seat in a panel,
    talks to prepare and to agree on. What a panel advised comes when the doctor has been told. Three questions for a
    supervisor, at most eight.
    """
    circle = _circle_of_one(doctor, person, kind)
    to_sign = activities_to_sign(circle).order_by("since", "pk")
    to_advise = goals_awaiting_opinion_of(circle).select_related("goal").order_by("completed_at", "pk")
    to_decide = goals_to_decide(circle).select_related("goal").order_by("since", "pk")
    return OpenWork(
        [OpenLine(row.get_kind_display().capitalize(), row.since) for row in to_sign],
        [OpenLine(goal.goal.code, goal.completed_at or goal.since) for goal in to_advise],
        [OpenLine(goal.goal.code, goal.since) for goal in to_decide],
        lines_of_inbox(circle),
    )


def _circle_of_one(doctor: User, person: User, kind: str) -> Circle:
    """As the inbox asks, of one doctor: also for who takes over, and without what the person does in another relation."""
    one, nobody = frozenset({doctor.pk}), frozenset[int]()
    supervises, mentors, leads = (
        one if kind == each else nobody
        for each in (Relation.Kind.SUPERVISOR, Relation.Kind.MENTOR, Relation.Kind.LEADER)
    )
    return Circle(user=person, supervises=supervises, mentors=mentors, leads=leads, decides=leads, related=one)


def handovers_of(doctor: User) -> list[Handover]:
    return list(
        Handover.objects.filter(doctor=doctor)
        .select_related("former", "successor", "call_off")
        .order_by("-takes_effect_at")
    )


def doctors_with_stale_waiting() -> list[User]:
    """Four questions over what waits: people who wait for somebody who no longer stands there."""
    ids: set[int] = set()
    for rows in (_stale_goals(), _stale_activities(), _stale_panels()):
        ids.update(rows.values_list("doctor_id", flat=True))
    return list(User.objects.filter(pk__in=ids).order_by("pk"))


def _standing(kind: str, person: str) -> QuerySet[Relation]:
    return Relation.objects.active().filter(doctor=OuterRef("doctor"), person=OuterRef(person), kind=kind)


def _stale_goals() -> QuerySet[PlanGoal]:
    """Where nobody has taken over yet, it goes on waiting for the one who left: there is nobody to give it to."""
    has_leader = Relation.objects.active().filter(doctor=OuterRef("doctor"), kind=Relation.Kind.LEADER)
    sent = Q(state=PlanGoal.State.SENT) & ~Exists(_standing(Relation.Kind.LEADER, "waiting_on")) & Exists(has_leader)
    adviser = Exists(_standing(Relation.Kind.MENTOR, "waiting_on")) | Exists(
        _standing(Relation.Kind.SUPERVISOR, "waiting_on")
    )
    completed = Q(state=PlanGoal.State.COMPLETED) & ~Q(waiting_on=F("doctor")) & ~adviser
    return PlanGoal.objects.filter(sent | completed).order_by()


def _stale_activities() -> QuerySet[PlanActivity]:
    rows = PlanActivity.objects.filter(state=PlanActivity.State.SENT)
    return rows.filter(~Exists(_standing(Relation.Kind.SUPERVISOR, "supervisor"))).order_by()


def _stale_panels() -> QuerySet[AssessmentPanel]:
    """Also one that was held while the doctor had no mentor, who is to tell the doctor of it."""
    told = PanelEvent.objects.filter(panel=OuterRef("pk"), kind=PanelEvent.Kind.INFORMED_BEFORE)
    panels = AssessmentPanel.objects.filter(state__in=AssessmentPanel.OPEN).alias(is_told=Exists(told))
    for_mentor = Q(state=AssessmentPanel.State.HELD) | Q(doctor_takes_part=False, is_told=False)
    has = {
        kind: Relation.objects.active().filter(doctor=OuterRef("doctor"), kind=kind) for kind in ("mentor", "leader")
    }
    late_mentor = for_mentor & Exists(has["mentor"]) & ~Exists(_standing(Relation.Kind.MENTOR, "waiting_on"))
    late_leader = ~for_mentor & Exists(has["leader"]) & ~Exists(_standing(Relation.Kind.LEADER, "waiting_on"))
    return panels.filter(late_mentor | late_leader).order_by()
