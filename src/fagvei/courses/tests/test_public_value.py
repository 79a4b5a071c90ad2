"""The public value of a lottery: announced before anybody applies, typed once, and the same for all who draw again."""

import uuid

import pytest
from django.db import transaction
from django.urls import reverse

from fagvei.courses import actions
from fagvei.courses.queries.seats import newest_allocation, secret_of
from fagvei.courses.tests import seat_factories as seats
from fagvei.courses.tests.checks import refused
from fagvei.courses.tests.test_seats_views import page, send
from fagvei.planning.seats import lottery, replay
from fagvei.training.tests.browsing import as_, words

SOURCE = "Lottotallene første lørdag etter fristen"
VALUE = "3 7 12 19 24 30 33"


@pytest.fixture
def doctors(cast):
    return seats.make_doctors(cast, 4)


@pytest.fixture
def found(cast):
    return seats.make_round(cast, 1, public_value_source=SOURCE)


@pytest.fixture
def rows(cast, found, doctors):
    return [seats.apply(cast, found, doctor) for doctor in doctors]


def numbers_of(allocation) -> dict[str, int]:
    problem, _answer = replay(allocation.transcript)
    return {each.key: each.lottery for each in problem.applicants}


def order_with(cast, found, value: str) -> tuple[str, ...]:
    """Who comes first to last with a value that is taken back again."""
    with transaction.atomic():
        numbers = numbers_of(actions.preview_allocation(round=found, public_value=value, by=cast.eva))
        transaction.set_rollback(True)
    return tuple(sorted(numbers, key=lambda who: numbers[who]))


def test_the_first_value_stands_and_another_is_refused(cast, found, rows):
    with seats.after_deadline(found):
        first = actions.preview_allocation(round=found, public_value=f" {VALUE.replace(' ', '  ')}\n", by=cast.eva)
        again = {"round": found, "by": cast.eva}
        assert refused(lambda: actions.preview_allocation(public_value="1 2 3", **again)) == "public_value_fixed"
        found.refresh_from_db()
        assert (found.public_value, newest_allocation(found)) == (VALUE, first)
        for same in (VALUE, f"{VALUE} ", ""):
            assert actions.preview_allocation(public_value=same, **again).sha256 == first.sha256


def test_what_is_refused_fixes_nothing(cast, found, rows):
    assert refused(lambda: actions.preview_allocation(round=found, public_value="1", by=cast.eva)) == "round_not_over"
    with seats.after_deadline(found):
        assert refused(lambda: actions.preview_allocation(round=found, public_value="1", by=cast.geir)) == "not_host"
        assert refused(lambda: actions.preview_allocation(round=found, public_value=" ", by=cast.eva)) == (
            "public_value_missing"
        )
        actions.preview_allocation(round=found, public_value=VALUE, by=cast.eva)
    found.refresh_from_db()
    assert found.public_value == VALUE


def test_the_value_decides_the_order_and_anybody_can_draw_again_with_it(cast, found, rows):
    receipts = {each.key: each.receipt for each in rows}
    with seats.after_deadline(found):
        orders = {order_with(cast, found, str(value)) for value in range(20)}
        assert len(orders) > 1
        numbers = numbers_of(actions.preview_allocation(round=found, public_value=VALUE, by=cast.eva))
    promise = (found.commitment, secret_of(found), receipts, numbers)
    assert lottery.verify(*promise, VALUE)
    assert not lottery.verify(*promise, "1 2 3")
    assert not lottery.verify(*promise)


def test_a_round_without_a_source_takes_no_value(cast, doctors):
    found = seats.make_round(cast, 1)
    seats.apply(cast, found, doctors[0])
    with seats.after_deadline(found):
        assert refused(lambda: actions.preview_allocation(round=found, public_value=VALUE, by=cast.eva)) == (
            "public_value_not_announced"
        )
        actions.preview_allocation(round=found, by=cast.eva)
    found.refresh_from_db()
    assert found.public_value == ""


def test_the_page_has_a_field_until_the_value_is_fixed(cast, found, rows):
    field = "Låses når du forhåndsviser, og kan ikke byttes etterpå."
    with seats.after_deadline(found):
        before = page(cast.eva, "round", found.public_id)
        assert (field in before, SOURCE in before, "Verdien er låst" in before) == (True, True, False)
        send(cast.eva, "preview_seats", found, public_value=VALUE)
        after = page(cast.eva, "round", found.public_id)
        assert (field in after, f"{SOURCE}. Verdien er låst: {VALUE}" in after) == (False, True)
        assert "Forhåndsvis på nytt" in after
        address = reverse("courses:preview_seats", args=[found.public_id])
        typed = {"public_value": "1 2 3", "idempotency_key": str(uuid.uuid4())}
        assert "kan ikke byttes" in words(as_(cast.eva).post(address, typed, follow=True))
    found.refresh_from_db()
    assert found.public_value == VALUE


def test_the_source_is_told_before_and_after_applying_and_the_value_after_release(cast, found, doctors):
    run = found.round_runs.get().run
    assert SOURCE in page(None, "run", run.public_id)
    assert SOURCE in page(doctors[0], "apply", run.public_id)
    rows = [seats.apply(cast, found, doctor) for doctor in doctors]
    assert SOURCE in page(doctors[0], "application", rows[0].public_id)
    with seats.after_deadline(found):
        actions.preview_allocation(round=found, public_value=VALUE, by=cast.eva)
        assert VALUE not in page(doctors[0], "application", rows[0].public_id)
        seats.release(cast, found)
        text = page(doctors[0], "application", rows[0].public_id)
    assert f"Kunngjort offentlig verdi {SOURCE} Den offentlige verdien {VALUE}" in text
    assert "Loddnumrene følger av hemmeligheten, den offentlige verdien og alle kvitteringene." in text


def test_a_round_without_a_source_says_nothing_of_one(cast, doctors):
    found = seats.make_round(cast, 1)
    run = found.round_runs.get().run
    row = seats.apply(cast, found, doctors[0])
    shown = [page(None, "run", run.public_id), page(doctors[1], "apply", run.public_id)]
    shown.append(page(doctors[0], "application", row.public_id))
    with seats.after_deadline(found):
        seats.release(cast, found)
        shown.append(page(doctors[0], "application", row.public_id))
    assert not any("offentlig verdi" in text for text in shown)
    assert "Loddnumrene følger av hemmeligheten og alle kvitteringene." in shown[-1]
