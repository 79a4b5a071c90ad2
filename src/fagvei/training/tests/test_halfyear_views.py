"""The pages of the plan by half-year."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fagvei.audit.models import AccessLog
from fagvei.common import clock
from fagvei.training.models import PlannedItem, PlanRevision
from fagvei.training.queries import halfyear
from fagvei.training.tests import factories as make
from fagvei.training.tests.browsing import as_
from fagvei.training.tests.halfyear_factories import agree, make_plan, move, planned

NOW = dt.datetime(2026, 11, 25, 9, tzinfo=dt.UTC)
MINE = "/min-utdanning/plan/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def record(cast):
    with clock.at(NOW):
        yield make.make_record(cast, goals=4)


def key():
    return str(uuid.uuid4())


def queries_of(user, address):
    client = as_(user)
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def url(name, record):
    return reverse(f"training:{name}", args=[record.anna.public_id])


def text_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_doctor_makes_the_plan_and_sees_the_next_halfyear(client, record):
    client.force_login(record.anna)
    assert "Lag et forslag til plan" in text_of(client, MINE)

    response = client.post(url("make_halfyears", record), {"idempotency_key": key()}, follow=True)

    assert "Planen er lagt ut i halvår" in response.content.decode()
    assert "Vår 2027" in response.content.decode()
    assert PlannedItem.objects.count() == 6


def test_many_are_moved_by_form_with_one_reason(client, record):
    make_plan(record)
    client.force_login(record.cecilie)
    items = [str(planned(record, code).public_id) for code in ("RUS-001", "RUS-002")]
    data = {"items": items, "half_year": "2028-1", "where": "som-for", "reason": "Rotasjon."}

    response = client.post(url("move_in_halfyears", record), data | {"idempotency_key": key()})

    assert response.url == f"{url('halfyears', record)}?halvar=2028-1"
    assert {planned(record, code).half_year for code in ("RUS-001", "RUS-002")} == {"2028-1"}


def test_without_a_reason_the_page_says_so_and_keeps_the_ticks(client, record):
    make_plan(record)
    client.force_login(record.anna)
    item = planned(record, "RUS-001")
    data = {"items": [str(item.public_id)], "half_year": "2028-1", "where": "som-for", "reason": ""}

    page = client.post(url("move_in_halfyears", record), data | {"idempotency_key": key()}).content.decode()

    assert "Skriv hvorfor planen endres" in page
    assert f'value="{item.public_id}" checked' in page
    assert PlanRevision.objects.count() == 1


def test_what_is_sent_to_a_plan_that_is_not_laid_out_is_answered_in_a_sentence(client, record):
    client.force_login(record.anna)
    for name in ("move_in_halfyears", "note_in_halfyears"):
        answer = client.post(url(name, record), {"idempotency_key": key()}, follow=True)
        assert "Planen er ikke lagt ut i halvår ennå." in answer.content.decode()
        assert answer.redirect_chain == [(MINE, 302)]


def test_a_visit_is_chosen_as_place_and_out_takes_it_out(client, record):
    make_plan(record)
    client.force_login(record.anna)
    item = planned(record, "RUS-001")
    data = {
        "items": [str(item.public_id)],
        "half_year": "2028-1",
        "where": str(record.kystbyen.public_id),
        "reason": "Ja.",
    }
    client.post(url("move_in_halfyears", record), data | {"idempotency_key": key()})
    item.refresh_from_db()
    assert (item.institution, item.arena) == (record.kystbyen, None)

    client.post(url("move_in_halfyears", record), data | {"half_year": "ut", "idempotency_key": key()})

    item.refresh_from_db()
    assert item.half_year == ""


def test_a_note_is_added_and_faults_are_said(client, record):
    make_plan(record)
    client.force_login(record.anna)
    data = {"note-half_year": "2027-1", "note-kind": "part_time", "note-text": "", "note-idempotency_key": key()}
    assert "Skriv kort hva som skjer" in client.post(url("note_in_halfyears", record), data).content.decode()

    client.post(url("note_in_halfyears", record), data | {"note-text": "50 prosent", "note-idempotency_key": key()})

    assert "Deltid: 50 prosent" in text_of(client, f"{MINE}?halvar=2027-1")


def test_both_agree_on_their_pages(client, record):
    make_plan(record)
    move(record, "RUS-001", "2027-1")
    for person, address in ((record.anna, MINE), (record.cecilie, url("halfyears", record))):
        client.force_login(person)
        assert "Avtal vår 2027" in text_of(client, address)
        digest = halfyear.digest_of("2027-1", halfyear.items_of(record.anna))
        data = {"agree-half_year": "2027-1", "agree-seen_digest": digest, "agree-idempotency_key": key()}
        assert client.post(url("agree_on_halfyear", record), data).url == address
    page = text_of(client, url("halfyears", record))
    assert "Vår 2027 er avtalt mellom legen og Cecilie Vik" in page

    move(record, "RUS-002", "2027-1")

    assert "må avtales på nytt" in text_of(client, url("halfyears", record))


def test_the_one_who_waits_is_named(client, record):
    make_plan(record)
    move(record, "RUS-001", "2027-1")
    agree(record, record.anna)
    client.force_login(record.anna)
    assert "Venter på at Cecilie Vik avtaler vår 2027" in text_of(client, MINE)
    client.force_login(record.bo)
    assert "Venter på at Cecilie Vik avtaler vår 2027" in text_of(client, url("halfyears", record))


def test_the_leader_reads_it_with_a_trace_and_others_do_not(client, record):
    make_plan(record)
    client.force_login(record.bo)
    text_of(client, url("halfyear_history", record))
    assert AccessLog.objects.filter(subject_id=str(record.anna.public_id), reader_name="Bo Lund").exists()
    for person in (record.siri, record.dag):
        client.force_login(person)
        assert client.get(url("halfyears", record)).status_code == 404
        assert client.get(url("halfyear_history", record)).status_code == 404


def test_the_history_tells_who_why_and_what(client, record):
    make_plan(record)
    move(record, "RUS-004", "2027-2", reason="permisjon", by=record.cecilie)
    client.force_login(record.anna)
    page = text_of(client, "/min-utdanning/plan/historikk/")
    assert "RUS-004 flyttet fra" in page
    assert "til høst 2027: permisjon" in page
    assert "Revisjon 2, av Cecilie Vik" in page


def test_the_plan_page_filters_what_has_no_halfyear(client, record):
    make_plan(record)
    move(record, "RUS-004", "", reason="Venter.")
    client.force_login(record.anna)
    page = text_of(client, "/min-utdanning/?vis=uten-plan")
    assert "RUS-004" in page
    assert "RUS-001" not in page
    assert "høst 2026" in text_of(client, "/min-utdanning/")


def test_one_item_and_many_take_as_many_queries(record):
    make_plan(record)
    move(record, "RUS-004", "2027-1")  # the inbox asks about a half-year with something in it
    few = queries_of(record.anna, MINE), queries_of(record.anna, f"{MINE}historikk/")
    for code, half in (("RUS-001", "2027-1"), ("RUS-002", "2027-2"), ("RUS-003", "2028-1")):
        move(record, code, half)
    assert (queries_of(record.anna, MINE), queries_of(record.anna, f"{MINE}historikk/")) == few
