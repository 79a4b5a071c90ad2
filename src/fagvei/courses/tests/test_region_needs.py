"""Who lacks a course, region by region and year by year, beside the seats; and no small number, told or computed."""

import random
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fagvei.common import clock
from fagvei.common.disclosure import K
from fagvei.courses.queries import demand as module
from fagvei.courses.queries.demand import Demand, demand_for
from fagvei.courses.queries.plan_page import plan_page
from fagvei.courses.queries.region_needs import RegionNeed
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


def told_sets(demand: Demand) -> list[tuple[frozenset, int]]:
    """Every set of places whose number stands on the page: all, the years that are told, and their regions."""
    found = [(frozenset(demand.by_place), demand.total)]
    found += [(frozenset(p for p in demand.by_place if p[1] == year), n) for year, n in demand.years.items()]
    return found + [(frozenset({place}), n) for place, n in demand.places.items()]


def blocks(demand: Demand) -> list[int]:
    """The people in each part that the told sets split all of them into: what can be computed is a union of such parts."""
    sets = [places for places, _number in told_sets(demand)]
    parts: dict[tuple[bool, ...], int] = {}
    for place, number in demand.by_place.items():
        key = tuple(place in places for places in sets)
        parts[key] = parts.get(key, 0) + number
    return list(parts.values())


def generated() -> Demand:
    return Demand(
        Counter(
            {(region, when): draw.choice([0, 0, 1, 3, 5, 8, 14]) for region in "NMVS" for when in range(2027, 2033)}
        )
    )


draw = random.Random(20261127)


def test_nothing_below_five_can_be_computed_from_what_is_told():
    for _table in range(500):
        demand = generated()
        if demand.is_shown:
            assert all(
                number == sum(demand.by_place[place] for place in places) for places, number in told_sets(demand)
            )
            assert min(number for number in blocks(demand) if number) >= K, demand.by_place


def test_hiding_the_small_ones_alone_is_found(monkeypatch):
    monkeypatch.setattr(module, "told_groups", lambda counts: {key: n for key, n in counts.items() if n >= K})
    assert any(0 < number < K for _table in range(50) for number in blocks(generated()))


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
    curriculum.add_coverage(
        goal=LearningGoal.objects.get(code="RUS-001"), activity=made.activity, origin="kilden", by=None
    )
    for doctor in doctors[:5]:
        _place(made, doctor, year(1))
    return made


def _place(course, doctor, when: int) -> None:
    PlannedItem.objects.create(
        doctor=doctor, kind=PlannedItem.Kind.ACTIVITY, activity=course.activity, half_year=f"{when}-1"
    )


def needs(cast) -> dict[str, dict[int, tuple]]:
    page = plan_page(cast.specialty, cast.eva)
    (block,) = page.blocks
    return {
        each.region: {
            year - page.years[0]: (cell.wanted, cell.seats)
            for year, cell in zip(page.years, each.cells, strict=True)
            if cell.wanted or cell.has_supply
        }
        for each in block.region_needs
    }


def test_each_region_has_its_doctors_by_the_year_of_their_plan_and_its_seats(cast, course):
    run = make.make_run(cast, course, starts_on=make.in_days(800), seats=24)
    found = needs(cast)
    assert found["Helse Nord"] == {1: (5, 0)}
    assert found["Helse Sør-Øst"] == {run.starts_on.year - year(0): (None, 24), 5: (6, 0)}


def test_one_who_wants_it_alone_is_not_told_and_cannot_be_computed(cast, course):
    """The year has six: told as such, and nothing of its regions, for five in one would say that there is one in another."""
    _place(course, EducationPlan.objects.exclude(institution__code="nordlys").latest("pk").doctor, year(1))
    found = needs(cast)
    assert found == {"Helse Sør-Øst": {5: (5, 0)}}
    told = words(as_(None).get("/kursplan/rus/")).partition("etter region og år")[2]
    assert "Helse Sør-Øst – – – – – 5 / 0 ▲" in told


def test_what_was_placed_in_a_year_that_is_over_is_needed_now(cast, course):
    PlannedItem.objects.filter(activity=course.activity).update(half_year=f"{year(-2)}-2")
    demand = demand_for(cast.specialty, [course.activity])[course.activity_id]
    assert demand.by_place["Helse Nord", year(0)] == 5


def test_a_run_of_which_nobody_knows_the_seats_is_a_question_mark(cast, course):
    make.make_slot(cast, course)
    assert None in [cell[1] for cell in needs(cast)["Helse Sør-Øst"].values()]


@pytest.mark.parametrize(
    ("wanted", "seats", "short"), [(6, 5, True), (5, 5, False), (None, 0, False), (6, None, False)]
)
def test_a_region_is_short_when_more_are_told_to_need_it_than_there_are_seats(wanted, seats, short):
    assert RegionNeed(wanted, seats).is_short is short


def test_the_table_stands_under_the_plan(cast, course):
    text = words(as_(None).get("/kursplan/rus/"))
    told = text.partition("Leger som mangler kursene, etter region og år")[2]
    assert "Helse Nord – 5 / 0 ▲ flere trenger enn det er plass" in told
    assert "Helse Sør-Øst – – – – – 6 / 0 ▲" in told


def test_one_course_and_three_ask_as_often(cast, course, django_assert_max_num_queries):
    with CaptureQueriesContext(connection) as first:
        plan_page(cast.specialty, cast.anna)
    for code in ("RUS-GK2", "RUS-GK3"):
        make.make_run(cast, make.make_course(cast, code))
    with django_assert_max_num_queries(len(first) + 1):  # one more for answers, which none had before
        plan_page(cast.specialty, cast.anna)
