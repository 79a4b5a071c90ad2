"""The bench measures real pages, compares them with a real floor, and says plainly what is not reached."""

import math
from dataclasses import replace

import pytest
from django.test import Client, override_settings

from fagvei.surveys.tests.factories import make_units
from fagvei.training.models import PlanGoal
from fagvei.workshop import nation
from fagvei.workshop.bench import floor, measure, report, seats
from fagvei.workshop.bench.pages import Goals, busy_doctor
from fagvei.workshop.tests.test_nation import TODAY, curricula  # noqa: F401 -- a fixture

GOOD = measure.Measured("plan", "Plan", p50=20, p95=30, sql=5, floor=10, queries=12, rows=300, kilobytes=80)


@pytest.fixture
def small_nation(curricula):  # noqa: F811 -- the fixture above
    make_units(6)
    nation.generate(nation.Wish(doctors=24, on=TODAY, most_goals=40, with_files=False, wards=6, waves=2))


def test_every_page_answers_and_is_measured(small_nation):
    measured = {row.key: row for row in measure.measure_all(2, lambda title: None)}
    assert set(measured) == {
        *report.STRICT, "goal", "decide", "my-doctors", "log", "specialty", "public-goal",
    }  # fmt: skip
    for row in measured.values():
        assert row.queries > 0
        assert row.rows > 0
        assert 0 < row.p50 <= row.p95
        assert row.floor > 0


def test_the_floor_shows_as_many_rows_as_it_is_asked_for(small_nation):
    with override_settings(ROOT_URLCONF=floor.__name__), measure.statements_of() as asked:
        page = Client().get("/gulv/30/").content.decode()
    assert page.count("<tr>") == 30
    assert len(asked) == 1


def test_the_doctor_is_one_with_most_goals_and_near_half_way(small_nation):
    doctor = busy_doctor()
    assert doctor.plan_goals.count() == 40
    begun = doctor.plan_goals.exclude(state=PlanGoal.State.NOT_BEGUN).count()
    assert all(
        abs(begun - 20) <= abs(other.exclude(state="not_begun").count() - 20)
        for other in (
            PlanGoal.objects.filter(doctor_id=pk) for pk in PlanGoal.objects.values_list("doctor_id", flat=True)
        )
        if other.count() == 40
    )


@pytest.mark.parametrize(
    ("times", "slope"),
    [({150: 10, 1700: 10, 6000: 10}, 0), ({100: 1, 1000: 10, 10_000: 100}, 1), ({100: 1, 10_000: 10}, 0.5)],
)
def test_the_growth_is_the_slope_on_logarithmic_paper(times, slope):
    assert report.exponent(times) == pytest.approx(slope)


def test_of_several_turns_the_middle_one_counts():
    turns = [{"plan": replace(GOOD, p50=p50, queries=queries)} for p50, queries in ((90, 12), (20, 13), (21, 12))]
    assert report.middle(turns) == {"plan": replace(GOOD, p50=21, queries=13)}


def test_one_size_has_no_growth():
    assert math.isnan(report.exponent({150: 10}))


def test_the_table_has_one_line_a_page_with_every_size():
    lines = report.table({150: {"plan": GOOD}, 6000: {"plan": replace(GOOD, p50=40)}}).splitlines()
    assert len(lines) == 3
    assert "queries at 150 / 6 000" in lines[0]
    assert "| 40.0 |" in lines[2]
    assert "| 4.0 |" in lines[2]
    assert "12 / 12" in lines[2]
    assert "20.0 / 40.0" in lines[2]
    assert "+0.19" in lines[2]


def test_what_is_reached_is_not_complained_about():
    sizes = {150: {"plan": GOOD}, 6000: {"plan": GOOD}}
    assert report.missed(sizes, Goals()) == []
    assert report.summary([]) == "All goals are reached."


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"floor": 5}, "4.0 times the floor, wanted at most 3"),
        ({"p95": 41}, "p95 is 41 ms, wanted at most 40"),
        ({"p50": 29}, "grows with exponent 0.10, wanted at most 0.1"),
        ({"queries": 13}, "the number of queries differs between the sizes: [12, 13]"),
    ],
)
def test_what_is_missed_is_said_in_a_sentence(change, sentence):
    sizes = {150: {"plan": GOOD}, 6000: {"plan": replace(GOOD, **change)}}
    (said,) = report.missed(sizes, Goals())
    assert sentence in said


def test_pages_without_goals_may_be_slow_but_not_ask_more():
    slow = replace(GOOD, key="log", p50=500, p95=900)
    assert report.missed({150: {"log": GOOD}, 6000: {"log": slow}}, Goals()) == []
    asking = replace(slow, queries=99)
    assert len(report.missed({150: {"log": GOOD}, 6000: {"log": asking}}, Goals())) == 1


def test_the_table_is_written_between_its_markers_and_nowhere_else(tmp_path):
    page = tmp_path / "performance.md"
    page.write_text(f"Before\n{report.BEGIN}\nold\n{report.END}\nAfter\n", encoding="utf-8")
    report.write_between_markers(page, "new")
    assert page.read_text(encoding="utf-8") == f"Before\n{report.BEGIN}\nnew\n{report.END}\nAfter\n"


def test_the_allocation_is_measured_and_judged():
    rounds = seats.measure_rounds(2, sizes=((60, 6), (120, 12)))
    assert [(each.applications, each.reserves, each.faults) for each in rounds] == [
        (60, False, 0), (120, False, 0), (60, True, 0), (120, True, 0),
    ]  # fmt: skip
    assert all(each.engine > 0 and each.whole > 0 for each in rounds)  # which is longer, a busy machine decides
    assert len(seats.table(rounds).splitlines()) == 6


@pytest.mark.parametrize(
    ("engine", "faults", "sentence"),
    [
        (11.0, 0, "Seats without reserves: 11.0 ms, wanted at most 10."),
        (9.0, 0, "grows with exponent 2.20, wanted at most 1.2"),
        (0.5, 3, "Seats: 3 faults at 1000."),
    ],
)
def test_a_slow_or_wrong_allocation_is_said_in_a_sentence(engine, faults, sentence):
    small = seats.Round(100, 10, False, engine=engine / 10**2.2 if engine == 9 else engine / 10, whole=20, faults=0)
    large = seats.Round(1000, 100, False, engine=engine, whole=200, faults=faults)
    (said,) = seats.missed([small, large])
    assert sentence in said
