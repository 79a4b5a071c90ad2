"""What went wrong is said in words, and nothing is given away."""

import html
import json
import re
import sqlite3
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.test import Client, RequestFactory

from fagvei import guideline
from fagvei.common.middleware import RefusalsBecomeAnswers
from fagvei.common.permissions import NotAllowed
from fagvei.guideline.rules.danger import as_written
from fagvei.web import errors


@pytest.fixture
def request_of_a_visitor():
    request = RequestFactory().get("/hvor-som-helst/")
    request.user = AnonymousUser()
    request.session = {}
    return request


def test_an_unknown_address_gives_a_page_with_a_search(client, db):
    response = client.get("/finnes-ikke/")

    assert response.status_code == 404
    assert "Fant ikke siden" in response.content.decode()


@pytest.mark.parametrize(
    ("view", "error", "status", "words"),
    [
        (errors.bad_request, SuspiciousOperation(), 400, "Ingenting er endret"),
        (errors.forbidden, PermissionDenied(), 403, "Du har ikke tilgang til dette."),
        (errors.not_found, Exception(), 404, "Adressen finnes ikke"),
    ],
)
def test_each_error_says_what_happened(request_of_a_visitor, view, error, status, words):
    response = view(request_of_a_visitor, error)

    assert response.status_code == status
    assert words in response.content.decode()


def test_a_refusal_at_the_door_keeps_its_sentence(request_of_a_visitor):
    middleware = RefusalsBecomeAnswers(lambda request: None)

    response = middleware.process_exception(request_of_a_visitor, NotAllowed("Bare lederen kan godkjenne."))

    assert response.status_code == 403
    assert "Bare lederen kan godkjenne." in response.content.decode()


def test_a_broken_page_needs_no_database(request_of_a_visitor):
    """No `db` fixture: a question to the database would fail here."""
    response = errors.broken(request_of_a_visitor)

    assert response.status_code == 500
    assert "Noe gikk galt hos oss" in response.content.decode()


@pytest.mark.parametrize("error", [OperationalError("the server closed the connection"), InterfaceError("gone")])
def test_a_database_that_does_not_answer_is_a_pause_and_no_mistake(request_of_a_visitor, error):
    """No `db` fixture here either. Whoever is told to wait may send the same form again."""
    try:
        raise error
    except (OperationalError, InterfaceError):
        response = errors.broken(request_of_a_visitor)

    assert (response.status_code, response["Retry-After"]) == (503, "1")
    assert "Fagvei er opptatt et øyeblikk" in response.content.decode()


def test_a_question_to_a_table_that_is_not_there_is_our_mistake(request_of_a_visitor):
    """SQLite calls it operational as well; to wait would not help."""
    with pytest.raises(sqlite3.OperationalError) as caught:
        sqlite3.connect(":memory:").execute("SELECT 1 FROM nowhere")
    try:
        raise OperationalError("no such table: nowhere") from caught.value
    except OperationalError:
        assert errors.broken(request_of_a_visitor).status_code == 500


def test_a_form_without_its_token_is_explained(bo):
    client = Client(enforce_csrf_checks=True)
    client.force_login(bo)

    response = client.post("/varsler/lest/", {})

    assert response.status_code == 403
    assert "Skjemaet er for gammelt" in response.content.decode()


# --- Danger signs stand where nothing else does ---

PACK = Path(guideline.__file__).parent.parent / "content" / "guideline" / "dangers.json"


def words_of(response) -> str:
    """As it is read, without marks."""
    body = html.unescape(re.sub(r"<[^>]+>", "", response.content.decode()))
    return " ".join(body.split())


def test_danger_signs_and_emergency_numbers_stand_on_a_page_without_database(request_of_a_visitor):
    """No `db` fixture: what the pack says is in the program itself."""
    page = words_of(errors.broken(request_of_a_visitor))

    wanted = {item["code"]: item["text"] for item in json.loads(PACK.read_text(encoding="utf-8"))}
    assert as_written() == wanted
    assert [text for text in wanted.values() if text not in page] == []
    assert "Fare for liv: ring 113." in page


def test_whoever_only_took_a_wrong_turn_is_not_frightened(client, db):
    page = client.get("/finnes-ikke/").content.decode()
    folded = page[page.index('<details class="more">') :]
    assert "Fare for liv" not in page[: page.index('<details class="more">')]
    assert "22 59 13 00" in folded
