"""Every field of every form, every query parameter and every address takes every nasty text: no exception, no 500, no
unescaped reflection, and a sentence beside the field when it is refused.

The forms are found on the pages themselves, so that a new page is covered, or missed loudly. `make test-long` tries every
text everywhere. Otherwise every 29th, begun at another one in each place: a field meets two or three, the house meets all. On
PostgreSQL a field meets two of those that a database may refuse.
"""

import json
import os
import re
import uuid
from itertools import count, islice
from urllib.parse import quote_from_bytes, urlencode
from zlib import crc32

import forms_of_addresses
import matrix
import nasty
import pages
import pytest
import visits
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import RequestFactory
from everybody import ANONYMOUS
from houseplan import PACKAGE, addresses, python_files

from fagvei.common.forms import FagveiForm
from fagvei.training.tests.factories import pdf

pytestmark = [pytest.mark.django_db, pytest.mark.heavy]

SHOWN = 40
EVERY = 29
SHIFT = int(os.environ.get("FAGVEI_SHIFT", "0"))  # 1 to 28 try the texts that the sample leaves out
FORM_TYPE = "application/x-www-form-urlencoded"
# What a page says when it does not take something: beside the field, in a summary, or as a message.
REFUSED = re.compile(r'ds-validation-message|ds-error-summary|class="refusal|ds-alert|errorlist|class="fault')


@pytest.fixture(scope="module")
def table():
    return matrix.the_table()


@pytest.fixture(scope="module")
def house_forms(world, table, visitors):
    def visit(client, path):
        with visits.nothing_stays(), visits.unchanged_session(client):
            return client.get(path)

    return pages.all_forms(world, table, visitors, visit)


def sample(texts, place: str):
    """What is tried in this place: all, or every 29th from a text that the name of the place decides."""
    if connection.vendor == "sqlite" or os.environ.get("FAGVEI_LONG") == "1":
        return some_of(texts, place, EVERY)
    return some_of(NOT_STORABLE, place, 2)


def some_of(texts, place: str, every: int):
    if os.environ.get("FAGVEI_LONG") == "1":
        return texts
    return list(islice(texts, (crc32(place.encode()) + SHIFT) % every, None, every))


ALL = list(nasty.STRINGS.items())
# Most fields refuse these, and then say so.
OFTEN_REFUSED = ("nul", "only nul", "long", "year 10000", "uuid nearly", "empty")
NO_KEYS = ("nul", "script", "lone surrogate", "uuid nearly", "empty", "huge")
NOT_STORABLE = [
    (name, nasty.STRINGS[name]) for name in ("nul", "lone surrogate", "too big for the database", "year 10000")
]


def faults_of(response, *, is_stored: bool = False) -> list[str]:
    if response.status_code >= 500:
        error = getattr(response, "exc_info", None)
        return [f"{response.status_code} {error[1]!r}"[:300] if error else f"{response.status_code}"]
    text = "" if response.streaming else response.content.decode(errors="replace")
    if not response.get("Content-Type", "").startswith("text/html"):
        text = ""
    return nasty.traces(text, dict(response.items()), is_stored=is_stored)


def agree(faults):
    wrong = list(faults)
    assert not wrong, f"{len(wrong)} faults:\n" + "\n".join(wrong[:SHOWN])


def posted(client, form, data: dict):
    body = urlencode({name: nasty.encoded(value) for name, value in data.items()})
    if form.method == "get":
        return client.get(f"{form.action.split('?')[0]}?{body}")
    return client.post(form.action, body, content_type=FORM_TYPE)


def test_every_field_takes_every_text(house_forms, visitors):
    def wrong():
        for form in house_forms:
            client = visitors.client_of(form.username)
            for name in form.fields.keys() - pages.NOT_TYPED:
                if form.fields[name].kind == "file":
                    continue
                for what, text in sample(ALL, f"{form.view_name} {name}"):
                    data = visits.with_key(form.filled()) | {name: text}
                    with visits.nothing_stays(), visits.unchanged_session(client):
                        response = posted(client, form, data)
                        yield from told(form, name, what, faults_of(response))
                        if response.status_code == 302 and form.method == "post" and what in nasty.LEAVES_TRACES:
                            landed = client.get(response["Location"])
                            yield from told(form, name, what, faults_of(landed, is_stored=True))

    agree(wrong())


