"""Who may open and press what: unseen is 404, seen but not allowed is 403, not logged in goes to the login page."""

import pytest
from django.urls import reverse

from fagvei.training.tests.browsing import as_, post
from fagvei.training.tests.factories import bring_goal, make_activity, mark_on_behalf

PEOPLE = ("anna", "bo", "cecilie", "siri", "stian", "dag", "eva", "trond")


@pytest.fixture
def world(record):
    record.activity = make_activity(record, sent=True)
    record.draft = make_activity(record, title="Kladd")
    record.marked = mark_on_behalf(record, title="Akuttjeneste")
    record.proof = make_activity(record, fulfilled=True, title="Kurs").attachments.get()
    record.sent = bring_goal(record, "RUS-001", "sent")
    record.completed = bring_goal(record, "RUS-002", "completed")
    record.open = record.goals["RUS-003"]
    return record


def address(world, name: str, on: str) -> str:
    row = getattr(world, on) if on else None
    return reverse(f"training:{name}", args=[row.public_id] if row else [])


#                                        anna bo  cec  siri stian dag eva trond
PAGES = [
    ("my_plan", "", (200, 404, 404, 404, 404, 404, 404, 404)),
    ("log_activity", "", (200, 404, 404, 404, 404, 404, 404, 404)),
    ("my_doctors", "", (200, 200, 200, 200, 200, 200, 200, 200)),
    ("sign_series", "", (200, 200, 200, 200, 200, 200, 200, 200)),
    ("plan", "doctor", (302, 200, 200, 404, 404, 404, 404, 404)),
    ("assign_plan", "doctor", (403, 200, 403, 404, 404, 404, 404, 404)),
    ("mark_on_behalf", "doctor", (403, 200, 403, 404, 404, 404, 404, 404)),
    ("archive_plan", "plan", (403, 200, 403, 404, 404, 404, 404, 404)),
    ("sign_series", "doctor", (404, 404, 404, 200, 200, 404, 404, 404)),
    ("goal", "sent", (200, 200, 200, 200, 404, 404, 404, 404)),
    ("goal", "open", (200, 200, 200, 404, 404, 404, 404, 404)),
    ("complete_goal", "open", (200, 403, 403, 404, 404, 404, 404, 404)),
    ("give_opinion", "completed", (403, 403, 200, 200, 404, 404, 404, 404)),
    ("decide_goal", "sent", (403, 200, 403, 403, 404, 404, 404, 404)),
    ("raise_repetitions", "open", (403, 200, 200, 404, 404, 404, 404, 404)),
    ("accept_equivalent", "sent", (403, 200, 403, 403, 404, 404, 404, 404)),
    ("activity", "activity", (200, 200, 200, 200, 404, 404, 404, 404)),
    ("activity", "draft", (200, 404, 404, 404, 404, 404, 404, 404)),
    ("activity", "marked", (200, 200, 200, 404, 404, 404, 404, 404)),
    ("change_activity", "draft", (200, 404, 404, 404, 404, 404, 404, 404)),
    ("attachment", "proof", (200, 200, 200, 404, 404, 404, 404, 404)),
]


@pytest.mark.parametrize(("name", "on", "statuses"), PAGES, ids=lambda value: value if isinstance(value, str) else "")
def test_who_may_open_a_page(world, name, on, statuses):
    url = address(world, name, on)

    assert tuple(as_(getattr(world, who)).get(url).status_code for who in PEOPLE) == statuses
    assert as_(None).get(url).url.startswith(reverse("account_login"))


BUTTONS = [
    ("delete_plan", "plan", (403, 302, 403, 404, 404, 404, 404, 404)),
    ("reopen_goal", "completed", (302, 403, 403, 403, 404, 404, 404, 404)),
    ("send_goal", "completed", (302, 403, 403, 403, 404, 404, 404, 404)),
    ("recall_goal", "sent", (302, 403, 403, 403, 404, 404, 404, 404)),
    ("sign_off_goal", "sent", (403, 200, 403, 403, 404, 404, 404, 404)),
    ("return_goal", "sent", (403, 200, 403, 403, 404, 404, 404, 404)),
    ("send_activity", "activity", (200, 403, 403, 403, 404, 404, 404, 404)),
    ("recall_activity", "activity", (302, 403, 403, 403, 404, 404, 404, 404)),
    ("sign_activity", "activity", (403, 403, 403, 200, 404, 404, 404, 404)),
    ("return_activity", "activity", (403, 403, 403, 200, 404, 404, 404, 404)),
    ("fulfil_activity", "draft", (302, 404, 404, 404, 404, 404, 404, 404)),
    ("attach", "draft", (302, 404, 404, 404, 404, 404, 404, 404)),
    ("object", "marked", (200, 403, 403, 404, 404, 404, 404, 404)),
    ("answer_objection", "marked", (403, 200, 403, 404, 404, 404, 404, 404)),
    ("annul_activity", "marked", (200, 200, 403, 404, 404, 404, 404, 404)),
    ("remove_attachment", "proof", (302, 403, 403, 404, 404, 404, 404, 404)),
]


@pytest.mark.parametrize(("name", "on", "statuses"), BUTTONS, ids=lambda value: value if isinstance(value, str) else "")
def test_who_may_press_a_button(world, name, on, statuses):
    """Nothing is filled in and no key is sent, so that nothing happens: 200 and 302 say that the door let the person in."""
    url = address(world, name, on)

    assert tuple(as_(getattr(world, who)).post(url).status_code for who in PEOPLE) == statuses
    assert as_(None).post(url).url.startswith(reverse("account_login"))
    assert as_(world.bo).get(url).status_code == 405


def test_the_leader_is_asked_who_it_is_before_deciding(world, client):
    client.force_login(world.bo)

    page = client.get(address(world, "decide_goal", "sent"))
    pressed = client.post(address(world, "sign_off_goal", "sent"))

    assert page.status_code == 302
    assert "next=" in page.url
    assert pressed.status_code == 403
    world.sent.refresh_from_db()
    assert world.sent.state == "sent"


def test_an_approval_is_annulled_by_its_leader_alone(record):
    sign_off = bring_goal(record, to="approved").sign_offs.get()
    url = reverse("training:annul_sign_off", args=[sign_off.public_id])

    statuses = [
        post(getattr(record, who), url, reason="Feil mål.").status_code for who in ("anna", "cecilie", "dag", "bo")
    ]

    assert statuses == [403, 403, 404, 302]
    assert sign_off.plan_goal.events.last().kind == "annulled"
