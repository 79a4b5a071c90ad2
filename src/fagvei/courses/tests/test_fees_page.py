"""What a course costs is found by anybody, with the day it holds from and its source."""

import datetime as dt

import pytest

from fagvei.common import clock
from fagvei.courses import actions
from fagvei.courses.queries.fees_page import fees_page
from fagvei.courses.rules.fees import adjusted_on
from fagvei.courses.tests import factories as make
from fagvei.training.tests.browsing import as_, words

PAGE = "/kursavgifter/"
SOURCED = {"source": "https://example.org/satser", "retrieved_on": dt.date(2026, 11, 22), "verification": "primary"}


def rate(days: int, kroner: int, valid_from_on: dt.date) -> None:
    actions.save_fee_rate(days=days, kroner=kroner, valid_from_on=valid_from_on, by=None, **SOURCED)


@pytest.fixture
def rates(db):
    today = clock.today()
    for years_ago, kroner in ((3, 3100), (2, 3200)):
        day = dt.date(today.year - years_ago, 7, 1)
        rate(1, kroner, day)
        rate(2, kroner + 1000, day)
    rate(1, 3300, today + dt.timedelta(days=40))


def test_the_rates_of_today_stand_with_day_and_source_and_others_beside(rates):
    page = fees_page()
    assert [[each.kroner for each in table.rates] for table in page.coming] == [[3300]]
    assert [each.kroner for each in page.current.rates] == [3200, 4200]
    assert [[each.kroner for each in table.rates] for table in page.earlier] == [[3100, 4100]]
    text = words(as_(None).get(PAGE))
    now = text.partition("Satser som gjelder nå")[2].partition("Tidligere satser")[0]
    assert f"Gjelder fra 1. juli {clock.today().year - 2}" in now or f"01.07.{clock.today().year - 2}" in now
    assert all(each in now for each in ("1 3200 kr", "2 4200 kr", "https://example.org/satser", "22"))


def test_rates_that_were_not_adjusted_say_so(rates):
    assert fees_page().is_old
    assert "dagens avgift kan være en annen" in words(as_(None).get(PAGE))
    rate(1, 3250, adjusted_on(clock.today()))
    assert not fees_page().is_old
    assert "dagens avgift kan være en annen" not in words(as_(None).get(PAGE))


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (dt.date(2027, 6, 30), dt.date(2026, 7, 1)),
        (dt.date(2027, 7, 1), dt.date(2027, 7, 1)),
        (dt.date(2027, 12, 31), dt.date(2027, 7, 1)),
    ],
)
def test_rates_are_adjusted_on_the_first_of_july(today, day):
    assert adjusted_on(today) == day


def test_without_rates_the_page_says_where_they_come_from(db):
    assert "Ingen satser er innhentet." in words(as_(None).get(PAGE))


def test_the_page_is_found_from_the_catalogue_and_from_a_run(cast):
    for path in ("/kurs/", make.make_run(cast).get_absolute_url()):
        assert f'href="{PAGE}"' in as_(None).get(path).content.decode()


def test_three_tables_ask_as_often_as_one(rates, django_assert_num_queries):
    with django_assert_num_queries(1):
        fees_page()
