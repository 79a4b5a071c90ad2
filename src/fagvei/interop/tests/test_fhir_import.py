"""A saved FHIR R4 file taken in as drafts: ours comes back unchanged, another's is read for what it says, and no grade is taken in."""

import contextlib
import copy

import pytest

from fagvei.guideline import actions
from fagvei.guideline.actions.standing import digest_of
from fagvei.guideline.models import UnitVersion
from fagvei.guideline.tests import factories as make
from fagvei.interop.fhir.taking_in import read_either, tree_of
from fagvei.interop.hapi.reading import FileRefused
from fagvei.interop.tests.test_hapi_import import confirm, drafts, owner, small, states, text, upload

__all__ = ["owner", "small"]
BUNDLE = "/fhir/r4/Bundle/avrusning"
STRENGTH = "http://hl7.org/fhir/StructureDefinition/cqf-strengthOfRecommendation"


def bundle(client):
    return client.get(BUNDLE).json()


def plans(tree):
    return [each["resource"] for each in tree["entry"] if each["resource"]["resourceType"] == "PlanDefinition"]


def strength(system, code, words):
    concept = {"coding": [{"system": system, "code": code}], "text": words}
    document = {"url": "https://example.org/tekst", "extension": [{"url": STRENGTH, "valueCodeableConcept": concept}]}
    return [{"type": "documentation", "document": document}]


def theirs(**fields):
    """A plan of somebody else: no profile of ours, and words that are all the publisher's."""
    return {
        "resourceType": "PlanDefinition",
        "id": "r1",
        "url": "https://example.org/PlanDefinition/r1",
        "title": "Gi mat og drikke",
        "status": "active",
        "action": [{"textEquivalent": "Alle får mat.\n\nOg drikke."}],
    } | fields


@pytest.fixture
def rich(small):
    """A recommendation with everything that FHIR carries."""
    return make.make_unit(
        small.chapter,
        "PRO-3",
        quote="Ordrett & «sant».\n\nTo <avsnitt>.",
        short_text="Kort.",
        rationale="Fordi.",
        practical_advice="Slik.\nOg slik.",
        references=[{"citation": "A 2010", "note": "side 1", "url": "https://example.org/a"}],
        strength="must",
        strength_words="anbefales sterkt",
    )


def test_our_own_bundle_is_unchanged_when_it_comes_back(owner, small, rich):
    page = upload(owner, bundle(owner))

    assert states(page) == dict.fromkeys(["PRO-1", "PRO-2", "PRO-3"], "unchanged")
    assert page.context["plan"].not_understood == []


def test_a_local_layer_is_not_taken_for_the_publishers(owner, small):
    draft = make.amend(small.first, small.kari, short_text="Lokal tekst.")
    actions.approve_version(version=draft, shown=digest_of(draft), by=small.leif)
    actions.publish_version(version=make.again(draft), by=small.kari)
    tree = bundle(owner)
    assert [each["id"] for each in plans(tree)][:2] == ["PRO-1", "PRO-1.lokal"]

    assert states(upload(owner, tree)) == dict.fromkeys(["PRO-1", "PRO-2"], "unchanged")


def test_a_local_text_the_guideline_does_not_have_is_passed_over(owner, small):
    make.make_local_unit(small, quote="Ring alltid.")
    tree = bundle(owner)
    assert [each["id"] for each in plans(tree)] == ["PRO-1", "PRO-2", "LOK-1.lokal"]

    page = upload(owner, tree)
    assert states(page) == dict.fromkeys(["PRO-1", "PRO-2"], "unchanged")
    assert page.context["plan"].not_understood == []


def test_what_another_installation_changed_becomes_drafts(owner, small, rich):
    tree = bundle(owner)
    plan = next(each for each in plans(tree) if each["id"] == "PRO-3")
    plan["action"][0]["textEquivalent"] = "Ny ordlyd."
    plan["purpose"] = "Av en annen grunn."
    plan["relatedArtifact"][-1]["display"] = "side 2"
    plan["action"][0]["documentation"] = strength("https://annen.example/fhir/r4/CodeSystem/styrke", "may", "kan")

    page = upload(owner, tree)
    assert states(page) == {"PRO-1": "unchanged", "PRO-2": "unchanged", "PRO-3": "changed"}
    confirm(owner, page)

    (draft,) = drafts()
    assert (draft.quote, draft.rationale, draft.practical_advice) == (
        "Ny ordlyd.",
        "Av en annen grunn.",
        "Slik.\nOg slik.",
    )
    assert (draft.strength, draft.strength_words, draft.source) == ("may", "kan", "https://example.org/tekst")
    assert draft.references[0]["note"] == "side 2"


