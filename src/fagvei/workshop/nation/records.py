"""The record of one doctor, told in the order it happened: the plan, then each goal, then each activity."""

import datetime as dt

from fagvei.audit.models import AccessLog
from fagvei.training.models import EducationPlan, GoalPlan, PlanGoal
from fagvei.workshop.bulk import BulkWriter
from fagvei.workshop.nation.activities import write_activity
from fagvei.workshop.nation.goals import GoalStory, tell_goal
from fagvei.workshop.nation.people import Post
from fagvei.workshop.nation.places import Places
from fagvei.workshop.nation.record import Record
from fagvei.workshop.nation.wish import Wish

AN_HOUR = dt.timedelta(hours=1)
MOST_APPROVED = 0.8
MORE_PER_BEGUN_GOAL = 0.4
READINGS = (("leader", "Individuell utdanningsplan"), ("mentor", "Individuell utdanningsplan"))


def write_record(post: Post, wish: Wish, places: Places, writer: BulkWriter) -> None:
    record = Record(post, wish, places, writer)
    goals = _assign_plan(record)
    drawn = record.draw.sample(goals, len(goals))
    stories = [tell_goal(record, goal, fate) for goal, fate in zip(drawn, _fates(record, len(goals)), strict=True)]
    for goal in goals:
        writer.add(goal)
    _write_more_activities(record, [story for story in stories if story.goal.state != PlanGoal.State.NOT_BEGUN])
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


def _write_more_activities(record: Record, stories: list[GoalStory]) -> None:
    """Beyond the one that began each goal: some for several goals at once. Never for a goal that was not begun yet."""
    for _number in range(int(len(stories) * MORE_PER_BEGUN_GOAL)):
        main = record.draw.choice(stories)
        at = min(record.between(main.begun_at, max(main.ripe_at, main.begun_at + AN_HOUR)), record.now - AN_HOUR)
        others = [story for story in record.draw.sample(stories, min(len(stories), 2)) if story.begun_at <= at]
        write_activity(record, list({story.goal.pk: story.goal for story in (main, *others)}.values()), at)


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
