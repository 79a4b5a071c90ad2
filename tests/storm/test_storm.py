"""Being first never wins, and nothing that was said is lost: the real proof of issue 4, over HTTP, with the plug pulled.

FAGVEI_STORM=2000 plays it at full size, as `make test-long` does. docs/performance.md says what is measured, and tests/storm/
stormplay.py what is played.
"""

import http.client
import os

import pytest
import storm
import stormtable
from django.db import connection
from stormserver import WebServer

from fagvei.audit import actions as audit
from fagvei.courses.models import OfferEvent, RoundRun, SeatOffer
from fagvei.courses.tests import seat_factories as seats

# The storm has databases of its own; this one lends its tables.
pytestmark = pytest.mark.django_db

FULL = 2_000
PEOPLE = int(os.environ.get("FAGVEI_STORM", "80"))
FEW, SEATS = 40, 30
SEED = 20261126
SEATS_ARE_WRONG = {"oversold", "duplicate", "projection", "order", "idle", "stuck"}
TURNS = 3  # a race is a matter of luck: what is missing must be found in one of so many


@pytest.fixture(scope="module")
def schema(django_db_setup):
    """The tables of the suite's own test database: to migrate again would take as long as the storm."""
    assert "test_" in connection.settings_dict["NAME"]
    return connection.settings_dict["NAME"] if connection.vendor == "sqlite" else dict(connection.settings_dict)


@pytest.fixture(scope="module")
def worlds(schema):
    database = "sqlite" if connection.vendor == "sqlite" else "postgres"
    with storm.closing(storm.worlds_of(database, PEOPLE, schema)) as made:
        yield made


def assert_whole(worlds, people, kills):
    """Where the machine was so slow that hardly anybody was in time, the seats were not fought for: then once more, with more time."""
    for turn, stretch in enumerate((1, 3)):
        found = storm.whole_storm(worlds, people, SEED, kills=kills, name=f"whole_{turn}", stretch=stretch)
        assert found["faults"] == {}, found
        assert found["kills"] + found["database_kills"] >= kills
        assert found["counts"]["last_second_in"] + found["counts"]["last_second_out"] > 0
        if found["counts"]["counted"] > SEATS + 5 and found["counts"]["moved_on"]:
            return
    pytest.fail(f"Too few were in time, so this proves nothing: {found}")


def test_nobody_is_oversold_lost_or_passed_over_while_the_plug_is_pulled(worlds):
    assert_whole(worlds, PEOPLE, 4)


@pytest.mark.long
def test_two_thousand_people_at_once(schema):
    database = "sqlite" if connection.vendor == "sqlite" else "postgres"
    with storm.closing(storm.worlds_of(database, FULL, schema)) as made:
        assert_whole(made, FULL, 6)


BROWSERS, CONNECTIONS = 8, 6  # what a browser keeps open to one place


@pytest.mark.same_on_both
def test_browsers_that_have_been_answered_shut_nobody_out(tmp_path):
    """They keep their connections open for a while. Whoever comes next is answered at once, also in the demo."""
    server = WebServer(tmp_path, f"sqlite://{tmp_path / 'empty.sqlite3'}")
    kept = [http.client.HTTPConnection("127.0.0.1", server.port, timeout=5) for _each in range(BROWSERS * CONNECTIONS)]
    try:
        server.start()
        for connection_ in kept:
            connection_.request("GET", "/healthz")
            assert connection_.getresponse().read() == b"ok"
    finally:
        for connection_ in kept:
            connection_.close()
        server.close()


# --- Negative controls: what the auditor must find ---


def assert_found(worlds, broken, expected):
    seen = []
    for turn in range(TURNS):
        found = storm.control(worlds, broken, FEW, SEED + turn, name=f"{broken}_{turn}")
        if expected & set(found["faults"]):
            return
        seen.append(found)
    pytest.fail(f"With {broken} the auditor found nothing of {sorted(expected)}: {seen}")


def test_without_the_lock_the_auditor_finds_it(worlds):
    """On SQLite the lock is the transaction itself, so what is found there is a form that was answered and never done.

    On PostgreSQL it is seats, or two who released at once and did not see each other.
    """
    assert_found(worlds, "no_lock", {"lost"} if connection.vendor == "sqlite" else SEATS_ARE_WRONG)


@pytest.mark.sqlite_only
def test_with_synchronous_normal_a_power_cut_loses_what_was_acknowledged(worlds):
    assert_found(worlds, "normal", {"lost"})


@pytest.mark.sqlite_only
def test_with_synchronous_full_a_power_cut_loses_nothing(worlds):
    found = storm.control(worlds, "power", FEW, SEED, name="power")
    assert found["faults"] == {}, found
    assert found["counts"]["acknowledged"] > 0


@pytest.mark.postgres_only
def test_with_repeatable_read_two_who_release_at_once_do_not_see_each_other(worlds):
    assert_found(worlds, "repeatable_read", {"stuck"})


