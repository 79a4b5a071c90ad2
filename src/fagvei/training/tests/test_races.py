"""Two people at once: one gets through, the other gets a sentence, and nothing happens twice."""

import datetime as dt
import threading

import pytest
from django.db import connection

from fagvei.common import clock
from fagvei.common.refusal import Refusal
from fagvei.people import actions as people
from fagvei.training import actions
from fagvei.training.models import ActivityEvent, EducationPlan, GoalEvent, PlanGoal, SignOff
from fagvei.training.tests import factories
from fagvei.training.tests.checks import assert_sound

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*verbs):
    """Run the verbs in threads that start together; returns "done" or the code of the refusal for each."""
    start, answers = threading.Barrier(len(verbs)), [""] * len(verbs)

    def run(number, verb):
        start.wait()
        try:
            verb()
            answers[number] = "done"
        except Refusal as refusal:
            answers[number] = refusal.code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(verbs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


def with_deputy(record):
    people.delegate(
        leader=record.bo, person=record.stian, kind="deputy", institution=record.fjellheim, by=record.bo,
        ends_at=clock.now() + dt.timedelta(days=1),
    )  # fmt: skip


def test_two_leaders_approve_at_once(record):
    with_deputy(record)
    goal = factories.bring_goal(record, to="sent")

    answers = at_once(
        lambda: actions.sign_off_goal(plan_goal=goal, by=record.bo),
        lambda: actions.sign_off_goal(plan_goal=goal, by=record.stian),
    )

    assert sorted(answers) == ["already_decided", "done"]
    assert SignOff.objects.count() == 1
    assert_sound()


def test_approval_and_recall_at_once(record):
    goal = factories.bring_goal(record, to="sent")

    answers = at_once(
        lambda: actions.sign_off_goal(plan_goal=goal, by=record.bo),
        lambda: actions.recall_goal(plan_goal=goal, by=record.anna),
    )

    state = PlanGoal.objects.get(pk=goal.pk).state
    assert (state, answers) in [("approved", ["done", "nothing_to_recall"]), ("completed", ["goal_not_sent", "done"])]
    assert_sound()


def test_signature_and_recall_at_once(record):
    activity = factories.make_activity(record, sent=True)

    answers = at_once(
        lambda: actions.sign_activity(plan_activity=activity, by=record.siri),
        lambda: actions.recall_activity(plan_activity=activity, by=record.anna),
    )

    assert sorted(answers) == ["activity_not_waiting", "done"]
    assert ActivityEvent.objects.filter(kind__in=["signed", "recalled"]).count() == 1
    assert_sound()


def test_a_plan_is_assigned_once(cast):
    factories.make_curriculum(cast.specialty)

    def assign():
        actions.assign_plan(doctor=cast.anna, specialty=cast.specialty, by=cast.bo)

    assert sorted(at_once(assign, assign, assign)) == ["done", "plan_exists", "plan_exists"]
    assert EducationPlan.objects.count() == 1
    assert_sound()


def test_two_activities_begin_a_goal_once(record):
    assert at_once(*[lambda: factories.make_activity(record)] * 4) == ["done"] * 4
    assert GoalEvent.objects.filter(kind="begun").count() == 1
    assert_sound()


def test_an_opinion_is_given_once(record):
    goal = factories.bring_goal(record, to="completed")
    answers = at_once(*[lambda: factories.say(goal, record.cecilie)] * 3)
    assert sorted(answers) == ["done", "opinion_given", "opinion_given"]
    assert_sound()
