"""Assigning, deleting and archiving a plan."""

import datetime as dt

import pytest

from fagvei.common import clock
from fagvei.curriculum import actions as curriculum
from fagvei.people import actions as people
from fagvei.people.models import Delegation
from fagvei.training import actions
from fagvei.training.models import EducationPlan, GoalPlan, PlanGoal
from fagvei.training.tests.checks import assert_sound, last_event, notices, refused
from fagvei.training.tests.factories import bring_goal, make_activity, make_curriculum, make_record
from fagvei.training.tests.inbox import tasks_of


@pytest.fixture
def curriculum_loaded(cast):
    return make_curriculum(cast.specialty)


def assign(cast, by=None, **changes):
    return actions.assign_plan(**{"doctor": cast.anna, "specialty": cast.specialty, "by": by or cast.bo, **changes})


def test_a_plan_holds_the_three_sets_and_each_goal_once(cast, curriculum_loaded):
    plan = assign(cast)

    assert sorted(goal_plan.goal_set.code for goal_plan in plan.goal_plans.all()) == ["del-1", "fkm", "rus"]
    goals = PlanGoal.objects.filter(doctor=cast.anna)
    assert [goal.goal.code for goal in goals] == ["FKM-01", "FKM-02", "RUS-001", "RUS-002", "RUS-003"]
    assert {(goal.state, goal.waiting_on) for goal in goals} == {("not_begun", None)}
    assert plan.institution == cast.fjellheim
    assert last_event() == ("plan_assigned", "Bo Lund", "leader")
    assert notices(cast.anna) == ["plan_assigned"]
    assert_sound()


@pytest.mark.parametrize("name", ["dag", "cecilie", "siri", "trond", "eva", "hilde"])
def test_nobody_else_assigns_a_plan(cast, curriculum_loaded, name):
    with refused(actions.NotLeader):
        assign(cast, by=getattr(cast, name))


def test_nobody_assigns_a_plan_to_oneself(cast, curriculum_loaded):
    with refused(actions.OwnCase):
        assign(cast, by=cast.anna)


def test_a_deputy_assigns_and_a_delegate_does_not(cast, curriculum_loaded):
    for person, kind in ((cast.stian, Delegation.Kind.DELEGATE), (cast.siri, Delegation.Kind.DEPUTY)):
        people.delegate(
            leader=cast.bo, person=person, kind=kind, institution=cast.fjellheim, by=cast.bo,
            ends_at=clock.now() + dt.timedelta(days=1),
        )  # fmt: skip

    with refused(actions.NotLeader):
        assign(cast, by=cast.stian)
    assign(cast, by=cast.siri)
    assert last_event() == ("plan_assigned", "Siri Dahl", "deputy")


def test_a_second_plan_in_the_same_specialty_is_refused(record):
    with refused(actions.PlanExists):
        assign(record)


def test_a_doctor_without_an_institution_cannot_get_a_plan(cast, curriculum_loaded):
    people.end_role(assignment=cast.anna.role_assignments.get(), by=None)
    with refused(actions.NoInstitution):
        assign(cast)


def test_the_revision_in_force_is_taken_and_goals_that_have_ended_are_not(cast, curriculum_loaded):
    goals = {goal.code: goal for goal in curriculum_loaded.sets["specialty"].goals.all()}
    today = clock.today()
    new = curriculum.publish_revision(goal=goals["RUS-001"], valid_from_on=today, by=None)
    curriculum.publish_revision(goal=goals["RUS-002"], valid_from_on=today + dt.timedelta(days=30), by=None)
    goals["RUS-003"].revisions.update(valid_to_on=today - dt.timedelta(days=1))

    assign(cast)

    taken = {row.goal.code: row.revision for row in PlanGoal.objects.filter(goal__code__startswith="RUS")}
    assert taken == {"RUS-001": new, "RUS-002": goals["RUS-002"].revisions.get(number=1)}


def test_goals_that_came_later_are_taken_in_and_nothing_else_changes(record):
    make_activity(record)
    goal = curriculum.save_goal(code="RUS-099", goal_set=record.goals["RUS-001"].goal.goal_set, by=None)
    curriculum.publish_revision(goal=goal, valid_from_on=dt.date(2019, 3, 1), by=None)

    added = actions.add_missing_goals(plan=record.plan, by=record.bo)

    assert [row.goal.code for row in added] == ["RUS-099"]
    assert actions.add_missing_goals(plan=record.plan, by=record.bo) == []
    assert PlanGoal.objects.get(goal__code="RUS-001").state == "begun"
    assert_sound()


