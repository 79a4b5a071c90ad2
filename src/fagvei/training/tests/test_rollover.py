"""R21: the regulation changes, the plan follows, and nothing that was done is lost."""

import datetime as dt

import pytest
from django.urls import reverse

from fagvei.audit.models import AuditEvent
from fagvei.common import clock
from fagvei.curriculum import actions as curriculum
from fagvei.curriculum.models import GoalRevision, TransitionRule
from fagvei.training import actions
from fagvei.training.actions.plans import sets_of
from fagvei.training.models import PlanGoal, RevisionChoice
from fagvei.training.queries.deciding import revision_to_approve
from fagvei.training.queries.doctors_page import doctors_of
from fagvei.training.queries.plan_page import goals_for_plan_page
from fagvei.training.queries.readiness_page import readiness_page
from fagvei.training.queries.rollover import rollover_page
from fagvei.training.tests import factories as make
from fagvei.training.tests.browsing import as_, post, words
from fagvei.training.tests.halfyear_factories import make_plan
from fagvei.training.tests.rollover_factories import change, make_rule

MINE = "/min-utdanning/endringer/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def record(cast):
    return make.make_record(cast, goals=4)


def test_without_a_rule_the_new_revision_measures(record):
    newer = change(record, "RUS-001")
    assert revision_to_approve(record.goals["RUS-001"]) == newer
    with pytest.raises(actions.NoRuleAllows):
        actions.keep_revision(plan_goal=record.goals["RUS-001"], reason="Vil ikke.", by=record.anna)


def test_a_rule_lets_the_doctor_keep_with_a_reason_and_the_leader_too(record):
    older = record.goals["RUS-001"].revision
    change(record, "RUS-001")
    rule = make_rule(record)
    with pytest.raises(actions.ReasonMissing):
        actions.keep_revision(plan_goal=record.goals["RUS-001"], reason=" ", by=record.anna)

    choice = actions.keep_revision(plan_goal=record.goals["RUS-001"], reason="Nesten ferdig.", by=record.bo)

    assert (choice.rule, choice.revision, choice.acting_as) == (rule, older, "leader")
    assert revision_to_approve(record.goals["RUS-001"]) == older
    assert AuditEvent.objects.filter(name="revision_kept").count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"assigned_before_on": dt.date(2020, 1, 1)},
        {"until_on": dt.date(2020, 1, 1)},
        {"is_ended": True},
    ],
)
def test_a_rule_that_does_not_fit_or_has_ended_keeps_nothing(record, changes):
    newer = change(record, "RUS-001")
    make_rule(record)
    actions.keep_revision(plan_goal=record.goals["RUS-001"], reason="Nesten ferdig.", by=record.anna)

    make_rule(record, **changes)

    assert TransitionRule.objects.newest().get().version == 2
    assert revision_to_approve(record.goals["RUS-001"]) == newer


def test_a_rule_of_another_set_keeps_nothing(record):
    change(record, "RUS-001")
    make_rule(record, "FKM-01")
    with pytest.raises(actions.NoRuleAllows):
        actions.keep_revision(plan_goal=record.goals["RUS-001"], reason="Nesten.", by=record.anna)


def test_converting_takes_the_new_text_in_and_evidence_follows(record):
    make.make_activity(record, signed=True)
    newer = change(record, "RUS-001")
    actions.convert_revision(plan_goal=record.goals["RUS-001"], by=record.anna)
    goal = PlanGoal.objects.get(pk=record.goals["RUS-001"].pk)
    assert (goal.revision, goal.activities.count(), goal.state) == (newer, 1, "begun")
    assert RevisionChoice.objects.get().kind == "converted"
    with pytest.raises(actions.NothingChanged):
        actions.convert_revision(plan_goal=goal, by=record.anna)


def test_what_is_approved_stays_under_its_revision(record):
    goal = make.bring_goal(record, "RUS-001", "approved")
    older = goal.revision
    change(record, "RUS-001")
    assert revision_to_approve(goal) == older
    with pytest.raises(actions.AlreadyDecided):
        actions.convert_revision(plan_goal=goal, by=record.anna)
    page = words(as_(record.anna).get(MINE))
    assert "Godkjent etter revisjon 1, og blir stående." in page