@pytest.mark.postgres_only
def test_with_synchronous_commit_off_a_dead_database_loses_what_was_acknowledged(worlds):
    assert_found(worlds, "commit_off", {"lost"})


@pytest.fixture
def unguarded(cast):
    """A round that is released, with one seat and two who wait, in tables that refuse nothing."""
    import stormworld

    found = seats.make_round(cast, 1)
    for doctor in seats.make_doctors(cast, 3):
        seats.apply(cast, found, doctor)
    with seats.after_deadline(found):
        seats.release(cast, found)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints=ON")
    connection.check_constraints()  # PostgreSQL alters no table that still has something to check
    stormworld.unguard()
    yield found.round_runs.get()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints=OFF")


def held_by(row, number: int, **fields) -> None:
    """So many offers of what waits for it, as no action would make them."""
    for entry in row.waiting.select_related("application")[:number]:
        SeatOffer.objects.create(
            round_run=row, application=entry.application, doctor=entry.application.doctor,
            answer_by_at=row.round.deadline_at, **fields,
        )  # fmt: skip


def faults_of(look: str) -> dict[str, int]:
    from stormaudit import Auditor

    auditor = Auditor({"notes": [], "deadline": 0})
    getattr(auditor, look)()
    return {kind: len(told) for kind, told in auditor.faults.items()}


def test_the_auditor_calls_a_run_with_one_seat_too_many_oversold(unguarded):
    assert faults_of("held") == {}
    held_by(unguarded, 1, seat_no=2)
    RoundRun.objects.update(taken=2)
    assert faults_of("held") == {"oversold": 1}


def test_the_auditor_calls_a_seat_that_two_hold_oversold_though_the_counter_is_right(unguarded):
    RoundRun.objects.update(seats=2, taken=2)
    unguarded.run.seats = 2
    unguarded.run.save()
    held_by(unguarded, 1, seat_no=2)
    assert faults_of("held") == {}
    SeatOffer.objects.filter(seat_no=2).update(seat_no=1)
    assert faults_of("held") == {"oversold": 1}


def test_the_auditor_calls_it_order_when_somebody_is_passed_over(unguarded):
    assert faults_of("order") == {}
    _first, second = unguarded.waiting.order_by("place")
    offer = SeatOffer.objects.create(
        round_run=unguarded, application=second.application, doctor=second.application.doctor, seat_no=2,
        answer_by_at=unguarded.round.deadline_at,
    )  # fmt: skip
    event = OfferEvent.objects.create(offer=offer, state_after="offered", reason="Ledig plass.", acting_as="system")
    audit.record("seat_offered", target=offer, by=None, facts=[event])
    unguarded.waiting.filter(pk=second.pk).update(is_waiting=False)
    assert faults_of("order") == {"order": 1}


def test_the_auditor_finds_a_seat_too_many_that_was_given_back_in_the_log(unguarded):
    assert faults_of("counters") == {}
    audit.record("seats_counted", target=unguarded, by=None, details={"taken": 2, "seats": 1})
    assert faults_of("counters") == {"oversold": 1}


def test_a_storm_gets_its_row_and_takes_the_place_of_the_older_one_of_its_size(tmp_path):
    page = tmp_path / "performance.md"
    page.write_text(f"Before\n{stormtable.BEGIN}\n{stormtable.END}\nAfter\n", encoding="utf-8")
    counts = {
        "forms": 900, "counted": 90, "per_second": 30, "busiest_second": 40,
        "p50_ms": 1200, "p99_ms": 9000, "slowest_ms": 12000,
    }  # fmt: skip
    found = {"counts": counts, "faults": {}, "kills": 3, "database_kills": 2, "back_after_s": 2.4}

    for people, database, faults in ((300, "sqlite", {}), (40, "sqlite", {}), (300, "sqlite", {"lost": ["2 in all"]})):
        stormtable.write_row(page, found | {"faults": faults}, people, database)

    first, *table, last = page.read_text(encoding="utf-8").splitlines()
    assert (first, table[0], table[-1], last) == ("Before", stormtable.BEGIN, stormtable.END, "After")
    assert [row.split(" | ")[0] for row in table[3:-1]] == ["| 40", "| 300"]
    assert table[4].endswith("| 3, 2 | 2.4 | 900 | 90 | 30 | 40 | 1.2 | 9.0 | 12.0 | lost: 2 in all |")


def test_the_seconds_in_which_somebody_waits_are_counted_once():
    """Two overlap, one lies within another, and nobody waits in between."""
    spans = [(10.0, 12.0), (11.0, 14.0), (11.5, 13.0), (20.0, 21.0)]
    notes = [{"sent_at": sent, "answered_at": answered} for sent, answered in spans]
    assert stormtable.seconds_with_somebody_waiting(notes) == 5.0
