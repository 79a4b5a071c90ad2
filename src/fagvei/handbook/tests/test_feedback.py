"""Readers report, somebody follows up, nothing gets lost."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fagvei.audit.models import AuditEvent
from fagvei.common import clock
from fagvei.handbook import access, actions, queries, targets
from fagvei.handbook.models import Feedback, FeedbackEvent, HandbookPage
from fagvei.people.models import Notification

REPORT = "/meld-feil/?type=side&id=roller"


@pytest.fixture
def page(centre):
    return actions.save_page(
        slug="roller",
        title="Roller",
        body="Hvem **gjør** hva.\n\n<script>alert(1)</script> [klikk](javascript:alert(1))",
        owner=centre,
        source="https://example.org",
        items=[
            {"key": "A-1", "group": "Lege", "text": "Lærer.", "modality": "skal"},
            {"key": "A-2", "group": "Lege", "text": "post@example.org", "address": "mailto:post@example.org"},
        ],
        by=None,
    )


def text(response):
    return " ".join(response.content.decode().split())


def send(by=None, kind=Feedback.Kind.ERROR, **fields):
    return actions.send_feedback(kind=kind, target=targets.find("side", "roller"), by=by, text="Det er feil.", **fields)


def post(client, address, **data):
    form = client.get(address).context["form"]
    return client.post(address, {"idempotency_key": form["idempotency_key"].value()} | data, follow=True)


# --- Pages ----------------------------------------------------------------------------------------------------------


def test_a_page_shows_its_items_source_and_owner_and_no_script(client, page):
    shown = text(client.get("/handbok/roller/"))
    assert "<strong>gjør</strong>" in shown
    assert "<script>alert(1)" not in shown
    assert 'href="javascript' not in shown
    assert '<li id="A-1"> <span class="soft">skal:</span> Lærer. </li>' in shown
    assert '<a href="mailto:post@example.org">post@example.org</a>' in shown
    assert "Eier: RegUt Helse Sør-Øst" in shown


def test_a_page_asks_as_often_with_three_items_as_with_one(client, page, django_assert_num_queries):
    for count in (1, 3):
        actions.save_page(
            slug="roller",
            title="Roller",
            body="",
            items=[{"key": f"B-{n}", "text": "Tekst."} for n in range(count)],
            by=None,
        )
        with clock.at(clock.now()), django_assert_num_queries(2):
            client.get("/handbok/roller/")


def test_a_page_that_is_not_there_is_not_found(client, db):
    assert client.get("/handbok/finnes-ikke/").status_code == 404


# --- Sending --------------------------------------------------------------------------------------------------------


def test_a_stranger_reports_an_error_that_reaches_the_owner(client, page, centre):
    answer = post(client, REPORT, text="Det skal være høst.", contact="leser@example.org")

    assert answer.redirect_chain == [("/handbok/roller/", 302)]
    assert "Takk. Meldingen er sendt" in text(answer)
    feedback = Feedback.objects.get()
    assert (feedback.owner, feedback.state, feedback.sent_by, feedback.contact) == (
        centre,
        "new",
        None,
        "leser@example.org",
    )
    event = AuditEvent.objects.get(name="feedback_sent")
    assert event.facts == {feedback.fact_id: feedback.digest()}
    assert "høst" not in str(event.details)


def test_who_is_logged_in_needs_no_address(client, page, anna):
    client.force_login(anna)
    assert "contact" not in client.get(REPORT).context["form"].fields
    post(client, REPORT, text="Feil.")
    assert Feedback.objects.get().sent_by == anna


@pytest.mark.parametrize("query", ["?type=side&id=nei", "?type=rom&id=roller", "?type=side", "?id=x", "?path=/nei/"])
def test_what_does_not_exist_cannot_have_an_error(client, page, query):
    assert client.get(f"/meld-feil/{query}").status_code == 404


def test_the_page_a_reader_stands_on_finds_its_thing_and_owner(page, centre):
    target = targets.find_by_path("/handbok/roller/")
    assert (target.type, target.owner) == ("handbook.HandbookPage", centre)
    assert targets.find_by_path("/personvern/").type == "web.Path"


def test_every_item_of_a_page_can_be_reported(page):
    item = page.items.get(key="A-1")
    assert targets.find("punkt", str(item.public_id)).path == "/handbok/roller/#A-1"
    assert targets.find("punkt", "a" * 32) is None


def test_a_program_that_fills_in_the_trap_is_thanked_with_nothing(client, page):
    answer = post(client, REPORT, text="Kjøp klokker", website="https://spam.example")
    assert answer.redirect_chain == [("/handbok/roller/", 302)]
    assert not Feedback.objects.exists()


def test_pressing_twice_sends_once(client, page):
    key = client.get(REPORT).context["form"]["idempotency_key"].value()
    for _time in (1, 2):
        client.post(REPORT, {"idempotency_key": key, "text": "Feil."})
    assert Feedback.objects.count() == 1


def test_the_twenty_first_message_of_a_day_is_refused_and_the_next_day_is_new(client, page):
    for _number in range(actions.MOST_PER_VISITOR):
        post(client, REPORT, text="Feil.")
    refused = post(client, REPORT, text="Feil.")
    assert refused.status_code == 422
    assert "uvanlig mange meldinger i dag" in text(refused)
    assert Feedback.objects.count() == actions.MOST_PER_VISITOR

    with clock.at(clock.now() + dt.timedelta(days=1)):
        post(client, REPORT, text="Feil.")
    assert Feedback.objects.count() == actions.MOST_PER_VISITOR + 1


def test_all_strangers_together_have_a_limit_too(page, monkeypatch, anna):
    monkeypatch.setattr(actions, "MOST_ANONYMOUS_PER_DAY", 2)
    send()
    send()
    with pytest.raises(actions.TooMuchFeedback):
        send()
    assert send(by=anna).sent_by == anna


NASTY = [
    "\x00",
    "\ud800",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "{{ 7*7 }}",
    "\u202eabc",
    "a" * 100_000,
    "=1+1",
    "01010112345",
    "",
    " ",
]


@pytest.mark.parametrize("nasty", NASTY)
@pytest.mark.parametrize("field", ["text", "contact", "idempotency_key"])
def test_the_report_form_takes_anything(client, page, field, nasty):
    key = str(client.get(REPORT).context["form"]["idempotency_key"].value())
    data = {"idempotency_key": key, "text": "Feil.", field: nasty}
    body = "&".join(f"{k}={''.join(f'%{b:02x}' for b in v.encode('utf-8', 'surrogatepass'))}" for k, v in data.items())
    answer = client.post(REPORT, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (302, 422)
    assert "<script>alert(1)" not in answer.content.decode()


@pytest.mark.parametrize("nasty", NASTY)
@pytest.mark.parametrize("name", ["type", "id", "path"])
def test_the_address_of_the_report_takes_anything(client, page, name, nasty):
    query = "".join(f"%{byte:02x}" for byte in nasty.encode("utf-8", "surrogatepass")[:3000])
    other = "&id=roller" if name == "type" else "&type=side" if name == "id" else ""
    assert client.get(f"/meld-feil/?{name}={query}{other}").status_code in (200, 404)


# --- Yes and no -----------------------------------------------------------------------------------------------------


def answer(client, **data):
    return client.post("/tilbakemelding/", {"idempotency_key": "11111111-1111-4111-8111-111111111111"} | data)


def test_yes_and_no_are_counted_and_never_followed_up(client, page, eva):
    response = answer(client, kind="found", path="/handbok/roller/")

    assert response["Location"] == "/handbok/roller/"
    assert Feedback.objects.get().kind == "found"
    assert queries.tasks_for(eva) == []
    assert queries.answer_counts(Feedback.objects.all()) == {"found": 1, "total": 1}


@pytest.mark.parametrize(
    "path", ["https://example.org/", "//example.org/", "javascript:x", "/finnes-ikke/", "", "\x00"]
)
def test_an_answer_leads_to_no_other_site(client, page, path):
    assert answer(client, kind="found", path=path)["Location"] == "/"


def test_an_answer_of_another_kind_is_refused(client, page):
    answer(client, kind="error", path="/handbok/roller/")
    assert not Feedback.objects.exists()


# --- Following up ---------------------------------------------------------------------------------------------------


def test_the_owner_finds_it_in_the_inbox_and_follows_it_up(client, page, eva, anna):
    feedback = send(by=anna)
    (task,) = queries.tasks_for(eva)
    assert (task.title, task.count, task.url) == ("Følg opp 1 feil eller spørsmål", 1, "/tilbakemeldinger/")

    client.force_login(eva)
    assert "Det er feil." in text(client.get(task.url))
    address = feedback.get_absolute_url()
    key = client.get(address).context["form"]["idempotency_key"].value()
    done = client.post(
        f"{address}flytt/", {"idempotency_key": key, "to": "corrected", "comment": "Rettet."}, follow=True
    )

    assert "Rettet siden" in text(done)
    event = FeedbackEvent.objects.get()
    assert (event.by, event.state, event.comment) == (eva, "corrected", "Rettet.")
    assert AuditEvent.objects.get(name="feedback_moved").facts == {event.fact_id: event.digest()}
    notice = Notification.objects.get(user=anna)
    assert (notice.text, notice.path) == ("Meldingen din er nå: rettet", address)
    assert queries.tasks_for(eva) == []


def test_the_sender_reads_the_answer_but_does_not_move_it(client, page, anna, eva):
    feedback = send(by=anna)
    actions.move_feedback(feedback=feedback, to="rejected", comment="Slik står det i kilden.", by=eva)
    client.force_login(anna)

    shown = text(client.get(feedback.get_absolute_url()))

    assert "Slik står det i kilden." in shown
    assert "Flytt til" not in shown
    assert client.post(f"{feedback.get_absolute_url()}flytt/").status_code == 403


def test_turning_down_needs_a_reason_and_stays_with_a_sentence(client, page, eva):
    feedback = send()
    client.force_login(eva)
    key = client.get(feedback.get_absolute_url()).context["form"]["idempotency_key"].value()
    answer = client.post(f"{feedback.get_absolute_url()}flytt/", {"idempotency_key": key, "to": "rejected"})
    assert answer.status_code == 422
    assert "Skriv hvorfor" in text(answer)
    assert not FeedbackEvent.objects.exists()


@pytest.mark.parametrize(
    ("first", "second", "allowed"),
    [
        ("in_progress", "corrected", True),
        ("in_progress", "new", False),
        ("corrected", "rejected", False),
        ("corrected", "in_progress", True),
        ("rejected", "corrected", False),
        ("rejected", "in_progress", True),
    ],
)
def test_only_the_moves_of_the_table_are_possible(page, eva, first, second, allowed):
    feedback = actions.move_feedback(feedback=send(), to=first, comment="Første.", by=eva)
    if allowed:
        actions.move_feedback(feedback=feedback, to=second, comment="Andre.", by=eva)
    else:
        with pytest.raises(actions.MoveNotAllowed):
            actions.move_feedback(feedback=feedback, to=second, comment="Andre.", by=eva)
    feedback.refresh_from_db()
    assert feedback.state == feedback.events.latest("pk").state == (second if allowed else first)


@pytest.mark.parametrize(
    ("who", "status"), [("eva", 200), ("anna", 404), ("hilde", 404), ("bo", 404), ("trond", 404), (None, 302)]
)
def test_who_sees_feedback_of_a_centre(client, cast, page, who, status):
    feedback = send()
    if who:
        client.force_login(getattr(cast, who))
    assert client.get(feedback.get_absolute_url()).status_code == status


def test_what_no_centre_owns_is_followed_up_by_the_directorate(cast):
    HandbookPage.objects.create(slug="roller", title="Roller", body="", source="x")
    feedback = send()
    assert list(access.visible_to(cast.hilde)) == [feedback]
    assert list(access.visible_to(cast.eva)) == []
    assert [task.count for task in queries.tasks_for(cast.hilde)] == [1]


def test_the_address_of_a_stranger_is_shown_only_to_who_answers(client, page, eva, cast):
    feedback = send(contact="leser@example.org")
    client.force_login(eva)
    assert "leser@example.org" in text(client.get(feedback.get_absolute_url()))


def test_the_list_asks_as_often_with_three_rows_as_with_one(client, page, eva):
    client.force_login(eva)
    client.get(reverse("handbook:feedback_list"))
    counts = []
    for number in (1, 2, 3):
        send(by=eva if number == 2 else None)
        if number in (1, 3):
            with clock.at(clock.now()), CaptureQueriesContext(connection) as captured:
                assert client.get(reverse("handbook:feedback_list")).status_code == 200
            counts.append(len(captured))
    assert counts[0] == counts[1]
