"""R21: a transition rule lets a doctor be measured by a whole set as it was, and every number agrees."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fagvei.audit.models import AuditEvent
from fagvei.common import clock
from fagvei.curriculum import actions as curriculum
from fagvei.people.models import Notification
from fagvei.training import actions
from fagvei.training.actions.refusals import NotLeader, PlanArchived, ReasonMissing
from fagvei.training.models import PlanGoal, SetChoice
from fagvei.training.queries.deciding import revision_to_approve
from fagvei.training.queries.doctors_page import doctors_of
from fagvei.training.queries.plan_page import goals_for_plan_page
from fagvei.training.queries.readiness_page import readiness_page
from fagvei.training.queries.rollover import rollover_page
from fagvei.training.queries.team_page import team_page
from fagvei.training.tests import factories as make
from fagvei.training.tests.browsing import as_, post, words
from fagvei.training.tests.rollover_factories import change, make_rule

MINE = "/min-utdanning/endringer/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def record(cast):
    """RUS-001 says something else now, RUS-002 has ended, RUS-099 is new, and so is a second set of the specialty."""
    record = make.make_record(cast, goals=3)
    change(record, "RUS-001")
    record.goals["RUS-002"].goal.revisions.update(valid_to_on=clock.today() - dt.timedelta(days=1))
    make_goal("RUS-099", record.goals["RUS-001"].goal.goal_set)
    return record


def make_goal(code: str, goal_set):
    new = curriculum.save_goal(code=code, goal_set=goal_set, by=None)
    curriculum.publish_revision(goal=new, valid_from_on=make.VALID_FROM, by=None, **make.WITH_TEXT)
    return new


def make_new_set(record):
    new_set = curriculum.save_goal_set(
        code="rus-2", kind="specialty", name="Rus, nytt sett", short_name="RUS 2", position=3, categories=[],
        specialty=record.specialty, by=None,
    )  # fmt: skip
    return make_goal("RUS-201", new_set)


def goal_plan_of(record):
    return record.goals["RUS-001"].goal_plan


def keep(record, **changes):
    fields = {"goal_plan": goal_plan_of(record), "reason": "Nesten ferdig.", "by": record.anna, **changes}
    return actions.keep_set(**fields)


def asked_of(doctor) -> set[str]:
    """What «Klar til å søke?» lacks of the specialty's own goals."""
    items = [item.text for each in readiness_page(doctor).conditions for item in each.missing]
    return {text.split()[0] for text in items if text.startswith("RUS-")}


def own_goals(record) -> set[int]:
    """How many of the specialty's own goals there are, told by the plan, the list of doctors and the team."""
    page = goals_for_plan_page(record.anna, record.anna)
    (listed,) = [row for row in doctors_of(record.bo) if row.doctor == record.anna]
    (row,) = team_page([record.anna]).rows
    assert (page.approved, page.whole) == (listed.approved, listed.whole)
    assert (row.approved, row.whole) == (page.approved, page.whole)
    return {each.counted.whole for each in page.sets if each.short_name == "RUS"}


def test_without_a_choice_the_set_in_force_measures(record):
    make_rule(record)
    make_new_set(record)
    assert asked_of(record.anna) == {"RUS-001", "RUS-003", "RUS-099", "RUS-201"}


def test_a_set_that_is_kept_measures_as_it_was_everywhere(record):
    make_new_set(record)
    make_rule(record)
    older, whole = record.goals["RUS-001"].revision, own_goals(record)

    choice = keep(record)

    assert (choice.kind, choice.acting_as, choice.rule.code) == ("kept", "doctor", "demo-overgang")
    assert revision_to_approve(record.goals["RUS-001"]) == older
    assert asked_of(record.anna) == {"RUS-001", "RUS-002", "RUS-003"}
    assert own_goals(record) == {one + 1 for one in whole}
    assert rollover_page(record.anna).new == []
    assert AuditEvent.objects.filter(name="set_kept", target=record.plan.fact_id).count() == 1


def test_nothing_new_comes_into_a_set_that_is_kept_but_into_others(record):
    make_new_set(record)
    make_rule(record)
    keep(record)
    common = make_goal("FKM-99", record.goals["FKM-01"].goal.goal_set)

    actions.add_missing_goals(plan=record.plan, by=record.bo)

    come = PlanGoal.objects.filter(doctor=record.anna, goal__code__in=["RUS-099", "RUS-201", "FKM-99"])
    assert [row.goal for row in come] == [common]


def test_a_set_that_was_taken_in_before_stays_asked_for(record):
    make_new_set(record)
    make_rule(record)
    actions.add_missing_goals(plan=record.plan, by=record.bo)
    keep(record)
    assert {"RUS-201", "RUS-002"} <= asked_of(record.anna)


