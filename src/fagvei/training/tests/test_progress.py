"""One count of what a doctor has reached and must reach, behind every number of progress, and part 1 that is carried on in none."""

import datetime as dt

import pytest
from django.urls import reverse

from fagvei.common import clock
from fagvei.curriculum import actions as curriculum
from fagvei.curriculum.models import GoalRevision, GoalSet, LearningGoal
from fagvei.interop.export.document import build_document
from fagvei.people.models import User
from fagvei.training import actions
from fagvei.training.models import PlannedItem
from fagvei.training.queries import progress_of
from fagvei.training.queries.doctors_page import doctors_of
from fagvei.training.queries.halfyear import kept_by_doctor, unplaced
from fagvei.training.queries.plan_chips import narrow
from fagvei.training.queries.plan_page import goals_for_plan_page
from fagvei.training.queries.readiness_page import readiness_page
from fagvei.training.queries.team_page import team_page
from fagvei.training.queries.warnings import _cases
from fagvei.training.rules.halfyear import HalfYear
from fagvei.training.rules.progress import Counted
from fagvei.training.tests.browsing import as_, words
from fagvei.training.tests.factories import (
    VALID_FROM,
    WITH_TEXT,
    bring_goal,
    make_curriculum,
    make_record,
)
from fagvei.training.tests.halfyear_factories import make_plan
from fagvei.training.tests.service_factories import confirm_part_1

PLAN = "/min-utdanning/"


@pytest.mark.parametrize(
    ("counted", "whole", "remaining", "not_loaded"),
    [
        (Counted(3, approved=1), 3, 2, 0),
        (Counted(0, expected=101), 101, 0, 101),
        (Counted(80, approved=1, expected=75), 80, 79, 0),  # more than the source knew of
        (Counted(4, ended=1, expected=71), 70, 3, 67),
        (Counted(2, ended=2, expected=71), 0, 0, 0),  # the set ended as a whole, another came in its place
        (Counted(0, expected=101, carried_expected=101), 0, 0, 0),  # part 1, confirmed and not loaded
        (Counted(101, carried=101, expected=101, carried_expected=101), 0, 0, 0),  # and loaded
        (Counted(4, carried=3, expected=75, carried_expected=50), 25, 1, 24),
        (Counted(4, ended=1, carried=3, expected=75, carried_expected=50), 24, 0, 24),
        (Counted(75, carried=51, expected=75, carried_expected=50), 24, 24, 0),  # the 75th belongs to part 1 after all
        (Counted(75, carried=50, approved=25, expected=75, carried_expected=50), 25, 0, 0),
        (Counted(2, expected=2, carried_expected=50), 2, 2, 0),  # nothing says which of them belong to part 1
    ],
)
def test_what_a_doctor_must_reach_of_a_set(counted, whole, remaining, not_loaded):
    assert (counted.whole, counted.remaining, counted.not_loaded) == (whole, remaining, not_loaded)


@pytest.fixture
def carried(cast):
    """Anna's plan with one goal of part 1 and two common goals, of which FKM-01 belongs to part 1; part 1 is confirmed."""
    sets = make_curriculum(cast.specialty).sets
    goal = curriculum.save_goal(code="LIS1-001", goal_set=sets["part_1"], category=None, by=None)
    curriculum.publish_revision(goal=goal, valid_from_on=VALID_FROM, by=None, **WITH_TEXT)
    LearningGoal.objects.filter(code="FKM-01").update(part="1")
    record = make_record(cast)
    record.confirmation = confirm_part_1(record)
    return record


def left(record) -> list:
    """What is lacking by the plan's half-years, by the filter of the plan, and (approved, whole) on three pages."""
    page = goals_for_plan_page(record.anna, record.bo)
    (team,) = team_page([record.anna]).rows
    (listed,) = [row for row in doctors_of(record.bo) if row.doctor == record.anna]
    return [
        sorted(goal.goal.code for goal in unplaced(record.anna).goals),
        sorted(row.code for each in narrow(page, "gjenstar", "") for group in each.groups for row in group.rows),
        [(each.approved, each.whole) for each in (page, team, listed)],
    ]


def test_goals_of_part_1_are_left_for_nobody_whose_part_1_is_confirmed(carried):
    rest = ["FKM-02", "RUS-001", "RUS-002", "RUS-003"]
    assert left(carried) == [rest, rest, [(0, 4), (0, 4), (0, 4)]]
    assert "Del 1 er godkjent og føres videre" in words(as_(carried.anna).get(PLAN))

    actions.annul_part_1(confirmation=carried.confirmation, reason="Feil person.", by=carried.bo)
    every = ["LIS1-001", "FKM-01", *rest]
    assert left(carried) == [sorted(every), sorted(every), [(0, 106), (0, 106), (0, 106)]]