def told(form, name: str, what: str, faults) -> list[str]:
    return [f"{form.username} {form.method} {form.view_name} {name} ← {what}: {fault}" for fault in faults]


@pytest.mark.same_on_both
def test_what_is_refused_is_said_so(house_forms, visitors):
    """A form that comes back says why, on either database alike."""

    def wrong():
        for form in house_forms:
            if form.method == "get":
                continue
            client = visitors.client_of(form.username)
            for name in form.fields.keys() - pages.NOT_TYPED:
                if form.fields[name].kind in {"file", "hidden"}:
                    continue
                for what in some_of(OFTEN_REFUSED, f"{form.view_name} {name}", 4):
                    data = visits.with_key(form.filled()) | {name: nasty.STRINGS[what]}
                    with visits.nothing_stays(), visits.unchanged_session(client):
                        response = posted(client, form, data)
                    if response.status_code in {200, 422} and not REFUSED.search(response.content.decode()):
                        yield f"{form.username} {form.view_name} {name} ← {what}: {response.status_code} without a word"

    agree(wrong())


# Forms that write, where pressing twice is the same as pressing once.
NEEDS_NO_KEY = {
    "people:demo_login": "a login, and in the demo only",
    "people:switch_role": "the role is the same the second time",
    "people:notifications_read": "what is read stays read",
    "web:set-language": "the language is the same the second time",
}
ALLAUTHS_OWN = ("account_", "mfa_")


def key_of(form) -> str | None:
    """Its name, with a prefix where two forms of ours stand on one page."""
    return next((name for name in form.fields if name.split("-")[-1] == "idempotency_key"), None)


def without_key(forms) -> list[str]:
    """What is posted without a key against double submits, and not on the list above."""
    return sorted(
        f"{form.view_name} on {form.page}: no idempotency key"
        for form in forms
        if form.method != "get"
        and key_of(form) is None
        and form.view_name not in NEEDS_NO_KEY
        and not form.view_name.startswith(ALLAUTHS_OWN)
    )


def test_a_form_without_a_key_is_found():
    planted = """<form method="post" action="/aktiviteter/ny/"><input name="title"></form>
    <form method="post" action="/sprak/"><input name="language"></form><form action="/sok/"><input name="q"></form>"""
    (fault,) = without_key(pages.forms_in(planted, "/", ANONYMOUS))
    assert fault.startswith("training:log_activity on /")


def test_no_form_without_a_key_is_excused_for_nothing(house_forms):
    bare = {form.view_name for form in house_forms if key_of(form) is None}
    assert NEEDS_NO_KEY.keys() - bare == set()


@pytest.mark.same_on_both
def test_every_key_of_a_form_is_judged(house_forms, visitors):
    """The hidden key against double submits is a field as well."""

    def wrong():
        yield from without_key(house_forms)
        for form, key in ((form, key_of(form)) for form in house_forms):
            if key is None:
                continue
            client = visitors.client_of(form.username)
            for what in some_of(NO_KEYS, form.view_name, 3):
                before = visits.newest_event()
                with visits.nothing_stays(), visits.unchanged_session(client):
                    response = posted(client, form, form.filled() | {key: nasty.STRINGS[what]})
                    faults = faults_of(response)
                    if response.status_code < 500 and visits.newest_event() > before:
                        faults.append("something was done")
                yield from told(form, key, what, faults)

    agree(wrong())


def test_names_of_files_take_every_text(house_forms, visitors):
    def wrong():
        for form in house_forms:
            for name in (each.name for each in form.fields.values() if each.kind == "file"):
                client = visitors.client_of(form.username)
                for what, text in sample(ALL, f"{form.view_name} {name}"):
                    upload = SimpleUploadedFile("x.pdf", pdf(), content_type="application/pdf")
                    upload._name = text.encode("utf-8", "replace").decode()[:300] or "x"
                    with visits.nothing_stays(), visits.unchanged_session(client):
                        response = client.post(form.action, visits.with_key(form.filled()) | {name: upload})
                        yield from told(form, name, what, faults_of(response))

    agree(wrong())


