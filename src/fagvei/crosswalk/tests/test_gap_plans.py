"""Reading and courses planned for a gap: who, what, for whom, by when, done or not, and what Anna reads on her goal."""

import datetime as dt
import re
import uuid

import pytest
from django.db import IntegrityError, transaction

from fagvei.audit.models import AuditEvent
from fagvei.common import clock
from fagvei.courses import actions as run_actions
from fagvei.courses.tests import factories as courses
from fagvei.crosswalk import actions
from fagvei.crosswalk.models import TeachingPlan, TeachingPlanEvent
from fagvei.crosswalk.tests import factories as make
from fagvei.organisations.models import LearningArena
from fagvei.surveys import actions as survey_actions
from fagvei.training import actions as training
from fagvei.training.tests import service_factories as service

PAGE = "/maal-og-anbefalinger/gap/"
GOAL = "/laeringsmal/KOB-001/anbefalinger/"
PRACTICE = "/laeringsmal/KOB-001/fra-maal-til-praksis/"
WEEK = dt.timedelta(days=7)


@pytest.fixture
def shared(world):
    """A ward of Fjellheim has shared its gap in KOB-A, and a run of the course for the goal has a date."""
    make.approved(world)
    world.ward = LearningArena.objects.create(institution=world.fjellheim, name="Egen post")
    world.wave = make.shared_wave(world, [world.unit], arena=world.ward)
    world.mona = world.wave.survey.owner
    world.run = courses.make_run(world, course=world.course)
    return world


def text(response) -> str:
    return " ".join(response.content.decode().split())


def address(world, what: str) -> str:
    return f"{PAGE}{world.wave.public_id}/{world.unit.code}/{what}/"


def post(client, path: str, **data):
    return client.post(path, {"idempotency_key": str(uuid.uuid4()), **data}, follow=True)


def read(world, **changes) -> TeachingPlan:
    fields = {"round": world.wave, "unit": world.unit, "due_on": clock.today() + WEEK, "by": world.jorunn, **changes}
    return actions.plan_reading_for_gap(**fields)


def course(world, **changes) -> TeachingPlan:
    fields = {"round": world.wave, "unit": world.unit, "run": world.run, "by": world.jorunn, **changes}
    return actions.plan_course_for_gap(**fields)


def serves(cast, arena) -> None:
    starts_on = clock.today() - dt.timedelta(days=10)
    service.confirm_part_1(cast)
    employment = service.make_employment(cast, starts_on=starts_on)
    service.make_placement(cast, employment, institution=arena.institution, arena=arena, starts_on=starts_on)


def tags(world, client, path: str, at: dt.datetime | None = None) -> list[str]:
    """How far each plan on the page is, as Jorunn reads it now or then."""
    with clock.at(at or clock.now()):
        client.logout()
        client.force_login(world.jorunn)
        return re.findall(r'<span class="ds-tag" data-color="\w+"> ([^<]+) </span>', text(client.get(path)))


def state_of(plan: TeachingPlan) -> str:
    return TeachingPlan.objects.with_state().get(pk=plan.pk).state


def test_the_leader_plans_reading_and_anna_reads_of_it_on_her_goal(shared, client):
    client.force_login(shared.bo)
    assert address(shared, "lesing") in text(client.get(PAGE))
    due = clock.today() + WEEK
    page = text(post(client, address(shared, "lesing"), arena=str(shared.ward.public_id), due_on=f"{due:%Y-%m-%d}"))

    assert "Planlagt lesing:" in page
    plan = TeachingPlan.objects.get()
    assert (plan.reading, plan.arena, plan.due_on, plan.by, plan.acting_as) == (
        "KOB-A",
        shared.ward,
        due,
        shared.bo,
        "leader",
    )
    assert (plan.target, plan.answered) == (80, 12)
    event = AuditEvent.objects.latest("pk")
    assert (event.name, event.acting_as) == ("reading_planned_for_gap", "leader")
    serves(shared, shared.ward)
    client.force_login(shared.anna)
    for path in (GOAL, PRACTICE, PAGE):
        words = text(client.get(path))
        assert "Planlagt lesing:" in words, path
        assert "for leger med tjeneste på Egen post" in words, path
        assert "Merk som gjort" not in words, path


