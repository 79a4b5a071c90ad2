"""Progress, inbox rows and projections: right numbers, and as many questions for three rows as for one."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command

from fagvei.common import clock
from fagvei.curriculum import actions as curriculum
from fagvei.people import actions as people
from fagvei.training import actions, queries
from fagvei.training.models import PlanActivity, PlanGoal
from fagvei.training.tests import factories
from fagvei.training.tests.factories import bring_goal, make_activity
from fagvei.training.tests.factories_of_assessments import invite, sign_outside
from fagvei.training.tests.inbox import tasks_of


def titles(user):
    return [(task.kind, task.title, task.count) for task in tasks_of(user)]


# --- Progress ---


def counted(doctor) -> dict[str, tuple[int, int, int]]:
    """{set: approved, whole, not loaded}"""
    sets = queries.progress_of([doctor.pk]).get(doctor.pk, [])
    return {each.code: (each.counted.approved, each.counted.whole, each.counted.not_loaded) for each in sets}


def test_progress_counts_all_three_sets_and_what_is_not_loaded(record):
    bring_goal(record, "RUS-001", "approved")
    bring_goal(record, "RUS-002", "sent")
    make_activity(record, goals=[record.goals["FKM-01"]])

    assert counted(record.anna) == {"del-1": (0, 101, 101), "fkm": (0, 2, 0), "rus": (1, 3, 0)}


def test_progress_asks_one_question_whatever_the_number_of_goals_and_doctors(cast, django_assert_num_queries):
    record = factories.make_record(cast, goals=40)
    with django_assert_num_queries(1):
        assert set(queries.progress_of([record.anna.pk, record.bo.pk])) == {record.anna.pk}


def test_an_archived_plan_is_not_counted(record):
    make_activity(record)
    actions.archive_plan(plan=record.plan, reason="Slutt.", by=record.bo)
    assert counted(record.anna) == {}


# --- What waits ---


def test_a_delegate_is_not_asked_for_what_only_a_leader_or_a_deputy_may_do(record):
    """To answer an objection and to vouch for an assessor is not to decide a goal."""
    trond, bo = record.trond, record.bo
    marked = factories.mark_on_behalf(record)
    actions.object_to_activity(plan_activity=marked, reason="Det var ikke meg.", by=record.anna)
    sign_outside(invite(record))
    people.delegate(
        leader=bo,
        person=trond,
        kind="delegate",
        institution=record.fjellheim,
        ends_at=clock.now() + dt.timedelta(days=9),
        by=bo,
    )
    only_leaders = {"answer_objection", "vouch_for_assessor"}
    assert {task.kind for task in tasks_of(bo)} >= only_leaders
    assert not {task.kind for task in tasks_of(trond)} & only_leaders


def test_the_supervisor_sees_what_to_sign_by_doctor(record):
    for _ in range(3):
        make_activity(record, sent=True)
    (task,) = tasks_of(record.siri)
    assert (task.title, task.count) == ("Signer 3 aktiviteter fra Anna Berg", 3)
    assert task.waiting_since == PlanActivity.objects.order_by("since").first().since
    assert str(record.anna.public_id) in task.url
    assert queries.task_count(record.siri) == 3


def test_the_ball_goes_round(record):
    bring_goal(record, to="completed")
    asked = [("give_opinion", "Uttalelse om RUS-001 (Anna Berg)", 1)]
    assert [titles(user) for user in (record.cecilie, record.siri, record.stian)] == [asked, asked, []]

    goal = record.goals["RUS-001"]
    for person in (record.cecilie, record.siri):
        factories.say(goal, person)
    assert titles(record.cecilie) == titles(record.siri) == []
    assert titles(record.anna) == [("send_goal", "Send RUS-001 til godkjenning", 1)]

    actions.send_goal(plan_goal=goal, by=record.anna)
    assert titles(record.anna) == []
    assert titles(record.bo) == [("decide_goal", "Avgjør RUS-001 (Anna Berg)", 1)]

    actions.return_goal(plan_goal=goal, comment="Mer.", by=record.bo)
    assert titles(record.bo) == []
    assert titles(record.anna) == [("returned_goal", "RUS-001 er returnert til deg", 1)]


def test_returned_activities_and_objections_wait(record):
    make_activity(record, returned=True)
    marked = factories.mark_on_behalf(record)
    actions.object_to_activity(plan_activity=marked, reason="Feil.", by=record.anna)
    assert [kind for kind, _title, _count in titles(record.anna)] == ["returned_activity"]
    assert titles(record.bo) == [("answer_objection", "Svar på innsigelse fra Anna Berg", 1)]


def test_what_a_new_leader_or_mentor_takes_over_waits_for_them(record):
    bring_goal(record, "RUS-001", "sent")
    bring_goal(record, "RUS-002", "completed")
    for person, kind in ((record.dag, "leader"), (record.stian, "mentor")):
        people.assign_role(user=person, role=kind, institution=record.fjellheim, by=None)
        people.relate(doctor=record.anna, person=person, kind=kind, institution=record.fjellheim, by=None, replace=True)
    assert (titles(record.bo), titles(record.cecilie)) == ([], [])
    assert [kind for kind, _title, _count in titles(record.dag)] == ["decide_goal"]
    assert [kind for kind, _title, _count in titles(record.stian)] == ["give_opinion"]


@pytest.mark.parametrize("number", [1, 3])
def test_the_inbox_asks_a_fixed_number_of_questions(cast, number, django_assert_num_queries):
    record = factories.make_record(cast, goals=3 * number)
    for position in range(number):
        make_activity(record, sent=True)
        make_activity(record, returned=True)
        for offset, to in enumerate(("completed", "ready", "sent")):
            bring_goal(record, f"RUS-{3 * position + offset + 1:03}", to)
    for user, asked, counted in (
        (record.anna, 9, 6),
        (record.bo, 18, 6),
        (record.siri, 13, 6),
        (record.cecilie, 14, 7),
    ):
        with django_assert_num_queries(asked):
            assert queries.tasks_for(user)
        with django_assert_num_queries(counted):
            assert queries.task_count(user)


# --- Projections ---


def test_a_row_that_was_changed_by_hand_is_found(record, capsys):
    bring_goal(record, "RUS-001", "approved")
    activity = make_activity(record, sent=True)
    call_command("check_projections")
    assert capsys.readouterr().out == "Every row says what its events say.\n"

    PlanActivity.objects.filter(pk=activity.pk).update(state="signed")
    PlanGoal.objects.filter(goal__code="RUS-001").update(state="sent")
    PlanGoal.objects.filter(goal__code="RUS-002").update(waiting_on=record.bo)

    rows = {fault.row for fault in queries.projection_faults()}
    assert rows == {activity.fact_id, record.goals["RUS-001"].fact_id, record.goals["RUS-002"].fact_id}
    with pytest.raises(CommandError, match="rows do not say"):
        call_command("check_projections")


def test_an_approval_without_its_row_and_a_row_without_its_approval_are_found(record):
    goal = bring_goal(record, "RUS-001", "approved")
    other = curriculum.publish_revision(goal=goal.goal, valid_from_on=factories.VALID_FROM, by=None)
    PlanGoal.objects.filter(pk=goal.pk).update(revision=other)
    (fault,) = queries.projection_faults([record.anna])
    assert "standing approvals" in fault.sentence
