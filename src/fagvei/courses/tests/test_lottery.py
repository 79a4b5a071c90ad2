"""Anybody draws again: with the published file and sha256 alone, and with nothing of this house."""

import datetime as dt
import hashlib
import json
import re

import pytest
from django.urls import reverse

from fagvei.common import clock
from fagvei.courses.queries.seats import replayed
from fagvei.courses.tests import seat_factories as seats
from fagvei.courses.tests.test_public_value import SOURCE, VALUE
from fagvei.courses.tests.test_seats_actions import soon
from fagvei.courses.tests.test_seats_views import page
from fagvei.training.tests.browsing import as_

LETTERS = "Været i Longyearbyen første mandag etter fristen"


@pytest.fixture
def doctors(cast):
    return seats.make_doctors(cast, 6)


def drawn(cast, doctors, public_value="", **fields):
    found = seats.make_round(cast, 2, **fields)
    rows = [seats.apply(cast, found, doctor) for doctor in doctors]
    with seats.after_deadline(found):
        allocation = seats.release(cast, found, public_value)
    found.refresh_from_db()
    return found, rows, allocation


def file_of(user, found) -> dict:
    return as_(user).get(reverse("courses:lottery_file", args=[found.public_id])).json()


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def drawn_by_an_outsider(told: dict) -> dict[str, str]:
    """As the file itself says in words."""
    seed = sha256("\n".join([told["secret"], told["public_value"], *sorted(told["receipts"])]))
    return {receipt: sha256(f"{seed}\n{receipt}") for receipt in told["receipts"]}


@pytest.mark.parametrize(("source", "value"), [("", ""), (SOURCE, VALUE), (LETTERS, "÷4 °C, snø")])
def test_an_outsider_draws_the_numbers_that_were_used_from_the_file_alone(cast, doctors, source, value):
    found, rows, allocation = drawn(cast, doctors, value, public_value_source=source)
    told = json.loads(as_(None).get(reverse("courses:lottery_file", args=[found.public_id])).content)
    numbers = drawn_by_an_outsider(told)
    assert (sha256(told["secret"]), told["public_value"]) == (found.commitment, value)
    assert numbers == told["numbers"]
    used = {each.key: each.lottery for each in replayed(allocation)[0].applicants}
    assert {row.key: int(numbers[row.receipt], 16) for row in rows} == used


def test_a_receipt_a_secret_or_a_public_value_that_was_changed_gives_other_numbers(cast, doctors):
    found, _rows, _allocation = drawn(cast, doctors, VALUE, public_value_source=SOURCE)
    told = file_of(None, found)
    first, *others = told["receipts"]
    numbers = drawn_by_an_outsider(told)
    for change in (
        {"receipts": [sha256(first), *others]},
        {"receipts": others},
        {"public_value": "1 2 3"},
        {"secret": sha256(told["secret"])},
    ):
        again = drawn_by_an_outsider(told | change)
        assert all(again[receipt] != numbers[receipt] for receipt in again.keys() & set(others))


def test_the_page_is_open_after_the_release_and_there_is_none_before(cast, doctors):
    found = seats.make_round(cast, 2)
    for doctor in doctors:
        seats.apply(cast, found, doctor)
    addresses = [reverse(f"courses:{name}", args=[found.public_id]) for name in ("lottery", "lottery_file")]
    run = found.round_runs.get().run

    def answers():
        return {as_(user).get(address).status_code for user in (None, doctors[0], cast.eva) for address in addresses}

    assert answers() == {404}
    with seats.after_deadline(found):
        assert answers() == {404}
        assert "Kontroller loddtrekningen" not in page(None, "run", run.public_id)
        seats.release(cast, found)
        assert answers() == {200}
        assert "Kontroller loddtrekningen" in page(None, "run", run.public_id)
        assert "Kontroller loddtrekningen" in page(cast.geir, "round", found.public_id)
        mine = doctors[0].course_applications.get()
        assert "Kontroller loddtrekningen" in page(doctors[0], "application", mine.public_id)


def test_the_applicant_sees_which_receipt_is_the_own_and_nobody_elses(cast, doctors):
    found, rows, _allocation = drawn(cast, doctors)
    with soon(found):
        own, stranger = page(doctors[0], "lottery", found.public_id), page(None, "lottery", found.public_id)
    assert re.findall(r"([0-9a-f]{64}) Din kvittering", own) == [rows[0].receipt]
    assert "Din kvittering" not in stranger
    assert all(row.receipt in stranger for row in rows)
    assert "Fagvei trakk på nytt da du åpnet siden, og fikk de samme numrene." in stranger


def test_nothing_tells_who_applied_or_when(cast, doctors):
    """Not even the random keys: with one and the wishes, a second would be all that stood between a receipt and a name."""
    found, rows, _allocation = drawn(cast, doctors)
    address = reverse("courses:lottery", args=[found.public_id])
    shown = as_(None).get(address).content.decode() + json.dumps(file_of(None, found))
    for row in rows:
        event = row.events.order_by("pk").first()
        assert not any(told in shown for told in (row.doctor.full_name, row.key, f"{event.at:%H:%M:%S}"))
    assert set(file_of(None, found)) == {
        "course", "deadline_on", "commitment", "secret", "public_value_source", "public_value", "receipts", "numbers",
        "rule",
    }  # fmt: skip


def test_of_fewer_than_five_the_receipts_are_for_those_who_applied_and_those_who_gave(cast, doctors):
    found, rows, _allocation = drawn(cast, doctors[:4])
    with soon(found):
        for user in (doctors[3], cast.eva, cast.geir):
            assert file_of(user, found)["receipts"] == sorted(row.receipt for row in rows)
        for user in (None, doctors[4], cast.bo):
            told = file_of(user, found)
            assert (told["receipts"], told["numbers"], told["commitment"]) == (None, None, found.commitment)
            text = page(user, "lottery", found.public_id)
            assert "Færre enn fem søknader telte med." in text
            assert not any(row.receipt in text for row in rows)


def test_what_lapsed_is_not_in_the_lottery_and_does_not_open_it(cast, doctors):
    found = seats.make_round(cast, 1)
    rows = [seats.apply(cast, found, doctor, consent=number < 4) for number, doctor in enumerate(doctors[:5])]
    with seats.after_deadline(found):
        seats.release(cast, found)
        assert file_of(doctors[4], found)["receipts"] is None
        assert rows[4].receipt not in file_of(doctors[0], found)["receipts"]


def test_numbers_that_do_not_follow_are_said_not_to(cast, doctors):
    found, _rows, _allocation = drawn(cast, doctors)
    type(found).objects.filter(pk=found.pk).update(public_value="another")
    text = page(None, "lottery", found.public_id)
    assert "Numrene som ble brukt, følger ikke av det som står her." in text
    assert "fikk de samme numrene" not in text


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_as_many_questions_for_one_as_for_three(cast, doctors, django_assert_num_queries, number):
    found, _rows, _allocation = drawn(cast, doctors[:number])
    address = reverse("courses:lottery", args=[found.public_id])
    with clock.at(clock.now() + dt.timedelta(days=1)):
        as_(None).get(address)  # the first to look lets the allocation run again
        with django_assert_num_queries(4):
            as_(None).get(address)
