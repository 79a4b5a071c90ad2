"""A recommendation the guideline does not have: written, judged by another, published, and taken out again."""

import uuid

import pytest

from fagvei.audit.models import AuditEvent
from fagvei.common import clock
from fagvei.common.refusal import Refusal
from fagvei.guideline import actions
from fagvei.guideline.actions.standing import digest_of
from fagvei.guideline.models import NormativeUnit
from fagvei.guideline.queries.guideline_page import guideline_page
from fagvei.guideline.queries.search import find_units
from fagvei.guideline.rules.new_units import next_code
from fagvei.guideline.rules.review import REVIEW_AFTER, years_after
from fagvei.guideline.tests import factories as make
from fagvei.people import actions as people

FRONT = "/retningslinjer/avrusning/"
TEXT = "Gi beskjed til den som tar imot pasienten."


@pytest.fixture
def small(db, settings):
    settings.FAGVEI_DEMO = True
    found = make.make_small_guideline()
    found.kari, found.leif = make.make_pair()
    found.anna = people.add_user(
        username="anna", full_name="Anna Berg", password="demo", email="anna@example.org", by=None
    )
    return found


def refused(act) -> str:
    try:
        act()
    except Refusal as refusal:
        return refusal.code
    return ""


def text(response) -> str:
    return " ".join(response.content.decode().split())


def post(client, path, **data):
    return client.post(path, {"idempotency_key": str(uuid.uuid4()), **data})


def started(small, code="LOK-1", **more):
    values = {
        "kind": "recommendation",
        "strength": "should",
        "grade": small.grades["C"],
        "short_text": TEXT,
        "source": "Rutine ved avdelingen",
        "reason": "Retningslinjen sier ikke noe om dette.",
    }
    return actions.start_unit(
        chapter=small.chapter, code=code, target_groups=[small.group], by=small.kari, **{**values, **more}
    )


def published(small, version):
    version = actions.send_version(version=version, by=small.kari)
    version = actions.approve_version(version=version, shown=digest_of(version), by=small.leif)
    return actions.publish_version(version=version, by=small.kari)


def deleted(small, unit):
    version = actions.start_version(unit=unit, by=small.kari)
    version = actions.edit_version(version=version, label="deleted", reason="Rutinen er lagt ned.", by=small.kari)
    return published(small, version)


def test_a_new_text_is_a_draft_in_the_local_layer_with_its_own_mark(small):
    version = started(small)

    assert (version.layer, version.label, version.state, version.is_demo, version.verification) == (
        "local",
        "new",
        "draft",
        True,
        "demo",
    )
    assert (str(version.grade), version.author, version.based_on) == ("SIGN C", small.kari, None)
    assert list(version.unit.target_groups.all()) == [small.group]
    assert version.review_due_on == years_after(clock.today(), REVIEW_AFTER.years)
    event = AuditEvent.objects.order_by("-pk").first()
    assert (event.name, event.details) == ("unit_started", {"code": "LOK-1", "number": 1, "label": "new"})


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"code": "PRO-9"}, "code_not_local"),
        ({"code": "lok 1"}, "code_unclear"),
        ({"source": ""}, "sources_missing"),
        ({"reason": ""}, "reason_missing"),
    ],
)
def test_what_is_refused_begins_nothing(small, fields, code):
    assert refused(lambda: started(small, **fields)) == code
    assert NormativeUnit.objects.count() == 2


def test_a_code_is_used_once_and_only_an_owner_begins(small):
    started(small)
    assert refused(lambda: started(small)) == "code_taken"
    small.kari = small.leif
    assert refused(lambda: started(small, code="LOK-2")) == "owners_only"


def test_outside_the_demo_a_new_text_is_national(small, settings):
    settings.FAGVEI_DEMO = False
    version = started(small, code="PRO-9")
    assert (version.layer, version.is_demo, version.verification) == ("national", False, "imported")


def test_a_text_that_builds_on_none_stays_new_and_others_never_are(small):
    version = started(small)
    words = {"reason": "Mer.", "by": small.kari}
    assert refused(lambda: actions.edit_version(version=version, label="amended", **words)) == "only_new"
    edited = actions.edit_version(version=version, label="new", grade=None, kind="explanation", **words)
    assert (edited.grade, edited.kind, edited.reason) == (None, "explanation", "Mer.")
    draft = actions.start_version(unit=small.first, by=small.kari)
    assert refused(lambda: actions.edit_version(version=draft, label="new", **words)) == "only_new"


