"""The pages of readers' comments: sent without login, followed by a secret link, read by owners until answered."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fagvei.common.models import IdempotencyKey
from fagvei.guideline import actions
from fagvei.guideline.models import CommentFollower, UnitComment
from fagvei.guideline.rules.comments import code_of
from fagvei.guideline.tests.commenting import TEXT, make_commented, post, text


@pytest.fixture
def small(db, settings):
    settings.FAGVEI_DEMO = False
    return make_commented()


def address(small) -> str:
    return f"{small.first.get_absolute_url()}innspill/"


def receipt_of(comment) -> str:
    return f"/innspill/kvittering/{code_of(comment.public_id)}/"


def sent(small) -> UnitComment:
    return actions.send_comment(unit=small.first, kind="error", text=TEXT)


@pytest.mark.parametrize("who", ["", "anna"])
def test_anybody_sends_a_comment_and_nobody_is_remembered(small, client, who):
    if who:
        client.force_login(small.anna)
    assert "Meld feil eller kommenter PRO-1" in text(client.get(small.first.get_absolute_url()))
    answer = post(client, address(small), kind="error", text=TEXT, **({"notice": "no"} if who else {}))

    comment = UnitComment.objects.get()
    assert answer.url == receipt_of(comment)
    page = text(client.get(answer.url))
    assert "Venter på svar fra retningslinjeeieren" in page
    assert answer.url in page
    # Neither the row nor the key against double sending holds the secret.
    kept = str(list(UnitComment.objects.values()) + list(IdempotencyKey.objects.values()))
    assert (code_of(comment.public_id) in kept, str(small.anna.public_id) in kept) == (False, False)
    assert CommentFollower.objects.count() == 0


def test_pressing_twice_sends_once(small, client):
    key = str(uuid.uuid4())
    # A visitor has a session from the first page on that keeps something there.
    session = client.session
    session["comments_day"] = ""
    session.save()
    answers = [
        client.post(address(small), {"idempotency_key": key, "kind": "error", "text": TEXT}).url for _time in range(2)
    ]
    assert (UnitComment.objects.count(), answers[0]) == (1, answers[1])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"kind": "error", "text": ""}, "Skriv hva som er feil"),
        ({"text": TEXT}, "Velg om det er en feil"),
        ({"kind": "error", "text": "Pasienten 13097248022 fikk det."}, "fødselsnummer"),
        ({"kind": "error", "text": "Pasient K.N. 13.09.1972 fikk det."}, "pasient"),
    ],
)
def test_a_faulty_comment_is_shown_again_with_a_sentence(small, client, data, said):
    response = post(client, address(small), **data)
    assert (response.status_code, UnitComment.objects.count()) == (422, 0)
    assert said in text(response)


def test_a_program_that_fills_in_the_trap_sends_nothing(small, client):
    response = post(client, address(small), kind="error", text=TEXT, website="https://example.org")
    assert (response.url, UnitComment.objects.count()) == (small.first.get_absolute_url(), 0)


def test_one_visitor_does_not_flood_the_list(small, client):
    for _time in range(10):
        assert post(client, address(small), kind="comment", text=TEXT).status_code == 302
    response = post(client, address(small), kind="comment", text=TEXT)
    assert (response.status_code, UnitComment.objects.count()) == (422, 10)
    assert "uvanlig mange innspill" in text(response)


def test_a_wrong_link_opens_nothing_and_whoever_guesses_is_shut_out(small, client, settings):
    settings.FAGVEI_MISSES_ALLOWED = 2
    comment = sent(small)
    right = code_of(comment.public_id)
    wrong = "z" * len(right)
    for code in (wrong, "kort"):
        response = client.get(f"/innspill/kvittering/{code}/")
        assert (response.status_code, TEXT in text(response)) == (404, False)
    assert client.get(receipt_of(comment)).status_code == 429


def test_a_receipt_is_kept_by_no_cache_and_sent_on_by_nothing_on_the_page(small, client):
    response = client.get(receipt_of(sent(small)))
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "Fant du det du lette etter" not in text(response)


def test_the_sender_answers_by_the_link_and_sees_what_came_of_it(small, client):
    comment = actions.ask_for_more(comment=sent(small), answer="Hvilket legemiddel?", by=small.kari)
    page = text(client.get(receipt_of(comment)))
    assert "Hvilket legemiddel?" in page
    assert "Kari" not in page

    assert post(client, f"{receipt_of(comment)}mer/", text="").status_code == 422
    post(client, f"{receipt_of(comment)}mer/", text="Det i setning tre.")
    comment.refresh_from_db()
    assert (comment.state, comment.more) == ("received", "Det i setning tre.")

    actions.decline_comment(comment=comment, answer="Navnet er riktig.", by=small.kari)
    page = text(client.get(receipt_of(comment)))
    assert "Navnet er riktig." in page
    assert "Ikke tatt til følge" in page


def test_a_comment_is_hidden_from_readers_until_an_owner_shows_it(small, client):
    comment = sent(small)
    assert TEXT not in text(client.get(small.first.get_absolute_url()))

    actions.decline_comment(comment=comment, answer="Navnet er riktig.", shows="answer", by=small.kari)
    page = text(client.get(small.first.get_absolute_url()))
    assert ("Navnet er riktig." in page, TEXT in page) == (True, False)

    actions.reopen_comment(comment=comment, by=small.kari)
    assert "Navnet er riktig." not in text(client.get(small.first.get_absolute_url()))
    actions.decline_comment(comment=comment, answer="Navnet er riktig.", shows="both", by=small.kari)
    assert TEXT in text(client.get(small.first.get_absolute_url()))


def test_kari_takes_it_into_a_draft_and_readers_see_the_change(small, client):
    comment = sent(small)
    client.force_login(small.kari)
    assert TEXT in text(client.get("/innspill/"))
    answer = post(client, f"{comment.get_absolute_url()}svar/", to="accepted", answer="Vi retter det.", shows="answer")
    assert answer.url == comment.get_absolute_url()
    draft = small.first.versions.get(state="draft")
    assert draft.get_absolute_url() in text(client.get(comment.get_absolute_url()))
    assert TEXT in text(client.get(draft.get_absolute_url()))

    client.logout()
    assert "Vi retter det." in text(client.get(small.first.get_absolute_url()))
    assert "En ny versjon er under arbeid" in text(client.get(receipt_of(comment)))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Velg hva som skjer med innspillet."),
        ({"to": "declined"}, "Skriv et svar."),
        ({"to": "duplicate", "answer": "Før."}, "Velg innspillet som sa det først."),
        ({"to": "accepted", "shows": "both"}, "Skriv et svar."),
        ({"to": "reopened"}, "Valget finnes ikke"),
    ],
)
def test_a_faulty_answer_is_shown_again(small, client, data, said):
    comment = sent(small)
    sent(small)
    client.force_login(small.kari)
    response = post(client, f"{comment.get_absolute_url()}svar/", **data)
    comment.refresh_from_db()
    assert (response.status_code, comment.state) == (422, "received")
    assert said in text(response)


def test_a_duplicate_shows_the_first_ones_answer_to_its_sender(small, client):
    first, second = sent(small), sent(small)
    client.force_login(small.kari)
    post(client, f"{second.get_absolute_url()}svar/", to="duplicate", answer="", duplicate_of=str(first.public_id))
    actions.decline_comment(comment=first, answer="Navnet er riktig.", shows="answer", by=small.kari)
    client.logout()
    page = text(client.get(receipt_of(second)))
    assert "Meldt før" in page
    assert "Navnet er riktig." in page


@pytest.mark.parametrize(("who", "seen", "answered"), [("kari", 200, 302), ("leif", 200, 403), ("anna", 404, 404)])
def test_who_reads_and_who_answers(small, client, who, seen, answered):
    comment = sent(small)
    client.force_login(getattr(small, who))
    assert client.get("/innspill/").status_code == seen
    assert client.get(comment.get_absolute_url()).status_code == seen
    answer = post(client, f"{comment.get_absolute_url()}svar/", to="declined", answer="Nei.")
    assert answer.status_code == answered


def questions(client, path) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_lists_ask_a_fixed_number_of_questions(small, client):
    asked = []
    for _rows in (1, 2):
        for _each in range(_rows):
            actions.decline_comment(comment=sent(small), answer="Nei.", shows="both", by=small.kari)
            sent(small)
        client.logout()
        public = questions(client, small.first.get_absolute_url())
        client.force_login(small.kari)
        client.get("/innspill/")
        asked.append((public, questions(client, "/innspill/"), questions(client, "/innspill/?tilstand=all")))
    assert asked[0] == asked[1]
