"""A list that was logged by mistake is taken away as one, until somebody has signed something in it."""

import pytest
from django.urls import reverse

from fagvei.audit.models import AuditEvent
from fagvei.training import actions
from fagvei.training.models import PlanActivity
from fagvei.training.tests.browsing import as_, post, words
from fagvei.training.tests.checks import assert_sound, last_event, notices, refused
from fagvei.training.tests.factories import log_list, make_activity, make_record

MINE = "/min-utdanning/prosedyrer/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def record(cast):
    return make_record(cast)


def states(rows):
    return [PlanActivity.objects.get(pk=row.pk).state for row in rows]


def test_what_was_sent_is_annulled_and_what_nobody_saw_is_erased(record):
    sent = log_list(record, rows=3, supervisor=record.siri)
    kept = log_list(record)
    actions.recall_activity(plan_activity=sent[1], by=record.anna)
    actions.return_activity(plan_activity=sent[2], comment="Feil dato.", by=record.siri)

    actions.annul_list(plan_activity=sent[0], by=record.anna)
    assert states(sent) == ["annulled"] * 3
    assert states(kept) == ["done", "done"]
    assert last_event() == ("procedures_annulled", "Anna Berg", "doctor")
    assert notices(record.siri)[-1] == "activities_annulled"

    actions.annul_list(plan_activity=kept[0], by=record.anna)
    assert states(kept) == ["erased", "erased"]
    assert PlanActivity.objects.get(pk=kept[0].pk).title == ""
    assert AuditEvent.objects.filter(name="procedures_annulled").count() == 2
    with refused(actions.NotInList):
        actions.annul_list(plan_activity=PlanActivity.objects.get(pk=kept[0].pk), by=record.anna)
    assert_sound()


def test_one_signature_keeps_the_whole_list(record):
    rows = log_list(record, supervisor=record.siri)
    actions.sign_activity(plan_activity=rows[1], by=record.siri)
    with refused(actions.ListSigned):
        actions.annul_list(plan_activity=rows[0], by=record.anna)
    assert "Ta bort listen" not in words(as_(record.anna).get(MINE))


def test_what_was_logged_alone_is_in_no_list_and_others_cannot(record):
    alone, listed = make_activity(record), log_list(record)[0]
    with refused(actions.NotInList):
        actions.annul_list(plan_activity=alone, by=record.anna)
    with refused(actions.NotOwnRecord):
        actions.annul_list(plan_activity=listed, by=record.bo)


def test_the_doctor_takes_the_list_away_on_the_page(record):
    rows = log_list(record, rows=3, supervisor=record.siri)
    assert "Ta bort 3 rader" in words(as_(record.anna).get(MINE))
    address = reverse("training:annul_list", args=[rows[0].public_id])
    assert post(record.siri, address).status_code == 403

    assert post(record.anna, address).url == MINE

    assert states(rows) == ["annulled"] * 3
    assert "Lagt inn i én omgang" not in words(as_(record.anna).get(MINE))
