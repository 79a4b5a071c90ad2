"""The programming interface: described truly, deaf to nasty strings, and safe to call twice."""

import json
import uuid
from urllib.parse import quote

import nasty
import pytest
from django.core.cache import cache
from django.db import transaction

from fagvei.audit.models import AuditEvent
from fagvei.curriculum.tests.factories import cover, make_course, make_goal, make_set
from fagvei.handbook.models import Feedback
from fagvei.interop.api import api

ROOT = "/api/v1"
LONGEST = 100_000  # what a header or an address is tried with; the server before us cuts far earlier
NASTY = [text[:LONGEST] for text in nasty.STRINGS.values()]


@pytest.fixture(autouse=True)
def nobody_has_called():
    cache.clear()


@pytest.fixture
def content(specialty):
    goal = make_goal(make_set(specialty=specialty), 1)
    cover(goal, make_course())
    return goal


@pytest.fixture
def described(client, db):
    return client.get(f"{ROOT}/openapi.json").json()


def report(client, key=None, **body):
    key = {"Idempotency-Key": str(key)} if key else {}
    return client.post(f"{ROOT}/feedback", json.dumps(body), content_type="application/json", headers=key)


# --- As described ---


def test_the_description_is_open_and_there_is_no_page_with_foreign_scripts(client, described):
    assert described["info"]["title"] == "Fagvei"
    assert set(described["paths"]) == {
        f"{ROOT}/{path}"
        for path in ("goals", "goals/{code}", "goal-sets", "courses", "courses/{code}", "specialties", "feedback")
    }
    assert client.get(f"{ROOT}/docs").status_code == 404


def test_every_reference_in_the_description_leads_somewhere(described):
    def references(part):
        if isinstance(part, dict):
            yield from [part["$ref"]] if "$ref" in part else []
            part = list(part.values())
        for each in part if isinstance(part, list) else ():
            yield from references(each)

    names = {f"#/components/schemas/{name}" for name in described["components"]["schemas"]}
    found = set(references(described))
    assert "#/components/schemas/Problem" in found
    assert found <= names


def operations(described):
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def answer_fits(response, operation) -> str:
    """ "" when the status is described and an error has the shape of all errors."""
    if str(response.status_code) not in operation["responses"]:
        return f"{response.status_code} is not described"
    body = response.json()
    if response.status_code >= 400 and set(body) != {"code", "message", "fields"}:
        return f"{response.status_code} has {sorted(body)}"
    return ""


def test_every_parameter_takes_every_nasty_string(client, content, described):
    """No 500, no status that is not described, nothing sent back as markup."""
    wrong, asked = [], 0
    for path, method, operation in operations(described):
        for parameter in operation.get("parameters", ()):
            for text in NASTY:
                response = call(client, path, method, parameter, text)
                asked += 1
                fault = (
                    answer_fits(response, operation) if response["Content-Type"].startswith("application/json") else ""
                )
                if response.status_code >= 500 or fault:
                    wrong.append((path, parameter["name"], text[:20], response.status_code, fault))
    assert asked > 9 * len(NASTY)
    assert wrong == []


def call(client, path, method, parameter, value):
    address = path.replace("{code}", "RUS-001")
    if parameter["in"] == "path":
        address = path.replace("{code}", quote(value.encode("utf-8", "surrogatepass"), safe=""))
    elif parameter["in"] == "query":
        address += f"?{parameter['name']}={quote(value.encode('utf-8', 'surrogatepass'), safe='')}"
    headers = {parameter["name"]: header_of(value)} if parameter["in"] == "header" else {}
    body = json.dumps({"text": "Feil."}) if method == "post" else ""
    with transaction.atomic():
        response = client.generic(method.upper(), address, body, content_type="application/json", headers=headers)
        transaction.set_rollback(True)
    return response


def header_of(value: str) -> str:
    """What a web server lets through: no line breaks, one byte a sign."""
    return value.replace("\r", "").replace("\n", "").encode("latin-1", "replace").decode("latin-1")


@pytest.mark.parametrize("name", ["text", "type", "id", "path"])
def test_every_field_of_a_report_takes_every_nasty_value(client, content, described, name):
    operation = described["paths"][f"{ROOT}/feedback"]["post"]
    values = [*NASTY, None, 0, -1, 1.5, True, [], {}, ["x"], {"x": "y"}, 10**40]
    for value in values:
        cache.clear()
        response = report(client, uuid.uuid4(), **{"text": "Feil.", name: value})
        assert answer_fits(response, operation) == "", value
        assert response.status_code in {201, 404, 422}, value


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "null", '"x"', '{"text": "\ud800"}', '{"text": 1e999}', "\x00", "[" * 5000]
)
def test_a_body_that_is_no_report_is_refused_in_the_same_shape(client, db, described, body):
    response = client.post(
        f"{ROOT}/feedback",
        body.encode("utf-8", "surrogatepass"),
        content_type="application/json",
        headers={"Idempotency-Key": str(uuid.uuid4())},
    )
    assert response.status_code in {400, 422}
    assert answer_fits(response, described["paths"][f"{ROOT}/feedback"]["post"]) == ""


