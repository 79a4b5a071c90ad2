"""The record of one doctor, told in the order it happened: the plan, then each goal, then each activity."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from fagvei.audit.models import AccessLog
from fagvei.people.models import User
from fagvei.training.models import EducationPlan, GoalPlan, PlanGoal
from fagvei.workshop.bulk import BulkWriter
from fagvei.workshop.nation.activities import write_more_activities
from fagvei.workshop.nation.goals import tell_goal
from fagvei.workshop.nation.people import Post
from fagvei.workshop.nation.places import Places

if TYPE_CHECKING:
    from fagvei.workshop.nation import Wish

MOST_APPROVED = 0.8
READINGS = (("leader", "Individuell utdanningsplan"), ("mentor", "Individuell utdanningsplan"))


class Record:
    """What the stories about one doctor share: who, where, the clock, and one way to write an event down."""

    def __init__(self, post: Post, wish: "Wish", places: Places, writer: BulkWriter):
        self.post, self.wish, self.places, self.writer = post, wish, places, writer
        self.draw = writer.draw
        self.now = wish.now
        self.doctor: User = post.doctor

    def write_down(self, name: str, *, at: dt.datetime, **what: Any) -> None:
        self.writer.record(name, happened_at=at, subject=self.doctor, controller=self.post.place.institution, **what)

    def between(self, earliest: dt.datetime, latest: dt.datetime) -> dt.datetime:
        """An instant, drawn to the minute."""
        minutes = max(int((latest - earliest).total_seconds() // 60), 1)
        return earliest + dt.timedelta(minutes=self.draw.randrange(minutes))


def write_record(post: Post, wish: "Wish", places: Places, writer: BulkWriter) -> None:
    record = Record(post, wish, places, writer)
    goals = _assign_plan(record)
    drawn = record.draw.sample(goals, len(goals))
    stories = [tell_goal(record, goal, fate) for goal, fate in zip(drawn, _fates(record, len(goals)), strict=True)]
    for goal in goals:
        writer.add(goal)
    write_more_activities(record, [story for story in stories if story.goal.state != PlanGoal.State.NOT_BEGUN])
    _write_readings(record)


def _assign_plan(record: Record) -> list[PlanGoal]:
    post, writer = record.post, record.writer
    at = post.began_at + dt.timedelta(hours=6)
    sets = [
        writer.new(GoalPlan, doctor_id=post.doctor.pk, goal_set_id=goal_set.pk, created_at=at)
        for goal_set in post.course.sets
    ]
    plan = writer.new(
        EducationPlan,
        doctor_id=post.doctor.pk,
        specialty_id=post.course.specialty.pk,
        institution_id=post.place.institution.pk,
        assigned_by_id=post.leader.pk,
        assigned_at=at,
    )
    # What `goal_plans.all()` would fetch: the digest asks for it.
    plan._prefetched_objects_cache = {"goal_plans": sets}  # type: ignore[attr-defined]
    goals = [
        writer.new(
            PlanGoal,
            goal_plan_id=goal_plan.pk,
            doctor_id=post.doctor.pk,
            goal_id=goal_id,
            revision_id=revision_id,
            since=at,
        )
        for goal_plan in sets
        for goal_id, revision_id in post.course.goals[goal_plan.goal_set_id]
    ]
    for row in (*sets, plan):
        writer.add(row)
    for goal_plan in sets:
        writer.link(EducationPlan.goal_plans.through, educationplan_id=plan.pk, goalplan_id=goal_plan.pk)
    record.write_down("plan_assigned", at=at, target=plan, by=post.leader, acting_as="leader", facts=[plan, *goals])
    return goals


def _fates(record: Record, count: int) -> list[str]:
    """How far each goal has come. A doctor half way has half of the goals approved, and a handful under way."""
    draw = record.draw
    approved = int(count * record.post.progress * MOST_APPROVED)
    under_way = [
        *["sent"] * draw.randrange(3),
        *["asked"] * draw.randrange(3),
        *["half_answered"] * draw.randrange(2),
        *["answered"] * draw.randrange(2),
        *["sent_back"] * (draw.random() < 0.3),
        *["recalled"] * (draw.random() < 0.1),
        *["annulled"] * (draw.random() < 0.05),
        *["begun"] * draw.randrange(7),
    ]
    fates = [*["approved"] * approved, *under_way][:count]
    return fates + ["not_begun"] * (count - len(fates))


def _write_readings(record: Record) -> None:
    for role, what in READINGS:
        reader = getattr(record.post, role)
        for _time in range(record.draw.randrange(1, 4)):
            record.writer.add(
                record.writer.new(
                    AccessLog,
                    read_at=record.between(max(record.post.began_at, record.now - dt.timedelta(days=180)), record.now),
                    reader_id=str(reader.public_id),
                    reader_name=reader.full_name,
                    reader_role=role,
                    organisation=record.post.place.institution.name,
                    subject_id=str(record.doctor.public_id),
                    what=what,
                )
            )