# --- Query parameters and addresses ----------------------------------------------------------------------------------


def parameters() -> set[str]:
    """Every name that any view asks `request.GET` for."""
    found = set()
    for path in [*python_files("views", "signing"), *PACKAGE.glob("web/*.py")]:
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r'(?:GET|values|query)\.get(?:list)?\(\s*"(\w+)"', text))
    return found


def test_every_page_takes_every_text_in_its_query(world, table, visitors):
    names = sorted(parameters() | {"next", "page", "q"})
    seen = set()

    def wrong():
        for username, path, at in pages.openings(world, table):
            if at.pattern in seen:
                continue
            client = visitors.client_of(username)
            with visits.nothing_stays(), visits.unchanged_session(client):
                if client.get(path).status_code != 200:
                    continue
            seen.add(at.pattern)
            for what, text in sample(ALL, at.pattern):
                if len(text) > 100_000:
                    text = text[:3_000]  # a web server refuses longer addresses before we see them
                query = urlencode(pages.with_query(path, names, nasty.encoded(text)))
                with visits.nothing_stays(), visits.unchanged_session(client):
                    response = client.get(f"{path}?{query}")
                    for fault in faults_of(response):
                        yield f"{username} GET {at.name} ? ← {what}: {fault}"

    agree(wrong())
    assert len(seen) > 30


def test_every_address_takes_every_text_in_its_place(visitors):
    def wrong():
        for at in addresses():
            kinds = {type(converter).__name__ for converter in at.converters.values()}
            if not kinds:
                continue
            for number, (what, text) in enumerate(sample(ALL, at.pattern)):
                if kinds <= {"UUIDConverter", "IntConverter"} and number % 6:
                    continue  # the resolver lets none of them through to the view
                word = quote_from_bytes(nasty.encoded(text[:2_000]), safe="")
                path = "/" + re.sub(r"<[^>]+>", lambda _match, word=word: word, at.pattern)
                for username in (ANONYMOUS, "anna"):
                    client = visitors.client_of(username)
                    with visits.nothing_stays(), visits.unchanged_session(client):
                        for fault in faults_of(client.get(path)):
                            yield f"{username} GET {at.name} / ← {what}: {fault}"

    agree(wrong())


# --- The programming interface ---------------------------------------------------------------------------------------

API = "/api/v1/"
REPORT = {"type": "maal", "id": "RUS-001", "text": "Datoen er feil."}


senders = count(1)


def sent_to_api(client, body: bytes | str):
    """From an address of its own each time: one address may only send a few a day."""
    number = next(senders)
    return client.post(
        f"{API}feedback",
        body,
        content_type="application/json",
        REMOTE_ADDR=f"10.0.{number // 250}.{number % 250}",
        HTTP_IDEMPOTENCY_KEY=str(uuid.uuid4()),
    )


def test_every_field_of_the_api_takes_every_text_and_every_kind_of_value(world, visitors):
    client = visitors.client_of(ANONYMOUS)
    schema = client.get(f"{API}openapi.json").json()
    writes = {path for path, methods in schema["paths"].items() if set(methods) - {"get", "head"}}
    assert writes == {f"{API}feedback"}, "A new write: send it nasty texts too."
    answers = set()
    kinds = [None, True, -1, 10**400, 1.5, [], ["x"], {}, {"text": {"text": "x"}}, [[[[]]]]]

    def wrong():
        for name in [*REPORT, "contact", "unknown"]:
            for what, value in [*sample(ALL, name), *((repr(kind)[:20], kind) for kind in kinds)]:
                with visits.nothing_stays():
                    # Escaped, so that a lone surrogate can travel, as programs do send it.
                    response = sent_to_api(client, json.dumps(REPORT | {name: value}))
                answers.add(response.status_code)
                if response.status_code >= 500:
                    yield f"{name} ← {what}: {response.status_code}"
                elif response["Content-Type"].split(";")[0] != "application/json":
                    yield f"{name} ← {what}: answers {response['Content-Type']}"

    agree(wrong())
    assert 201 in answers
    assert 429 not in answers


