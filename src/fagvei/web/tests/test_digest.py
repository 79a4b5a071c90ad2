"""The letter about tasks: numbers only, once per person and day, as often as the person wants."""

import datetime as dt
import re

import pytest
from django_tasks_db.models import DBTaskResult

from fagvei.audit.models import AuditEvent
from fagvei.common import clock
from fagvei.people import actions as people
from fagvei.people.mail import send_digest
from fagvei.people.models import Delegation, DigestLetter, User
from fagvei.training.queries import tasks_for
from fagvei.training.tests.factories import bring_goal, make_record
from fagvei.web.digest import send_digests

MONDAY = dt.datetime(2027, 5, 3, 8, tzinfo=clock.OSLO)


@pytest.fixture
def sent(cast):
    """A goal waits for Bo's decision since the Friday before."""
    with clock.at(MONDAY - dt.timedelta(days=3)):
        record = make_record(cast)
        bring_goal(record, "RUS-001", "sent")
    DBTaskResult.objects.all().delete()
    return record


def letters() -> list[str]:
    rows = DBTaskResult.objects.filter(task_path="fagvei.people.mail.send_digest").order_by("enqueued_at")
    pks = [row.args_kwargs["args"][0] for row in rows]
    return [DigestLetter.objects.get(pk=pk).user.username for pk in pks]


def test_whoever_has_tasks_gets_one_letter_a_day(sent):
    with clock.at(MONDAY):
        assert send_digests(False) == 1
        assert send_digests(False) == 0
    assert letters() == ["bo"]
    with clock.at(MONDAY + dt.timedelta(days=1)):
        assert send_digests(False) == 1


def test_the_letter_holds_numbers_and_one_address_and_no_name(sent, mailoutbox, settings):
    with clock.at(MONDAY):
        send_digests(False)
    letter = DigestLetter.objects.get(user=sent.bo)

    assert send_digest.func(letter.pk, 1) == "sent"

    [mail] = mailoutbox
    text = f"{mail.subject}\n{mail.body}"
    assert mail.to == ["bo@example.org"]
    assert "1 oppgave venter på deg. 1 haster." in text
    assert "RUS" not in text
    assert not any(name in text for user in User.objects.all() for name in (*user.full_name.split(), user.username))
    assert re.findall(r"https?://\S+", text) == [f"{settings.FAGVEI_BASE_URL}/oppgaver/"]


@pytest.mark.parametrize(
    ("moment", "count"),
    [
        (MONDAY, 1),
        (MONDAY.replace(hour=6), 0),
        (MONDAY - dt.timedelta(days=2), 0),
        (MONDAY - dt.timedelta(days=1), 0),
    ],
)
def test_it_comes_on_weekdays_from_seven(sent, moment, count):
    with clock.at(moment):
        assert send_digests(False) == count


@pytest.mark.parametrize(("digest", "days"), [("daily", [0, 1, 2]), ("weekly", [0]), ("off", [])])
def test_everybody_chooses_how_often(client, sent, digest, days):
    client.force_login(sent.bo)
    key = "6f1b2f1e-0000-4000-8000-000000000001"
    assert client.post("/min-side/e-post/", {"digest": digest, "idempotency_key": key}).status_code == 302
    assert AuditEvent.objects.order_by("-pk").first().name == "digest_chosen"

    written = []
    for day in range(3):
        with clock.at(MONDAY + dt.timedelta(days=day)):
            written += [day] * send_digests(False)
    assert written == days


def test_a_dry_run_writes_to_nobody(sent):
    with clock.at(MONDAY):
        assert send_digests(True) == 1
    assert letters() == []
    assert not DigestLetter.objects.exists()


def test_old_rows_go_after_thirty_days(sent):
    with clock.at(MONDAY):
        send_digests(False)
    with clock.at(MONDAY + dt.timedelta(days=35)):
        send_digests(False)

    assert {row.day for row in DigestLetter.objects.all()} == {(MONDAY + dt.timedelta(days=35)).date()}


def test_nobody_writes_to_a_closed_account(sent, mailoutbox):
    with clock.at(MONDAY):
        send_digests(False)
    User.objects.filter(pk=sent.bo.pk).update(is_active=False)

    assert send_digest.func(DigestLetter.objects.get(user=sent.bo).pk, 0) == "no address"
    assert mailoutbox == []


def test_a_deputy_sees_whose_task_it_is(client, sent):
    people.delegate(
        leader=sent.bo, person=sent.stian, kind=Delegation.Kind.DEPUTY, institution=sent.fjellheim, by=sent.bo,
        ends_at=clock.now() + dt.timedelta(days=300),
    )  # fmt: skip

    assert [task.for_whom for task in tasks_for(sent.stian) if task.kind == "decide_goal"] == ["Bo Lund"]
    assert [task.for_whom for task in tasks_for(sent.bo) if task.kind == "decide_goal"] == [""]
    client.force_login(sent.stian)
    assert "for Bo Lund" in client.get("/oppgaver/").content.decode()