def test_a_reference_of_the_recommendation_can_be_read(shared, client):
    client.force_login(shared.jorunn)
    due = clock.today() + WEEK
    page = text(post(client, address(shared, "lesing"), reading="Amato 2010", due_on=f"{due:%Y-%m-%d}"))
    assert "Amato 2010, for alle leger i spesialisering ved virksomheten" in page
    other = post(client, address(shared, "lesing"), reading="Noe annet 2011", due_on=f"{due:%Y-%m-%d}")
    assert other.status_code == 422
    assert TeachingPlan.objects.count() == 1


def test_jorunn_plans_a_run_of_a_course_and_it_stands_on_gap_and_goal(shared, client):
    client.force_login(shared.jorunn)
    page = text(post(client, address(shared, "kurs"), run=str(shared.run.public_id)))
    assert "Hver lege søker selv." in page
    assert "Planlagt kurs:" in page
    plan = TeachingPlan.objects.get()
    assert (plan.run, plan.arena, plan.acting_as) == (shared.run, None, "education_lead")
    assert AuditEvent.objects.latest("pk").name == "course_planned_for_gap"
    client.force_login(shared.anna)
    assert shared.run.get_absolute_url() in text(client.get(GOAL))


def test_doctors_whom_it_does_not_concern_are_not_told_on_their_goal(shared, client):
    serves(shared, LearningArena.objects.create(institution=shared.fjellheim, name="Nabopost"))
    read(shared, arena=shared.ward)
    client.force_login(shared.anna)
    assert "Planlagt lesing:" not in text(client.get(GOAL))
    read(shared)
    assert text(client.get(GOAL)).count("Planlagt lesing:") == 1
    client.force_login(shared.bo)
    assert text(client.get(GOAL)).count("Planlagt lesing:") == 2
    client.force_login(shared.dag)
    assert "Planlagt lesing:" not in text(client.get(GOAL))


def test_it_is_marked_as_done_taken_up_again_and_taken_away(shared, client):
    plan = read(shared)
    client.force_login(shared.mona)
    path = f"{PAGE}planlagt/{plan.public_id}/"
    assert "Merket: gjort." in text(post(client, path, state="done"))
    assert "Ikke gjort likevel" in text(client.get(PAGE))
    assert "Noen har alt merket dette." in text(post(client, path, state="done"))
    assert "Noen har alt merket dette." in text(post(client, path, state="dropped"))
    post(client, path, state="not_done")
    assert "Merket: tatt bort." in text(post(client, path, state="dropped"))
    assert "Planlagt lesing:" not in text(client.get(PAGE))
    assert [event.kind for event in TeachingPlanEvent.objects.all()] == ["done", "not_done", "dropped"]
    assert AuditEvent.objects.latest("pk").name == "gap_plan_marked"
    assert AuditEvent.objects.latest("pk").acting_as == "survey_owner"


def test_only_who_plans_there_marks_it(shared, client):
    plan = read(shared)
    for person in (shared.anna, shared.dag):
        client.force_login(person)
        assert post(client, f"{PAGE}planlagt/{plan.public_id}/", state="done").status_code == 404
        with pytest.raises(training.NotOrganiser):
            actions.mark_plan(plan=plan, state="done", by=person)
    assert state_of(plan) == "not_done"


@pytest.mark.parametrize("what", ["lesing", "kurs"])
def test_anna_and_those_elsewhere_plan_nothing(shared, client, what):
    client.force_login(shared.anna)
    assert client.get(address(shared, what)).status_code == 403
    client.force_login(shared.dag)
    assert client.get(address(shared, what)).status_code == 404


def test_what_the_rules_say_no_to(shared):
    elsewhere = LearningArena.objects.create(institution=shared.kystbyen, name="Vest")
    other = courses.make_run(shared, course=make.make_course(shared, code="KOB-ANNET"))
    with pytest.raises(actions.DayHasPassed):
        read(shared, due_on=clock.today() - dt.timedelta(days=1))
    for act in (read, course):
        with pytest.raises(actions.WardElsewhere):
            act(shared, arena=elsewhere)
        with pytest.raises(actions.GapNotShared):
            act(shared, unit=shared.other_unit)
        with pytest.raises(training.NotOrganiser):
            act(shared, by=shared.anna)
    with pytest.raises(actions.CourseNotForGap):
        course(shared, run=other)
    with clock.at(clock.now() + dt.timedelta(days=4_000)), pytest.raises(actions.CourseNotToCome):
        course(shared)
    survey_actions.withdraw_release(survey_round=shared.wave, by=shared.mona)
    with pytest.raises(actions.GapNotShared):
        read(shared)
    assert not TeachingPlan.objects.exists()