def test_the_author_does_not_approve_it(small):
    version = actions.send_version(version=started(small), by=small.kari)
    people.assign_role(user=small.kari, role="clinical_reviewer", by=None)
    assert refused(lambda: actions.approve_version(version=version, shown=digest_of(version), by=small.kari)) == (
        "author_cannot_approve"
    )


def test_readers_see_it_first_when_it_is_published_and_then_with_its_mark(small, client):
    version = started(small)
    address = version.unit.get_absolute_url()
    assert client.get(address).status_code == 404
    assert client.get(f"{address}innspill/").status_code == 404
    assert "LOK-1" not in text(client.get(FRONT))
    assert "LOK-1" not in text(client.get(small.second.get_absolute_url()))
    client.force_login(small.leif)
    assert version.get_absolute_url() in text(client.get(address))
    client.logout()

    published(small, version)
    front = text(client.get(FRONT))
    assert "LOK-1 · anbefaling · bør · SIGN C" in front
    assert "lokalt lag, ny (demodata)" in front
    # The figure of coverage is about the publisher's own texts.
    assert "1 av 4 graderte anbefalinger" in front
    page = text(client.get(address))
    assert "Retningslinjen selv har ikke denne teksten." in page
    assert TEXT in page
    assert "Forfalt" not in page
    assert [each.unit.code for each, _layers in find_units("beskjed")] == ["LOK-1"]
    as_json = client.get(FRONT, headers={"accept": "application/json"}).json()
    assert [unit["code"] for unit in as_json["chapters"][0]["units"]] == ["PRO-1", "PRO-2"]
    # What others read of the guideline holds its own texts alone.
    lines = [line.unit.code for each in guideline_page(small.guideline).chapters for line in each.lines]
    assert lines == ["PRO-1", "PRO-2"]
    one = client.get(address, headers={"accept": "application/json"}).json()
    assert (one["national"], one["local"]["label"]) == (None, "new")


def test_a_deleted_text_is_out_of_the_lists_and_stays_at_its_address(small, client):
    unit = published(small, started(small)).unit
    deleted(small, unit)

    assert "LOK-1" not in text(client.get(FRONT))
    assert find_units("beskjed") == []
    page = text(client.get(unit.get_absolute_url()))
    assert "Slettet" in page
    assert "Rutinen er lagt ned." in page


def test_a_national_text_deleted_in_the_local_layer_is_shown_with_the_mark(small, client):
    deleted(small, small.first)
    front = text(client.get(FRONT))
    assert "PRO-1" in front
    assert "slettet i lokalt lag (demodata)" in front


def test_kari_writes_it_on_screen_and_changes_the_draft(small, client):
    client.force_login(small.kari)
    assert f"{FRONT}ny-anbefaling/" in text(client.get(FRONT))
    form = client.get(f"{FRONT}ny-anbefaling/").context["form"]
    assert form["code"].value() == "LOK-1"
    data = {
        "chapter": "kapittel",
        "code": "LOK-1",
        "kind": "recommendation",
        "reason": "Den mangler.",
        "short_text": TEXT,
        "strength": "may",
        "grade": "SIGN B",
        "source": "Rutine",
        "target_groups": ["G-1"],
    }
    faulty = post(client, f"{FRONT}ny-anbefaling/", **{**data, "code": "PRO-7"})
    assert (faulty.status_code, "Koden må begynne med LOK-" in text(faulty)) == (422, True)
    made = post(client, f"{FRONT}ny-anbefaling/", **data)
    version = NormativeUnit.objects.get(code="LOK-1").versions.get()
    assert (made.url, str(version.grade), version.strength) == (version.get_absolute_url(), "SIGN B", "may")

    page = client.get(f"{made.url}skriv/")
    assert page.context["form"]["grade"].value() == "SIGN B"
    post(client, f"{made.url}skriv/", **{**data, "short_text": "Gi beskjed.", "grade": ""})
    version.refresh_from_db()
    assert (version.short_text, version.grade, version.label) == ("Gi beskjed.", None, "new")


@pytest.mark.parametrize(("who", "status"), [("kari", 200), ("leif", 403), ("anna", 403)])
def test_only_an_owner_writes_a_new_one(small, client, who, status):
    client.force_login(getattr(small, who))
    assert client.get(f"{FRONT}ny-anbefaling/").status_code == status
    assert ("Skriv en ny anbefaling" in text(client.get(FRONT))) is (status == 200)


def test_the_next_code_follows_the_highest():
    assert next_code([]) == "LOK-1"
    assert next_code(["LOK-2", "LOK-10", "PRO-99", "LOK-X"]) == "LOK-11"
