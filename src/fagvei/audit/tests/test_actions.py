"""Events, seals and the access log."""

import threading
from types import SimpleNamespace

import pytest
from django.db import connection, connections, transaction

from fagvei.audit import actions
from fagvei.audit.models import GENESIS, AccessLog, AuditEvent, AuditSeal

ANNA = SimpleNamespace(public_id="id-of-anna")
BO = SimpleNamespace(public_id="id-of-bo")


def record(name="done", **fields):
    with transaction.atomic():
        return actions.record(name, target="tests", by=None, **fields)


def test_an_event_says_who_did_what_to_whom(db):
    record("plan_assigned", subject=ANNA, controller="Fjellheim", details={"goals": 3}, acting_as="leader")
    event = AuditEvent.objects.get()
    assert (event.actor_id, event.actor_name, event.acting_as) == ("system", "Fagvei", "leader")
    assert (event.target, event.subject_id, event.controller) == ("tests", "id-of-anna", "Fjellheim")
    assert event.details == {"goals": 3}
    assert event.content_hash == event.compute_hash()


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_its_action_is_a_mistake():
    with pytest.raises(AssertionError, match="transaction"):
        actions.record("done", target="tests", by=None)


def test_an_event_goes_with_the_action_that_failed(db):
    @transaction.atomic
    def fail():
        actions.record("done", target="tests", by=None)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert not AuditEvent.objects.exists()


def test_seals_make_a_chain_in_the_order_of_events(db):
    events = [record(f"number_{number}") for number in range(3)]
    assert actions.seal_events() == 3
    assert actions.seal_events() == 0
    first, second, third = AuditSeal.objects.order_by("seq")
    assert [seal.event_id for seal in (first, second, third)] == [event.public_id for event in events]
    assert [first.previous, second.previous, third.previous] == [GENESIS, first.hash, second.hash]
    assert [seal.hash == seal.compute_hash() for seal in (first, second, third)] == [True] * 3


def test_a_late_event_with_a_lower_number_is_sealed_too(db):
    """A transaction that was open for long commits after others with higher numbers."""
    late, early = record("late"), record("early")
    AuditSeal.objects.bulk_create([_seal_of(early)])
    assert actions.seal_events() == 1
    assert AuditSeal.objects.get(seq=2).event_id == late.public_id


def test_an_event_far_behind_is_found_when_everything_is_searched(db):
    late, early = record("late"), record("early")
    AuditSeal.objects.bulk_create([_seal_of(early)])
    assert actions.seal_events(look_back=0) == 0
    assert actions.seal_everything() == 1
    assert AuditSeal.objects.get(seq=2).event_id == late.public_id


def test_sealing_takes_as_many_rounds_as_it_needs(db):
    for _ in range(5):
        record()
    assert actions.seal_events(limit=2) == 2
    assert actions.seal_everything() == 3


@pytest.mark.django_db(transaction=True)
def test_two_sealers_at_once_make_one_chain():
    for _ in range(20):
        record()

    def seal():
        actions.seal_events(limit=7)
        connections.close_all()

    threads = [threading.Thread(target=seal) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    seals = list(AuditSeal.objects.order_by("seq"))
    assert [seal.seq for seal in seals] == list(range(1, 21))
    assert all(seal.previous == before.hash for before, seal in zip(seals, seals[1:], strict=False))


def test_reading_anothers_record_is_written_down(db):
    actions.record_reading(by=BO, subject=ANNA, role="leader", what="x" * 300, organisation="Fjellheim")
    line = AccessLog.objects.get()
    assert (line.reader_id, line.subject_id, line.reader_role) == ("id-of-bo", "id-of-anna", "leader")
    assert len(line.what) == 200


def test_the_hash_is_the_same_after_the_database_has_had_it(db):
    """Zones, accents and nested details come back from either database with the same digest."""
    record("æøå", details={"b": [1, None, True], "a": {"ø": "é"}}, controller="Ærlig & Co")
    event = AuditEvent.objects.get()
    assert event.compute_hash() == event.content_hash
    assert connection.vendor in ("sqlite", "postgresql")


def _seal_of(event):
    seal = AuditSeal(seq=1, event_id=event.public_id, content_hash=event.content_hash, previous=GENESIS)
    seal.hash = seal.compute_hash()
    return seal