@pytest.mark.parametrize("who", ["cecilie", "siri", "dag"])
def test_others_do_not_choose(record, who):
    change(record, "RUS-001")
    with pytest.raises(actions.NotLeader):
        actions.convert_revision(plan_goal=record.goals["RUS-001"], by=getattr(record, who))


# --- The page ---


def test_the_page_says_what_changed_in_plain_words(record):
    change(record, "RUS-001", knowledge_level="highest")
    page = words(as_(record.anna).get(MINE))
    assert "Navnet er endret fra «Kunne dette» til «Kunne mer»." in page
    assert "Kunnskapsnivået er endret fra ikke oppgitt til høyeste." in page
    assert "Ingen overgangsregel lar legen beholde den tidligere." in page


def test_new_and_ended_goals_are_shown_and_the_leader_takes_the_new_in(record):
    goal_set = record.goals["RUS-001"].goal.goal_set
    new = curriculum.save_goal(code="RUS-099", goal_set=goal_set, by=None)
    curriculum.publish_revision(goal=new, valid_from_on=make.VALID_FROM, by=None, **make.WITH_TEXT)
    curriculum.save_goal(code="RUS-002", goal_set=goal_set, replaced_by=new, by=None)
    record.goals["RUS-002"].goal.revisions.update(valid_to_on=clock.today() - dt.timedelta(days=1))

    page = words(as_(record.bo).get(reverse("training:rollover", args=[record.anna.public_id])))

    assert "RUS-099 Kunne dette" in page
    assert "Erstattet av RUS-099." in page
    post(record.bo, reverse("training:take_in_new_goals", args=[record.plan.public_id]))
    assert PlanGoal.objects.filter(doctor=record.anna, goal=new).count() == 1
    assert rollover_page(record.anna).new == []


def test_a_whole_new_set_reaches_the_plan_and_the_old_one_is_asked_for_no_longer(record):
    make.bring_goal(record, "RUS-001", "approved")
    old = record.goals["RUS-001"].goal.goal_set
    GoalRevision.objects.filter(goal__goal_set=old).update(valid_to_on=clock.today() - dt.timedelta(days=1))
    new_set = curriculum.save_goal_set(
        code="rus-2", kind="specialty", name="Rus, nytt sett", short_name="RUS 2", position=3, categories=[],
        specialty=record.specialty, by=None,
    )  # fmt: skip
    new = curriculum.save_goal(code="RUS-201", goal_set=new_set, by=None)
    curriculum.publish_revision(goal=new, valid_from_on=make.VALID_FROM, by=None, **make.WITH_TEXT)

    assert [row.goal for row in rollover_page(record.anna).new] == [new]
    assert missing_goals(record.anna) == ["RUS-201 er nytt i forskriften og ikke tatt inn i planen"]
    post(record.bo, reverse("training:take_in_new_goals", args=[record.plan.public_id]))

    assert rollover_page(record.anna).new == []
    assert missing_goals(record.anna) == ["RUS-201 er ikke påbegynt"]
    (listed,) = [row for row in doctors_of(record.bo) if row.doctor == record.anna]
    page = goals_for_plan_page(record.anna, record.anna)
    assert [(each.short_name, each.approved, each.counted.whole) for each in page.sets][-2:] == [
        ("RUS", 1, 1),
        ("RUS 2", 0, 1),
    ]
    assert (page.approved, page.whole) == (listed.approved, listed.whole)


def test_a_set_of_demo_data_reaches_only_those_who_have_it(record):
    new_set = curriculum.save_goal_set(
        code="demo", kind="specialty", name="Demo", short_name="DEMO", position=9, verification="demo",
        specialty=record.specialty, by=None,
    )  # fmt: skip
    new = curriculum.save_goal(code="DEMO-001", goal_set=new_set, by=None)
    curriculum.publish_revision(goal=new, valid_from_on=make.VALID_FROM, by=None, **make.WITH_TEXT)
    assert rollover_page(record.anna).new == []
    record.plan.goal_plans.create(doctor=record.anna, goal_set=new_set)
    assert [row.goal for row in rollover_page(record.anna).new] == [new]


