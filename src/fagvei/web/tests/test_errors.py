"""What went wrong is said in words, and nothing is given away."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client, RequestFactory

from fagvei.common.middleware import RefusalsBecomeAnswers
from fagvei.common.permissions import NotAllowed
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


def test_a_form_without_its_token_is_explained(bo):
    client = Client(enforce_csrf_checks=True)
    client.force_login(bo)

    response = client.post("/varsler/lest/", {})

    assert response.status_code == 403
    assert "Skjemaet er for gammelt" in response.content.decode()
