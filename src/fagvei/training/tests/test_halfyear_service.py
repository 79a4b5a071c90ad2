"""Service and absence in the plan by half-year, and the time that is left to plan for."""

import datetime as dt
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fagvei.common import clock
from fagvei.training.models import PlannedItem
from fagvei.training.queries.halfyear_service import time_left
from fagvei.training.rules.halfyear import lacking_in_part_1, months_by_service, months_of_part_1_by_service
from fagvei.training.rules.time import Period, account
from fagvei.training.tests import factories as make
from fagvei.training.tests.browsing import as_
from fagvei.training.tests.halfyear_factories import make_plan, move
from fagvei.training.tests.service_factories import (
    confirm_part_1,
    make_absence,
    make_employment,
    make_placement,
)

NOW = dt.datetime(2026, 11, 25, 9, tzinfo=dt.UTC)
MINE = "/min-utdanning/plan/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def record(cast):
    with clock.at(NOW):
        yield make.make_record(cast, goals=4)


def serve(record, *, percent=50, **changes):
    confirm_part_1(record)
    employment = make_employment(record, percent=percent)
    return make_placement(record, employment, starts_on=dt.date(2025, 12, 1), **changes)


def page_of(user, address):
    response = as_(user).get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def theirs(record):
    return reverse("training:halfyears", args=[record.anna.public_id])


def test_months_are_counted_from_what_is_confirmed_at_the_present_percent():
    today = dt.date(2026, 11, 30)
    year = Period("one", "part_3", 50, dt.date(2025, 12, 1), None)
    found = account([year], today)
    assert found.total == Fraction(6)
    assert months_by_service(found, has_part_1=True, percent=50) == (78 - 18 - 6) * 2
    assert months_by_service(found, has_part_1=False, percent=100) == 72
    done = account([Period("long", "part_3", 100, dt.date(2010, 1, 1), None)], today)
    assert months_by_service(done, has_part_1=True, percent=100) == 6


def test_part_1_registered_here_is_not_subtracted_twice():
    periods = [
        Period("hospital", "part_1_hospital", 100, dt.date(2024, 1, 1), dt.date(2024, 12, 31)),
        Period("municipality", "part_1_municipality", 100, dt.date(2025, 1, 1), dt.date(2025, 6, 30)),
    ]
    assert months_by_service(account(periods, dt.date(2026, 1, 1)), has_part_1=True, percent=100) == 60


def test_of_part_1_each_part_is_asked_for_by_itself():
    long_in_hospital = account([Period("one", "part_1_hospital", 100, dt.date(2025, 1, 1), None)], dt.date(2026, 6, 30))
    assert lacking_in_part_1(long_in_hospital) == 6
    assert months_of_part_1_by_service(long_in_hospital, percent=100) == 6
    begun = account([Period("one", "part_1_hospital", 50, dt.date(2026, 1, 1), None)], dt.date(2026, 6, 30))
    assert months_of_part_1_by_service(begun, percent=50) == (9 + 6) * 2


def test_the_time_left_follows_service_and_else_the_plan(record):
    assert (time_left(record.anna).months, time_left(record.anna).is_counted) == (60, False)

    serve(record)

    found = time_left(record.anna)
    assert (found.is_counted, found.percent) == (True, 50)
    assert found.months == 109  # 60 months less 5.9 counted at half time, at half time
    assert len(found.halves) == 19


def test_other_service_that_came_too_early_is_no_part_of_the_position(record):
    """It may have been set to count before that was refused, and stand beside the position."""
    serve(record)
    before = dt.date(2023, 1, 1)  # in the new scheme, and before part 1 was done
    early = make_employment(record, percent=50, employer="Lillevik kommune", starts_on=before)
    row = make_placement(record, early, kind="other")
    type(row).objects.filter(pk=row.pk).update(counts=True)

    assert time_left(record.anna).percent == 50


def test_the_proposal_is_spread_over_the_time_that_is_left(record):
    serve(record)
    make_plan(record)
    last = max(PlannedItem.objects.values_list("half_year", flat=True))
    assert last > "2031-1"


def test_the_doctor_and_the_leader_see_service_in_its_halfyears_and_the_mentor_none(record):
    placement = serve(record, ends_on=dt.date(2027, 3, 31))
    make_absence(
        record, placement, to="sent", kind="leave", starts_on=dt.date(2027, 2, 1), ends_on=dt.date(2027, 2, 28)
    )
    make_plan(record)

    own, leaders = page_of(record.anna, MINE), page_of(record.bo, theirs(record))
    for page in (own, leaders):
        assert page.count("1. desember 2025 til 31. mars 2027 · bekreftet") == 2
        assert page.count("Fravær: permisjon") == 2  # the line and what the link says to a screen reader
        assert "sendt til bekreftelse" in page
        assert "Minst 109 måneder gjenstår" in page
    assert 'href="/min-utdanning/tjeneste/"' in own
    assert reverse("training:service", args=[record.anna.public_id]) in leaders

    mentors = page_of(record.cecilie, theirs(record))
    assert "permisjon" not in mentors.partition("halves")[2].partition("<form")[0]
    assert "31. mars 2027" not in mentors
    assert "Minst 109 måneder" not in mentors
    assert "vises her for legen, lederen" in mentors


def test_a_draft_of_service_is_seen_by_the_doctor_alone(record):
    confirm_part_1(record)
    make_placement(record, make_employment(record), to="draft", starts_on=dt.date(2027, 8, 1), ends_on=None)
    make_plan(record)
    assert "fra 1. august 2027, uten sluttdato · kladd" in page_of(record.anna, MINE)
    assert "1. august 2027" not in page_of(record.bo, theirs(record))


def test_goals_stand_under_the_arena_where_they_are_learned(record):
    make_plan(record)
    arena = record.fjellheim.arenas.create(name="Poliklinikken")
    move(record, "RUS-001", "2027-1", arena=arena)
    page = page_of(record.anna, MINE)
    assert "<h3>Poliklinikken</h3>" in page
    assert "<h3>Sted ikke valgt</h3>" in page


def test_one_period_and_three_take_as_many_queries(record):
    placement = serve(record, ends_on=dt.date(2026, 1, 31))
    make_plan(record)
    few = queries_of(record.anna)
    employment = placement.employment
    for month in (2, 3):
        make_placement(record, employment, starts_on=dt.date(2026, month, 1), ends_on=dt.date(2026, month, 28))
    assert queries_of(record.anna) == few


def queries_of(user):
    client = as_(user)
    client.get(MINE)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(MINE).status_code == 200
    return len(caught)