def test_an_untouched_plan_is_deleted_and_leaves_only_the_log(record):
    actions.delete_untouched_plan(plan=record.plan, by=record.bo)

    assert [model.objects.count() for model in (EducationPlan, PlanGoal, GoalPlan)] == [0, 0, 0]
    assert last_event() == ("plan_deleted", "Bo Lund", "leader")
    assert_sound()


def test_a_begun_plan_is_archived_and_not_deleted(record):
    make_activity(record)

    with refused(actions.PlanBegun, words="arkivere"):
        actions.delete_untouched_plan(plan=record.plan, by=record.bo)
    with refused(actions.ReasonMissing):
        actions.archive_plan(plan=record.plan, reason=" ", by=record.bo)
    with refused(actions.NotLeader):
        actions.archive_plan(plan=record.plan, reason="Slutter.", by=record.dag)
    plan = actions.archive_plan(plan=record.plan, reason="Anna bytter spesialitet.", by=record.bo)

    assert (plan.is_archived, plan.archived_by) == (True, record.bo)
    assert last_event() == ("plan_archived", "Bo Lund", "leader")
    with refused(actions.PlanArchived):
        actions.archive_plan(plan=record.plan, reason="Igjen.", by=record.bo)
    assert_sound()


def test_an_untouched_plan_is_deleted_and_not_archived(record):
    with refused(actions.PlanNotBegun, words="slette"):
        actions.archive_plan(plan=record.plan, reason="Feil.", by=record.bo)


def test_nothing_is_done_in_an_archived_plan_until_a_new_one_takes_it_up(record):
    make_activity(record)
    actions.archive_plan(plan=record.plan, reason="Permisjon.", by=record.bo)

    with refused(actions.PlanArchived):
        make_activity(record)
    with refused(actions.PlanArchived):
        actions.complete_goal(plan_goal=record.goals["RUS-001"], comment="", supervisors=[record.siri], by=record.anna)
    again = assign(record)
    assert make_activity(record).state == "done"
    assert PlanGoal.objects.count() == 5

    # What was done earlier is in it again, so it is archived and not deleted.
    with refused(actions.PlanBegun):
        actions.delete_untouched_plan(plan=again, by=record.bo)
    assert actions.archive_plan(plan=again, reason="Slutter.", by=record.bo).is_archived


def test_an_opinion_is_not_given_in_an_archived_plan_and_no_task_is_left(record):
    goal = bring_goal(record, "RUS-001", "completed")
    assert "give_opinion" in {task.kind for task in tasks_of(record.cecilie)}
    actions.archive_plan(plan=record.plan, reason="Permisjon.", by=record.bo)

    with refused(actions.PlanArchived):
        actions.give_opinion(plan_goal=goal, verdict="recommends", level_seen="", reason="Sett.", by=record.cecilie)
    for person in (record.anna, record.bo, record.cecilie, record.siri):
        assert not {task.kind for task in tasks_of(person)} & {"give_opinion", "decide_goal", "send_goal"}


def test_a_second_specialty_shares_the_common_goals(record):
    other = record.specialty.__class__.objects.create(slug="psykiatri", name="Psykiatri", prefix="PSY")
    goal_set = curriculum.save_goal_set(
        code="psy", kind="specialty", name="Psykiatri", short_name="PSY", specialty=other, by=None
    )
    goal = curriculum.save_goal(code="PSY-001", goal_set=goal_set, by=None)
    curriculum.publish_revision(goal=goal, valid_from_on=dt.date(2019, 3, 1), by=None)
    make_activity(record, goals=[record.goals["FKM-01"]])

    plan = assign(record, specialty=other)

    assert PlanGoal.objects.filter(doctor=record.anna).count() == 6
    # Only its own set counts: the common goal belongs to the first plan as well.
    actions.delete_untouched_plan(plan=plan, by=record.bo)
    assert PlanGoal.objects.filter(doctor=record.anna).count() == 5
    again = assign(record, specialty=other)
    with refused(actions.PlanNotBegun):
        actions.archive_plan(plan=again, reason="Feil.", by=record.bo)
    assert_sound()


def test_a_second_doctor_gets_rows_of_her_own(record):
    nora = people.add_user(username="nora", full_name="Nora Li", by=None)
    people.assign_role(user=nora, role="doctor", institution=record.fjellheim, by=None)
    people.relate(doctor=nora, person=record.bo, kind="leader", institution=record.fjellheim, by=None)

    second = make_record(record, doctor=nora)

    assert {row.doctor for row in second.goals.values()} == {nora}
    assert PlanGoal.objects.count() == 10