def test_leaving_the_set_goes_over_to_the_one_in_force_and_loses_nothing(record):
    make_rule(record)
    make.make_activity(record, signed=True)
    keep(record)

    actions.leave_set(goal_plan=goal_plan_of(record), by=record.bo)

    assert asked_of(record.anna) == {"RUS-001", "RUS-003", "RUS-099"}
    assert PlanGoal.objects.get(pk=record.goals["RUS-001"].pk).activities.count() == 1
    assert list(SetChoice.objects.values_list("kind", "acting_as")) == [("kept", "doctor"), ("left", "leader")]
    assert Notification.objects.filter(user=record.anna, kind="set_left").count() == 1
    keep(record)  # and back, while the rule holds
    assert "RUS-002" in asked_of(record.anna)


@pytest.mark.parametrize(
    "changes", [{"assigned_before_on": dt.date(2020, 1, 1)}, {"until_on": dt.date(2020, 1, 1)}, {"is_ended": True}]
)
def test_a_rule_that_does_not_fit_any_more_keeps_nothing(record, changes):
    make_rule(record)
    keep(record)
    make_rule(record, **changes)
    assert asked_of(record.anna) == {"RUS-001", "RUS-003", "RUS-099"}
    assert revision_to_approve(record.goals["RUS-001"]).number == 2


def test_the_set_is_kept_to_the_last_day_of_the_rule_and_not_longer(record):
    last = clock.today() + dt.timedelta(days=30)
    make_rule(record, until_on=last)
    keep(record)
    noon = dt.time(12, tzinfo=clock.OSLO)
    with clock.at(dt.datetime.combine(last, noon)):
        assert "RUS-002" in asked_of(record.anna)
    with clock.at(dt.datetime.combine(last + dt.timedelta(days=1), noon)):
        assert "RUS-002" not in asked_of(record.anna)


def test_what_is_refused(record):
    with pytest.raises(actions.NoRuleAllowsSet, match="beholde settet"):
        keep(record)
    make_rule(record)
    with pytest.raises(ReasonMissing):
        keep(record, reason=" ")
    with pytest.raises(actions.SetNotKept):
        actions.leave_set(goal_plan=goal_plan_of(record), by=record.anna)
    for name in ("cecilie", "siri", "dag"):
        with pytest.raises(NotLeader):
            keep(record, by=getattr(record, name))
    keep(record)
    with pytest.raises(actions.SetKeptAlready):
        keep(record, by=record.bo)
    assert SetChoice.objects.count() == 1


def test_in_an_archived_plan_nothing_is_chosen(record):
    make_rule(record)
    make.make_activity(record, signed=True)
    actions.archive_plan(plan=record.plan, reason="Bytter spesialitet.", by=record.bo)
    with pytest.raises(PlanArchived):
        keep(record)


def test_a_rule_of_another_set_keeps_nothing(record):
    make_rule(record, "FKM-01")
    with pytest.raises(actions.NoRuleAllowsSet):
        keep(record)


# --- The page ---


def test_the_doctor_keeps_and_leaves_by_form_and_reads_what_it_means(record):
    make_rule(record)
    url = reverse("training:choose_set", args=[goal_plan_of(record).public_id])
    page = words(as_(record.anna).get(MINE))
    assert "1 mål er endret, 1 er avsluttet, 1 er nye." in page
    assert "Behold settet slik det var" in page

    assert post(record.anna, url, kind="kept", reason="Nesten ferdig.").url == MINE

    page = words(as_(record.anna).get(MINE))
    assert "Beholdt slik det var etter «Overgangsregel (fiktiv)», valgt av Anna Berg: Nesten ferdig." in page
    assert "Revisjon 1 gjelder for legen, fordi settet er beholdt slik det var." in page
    assert "Kreves fortsatt av legen, fordi settet er beholdt slik det var." in page
    assert "Nye mål (" not in page
    assert "målt etter settet slik det var, etter «Overgangsregel (fiktiv)» (§ 38)" in words(
        as_(record.anna).get("/min-utdanning/klar/")
    )
    assert "Kreves ikke lenger" not in words(as_(record.anna).get("/min-utdanning/"))
    post(record.anna, url, kind="left", reason="")
    assert "Nye mål (1)" in words(as_(record.anna).get(MINE))
    assert "Kreves ikke lenger" in words(as_(record.anna).get("/min-utdanning/"))


def test_the_mentor_reads_and_is_offered_no_choice(record):
    make_rule(record)
    page = words(as_(record.cecilie).get(reverse("training:rollover", args=[record.anna.public_id])))
    assert "Hele settet" in page
    assert "Behold settet" not in page


def test_nothing_is_offered_where_no_rule_allows(record):
    assert "Hele settet" not in words(as_(record.anna).get(MINE))


def test_the_page_asks_as_many_questions_for_one_goal_as_for_many(record, django_assert_num_queries):
    make_rule(record)
    keep(record)
    with CaptureQueriesContext(connection) as few:
        rollover_page(record.anna)
    for number in range(90, 96):
        make_goal(f"RUS-1{number}", record.goals["RUS-001"].goal.goal_set)
    record.goals["RUS-003"].goal.revisions.update(valid_to_on=clock.today() - dt.timedelta(days=1))
    with django_assert_num_queries(len(few)):
        page = rollover_page(record.anna)
    assert (page.sets[0].new, page.sets[0].ended) == (7, 2)