def test_who_gets_a_plan_now_gets_no_set_that_has_ended(record):
    old = record.goals["RUS-001"].goal.goal_set
    assert old in sets_of(record.specialty)
    GoalRevision.objects.filter(goal__goal_set=old).update(valid_to_on=clock.today() - dt.timedelta(days=1))
    assert old not in sets_of(record.specialty)
    GoalRevision.objects.filter(goal__code="RUS-003").update(valid_to_on=None)
    assert old in sets_of(record.specialty)  # one goal is still in force


def missing_goals(doctor) -> list[str]:
    """What «Klar til å søke?» lacks of the specialty's own goals."""
    conditions = readiness_page(doctor).conditions
    return [item.text for each in conditions for item in each.missing if item.text.startswith("RUS-")]


def test_what_took_the_place_of_a_goal_is_said_wherever_the_goal_is_shown(record):
    goal = record.goals["RUS-002"]
    new = curriculum.save_goal(code="RUS-099", goal_set=goal.goal.goal_set, by=None)
    curriculum.save_goal(code="RUS-002", goal_set=goal.goal.goal_set, replaced_by=new, by=None)
    make_plan(record)
    anna = as_(record.anna)

    for address in ("/min-utdanning/", "/min-utdanning/plan/"):
        assert "(erstattet av RUS-099)" in words(anna.get(address))
    assert "Erstattet av RUS-099 ." in words(anna.get(goal.get_absolute_url())).replace("RUS-099.", "RUS-099 .")
    assert "Erstattet av RUS-099 ." in words(anna.get(goal.goal.get_absolute_url())).replace("RUS-099.", "RUS-099 .")
    assert "Erstatter RUS-002" in words(anna.get(new.get_absolute_url()))
    assert "Erstattet av RUS-099." in words(anna.get(reverse("curriculum:goals")))


def test_the_doctor_keeps_and_converts_by_form(record):
    change(record, "RUS-001")
    make_rule(record)
    url = reverse("training:choose_revision", args=[record.goals["RUS-001"].public_id])
    assert post(record.anna, url, kind="kept", reason="Nesten ferdig.").url == MINE
    assert "beholdt etter «Overgangsregel (fiktiv)», valgt av Anna Berg" in words(as_(record.anna).get(MINE))
    post(record.anna, url, kind="converted", reason="")
    assert "Planen sier det samme" in words(as_(record.anna).get(MINE))


def test_who_sees_it(record):
    url = reverse("training:rollover", args=[record.anna.public_id])
    seen = {name: as_(getattr(record, name)).get(url).status_code for name in ("anna", "bo", "cecilie", "siri", "dag")}
    assert seen == {"anna": 302, "bo": 200, "cecilie": 200, "siri": 404, "dag": 404}


# --- Rules as data ---


def rule_fields(**changes):
    return {
        "code": "ny", "goal_set": "rus", "name": "Ny regel", "sentence": "Kan beholde.", "section": "§ 38",
        "source": "Demodata", "assigned_before_on": "2026-01-01", **changes,
    }  # fmt: skip


def test_the_directorate_enters_a_rule_and_a_change_is_a_new_version(record):
    save = reverse("curriculum:save_transition_rule")
    post(record.hilde, save, **rule_fields())
    post(record.hilde, save, **rule_fields(is_ended="on"))
    assert list(TransitionRule.objects.values_list("version", "is_ended")) == [(1, False), (2, True)]
    page = words(as_(None).get(reverse("curriculum:transition_rules")))
    assert "Ny regel" in page
    assert "versjon 2" in page
    assert "Lagre regelen" not in page


@pytest.mark.parametrize("name", ["section", "source", "sentence", "code", "assigned_before_on"])
def test_a_rule_without_basis_is_refused(record, name):
    answer = post(record.hilde, reverse("curriculum:save_transition_rule"), **rule_fields(**{name: ""}))
    assert answer.status_code == 422
    assert TransitionRule.objects.count() == 0


def test_others_enter_no_rule(record):
    assert post(record.bo, reverse("curriculum:save_transition_rule"), **rule_fields()).status_code == 403
    assert TransitionRule.objects.count() == 0
