"""A doctor in part 1 has a plan before any specialty is chosen; the first plan in a specialty carries it on."""

from collections import Counter

import pytest
from django.urls import reverse

from fagvei.curriculum import actions as curriculum
from fagvei.curriculum.models import GoalSet, LearningGoal
from fagvei.interop.export.document import build_document
from fagvei.organisations import actions as organisations
from fagvei.training import actions
from fagvei.training.actions.refusals import Part1IsDone, PlanTakesPart1
from fagvei.training.actions.service_refusals import Part1GoalsRemain
from fagvei.training.models import EducationPlan, PlanGoal, PlannedItem
from fagvei.training.queries import plan_rows
from fagvei.training.queries.doctors_page import doctors_of
from fagvei.training.queries.halfyear_service import time_left
from fagvei.training.queries.rollover import new_goals
from fagvei.training.queries.team_page import team_page
from fagvei.training.tests.browsing import as_, post, words
from fagvei.training.tests.checks import assert_sound, last_event, notices, refused
from fagvei.training.tests.factories import (
    VALID_FROM,
    WITH_TEXT,
    bring_goal,
    log_fields,
    make_activity,
    make_curriculum,
    make_record,
)
from fagvei.training.tests.service_factories import confirm_part_1


@pytest.fixture
def curriculum_loaded(cast):
    loaded = make_curriculum(cast.specialty)
    LearningGoal.objects.filter(code="FKM-01").update(part="1")
    return loaded


@pytest.fixture
def lis1(cast, curriculum_loaded):
    cast.doctor = cast.anna
    cast.plan = actions.assign_plan(doctor=cast.anna, specialty=None, by=cast.bo)
    cast.goals = {row.goal.code: row for row in PlanGoal.objects.filter(doctor=cast.anna)}
    return cast


def page_of(cast) -> str:
    return reverse("training:assign_plan", args=[cast.anna.public_id])


def test_the_plan_of_part_1_holds_what_belongs_to_part_1(lis1):
    assert str(lis1.plan) == "Del 1 (LIS1)"
    assert sorted(each.goal_set.code for each in lis1.plan.goal_plans.all()) == ["del-1", "fkm"]
    assert list(lis1.goals) == ["FKM-01"]
    assert last_event() == ("plan_assigned", "Bo Lund", "leader")
    assert notices(lis1.anna) == ["plan_assigned"]
    assert_sound()


def test_it_is_refused_beside_another_plan_and_after_part_1(cast, curriculum_loaded):
    confirm_part_1(cast)
    with refused(Part1IsDone, words="Del 1 er bekreftet for legen. Tildel en plan i en spesialitet."):
        actions.assign_plan(doctor=cast.anna, specialty=None, by=cast.bo)
    make_record(cast)
    with refused(PlanTakesPart1, words="Legen har allerede en utdanningsplan, og målene i del 1 står i den."):
        actions.assign_plan(doctor=cast.anna, specialty=None, by=cast.bo)


def test_it_is_refused_twice(lis1):
    with refused(PlanTakesPart1):
        actions.assign_plan(doctor=lis1.anna, specialty=None, by=lis1.bo)


def test_a_plan_in_a_specialty_carries_on_what_was_done(lis1):
    activity = make_activity(lis1, signed=True, goals=[lis1.goals["FKM-01"]])
    before = PlanGoal.objects.get()
    plan = actions.assign_plan(doctor=lis1.anna, specialty=lis1.specialty, by=lis1.bo)

    assert list(EducationPlan.objects.current()) == [plan]
    lis1.plan.refresh_from_db()
    assert (lis1.plan.archived_by, lis1.plan.archive_reason) == (
        lis1.bo,
        "Målene er tatt med i planen i Rus- og avhengighetsmedisin.",
    )
    assert last_event() == ("plan_archived", "Bo Lund", "leader")
    after = PlanGoal.objects.get(goal__code="FKM-01")
    assert (after.pk, after.state, list(after.activities.all())) == (before.pk, "begun", [activity])
    codes = PlanGoal.objects.filter(doctor=lis1.anna).in_current_plan().values_list("goal__code", flat=True)
    assert sorted(codes) == ["FKM-01", "FKM-02", "RUS-001", "RUS-002", "RUS-003"]
    assert_sound()


