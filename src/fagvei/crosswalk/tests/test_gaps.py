"""From a gap that a ward has shared to teaching in the calendar, and to what Anna sees on her goal."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fagvei.audit.models import AuditEvent
from fagvei.common import clock
from fagvei.crosswalk import actions
from fagvei.crosswalk.models import TeachingPlan
from fagvei.crosswalk.queries.course_window import course_window
from fagvei.crosswalk.queries.places import Places
from fagvei.crosswalk.tests import factories as make
from fagvei.surveys import actions as survey_actions
from fagvei.surveys.models import SurveyItem
from fagvei.training import actions as training
from fagvei.training.models import TeachingSession

PAGE = "/maal-og-anbefalinger/gap/"


@pytest.fixture
def shared(world):
    """Mona's ward has shared a wave: most reach the target of KOB-B, few that of KOB-A. Both are paired with goals."""
    make.approved(world)
    make.approved(world, goal=world.other_goal, unit=world.other_unit)
    world.wave = make.shared_wave(world)
    world.mona = world.wave.survey.owner
    return world


def text(response) -> str:
    return " ".join(response.content.decode().split())


def a_lesson(**changes) -> dict[str, str]:
    lesson = {"title": "Abstinens", "day": "2031-05-05", "begins": "12:00", "ends": "13:00", "goals": "KOB-001"}
    return {"idempotency_key": str(uuid.uuid4()), **lesson, **changes}


def address(world, unit) -> str:
    return f"{PAGE}{world.wave.public_id}/{unit.code}/undervisning/"


def test_anna_sees_on_her_goal_what_the_ward_must_learn(shared, client):
    client.force_login(shared.anna)
    goal = text(client.get("/laeringsmal/KOB-001/anbefalinger/"))
    assert "prosentpoeng igjen til målet" in goal
    assert "selvvurdert, 12 svar" in goal
    page = text(client.get(PAGE))
    assert "KOB-A" in page
    assert "KOB-B" not in page
    assert "Kurs KOB-KURS" in page
    assert "Planlegg undervisning" not in page


def test_the_recommendation_tells_those_who_work_there_of_the_gap(shared, client):
    address = f"{shared.unit.get_absolute_url()}laeringsmal/"
    client.force_login(shared.anna)
    page = text(client.get(address))
    assert "prosentpoeng igjen til målet" in page
    assert "selvvurdert, 12 svar" in page
    assert PAGE in page
    client.force_login(shared.dag)
    assert "selvvurdert" not in text(client.get(address))


def test_a_course_tells_of_the_recommendations_its_goals_ask_for_and_of_the_gap(shared, client):
    address = "/kurs/KOB-KURS/anbefalinger/"
    assert f'hx-get="{address}"' in text(client.get("/kurs/KOB-KURS/"))
    open_to_all = text(client.get(address))
    assert "KOB-A" in open_to_all
    assert "KOB-001" in open_to_all
    assert "KOB-B" not in open_to_all
    assert "selvvurdert" not in open_to_all
    client.force_login(shared.anna)
    window = text(client.get(address, headers={"HX-Request": "true"}))
    assert "selvvurdert, 12 svar" in window
    assert "<h1" not in window
    found = client.get(address, headers={"Accept": "application/json"}).json()
    assert [(each["unit"], each["goals"]) for each in found["recommendations"]] == [("KOB-A", ["KOB-001"])]


def test_the_window_of_a_course_costs_the_same_with_one_recommendation_or_two(shared, django_assert_num_queries):
    here = Places([shared.fjellheim.pk])
    with CaptureQueriesContext(connection) as one:
        assert len(course_window(shared.course, here).taught) == 1
    make.approved(shared, unit=shared.other_unit)
    with django_assert_num_queries(len(one)):
        assert len(course_window(shared.course, here).taught) == 2


def test_those_who_work_elsewhere_see_nothing_of_it(shared, client):
    client.force_login(shared.dag)
    assert "selvvurdert" not in text(client.get("/laeringsmal/KOB-001/anbefalinger/"))
    assert "Ingen avdeling har delt et gap ennå." in text(client.get(PAGE))
    assert client.get(address(shared, shared.unit)).status_code == 404