def test_a_goal_that_has_ended_is_lacking_nowhere_and_one_that_was_approved_still_counts(carried):
    bring_goal(carried, "RUS-003", "approved")
    make_plan(carried)
    long_ago = HalfYear.of(dt.date(2020, 1, 1)).key
    PlannedItem.objects.exclude(plan_goal__goal__code="RUS-002").update(half_year="")
    PlannedItem.objects.filter(plan_goal__goal__code="RUS-002").update(half_year=long_ago)
    (kept,) = kept_by_doctor([carried.anna.pk]).values()
    assert kept.missed == 1
    yesterday = clock.today() - dt.timedelta(days=1)
    GoalRevision.objects.filter(goal__code__in=["RUS-002", "RUS-003"]).update(valid_to_on=yesterday)

    rest = ["FKM-02", "RUS-001"]
    assert left(carried) == [rest, rest, [(1, 3), (1, 3), (1, 3)]]
    (kept,) = kept_by_doctor([carried.anna.pk]).values()
    assert kept.missed == 0
    read = words(as_(carried.anna).get(PLAN))
    assert "Kreves ikke lenger" in read
    assert "1 mål kreves ikke lenger og telles ikke med." in read

    GoalRevision.objects.filter(goal__code="RUS-002").update(valid_to_on=clock.today())
    assert left(carried)[1] == ["FKM-02", "RUS-001", "RUS-002"]  # the last day it is in force


def test_a_goal_of_part_1_that_waits_for_somebody_still_says_so(carried):
    bring_goal(carried, "FKM-01", "sent")
    row = next(row for row in goals_for_plan_page(carried.anna, carried.anna).rows if row.code == "FKM-01")
    assert (row.is_lacking, row.mark, "Bo Lund" in row.words) == (False, "others", True)


@pytest.fixture
def counted_by_source(carried):
    """The source counts 75 common goals, of which 50 belong to part 1: FKM-01 here, and 49 that are not loaded."""
    GoalSet.objects.filter(code="fkm").update(expected_goals=75)
    bring_goal(carried, "RUS-001", "approved")
    return carried


def test_every_number_of_progress_is_the_same_and_part_1_that_is_confirmed_is_in_none(counted_by_source):
    record = counted_by_source
    assert left(record)[2] == [(1, 28), (1, 28), (1, 28)]  # 25 common and 3 of the specialty
    (exported,) = [each for each in build_document(record.anna)["record"]["progress"] if each["goal_set"] == "fkm"]
    assert (exported["approved"], exported["whole"], exported["not_loaded"], exported["carried_on"]) == (0, 25, 24, 50)
    (case,) = _cases([record.anna])
    assert (case.approved, case.loaded) == (1, 4)  # nobody is late with what is not loaded
    for name in ("my_doctors", "team"):
        assert "1 av 28 mål" in words(as_(record.bo).get(reverse(f"training:{name}")))
    assert User.objects.filter(pk=record.anna.pk).update(is_demo=False)
    lacking = [
        item.text for each in readiness_page(User.objects.get(username="anna")).conditions for item in each.missing
    ]
    assert "FKM: 1 av 25 mål er lastet inn" in lacking

    actions.annul_part_1(confirmation=record.confirmation, reason="Feil person.", by=record.bo)
    assert left(record)[2] == [(1, 179)] * 3  # 101, 75 and 3


def test_the_head_the_filters_and_the_sets_of_the_plan_say_the_same_numbers(counted_by_source):
    answer = as_(counted_by_source.anna).get(PLAN)
    read = words(answer)
    chips = {chip.key: chip.count for chip in answer.context["chips"]}
    assert "1 av 28 læringsmål er godkjent" in read
    assert "3 gjenstår av målene som står i planen. 24 mål er ikke lastet inn." in read
    assert "Del 1 er godkjent og føres videre, og er ikke med i tallet." in read
    assert (chips["alle"], chips["gjenstar"], chips["godkjent"], chips["del-1"]) == (6, 3, 1, 2)
    assert "FKM 0 av 25 mål" in read
    assert "1 av 25 mål er lastet inn." in read
    assert "Kilden teller 75 mål. 50 av dem hører til del 1 og er ikke med i tallet. Kilde" in read
    of_part_1 = as_(counted_by_source.anna).get(PLAN, {"vis": "del-1"})
    rows = [row.code for each in of_part_1.context["sets"] for group in each.groups for row in group.rows]
    assert rows == ["LIS1-001", "FKM-01"]


def test_part_1_that_was_approved_goal_by_goal_counts_as_one_that_is_not_loaded(counted_by_source):
    actions.annul_part_1(confirmation=counted_by_source.confirmation, reason="Feil person.", by=counted_by_source.bo)
    bring_goal(counted_by_source, "FKM-01", "approved")
    assert left(counted_by_source)[2] == [(2, 179)] * 3
    confirm_part_1(counted_by_source)
    assert left(counted_by_source)[2] == [(1, 28)] * 3
    assert "Ført videre fra del 1" in words(as_(counted_by_source.anna).get(PLAN))


def test_the_numbers_are_those_of_the_progress_query(record):
    bring_goal(record, "RUS-001", "approved")

    page, sets = goals_for_plan_page(record.anna, record.anna), progress_of([record.anna.pk])[record.anna.pk]

    assert [(each.name, each.counted) for each in page.sets] == [(each.name, each.counted) for each in sets]
    assert page.approved == 1
