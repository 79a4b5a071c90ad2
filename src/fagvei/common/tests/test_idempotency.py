"""A form sent twice does one thing, also when both arrive at once; and a key belongs to whom it was shown."""

import threading
import uuid

import pytest
from django.db import connections, transaction

from fagvei.audit.actions import record
from fagvei.audit.models import AuditEvent
from fagvei.common.idempotency import KeyBelongsToAnother, once
from fagvei.common.models import IdempotencyKey
from fagvei.common.refusal import Refusal

KEY = uuid.UUID(int=7)


def do(name="done"):
    def perform():
        record(name, target="tests", by=None)
        return f"/{name}/"

    return perform


def test_the_second_time_gives_the_first_answer_and_does_nothing(db):
    assert once(key=KEY, owner="anna", scope="x", perform=do()) == "/done/"
    assert once(key=KEY, owner="anna", scope="x", perform=do("again")) == "/done/"
    assert [event.name for event in AuditEvent.objects.all()] == ["done"]


@pytest.mark.parametrize(("owner", "scope"), [("bo", "x"), ("anna", "y")])
def test_the_key_of_another_person_or_form_is_refused(db, owner, scope):
    once(key=KEY, owner="anna", scope="x", perform=do())
    with pytest.raises(KeyBelongsToAnother):
        once(key=KEY, owner=owner, scope=scope, perform=do())
    assert AuditEvent.objects.count() == 1


def test_a_refusal_leaves_the_key_free(db):
    def refuse():
        record("half", target="tests", by=None)
        raise Refusal

    with pytest.raises(Refusal):
        once(key=KEY, owner="anna", scope="x", perform=refuse)
    assert not IdempotencyKey.objects.exists()
    assert not AuditEvent.objects.exists()
    assert once(key=KEY, owner="anna", scope="x", perform=do()) == "/done/"


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_do_it_once():
    answers, errors, start = [], [], threading.Barrier(8)

    def send():
        try:
            start.wait(timeout=20)
            answers.append(once(key=KEY, owner="anna", scope="x", perform=do()))
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert errors == []
    assert answers == ["/done/"] * 8
    assert AuditEvent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_key_eight_at_once_do_it_eight_times():
    """The control: the threads really run."""

    def send():
        with transaction.atomic():
            do()()
        connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert AuditEvent.objects.count() == 8
