"""Who lacks a course, region by region and year by year, beside the seats; and no small number, told or computed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fagvei.common import clock
from fagvei.courses.queries.demand import FEWEST_SHOWN, Demand, demand_for
from fagvei.courses.queries.plan_page import plan_page
from fagvei.courses.queries.region_needs import RegionNeed
from fagvei.courses.rules.small_numbers import hidden_cells
from fagvei.courses.tests import factories as make
from fagvei.courses.tests import joint_factories as joint
from fagvei.courses.tests import seat_factories as seats
from fagvei.curriculum import actions as curriculum
from fagvei.curriculum.models import LearningGoal
from fagvei.organisations import actions as organisations
from fagvei.training.models import EducationPlan, PlannedItem
from fagvei.training.tests.browsing import as_, words
from fagvei.training.tests.factories import make_record


def year(later: int) -> int:
    return clock.today().year + later


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        # Enough everywhere.
        ({("A", 1): 5, ("B", 1): 9}, set()),
        # One that is small takes the smallest beside it along; otherwise the sum of the column gives it away.
        ({("A", 1): 9, ("B", 1): 8, ("C", 1): 4}, {("C", 1), ("B", 1)}),
        # Two that are small hide each other.
        ({("A", 1): 9, ("B", 1): 1, ("C", 1): 4}, {("B", 1), ("C", 1)}),
        # Alone in its column and its row there is nothing beside it.
        ({("A", 1): 4}, {("A", 1)}),
        # And a row is a line too: what was hidden for a column must not be computed from its row.
        (
            {("A", 1): 9, ("B", 1): 4, ("A", 2): 7, ("B", 2): 6},
            {("B", 1), ("A", 1), ("B", 2), ("A", 2)},
        ),
        ({("A", 1): 0, ("B", 1): 7}, set()),
    ],
)
def test_no_number_below_five_is_told_or_given_away(counts, hidden):
    assert hidden_cells(counts, FEWEST_SHOWN) == hidden


def test_regions_with_the_sum_give_none_away():
    demand = Demand(total=20)
    demand.by_region.update({"Helse Nord": 4, "Helse Vest": 7, "Helse Sør-Øst": 9})
    assert demand.regions == [("Helse Sør-Øst", 9)]


@pytest.fixture
def course(cast):
    """Five in the north want it next year, six in the south-east before they finish."""
    joint.eli_of(cast)
    north = cast.centre_elsewhere.region
    nordlys = organisations.save_institution(code="nordlys", name="Nordlys", region=north, is_demo=True, by=None)
    doctors = seats.make_doctors(cast, 11)
    for doctor in doctors:
        make_record(cast, doctor=doctor, goals=1)
    EducationPlan.objects.filter(doctor__in=doctors[:5]).update(institution=nordlys)
    made = make.make_course(cast)
    curriculum.add_coverage(goal=LearningGoal.objects.get(code="RUS-001"), activity=made.activity, by=None)
    for doctor in doctors[:5]:
        _place(made, doctor, year(1))
    return made


def _place(course, doctor, when: int) -> None:
    PlannedItem.objects.create(
        doctor=doctor, kind=PlannedItem.Kind.ACTIVITY, activity=course.activity, half_year=f"{when}-1"
    )


def needs(cast) -> dict[str, dict[int, tuple]]:
    (block,) = plan_page(cast.specialty, cast.eva).blocks
    return {
        each.region: {
            cell.year - year(0): (cell.wanted, cell.is_few, cell.seats) for cell in each.cells if not cell.is_empty
        }
        for each in block.region_needs
    }


def test_each_region_has_its_doctors_by_the_year_of_their_plan_and_its_seats(cast, course):
    run = make.make_run(cast, course, starts_on=make.in_days(800), seats=24)
    found = needs(cast)
    assert found["Helse Nord"] == {1: (5, False, 0)}
    assert found["Helse Sør-Øst"] == {run.starts_on.year - year(0): (0, False, 24), 5: (6, False, 0)}


def test_one_who_wants_it_alone_is_not_told_and_cannot_be_computed(cast, course):
    """With the sums of the year and of the region, each of the others would give the one away."""
    _place(course, EducationPlan.objects.exclude(institution__code="nordlys").latest("pk").doctor, year(1))
    found = needs(cast)
    assert found["Helse Sør-Øst"] == {1: (None, True, 0), 5: (None, False, 0)}
    assert found["Helse Nord"] == {1: (None, False, 0)}
    told = words(as_(None).get("/kursplan/rus/")).partition("etter region og år")[2]
    assert "Helse Nord skjult / 0 Helse Sør-Øst færre enn 5 / 0 skjult / 0" in told


def test_what_was_placed_in_a_year_that_is_over_is_needed_now(cast, course):
    PlannedItem.objects.filter(activity=course.activity).update(half_year=f"{year(-2)}-2")
    demand = demand_for(cast.specialty, [course.activity])[course.activity_id]
    assert demand.by_place["Helse Nord", year(0)] == 5
    assert demand.by_year[year(0)] == 5


def test_a_run_of_which_nobody_knows_the_seats_is_a_question_mark(cast, course):
    make.make_slot(cast, course)
    assert None in [cell[2] for cell in needs(cast)["Helse Sør-Øst"].values()]


@pytest.mark.parametrize(
    ("wanted", "seats", "short"), [(6, 5, True), (5, 5, False), (None, 0, False), (6, None, False)]
)
def test_a_region_is_short_when_more_are_told_to_need_it_than_there_are_seats(wanted, seats, short):
    assert RegionNeed(2027, wanted, is_few=False, seats=seats).is_short is short


def test_the_table_stands_under_the_plan(cast, course):
    text = words(as_(None).get("/kursplan/rus/"))
    told = text.partition("Leger som mangler kursene, etter region og år")[2]
    assert "Helse Nord 5 / 0 ▲ flere trenger enn det er plass Helse Sør-Øst 6 / 0 ▲" in told


def test_one_course_and_three_ask_as_often(cast, course, django_assert_max_num_queries):
    with CaptureQueriesContext(connection) as first:
        plan_page(cast.specialty, cast.anna)
    for code in ("RUS-GK2", "RUS-GK3"):
        make.make_run(cast, make.make_course(cast, code))
    with django_assert_max_num_queries(len(first) + 1):  # one more for answers, which none had before
        plan_page(cast.specialty, cast.anna)