def test_part_1_is_not_confirmed_while_a_goal_of_the_plan_made_here_is_open_loaded_or_not(lis1):
    for basis in ("part_1", "old_turnus"):
        with refused(
            Part1GoalsRemain,
            words="Legen har 151 mål i del 1 som ikke er godkjent her. Godkjenn dem først. 150 av dem er ikke lastet inn, og kan "
            "ikke godkjennes før de er det. Er del 1 fullført et annet sted, slett planen «Del 1 (LIS1)», og bekreft etterpå.",
        ):
            confirm_part_1(lis1, basis=basis)
    make_activity(lis1, goals=[lis1.goals["FKM-01"]])
    with refused(Part1GoalsRemain, words="arkiver planen «Del 1 (LIS1)» og skriv hvorfor, og bekreft etterpå."):
        confirm_part_1(lis1)
    page = words(as_(lis1.bo).get(reverse("training:plan", args=[lis1.anna.public_id])))
    assert "0 av 151 læringsmål er godkjent" in page


@pytest.fixture
def whole(lis1, monkeypatch):
    """Of both sets that part 1 is of, the one goal that is loaded is all there is."""
    GoalSet.objects.filter(code="del-1").update(expected_goals=None)
    monkeypatch.setattr(plan_rows, "COMMON_GOALS_OF_PART_1", 1)
    return lis1


def test_the_plan_in_a_specialty_does_not_open_a_way_around_it(whole):
    actions.assign_plan(doctor=whole.anna, specialty=whole.specialty, by=whole.bo)
    with refused(
        Part1GoalsRemain,
        words="Legen har 1 mål i del 1 som ikke er godkjent her. Godkjenn det først. Er del 1 fullført et annet sted, slett planen "
        "«Rus- og avhengighetsmedisin», og bekreft etterpå. Tildel så planen på nytt: det som er gjort, følger med.",
    ):
        confirm_part_1(whole)
    make_activity(whole, signed=True, goals=[whole.goals["FKM-01"]])
    bring_goal(whole, "FKM-01", "approved")
    assert confirm_part_1(whole)


def test_a_plan_that_was_put_away_with_a_reason_stops_nobody(lis1):
    make_activity(lis1, signed=True, goals=[lis1.goals["FKM-01"]])
    actions.archive_plan(plan=lis1.plan, reason="Del 1 ble fullført ved et annet sykehus.", by=lis1.bo)
    assert confirm_part_1(lis1)


def test_part_1_that_was_done_elsewhere_is_seen_in_the_register_alone(record):
    assert PlanGoal.objects.filter(doctor=record.anna, goal__code="FKM-01").remaining().exists()
    assert confirm_part_1(record)


def test_another_plan_in_a_specialty_puts_none_in_a_specialty_away(record):
    other = organisations.save_specialty(slug="psykiatri", name="Psykiatri", prefix="PSY", liaison_centre=None, by=None)
    second = actions.assign_plan(doctor=record.anna, specialty=other, by=record.bo)
    assert list(EducationPlan.objects.current().order_by("pk")) == [record.plan, second]


def test_news_of_the_regulation_reach_only_what_belongs_to_part_1(lis1, curriculum_loaded):
    assert new_goals(lis1.anna, lis1.goals.values(), []) == []
    common = curriculum_loaded.sets["common"]
    for code, part in (("FKM-03", "1"), ("FKM-04", "2/3")):
        goal = curriculum.save_goal(code=code, goal_set=common, category=common.categories.get(), part=part, by=None)
        curriculum.publish_revision(goal=goal, valid_from_on=VALID_FROM, by=None, **WITH_TEXT)

    assert [each.goal.code for each in new_goals(lis1.anna, lis1.goals.values(), [])] == ["FKM-03"]
    added = actions.add_missing_goals(plan=lis1.plan, by=lis1.bo)
    assert [each.goal.code for each in added] == ["FKM-03"]