def lesson(world) -> TeachingPlan:
    starts_at = clock.now() + WEEK
    return actions.plan_teaching_for_gap(
        round=world.wave,
        unit=world.unit,
        title="Abstinens",
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(hours=1),
        by=world.jorunn,
    )


@pytest.mark.parametrize("path", [PAGE, PRACTICE])
def test_a_lesson_is_held_when_its_hour_has_passed(shared, client, path):
    session = lesson(shared).session
    assert tags(shared, client, path) == ["planlagt"]
    assert tags(shared, client, path, session.ends_at - dt.timedelta(seconds=1)) == ["planlagt"]
    assert tags(shared, client, path, session.ends_at) == ["holdt"]
    training.cancel_teaching(session=session, reason="Sykdom.", by=shared.jorunn)
    assert tags(shared, client, path, session.ends_at) == []


@pytest.mark.parametrize("path", [PAGE, PRACTICE, GOAL])
def test_a_course_is_held_when_its_regut_says_so_and_nobody_else_marks_it(shared, client, path):
    plan = course(shared)
    run = run_actions.announce_run(run=shared.run, by=shared.eva)
    with pytest.raises(actions.CourseTellsItself):
        actions.mark_plan(plan=plan, state="done", by=shared.jorunn)
    assert tags(shared, client, path) == ["planlagt"]
    after = clock.now() + dt.timedelta(days=320)
    assert tags(shared, client, path, after) == ["siste dag er passert, ikke meldt holdt"]

    with clock.at(after):
        run_actions.hold_run(run=run, by=shared.eva)

    assert tags(shared, client, path, after) == ["holdt"]
    assert "Ta bort" not in text(client.get(path))
    with pytest.raises(actions.PlanIsSettled):
        actions.mark_plan(plan=plan, state="dropped", by=shared.jorunn)


def test_a_course_that_is_called_off_says_so_and_is_taken_away(shared, client):
    plan = course(shared)
    run_actions.cancel_run(run=shared.run, reason="Ingen kursleder.", by=shared.eva)
    assert tags(shared, client, PAGE) == ["avlyst"]
    post(client, f"{PAGE}planlagt/{plan.public_id}/", state="dropped")
    assert tags(shared, client, PAGE) == []


def test_a_lesson_is_not_marked(shared):
    plan = lesson(shared)
    assert not TeachingPlan.objects.visible_to(shared.jorunn).exists()
    with pytest.raises(ValueError, match="calendar"):
        actions.mark_plan(plan=plan, state="done", by=shared.jorunn)


def test_a_plan_is_one_of_three(shared):
    numbers = {"gap_points": 30, "target": 80, "answered": 12, "acting_as": "leader", "by": shared.bo}
    for wrong in ({}, {"reading": "KOB-A"}, {"reading": "KOB-A", "due_on": clock.today(), "run": shared.run}):
        with transaction.atomic(), pytest.raises(IntegrityError):
            TeachingPlan.objects.create(round=shared.wave, unit=shared.unit, **numbers, **wrong)


def test_the_last_day_is_in_time_and_the_day_after_is_not(shared):
    plan = TeachingPlan.objects.with_state().get(pk=read(shared).pk)
    assert not plan.is_overdue
    with clock.at(clock.now() + WEEK):
        assert not plan.is_overdue
    with clock.at(clock.now() + dt.timedelta(days=8)):
        assert plan.is_overdue


@pytest.mark.parametrize("path", [GOAL, PRACTICE, PAGE])
def test_one_plan_or_three_cost_the_same(shared, client, path):
    read(shared)
    client.force_login(shared.jorunn)
    client.get(path)
    one = make.count_queries(lambda: client.get(path))
    read(shared, arena=shared.ward)
    course(shared)
    assert make.count_queries(lambda: client.get(path)) == one