def test_our_own_page_is_no_source(owner, small, settings):
    settings.FAGVEI_BASE_URL = "https://fagvei.example"
    make.make_unit(small.chapter, "PRO-3", source="Trykt utgave, side 3")
    plan = owner.get("/fhir/r4/PlanDefinition/PRO-3").json()
    assert plan["action"][0]["documentation"][0]["document"]["url"].startswith("https://fagvei.example/")
    plan["description"] = "Kortere."

    assert upload(owner, plan).context["plan"].changed[0].content.keys() == {"short_text"}


def test_one_plan_alone_is_read(owner, small):
    plan = owner.get("/fhir/r4/PlanDefinition/PRO-1").json()
    assert states(upload(owner, plan)) == {"PRO-1": "unchanged"}
    plan["description"] = "Kortere."
    page = upload(owner, plan)
    assert [each.label for each in page.context["plan"].changed[0].differences] == ["Kort tekst"]


def test_words_of_another_publisher_are_quoted_and_never_called_ours(owner, small):
    make.make_unit(small.chapter, "PRO-3", quote="Gi mat og drikke")
    page = upload(owner, theirs(description="Deres korte tekst."))

    assert states(page) == {"PRO-3": "changed"}
    content = page.context["plan"].changed[0].content
    assert content["quote"] == "Gi mat og drikke\n\nAlle får mat.\n\nOg drikke."
    assert "short_text" not in content
    assert "«kortIntro» er utgiverens" in "\n".join(page.context["plan"].not_understood)


def test_a_text_we_do_not_have_goes_to_the_chapter_it_comes_from(owner, small):
    small.chapter.official_url = "https://example.org/kapittel"
    small.chapter.save()
    origin = {"type": "derived-from", "display": "Et kapittel", "url": "https://example.org/kapittel"}
    assert states(upload(owner, theirs())) == {"https://example.org/PlanDefinition/r1": "stopped"}

    page = upload(owner, theirs(relatedArtifact=[origin]))
    assert states(page) == {"https://example.org/PlanDefinition/r1": "new"}
    confirm(owner, page)
    (draft,) = drafts()
    assert (draft.unit.chapter, draft.quote.split("\n")[0]) == (small.chapter, "Gi mat og drikke")


def test_a_grade_is_not_taken_in_and_what_is_not_read_is_named(owner, small):
    make.make_unit(small.chapter, "PRO-3", quote="Gi mat og drikke")
    graded = [{"textEquivalent": "Ny.", "documentation": strength("https://gradeworkinggroup.org", "strong", "Strong")}]
    tree = {
        "resourceType": "Bundle",
        "entry": [
            {"resource": theirs(action=[*graded, {"title": "Så"}], goal=[{"description": {"text": "Trygg"}}])},
            {"resource": {"resourceType": "Questionnaire", "id": "q"}},
        ],
    }
    page = upload(owner, tree)

    assert page.context["plan"].changed[0].content.keys() == {"quote", "source"}
    told = "\n".join(page.context["plan"].not_understood)
    for name in ("FHIR goal", "FHIR action.action", "FHIR Questionnaire".lower()):
        assert name in told, name


def test_a_bundle_of_another_guideline_is_refused(owner, small):
    tree = bundle(owner)
    library = next(each["resource"] for each in tree["entry"] if each["resource"]["resourceType"] == "Library")
    library |= {"id": "annen", "title": "En annen", "relatedArtifact": []}

    assert "Filen er om en annen retningslinje" in text(upload(owner, tree))
    assert UnitVersion.objects.filter(state="draft").count() == 0


@pytest.mark.parametrize(
    "tree",
    [
        {"resourceType": "Bundle"},
        {"resourceType": "Bundle", "entry": [None, 1, {"resource": []}, {"resource": {"resourceType": []}}]},
        {"resourceType": "Patient", "name": [{"family": "Hansen"}]},
    ],
)
def test_a_file_without_plans_is_refused_with_a_sentence(tree):
    with pytest.raises(FileRefused):
        read_either(tree)


def test_any_part_of_a_plan_may_be_of_a_wrong_kind():
    """Every field, and every field of the first action, replaced by things it never is: read, or refused with a sentence."""
    wrong = [None, 1, True, "x", [], [[]], [None], {}, {"coding": 1}, [{"coding": [1], "document": [], "url": {}}]]
    names = [*theirs(), "description", "purpose", "relatedArtifact", "meta", "identifier", "type", "goal"]
    for name in names:
        for value in wrong:
            for plan in (theirs() | {name: value}, theirs(action=[{name: value, "documentation": value}])):
                tree_of({"resourceType": "Bundle", "entry": [{"resource": copy.deepcopy(plan)}]})
                with contextlib.suppress(FileRefused):
                    read_either({"resourceType": "Bundle", "entry": [{"resource": plan}]})