def test_the_leader_assigns_it_and_every_page_calls_it_by_name(cast, curriculum_loaded):
    page = words(as_(cast.bo).get(page_of(cast)))
    assert (
        "Del 1 (LIS1) Læringsmål i første del innholdet er ikke lastet inn Felles kompetansemål 1 mål er lastet inn"
        in page
    )
    answer = post(cast.bo, page_of(cast), specialty="del-1")

    assert answer.url == reverse("training:plan", args=[cast.anna.public_id])
    assert EducationPlan.objects.get().is_of_part_1
    assert "Del 1 (LIS1)" in words(as_(cast.anna).get("/min-utdanning/"))
    assert "Del 1 (LIS1)" in words(as_(cast.bo).get(answer.url))
    assert doctors_of(cast.bo)[0].specialties == ["Del 1 (LIS1)"]
    assert team_page([cast.anna]).rows[0].specialties == ["Del 1 (LIS1)"]
    assert build_document(cast.anna)["record"]["plans"][0]["specialty"] == "Del 1 (LIS1)"
    assert "0 av 151 læringsmål" in words(as_(cast.anna).get("/min-utdanning/"))
    assert doctors_of(cast.bo)[0].whole == 101 + 50
    ready = words(as_(cast.anna).get("/min-utdanning/klar/"))
    assert "Du har ingen utdanningsplan i en spesialitet ennå." in ready
    assert "spesialitetens mål er godkjent. Mangler Det er ikke tildelt noen plan i en spesialitet" in ready


def test_it_is_offered_only_to_those_without_a_plan_who_have_not_done_part_1(cast, curriculum_loaded):
    offer = '<option value="del-1">'
    assert offer in as_(cast.bo).get(page_of(cast)).content.decode()
    confirmation = confirm_part_1(cast)
    assert offer not in as_(cast.bo).get(page_of(cast)).content.decode()
    actions.annul_part_1(confirmation=confirmation, reason="Feil lege.", by=cast.bo)
    make_record(cast)
    assert offer not in as_(cast.bo).get(page_of(cast)).content.decode()


def test_a_doctor_in_part_1_logs_to_the_goals_of_part_1(lis1):
    activity = actions.log_activity(**log_fields(lis1, goals=[lis1.goals["FKM-01"]]))
    assert [goal.goal.code for goal in activity.goals.all()] == ["FKM-01"]


def test_the_halfyears_of_part_1_are_those_of_eighteen_months(cast, curriculum_loaded):
    """Not the five years of part 3, and not all of it at once: in part 1 there is nothing it must come before."""
    for number in range(6):
        goal = curriculum.save_goal(code=f"P1-{number}", goal_set=curriculum_loaded.sets["part_1"], part="1", by=None)
        curriculum.publish_revision(goal=goal, valid_from_on=VALID_FROM, by=None, **WITH_TEXT)
    actions.assign_plan(doctor=cast.anna, specialty=None, by=cast.bo)
    left = time_left(cast.anna)
    assert (left.months, left.is_of_part_1, left.is_counted) == (18, True, False)

    actions.make_halfyear_plan(doctor=cast.anna, by=cast.anna)

    halves = PlannedItem.objects.filter(plan_goal__goal__code__startswith="P1-").values_list("half_year", flat=True)
    assert sorted(Counter(halves).values()) == [2, 2, 2]

    actions.assign_plan(doctor=cast.anna, specialty=cast.specialty, by=cast.bo)
    assert not time_left(cast.anna).is_of_part_1