def test_jorunn_plans_teaching_for_the_gap_in_one_step(shared, client):
    client.force_login(shared.jorunn)
    form = text(client.get(address(shared, shared.unit)))
    assert 'value="KOB-001"' in form

    client.post(address(shared, shared.unit), a_lesson())

    plan = TeachingPlan.objects.get()
    assert (plan.round, plan.unit, plan.by, plan.acting_as) == (
        shared.wave,
        shared.unit,
        shared.jorunn,
        "education_lead",
    )
    assert (plan.target, plan.answered) == (80, 12)
    assert [goal.code for goal in plan.session.goals.all()] == ["KOB-001"]
    assert list(AuditEvent.objects.order_by("-pk").values_list("name", flat=True)[:2]) == [
        "teaching_planned_for_gap",
        "teaching_planned",
    ]
    assert plan.session.get_absolute_url() in text(client.get(PAGE))


def test_anna_sees_who_plans_and_plans_nothing(shared, client):
    client.force_login(shared.anna)
    assert "legges inn av leder, den som er ansvarlig for GAP-undersøkelser" in text(client.get(PAGE))
    assert client.post(address(shared, shared.unit), a_lesson()).status_code == 403
    assert not TeachingPlan.objects.exists()


@pytest.mark.parametrize(("who", "role"), [("bo", "leader"), ("mona", "survey_owner")])
def test_leader_and_owner_of_the_survey_plan_for_what_is_shared(shared, client, who, role):
    client.force_login(getattr(shared, who))
    assert address(shared, shared.unit) in text(client.get(PAGE))

    page = text(client.post(address(shared, shared.unit), a_lesson(), follow=True))

    plan = TeachingPlan.objects.get()
    assert (plan.by, plan.acting_as, plan.session.institution) == (getattr(shared, who), role, shared.fjellheim)
    assert "Utdanningsansvarlig overlege eller koordinator endrer og avlyser den." in page
    assert AuditEvent.objects.get(name="teaching_planned").acting_as == role


def test_a_leader_plans_nothing_that_is_not_shared_any_longer_and_nothing_else(shared, client):
    survey_actions.withdraw_release(survey_round=shared.wave, by=shared.mona)
    client.force_login(shared.bo)
    assert client.post(address(shared, shared.unit), a_lesson()).status_code == 404
    lesson = {"title": "Abstinens", "starts_at": clock.now(), "ends_at": clock.now() + dt.timedelta(hours=1)}
    with pytest.raises(actions.GapNotShared):
        actions.plan_teaching_for_gap(round=shared.wave, unit=shared.unit, by=shared.bo, **lesson)
    with pytest.raises(training.NotOrganiser):
        training.plan_teaching(institution=shared.fjellheim, by=shared.bo, **lesson)
    assert not TeachingSession.objects.exists()


def test_a_time_that_cannot_be_is_said_so_and_nothing_is_half_done(shared, client):
    client.force_login(shared.jorunn)
    assert client.post(address(shared, shared.unit), a_lesson(ends="11:00")).status_code == 422
    assert not TeachingPlan.objects.exists()
    assert not TeachingSession.objects.exists()


def test_what_is_not_shared_or_has_reached_its_target_gets_no_plan(shared, client):
    client.force_login(shared.jorunn)
    assert client.get(address(shared, shared.other_unit)).status_code == 404
    with pytest.raises(actions.GapNotShared):
        actions.plan_teaching_for_gap(round=shared.wave, unit=shared.other_unit, by=shared.jorunn)


def test_one_gap_or_two_cost_the_same(shared, client, django_assert_num_queries):
    client.force_login(shared.jorunn)
    client.get(PAGE)
    counted = make.count_queries(lambda: client.get(PAGE))
    unit = make.guideline.make_unit(shared.chapter, "KOB-C")
    make.approved(shared, unit=unit)
    make.shared_wave(shared, units=[unit])
    with django_assert_num_queries(counted):
        assert "KOB-C" in text(client.get(PAGE))