def test_what_was_sent_is_not_sent_back(client, db):
    response = report(client, uuid.uuid4(), text="Feil.", **{"<script>": "hemmelig"}, type="hemmelig" * 20)
    assert response.status_code == 422
    assert "hemmelig" not in response.content.decode()
    assert "<script>" not in response.content.decode()


# --- Reading ---


def test_reading_needs_no_login_and_gives_public_content_only(client, content):
    body = client.get(f"{ROOT}/goals/{content.code}").json()
    assert body["code"] == content.code
    assert client.get(f"{ROOT}/goals").json()["total"] == 1


def test_an_unknown_goal_answers_with_a_code_and_a_sentence(client, db):
    response = client.get(f"{ROOT}/goals/NIX-001")
    assert (response.status_code, response.json()) == (
        404,
        {"code": "unknown_goal", "message": "Det finnes ikke.", "fields": []},
    )


# --- Writing ---


def test_a_report_reaches_the_one_who_can_mend_it(client, content):
    response = report(client, uuid.uuid4(), text="Navnet er feil.", path=content.get_absolute_url())
    assert response.status_code == 201
    feedback = Feedback.objects.get(public_id=response.json()["id"])
    assert (feedback.text, feedback.state, feedback.sent_by) == ("Navnet er feil.", "new", None)
    assert feedback.target_path == content.get_absolute_url()
    assert (
        AuditEvent.objects.filter(name="feedback_sent", target=f"handbook.Feedback:{feedback.public_id}").count() == 1
    )


def test_the_same_key_gives_the_same_answer_and_one_report(client, content):
    key = uuid.uuid4()
    answers = [report(client, key, text="Feil.", path="/kilder/").json() for _time in range(3)]
    assert answers[0] == answers[1] == answers[2]
    assert Feedback.objects.count() == 1
    report(client, uuid.uuid4(), text="Feil.", path="/kilder/")
    assert Feedback.objects.count() == 2


def test_a_write_without_a_key_is_refused(client, db):
    response = report(client, text="Feil.")
    assert response.status_code == 422
    assert response.json()["fields"][0]["where"] == ["header"]
    assert Feedback.objects.count() == 0


def test_a_session_gives_no_name_to_a_report(client, content, anna):
    """The address takes posts from anywhere, so it must not act as whoever is logged in."""
    client.force_login(anna)
    report(client, uuid.uuid4(), text="Feil.", path="/kilder/")
    assert Feedback.objects.get().sent_by is None


def test_a_thing_that_does_not_exist_cannot_be_reported(client, db):
    response = report(client, uuid.uuid4(), text="Feil.", type="mal", id="NIX-001")
    assert (response.status_code, response.json()["code"]) == (404, "unknown_target")
    assert Feedback.objects.count() == 0


def test_national_identity_numbers_are_refused(client, db):
    response = report(client, uuid.uuid4(), text="Gjelder 01017000027 på post 3.")
    assert response.status_code == 422
    assert Feedback.objects.count() == 0


def test_one_address_cannot_use_up_what_all_share(client, content):
    codes = [report(client, uuid.uuid4(), text="Feil.", path="/kilder/").status_code for _number in range(21)]
    assert codes == [201] * 20 + [429]
    spoofed = client.post(
        f"{ROOT}/feedback",
        json.dumps({"text": "Feil."}),
        content_type="application/json",
        headers={"Idempotency-Key": str(uuid.uuid4()), "X-Forwarded-For": "192.0.2.1"},
    )
    assert (spoofed.status_code, spoofed.json()["code"]) == (429, "too_many_requests")


def test_when_the_rules_say_no_the_answer_has_their_code(client, content, monkeypatch):
    monkeypatch.setattr("fagvei.handbook.actions.MOST_ANONYMOUS_PER_DAY", 0)
    response = report(client, uuid.uuid4(), text="Feil.", path="/kilder/")
    assert (response.status_code, response.json()["code"]) == (409, "too_much_feedback")


def test_every_router_is_mounted_once():
    assert len({operation for operation in api.get_openapi_schema()["paths"]}) == 7
