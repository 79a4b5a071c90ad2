"""What the server says to the script that keeps drafts on the device: whose they are, and which form is saved."""

import re
import uuid

from fagvei.training.models import PlanActivity
from fagvei.training.tests.browsing import as_, post
from fagvei.training.tests.factories import bring_goal, make_activity

LOG = "/aktiviteter/ny/"


def fields(record, **changes):
    goal = str(record.goals["RUS-001"].public_id)
    return {
        "what": "k:procedure", "title": "Samtale", "when": "today", "goals": [goal], "repetitions": "1", "then": "draft",
    } | changes  # fmt: skip


def test_the_key_of_the_saved_form_is_told_and_nothing_else(record):
    key = uuid.uuid4()

    answer = post(record.anna, LOG, key=key, draft="yes", **fields(record))

    cookie = answer.cookies["fagvei_saved"]
    assert (cookie.value, cookie["samesite"], cookie["max-age"]) == (str(key), "Lax", 300)
    assert PlanActivity.objects.count() == 1


def test_a_refused_form_is_not_told_as_saved(record):
    answer = post(record.anna, LOG, draft="yes", **fields(record, title=""))
    assert "fagvei_saved" not in answer.cookies


def test_without_the_script_there_is_no_cookie(record):
    assert "fagvei_saved" not in post(record.anna, LOG, **fields(record)).cookies


def owner(answer):
    return re.findall(r'data-drafts="([0-9a-f]{16})"', answer.content.decode())


def test_the_owner_is_a_number_of_ones_own(record):
    annas, again, bos = (as_(user).get("/oppgaver/") for user in (record.anna, record.anna, record.bo))
    assert owner(annas) == owner(again) != owner(bos)
    assert str(record.anna.public_id) not in "".join(owner(annas))
    assert owner(as_(None).get("/")) == []


def test_no_draft_is_kept_of_another_persons_record(record):
    activity = make_activity(record, sent=True)
    goal = bring_goal(record, "RUS-002", "completed")
    pages = {
        "anna": [LOG, f"{record.goals['RUS-001'].get_absolute_url()}fullfor/", f"{activity.get_absolute_url()}igjen/"],
        "siri": ["/oppgaver/signer/", f"{goal.get_absolute_url()}uttalelse/", activity.get_absolute_url()],
        "bo": [f"/leger/{record.anna.public_id}/pa-vegne-av/", goal.get_absolute_url()],
        "cecilie": [f"{goal.get_absolute_url()}uttalelse/", f"{record.goals['RUS-001'].get_absolute_url()}antall/"],
    }
    kept = {
        who: [
            bool(re.search(r"data-draft\s", as_(getattr(record, who)).get(page).content.decode())) for page in addresses
        ]
        for who, addresses in pages.items()
    }
    assert kept == {"anna": [True] * 3, "siri": [False] * 3, "bo": [False] * 2, "cecilie": [False] * 2}
