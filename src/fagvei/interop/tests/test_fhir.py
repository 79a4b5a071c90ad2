"""FHIR R4, read only: what each resource says, and what it keeps silent about. Three judges of others look at it in tests/outside."""

import re

import pytest

from fagvei.guideline import actions
from fagvei.guideline.actions.standing import digest_of
from fagvei.guideline.models import GradingScheme
from fagvei.guideline.tests import factories as make
from fagvei.interop import fhir

QUALITY = "http://hl7.org/fhir/StructureDefinition/cqf-qualityOfEvidence"
STRENGTH = "http://hl7.org/fhir/StructureDefinition/cqf-strengthOfRecommendation"


@pytest.fixture
def small(db):
    return make.make_small_guideline()


def read(client, path):
    response = client.get(f"/fhir/r4/{path}")
    assert response["Content-Type"] == "application/fhir+json; charset=utf-8"
    return response.json()


def grades(plan):
    """{extension: (the end of its system, its code)} of the only action."""
    return {
        each["url"].rpartition("-")[2]: (coding["system"].rpartition("/")[2], coding["code"])
        for documentation in plan["action"][0]["documentation"]
        for each in documentation["document"].get("extension", [])
        for coding in each["valueCodeableConcept"]["coding"]
    }


def publish_locally(small, **words):
    kari, leif = make.make_pair()
    draft = make.amend(small.first, kari, **words)
    actions.approve_version(version=draft, shown=digest_of(draft), by=leif)
    return actions.publish_version(version=make.again(draft), by=kari)


def test_the_statement_promises_what_is_there_and_no_more(client, small):
    statement = read(client, "metadata")
    kinds = {each["type"]: [one["code"] for one in each["interaction"]] for each in statement["rest"][0]["resource"]}

    assert statement["fhirVersion"] == "4.0.1"
    assert kinds == dict.fromkeys(fhir.TYPES, ["read"])
    assert {each["resource"]["resourceType"] for each in read(client, "Bundle/avrusning")["entry"]} <= set(kinds)
    assert client.get("/fhir/r4/").url == "/fhir/r4/metadata"


def test_a_recommendation_names_its_source_and_keeps_quote_and_own_words_apart(client, small):
    make.make_unit(small.chapter, "PRO-3", quote="Ordrett & «sant» <b>.", short_text="Kort.", rationale="Fordi.")
    plan = read(client, "PlanDefinition/PRO-3")

    assert (plan["status"], plan["description"], plan["purpose"]) == ("active", "Kort.", "Fordi.")
    assert plan["action"][0]["textEquivalent"] == "Ordrett & «sant» <b>."
    assert "<blockquote><p>Ordrett &amp; «sant» &lt;b&gt;.</p></blockquote>" in plan["text"]["div"]
    assert plan["copyright"].startswith("Kilde: Utgiveren, Retningslinje for prøver (IS-0000)")
    assert plan["publisher"] == "Fagvei"
    assert plan["relatedArtifact"][0]["url"] == "https://example.no/"
    assert plan["effectivePeriod"] == {"end": "2021-05-13"}


def test_the_letter_of_sign_is_about_evidence_and_the_word_of_the_source_about_strength(client, small):
    assert grades(read(client, "PlanDefinition/PRO-1")) == {
        "qualityOfEvidence": ("gradering-sign", "B"),
        "strengthOfRecommendation": ("styrke", "must"),
    }


def test_a_grade_of_grade_is_a_strength_and_is_never_turned_into_a_letter(client, small):
    weak = GradingScheme.objects.get(code="GRADE").grades.get()
    make.make_unit(small.chapter, "PRO-3", grade=weak)

    assert grades(read(client, "PlanDefinition/PRO-3")) == {"strengthOfRecommendation": ("gradering-grade", "svak")}
    kept = [each["resource"] for each in read(client, "Bundle/avrusning")["entry"]]
    assert {each["id"] for each in kept if each["resourceType"] == "CodeSystem"} == {
        "gradering-sign",
        "gradering-grade",
        "styrke",
        "merke",
    }
    assert all(each["resourceType"] != "ConceptMap" for each in kept)


def test_what_is_not_graded_has_no_grade(client, small):
    assert grades(read(client, "PlanDefinition/PRO-2")) == {}
    assert "purpose" not in read(client, "PlanDefinition/PRO-2")


def test_text_that_is_no_recommendation_is_no_plan(client, small):
    make.make_unit(small.chapter, "PRO-3", kind="explanation")
    assert client.get("/fhir/r4/PlanDefinition/PRO-3").status_code == 404


def test_the_local_layer_is_a_plan_of_its_own_with_its_marks_and_without_the_grade_it_never_got(client, small):
    assert client.get("/fhir/r4/PlanDefinition/PRO-1.lokal").status_code == 404
    publish_locally(small, short_text="Lokal tekst.")
    local, national = read(client, "PlanDefinition/PRO-1.lokal"), read(client, "PlanDefinition/PRO-1")

    assert [each["code"] for each in local["meta"]["tag"]] == ["demo", "local"]
    assert (local["experimental"], national["experimental"]) == (True, False)
    assert local["relatedArtifact"][1] == {"type": "derived-from", "resource": national["url"]}
    assert grades(local) == {"strengthOfRecommendation": ("styrke", "must")}
    assert national["description"] == "Gi PRO-1 til den som trenger det."