PRACTICE = "/laeringsmal/KOB-001/fra-maal-til-praksis/"


def test_one_page_follows_a_goal_to_recommendations_gap_course_and_lesson(shared, client):
    client.force_login(shared.jorunn)
    client.post(address(shared, shared.unit), a_lesson())
    client.force_login(shared.anna)
    page = text(client.get(PRACTICE))

    places = [
        page.index(words)
        for words in ("1 anbefaling er koblet", "prosentpoeng igjen", "Abstinens</a>", "Kurs KOB-KURS")
    ]
    assert places == sorted(places)
    assert "KOB-B" not in page
    assert PRACTICE in text(client.get("/laeringsmal/KOB-001/anbefalinger/"))
    assert PRACTICE in text(client.get("/maal-og-anbefalinger/"))


def test_the_gap_of_a_goal_is_for_those_who_work_there(shared, client):
    assert "selvvurdert" not in text(client.get(PRACTICE))
    assert "Kurs KOB-KURS" in text(client.get(PRACTICE))
    client.force_login(shared.dag)
    page = text(client.get(PRACTICE))
    assert "Ingen avdeling der du arbeider har delt et gap for disse anbefalingene." in page
    assert "selvvurdert" not in page


def test_what_has_reached_its_target_is_said_to_have_and_what_may_have_is_not(shared, client):
    client.force_login(shared.anna)
    path = "/laeringsmal/KOB-002/fra-maal-til-praksis/"
    assert "Ingen avdeling der du arbeider har delt et gap" in text(client.get(path))
    SurveyItem.objects.filter(unit=shared.other_unit).update(target=60)
    page = text(client.get(path))
    assert "Målet for hver anbefaling er nådd i det som er delt (selvvurdert)." in page
    assert "prosentpoeng igjen" not in page


def test_the_page_of_a_goal_costs_the_same_with_one_gap_or_two(shared, client):
    client.force_login(shared.anna)
    client.get(PRACTICE)
    one = make.count_queries(lambda: client.get(PRACTICE))
    make.approved(shared, unit=shared.other_unit)
    assert make.count_queries(lambda: client.get(PRACTICE)) == one


def test_a_gap_that_was_measured_on_other_words_says_so(shared, client):
    client.force_login(shared.anna)
    page = "/laeringsmal/KOB-001/anbefalinger/"
    make.review(shared, shared.unit)
    assert "Anbefalingen er endret etter at dette ble målt." not in text(client.get(page))

    make.amend(shared, shared.unit)

    assert "Anbefalingen er endret etter at dette ble målt." in text(client.get(page))
    assert "Anbefalingen er endret etter at dette ble målt." in text(client.get(PAGE))


def test_a_gap_in_what_was_deleted_since_is_marked(shared, client):
    client.force_login(shared.anna)
    assert ">Slettet</span>" not in text(client.get(PAGE))

    make.review(shared, shared.unit, "deleted")

    page = text(client.get(PAGE))
    assert ">Slettet</span>" in page
    assert "Anbefalingen er endret etter at dette ble målt." in page


def test_the_report_of_a_shared_wave_leads_to_what_must_be_learned(shared, client):
    client.force_login(shared.mona)
    report = text(client.get(f"/gap/malinger/{shared.wave.public_id}/rapport/"))
    assert f'hx-get="{PAGE}"' in report

    window = text(client.get(PAGE, headers={"HX-Request": "true"}))

    assert "<h1" not in window
    assert "1 gap som er delt her, hører til læringsmål." in window
    assert f'href="{PAGE}"' in window

    survey_actions.withdraw_release(survey_round=shared.wave, by=shared.mona)
    assert PAGE not in text(client.get(f"/gap/malinger/{shared.wave.public_id}/rapport/")).split("<main")[1]
    assert "Ingen gap som er delt her" in text(client.get(PAGE, headers={"HX-Request": "true"}))