def test_bodies_that_are_no_json_are_refused(world, visitors):
    client = visitors.client_of(ANONYMOUS)
    for body in (b"", b"{", b"\xff\xfe", b"null", b"[" * 100_000, nasty.encoded(nasty.STRINGS["lone surrogate"])):
        response = sent_to_api(client, body)
        assert 400 <= response.status_code < 500, body[:20]


# --- Nothing is left out, and the test can fail ----------------------------------------------------------------------

# Forms nobody in the world sees, with the reason. They are allauth's own.
NOT_ON_A_PAGE = {
    "account_reset_password_from_key": "needs a letter",
    "account_set_password": "only for who has no password",
    "mfa_authenticate": "in the middle of a login",
    "mfa_login_webauthn": "needs a passkey",
    "mfa_reauthenticate": "needs a second factor",
    "mfa_reauthenticate_webauthn": "needs a second factor",
    "mfa_deactivate_totp": "needs a second factor",
    "mfa_generate_recovery_codes": "needs a second factor",
    "mfa_edit_webauthn": "needs a passkey",
    "mfa_remove_webauthn": "needs a passkey",
    "mfa_add_webauthn": "needs a browser with a key",
    "mfa_activate_totp": "needs the code of an app",
    "interop:api:feedback": "is no form; tested above",
}


def test_every_address_that_takes_a_form_was_reached(world, table, house_forms, visitors):
    takes_post = set()
    for _username, path, at in pages.openings(world, table):
        if at.name not in takes_post and "POST" in forms_of_addresses.methods_of(at, path, visitors):
            takes_post.add(at.name)
    reached = {form.view_name for form in house_forms}
    class_based = {"account_inactive", "account_reset_password_done", "account_reset_password_from_key_done"}
    class_based |= {"interop:api:api-root", "interop:api:openapi-json"}
    class_based |= {"mfa_index", "mfa_list_webauthn", "mfa_view_recovery_codes", "mfa_download_recovery_codes"}
    left_out = sorted(takes_post - reached - set(NOT_ON_A_PAGE) - class_based)
    assert not left_out, "\n".join(left_out)


def test_raw_reflection_is_found():
    assert nasty.traces(f"<p>{nasty.SCRIPT}</p>", {}) != []
    assert nasty.traces("<p>&lt;script&gt;alert(&quot;fagvei-x&quot;)&lt;/script&gt;</p>", {}) == []
    assert nasty.traces("", {"X-Injected": "1"}) != []


def test_an_exception_in_a_page_is_found(visitors, monkeypatch):
    from fagvei.web import search  # noqa: PLC0415 -- planted below

    monkeypatch.setattr(search, "find", lambda query: 1 / 0)
    client = visitors.client_of(ANONYMOUS)
    assert faults_of(client.get("/sok/?q=rus")) != []


def test_at_least_sixty_texts_are_tried_and_all_can_be_sent():
    assert len(nasty.STRINGS) >= 60
    for text in nasty.STRINGS.values():
        RequestFactory().post("/", urlencode({"x": nasty.encoded(text)}), content_type=FORM_TYPE)


def test_a_form_is_read_as_a_browser_reads_it():
    html = """<form method="post" action="/a/" id="f"><input name="x" value="1"><select name="s"><option value=""></option>
    <option value="b">B</option></select><textarea name="t">ord</textarea><input type="radio" name="r" value="q"></form>
    <button form="f" name="then" value="finish">OK</button>"""
    (form,) = pages.forms_in(html, "/", ANONYMOUS)
    assert form.filled() == {"x": "1", "s": "b", "t": "ord", "r": "q", "then": "finish"}
    assert FagveiForm().fields.keys() == {"idempotency_key"}
