"""Dates that collide: holidays, other courses in the week, and what the doctor has on the days already."""

import datetime as dt

import pytest
from django.urls import reverse

from fagvei.common import clock
from fagvei.common.templatetags.fagvei import norwegian_date
from fagvei.courses import actions
from fagvei.courses.queries.clashes import Clashes
from fagvei.courses.queries.date_warnings import in_the_same_week, on_holidays, warnings_of_run
from fagvei.courses.queries.plan_page import plan_page
from fagvei.courses.rules.holidays import holidays_between, holidays_of
from fagvei.courses.tests import factories as make
from fagvei.courses.tests import joint_factories as joint
from fagvei.courses.tests import seat_factories as seats
from fagvei.training.tests import service_factories as service
from fagvei.training.tests.browsing import as_, words


def test_the_holidays_of_a_year_are_those_of_the_law():
    assert {f"{day:%d.%m}": name for day, name in holidays_of(2027).items()} == {
        "01.01": "første nyttårsdag",
        "25.03": "skjærtorsdag",
        "26.03": "langfredag",
        "28.03": "første påskedag",
        "29.03": "andre påskedag",
        "01.05": "1. mai",
        "06.05": "Kristi himmelfartsdag",
        "16.05": "første pinsedag",
        "17.05": "17. mai, andre pinsedag",
        "25.12": "første juledag",
        "26.12": "andre juledag",
    }


def test_holidays_over_the_turn_of_the_year_are_found():
    found = holidays_between(dt.date(2026, 12, 26), dt.date(2027, 1, 1))
    assert [name for _day, name in found] == ["andre juledag", "første nyttårsdag"]


def easter_run(cast):
    """Begins on the Wednesday before Easter of the next year but one, for three days."""
    good_friday = next(day for day, name in holidays_of(clock.today().year + 2).items() if name == "langfredag")
    starts_on = good_friday - dt.timedelta(days=2)
    return make.make_run(cast, starts_on=starts_on, ends_on=good_friday, days=3), good_friday


def test_the_plan_and_the_host_are_warned_of_holidays(cast):
    run, good_friday = easter_run(cast)
    names = " ".join(on_holidays(run))
    assert ("skjærtorsdag" in names, f"langfredag ({norwegian_date(good_friday)})" in names) == (True, True)
    assert "langfredag" in words(as_(None).get("/kursplan/rus/"))
    assert "langfredag" in words(as_(cast.eva).get(run.get_absolute_url()))
    assert "langfredag" not in words(as_(None).get(run.get_absolute_url()))


@pytest.mark.parametrize(("weeks", "is_told"), [(0, True), (1, False)])
def test_another_course_of_the_specialty_in_the_region_and_week_is_told_on_both(cast, weeks, is_told):
    monday = make.in_days(300) - dt.timedelta(days=make.in_days(300).weekday())
    one = make.make_run(cast, make.make_course(cast, "RUS-GK1"), starts_on=monday)
    other = make.make_run(
        cast, make.make_course(cast, "RUS-GK2"), starts_on=monday + dt.timedelta(days=3 + 7 * weeks), ends_on=monday
        + dt.timedelta(days=4 + 7 * weeks), days=2,
    )  # fmt: skip
    blocks = {block.course.code: " ".join(block.warnings) for block in plan_page(cast.specialty, cast.eva).blocks}
    assert ("samme uke og region som Kurs RUS-GK2" in blocks["RUS-GK1"]) is is_told
    assert ("samme uke og region som Kurs RUS-GK1" in blocks["RUS-GK2"]) is is_told
    assert bool(warnings_of_run(one)) is bool(warnings_of_run(other)) is is_told


def test_the_same_week_in_another_region_is_no_clash(cast):
    east, north = joint.make_pair(cast)
    other = joint.make_dated(cast, make.make_course(cast, "RUS-GK2"), cast.eva, cast.centre, starts_in=307)
    assert in_the_same_week([north, other]) == {}
    assert in_the_same_week([east, north]) == {}


def test_an_application_warns_of_absence_seats_and_other_applications(cast):
    first = seats.make_round(cast, 1)
    held = seats.apply(cast, first, cast.anna)
    with seats.after_deadline(first):
        seats.release(cast, first)
        actions.accept_offer(offer=seats.offer_of(held), by=cast.anna)
    second = seats.make_round(cast, 1, course=make.make_course(cast, "RUS-GK2"))
    seats.apply(cast, second, cast.anna, consent=False)
    service.confirm_part_1(cast, cast.anna, completed_on=seats.PART_1_ON)
    employment = service.make_employment(cast)
    run = second.round_runs.get().run
    service.make_absence(
        cast, service.make_placement(cast, employment), kind="leave", starts_on=run.ends_on, ends_on=run.ends_on
    )
    third = seats.make_round(cast, 1, course=make.make_course(cast, "RUS-GK3"))
    text = words(as_(cast.anna).get(reverse("courses:apply", args=[third.round_runs.get().run.public_id])))
    assert "Samme dager: Fravær: permisjon" in text
    assert "Samme dager: Plass: Kurs RUS-GK1" in text
    assert "Samme dager: Søkt: Kurs RUS-GK2" in text
    # One's own application in the round is no clash with itself.
    assert Clashes(cast.anna, [run], besides=second).of(run) == [
        "Fravær: permisjon", "Plass: Kurs RUS-GK1, Sted 1",
    ]  # fmt: skip


def test_one_run_and_three_take_as_many_queries(cast, django_assert_num_queries):
    for number in (1, 3):
        found = seats.make_round(cast, *([1] * number), course=make.make_course(cast, f"RUS-K{number}"))
        seats.apply(cast, found, cast.anna)
        runs = [row.run for row in found.round_runs.select_related("run")]
        finder = Clashes(cast.anna, runs)
        with django_assert_num_queries(4):
            for run in runs:
                finder.of(run)