def test_a_local_text_the_guideline_does_not_have_is_a_plan_derived_from_nothing_national(client, small):
    version = make.make_local_unit(small, quote="Ring alltid.", short_text="Ring når møtet flyttes.")
    local = read(client, "PlanDefinition/LOK-1.lokal")

    assert client.get("/fhir/r4/PlanDefinition/LOK-1").status_code == 404
    assert [each["code"] for each in local["meta"]["tag"]] == ["demo", "local"]
    assert (local["status"], local["experimental"], local["description"]) == ("active", True, version.short_text)
    assert local["action"][0]["textEquivalent"] == "Ring alltid."
    assert local["relatedArtifact"] == [{"type": "documentation", "display": f"Lest i: {version.source}"}]
    assert local["copyright"].startswith("Lokal tekst, ikke fra Utgiveren.")
    assert "Kilde: Utgiveren" not in str(local)
    bundled = read(client, "Bundle/avrusning")["entry"]
    assert [each["resource"]["id"] for each in bundled][1:4] == ["PRO-1", "PRO-2", "LOK-1.lokal"]
    assert bundled[3]["resource"] == local
    assert {"type": "composed-of", "display": local["title"], "resource": local["url"]} in bundled[0]["resource"][
        "relatedArtifact"
    ]


def test_a_local_text_that_was_taken_out_again_is_gone(client, small):
    make.make_local_unit(small, deleted=True)
    assert client.get("/fhir/r4/PlanDefinition/LOK-1.lokal").status_code == 404
    assert "LOK-1" not in client.get("/fhir/r4/Bundle/avrusning").content.decode()


def test_a_text_that_was_deleted_is_retired(client, small, settings):
    settings.FAGVEI_DEMO = False
    kari, leif = make.make_pair()
    draft = actions.start_version(unit=small.first, by=kari)
    draft = actions.edit_version(version=draft, label="deleted", reason="Utgått.", by=kari)
    draft = actions.send_version(version=draft, by=kari)
    actions.approve_version(version=draft, shown=digest_of(draft), by=leif)
    actions.publish_version(version=make.again(draft), by=kari)

    assert read(client, "PlanDefinition/PRO-1")["status"] == "retired"


def test_the_bundle_holds_what_is_read_one_by_one(client, small):
    publish_locally(small)
    entries = read(client, "Bundle/avrusning")["entry"]

    assert [each["resource"]["id"] for each in entries] == [
        "avrusning", "PRO-1", "PRO-1.lokal", "PRO-2", "gradering-sign", "styrke", "merke", "anbefaling",
    ]  # fmt: skip
    for entry in entries:
        path = entry["fullUrl"].partition("/fhir/r4/")[2]
        assert read(client, path) == entry["resource"]


def test_no_element_is_empty_and_every_id_is_one(client, small):
    def empty(value, path):
        rows = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for name, each in rows:
            yield from empty(each, f"{path}.{name}")
        if value in (None, "", [], {}):
            yield path

    for entry in read(client, "Bundle/avrusning")["entry"]:
        assert re.fullmatch(r"[A-Za-z0-9.-]{1,64}", entry["resource"]["id"])
        assert list(empty(entry["resource"], entry["resource"]["id"])) == []


@pytest.mark.parametrize(
    "path",
    [
        "PlanDefinition/X",
        "Patient/1",
        "Bundle/x",
        "CodeSystem/x",
        "StructureDefinition/x",
        "Library/%00",
        "PlanDefinition/a%20b",
    ],
)
def test_what_is_not_there_is_told_as_fhir_tells_it(client, small, path):
    response = client.get(f"/fhir/r4/{path}")

    assert response.status_code == 404
    assert response.json()["resourceType"] == "OperationOutcome"
    assert response.json()["issue"][0]["code"] == "not-found"


def test_a_resource_is_the_same_whatever_language_the_reader_has(client, small):
    norwegian = read(client, "Bundle/avrusning")
    assert client.get("/fhir/r4/Bundle/avrusning", headers={"accept-language": "en"}).json() == norwegian
    client.cookies["django_language"] = "en"
    assert read(client, "Bundle/avrusning") == norwegian


@pytest.mark.parametrize("rows", [1, 3])
def test_the_bundle_asks_a_fixed_number_of_questions(client, small, django_assert_num_queries, rows):
    for number in range(rows):
        chapter = make.make_chapter(small.guideline, f"k-{number}", position=3 + number)
        make.make_unit(chapter, f"MER-{number}", grade=small.grades["C"])
    with django_assert_num_queries(7):
        client.get("/fhir/r4/Bundle/avrusning")
