"""A draft that nobody else has seen is the doctor's own to take away. What was sent stays; the log stays whole."""

import pytest
from django.urls import reverse

from fagvei.training import actions
from fagvei.training.models import Attachment, PlanActivity
from fagvei.training.tests import factories as make
from fagvei.training.tests.browsing import post
from fagvei.training.tests.checks import assert_sound, last_event, refused

WORDS = "Snakket lenge om barndommen"


@pytest.fixture
def draft(record, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make.make_activity(record, title="Samtalen", reflection=WORDS, files=[make.certificate()])


def test_an_erased_draft_holds_nothing_and_the_log_still_holds(record, draft, django_capture_on_commit_callbacks):
    file = draft.attachments.get().file
    with django_capture_on_commit_callbacks(execute=True):
        actions.erase_draft(plan_activity=draft, by=record.anna)

    draft.refresh_from_db()
    kept = (draft.title, draft.reflection, draft.place, draft.activity, draft.arena, draft.supervisor, draft.goal_ids)
    assert kept == ("", "", "", None, None, None, [])
    assert draft.state == "erased"
    assert not Attachment.objects.exists()
    assert not file.storage.exists(file.name)
    assert last_event() == ("draft_erased", "Anna Berg", "doctor")
    assert_sound()


def test_an_erased_draft_is_nowhere(record, draft, client):
    actions.erase_draft(plan_activity=draft, by=record.anna)

    client.force_login(record.anna)
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert not PlanActivity.objects.visible_to(record.anna).filter(pk=draft.pk).exists()
    assert "Samtalen" not in client.get(reverse("training:my_plan")).content.decode()


@pytest.mark.parametrize("how", [{"sent": True}, {"signed": True}, {"returned": True}, {"fulfilled": True}])
def test_what_has_left_the_doctors_hands_cannot_be_erased(record, how):
    activity = make.make_activity(record, **how)
    with refused(actions.ActivityNotDraft):
        actions.erase_draft(plan_activity=activity, by=record.anna)


def test_what_was_sent_and_called_back_cannot_be_erased(record):
    activity = make.make_activity(record, sent=True)
    actions.recall_activity(plan_activity=activity, by=record.anna)
    with refused(actions.WasSent, words="sendt til signering"):
        actions.erase_draft(plan_activity=activity, by=record.anna)


def test_only_the_doctor_erases(record, draft):
    with refused(actions.NotOwnRecord):
        actions.erase_draft(plan_activity=draft, by=record.bo)


def test_the_button_stands_on_the_draft_alone_and_asks_once(record, draft, client):
    client.force_login(record.anna)
    assert "Det kan ikke hentes tilbake." in client.get(draft.get_absolute_url()).content.decode()
    answer = post(record.anna, reverse("training:erase_draft", args=[draft.public_id]))
    assert answer.url == reverse("training:my_plan")
    assert client.get(draft.get_absolute_url()).status_code == 404

    recalled = make.make_activity(record, sent=True)
    actions.recall_activity(plan_activity=recalled, by=record.anna)
    assert "Det kan ikke hentes tilbake." not in client.get(recalled.get_absolute_url()).content.decode()
