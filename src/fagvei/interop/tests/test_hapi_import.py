"""A saved file of the content tree taken in: shown first, then drafts for a second pair of eyes. Nothing is removed."""

import contextlib
import copy
import json
import uuid
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st

from fagvei.audit.models import AuditEvent
from fagvei.common.refusal import Refusal
from fagvei.guideline import actions
from fagvei.guideline.actions.standing import digest_of
from fagvei.guideline.models import UnitVersion
from fagvei.guideline.tests import factories as make
from fagvei.interop.hapi.plan import plan_import
from fagvei.interop.hapi.reading import FileRefused, parsed, read

TREE = "/retningslinjer/avrusning/data/retningslinje.json"
IMPORT = "/retningslinjer/avrusning/data/importer/"
CONFIRM = f"{IMPORT}bekreft/"
# Written by us in the shape of the API; no text of it is the Directorate's.
FIXTURE = Path(__file__).parent / "innholdstre.json"


@pytest.fixture
def small(db):
    found = make.make_small_guideline()
    found.kari, found.leif = make.make_pair()
    return found


@pytest.fixture
def owner(client, small):
    client.force_login(small.kari)
    return client


def upload(client, tree):
    content = tree if isinstance(tree, bytes) else json.dumps(tree).encode()
    file = SimpleUploadedFile("tre.json", content, content_type="application/json")
    return client.post(IMPORT, {"file": file, "idempotency_key": str(uuid.uuid4())})


def confirm(client, page, reason="Ny utgave av retningslinjen.", *, with_new=True, **more):
    form = page.context["form"]
    hidden = {name: form[name].value() for name in ("tree", "shown")}
    ticked = {"with_new": "on"} if with_new and "with_new" in form.fields else {}
    return client.post(CONFIRM, {**hidden, **ticked, "reason": reason, "idempotency_key": str(uuid.uuid4()), **more})


def states(page):
    return {(line.unit.code if line.unit else line.name): line.state for line in page.context["plan"].lines}


def text(response) -> str:
    return " ".join(response.content.decode().split())


def drafts() -> list[UnitVersion]:
    return list(UnitVersion.objects.filter(state="draft").order_by("unit__code"))


def tree_with(client, **words):
    tree = client.get(TREE).json()
    unit = tree["children"][0]["children"][0]
    for name, value in words.items():
        unit[name] = value
    return tree


def test_what_was_exported_is_unchanged_when_it_comes_back(owner, small):
    layers = {
        "rationale": "Fordi.",
        "practical_advice": "Slik < så.\n\nOg & så.",
        "benefits_and_harms": "Gagn.",
        "values_and_preferences": "Nei.",
    }
    make.make_unit(
        small.chapter,
        "PRO-3",
        quote="Ordrett\n\nog <sant>.",
        references=[{"citation": "A 2010", "note": "1", "url": ""}],
        pico={"P": "alle"},
        strength="may",
        **layers,
    )
    make.make_unit(small.chapter, "PRO-4", kind="legal_duty", strength="must", strength_words="plikter")

    page = upload(owner, owner.get(TREE).json())

    assert states(page) == dict.fromkeys(["PRO-1", "PRO-2", "PRO-3", "PRO-4"], "unchanged")
    assert page.context["plan"].not_understood == []
    assert "Filen endrer ingenting her." in text(page)


def test_it_is_unchanged_beside_a_local_layer_too(owner, small):
    draft = make.amend(small.first, small.kari, short_text="Lokal tekst.")
    actions.approve_version(version=draft, shown=digest_of(draft), by=small.leif)
    actions.publish_version(version=make.again(draft), by=small.kari)

    assert states(upload(owner, owner.get(TREE).json())) == dict.fromkeys(["PRO-1", "PRO-2"], "unchanged")


def test_a_local_text_in_our_own_export_is_passed_over(owner, small):
    make.make_local_unit(small, quote="Ring alltid.")
    tree = owner.get(TREE).json()
    assert "LOK-1" in json.dumps(tree)
    assert [each.code for each in read(tree).units] == ["PRO-1", "PRO-2"]

    page = upload(owner, tree)
    assert states(page) == dict.fromkeys(["PRO-1", "PRO-2"], "unchanged")
    assert page.context["plan"].not_understood == []


def test_a_file_in_the_shape_of_the_api_is_sorted_into_new_changed_unchanged_and_not_understood(owner, small):
    make.make_unit(small.chapter, "PRO-3", quote="Gi mat og drikke.")
    page = upload(owner, FIXTURE.read_bytes())

    assert states(page) == {"PRO-3": "changed", "0006-0008-aaa1": "new"}
    assert [each.label for each in page.context["plan"].changed[0].differences] == [
        "Styrke", "Kildens ord for styrken", "Sitat fra kilden", "Begrunnelse for anbefalingen", "Praktiske råd",
        "Referanser", "Kilde",
    ]  # fmt: skip
    told = "\n".join(page.context["plan"].not_understood)
    assert "feltet «nokkelInfo.ressurshensyn» er ukjent" in told
    assert "Typen «statistikk» er ukjent." in told
    assert "«kortIntro» er utgiverens" in told
    assert drafts() == []


def test_what_is_taken_in_is_a_local_draft_with_the_demo_mark_that_another_must_approve(owner, small):
    make.make_unit(small.chapter, "PRO-3", quote="Gi mat og drikke.", short_text="Kort.", rationale="Gammel.")
    answer = confirm(owner, upload(owner, FIXTURE.read_bytes()), with_new=False)

    draft = drafts()[0]
    assert answer.url == "/retningslinjer/avrusning/data/"
    assert (draft.unit.code, draft.layer, draft.is_demo, draft.state, draft.label) == (
        "PRO-3",
        "local",
        True,
        "draft",
        "amended",
    )
    assert (draft.quote, draft.short_text) == ("Gi mat og drikke.\n\nAlltid til alle.", "Kort.")
    assert (draft.rationale, draft.practical_advice) == ("Ny begrunnelse.", "– én\n– to")
    assert (draft.strength, draft.strength_words, draft.verification) == ("should", "bør", "demo")
    assert (draft.reason, draft.author) == ("Ny utgave av retningslinjen.", small.kari)
    assert draft.references == [{"citation": "Hansen 2020", "note": "", "url": "https://example.no/hansen"}]
    assert make.in_force(draft.unit).rationale == "Gammel."
    assert "1 utkast er laget." in text(owner.get(answer.url))
    event = AuditEvent.objects.get(name="guideline_imported")
    assert (event.acting_as, event.details["drafts"]) == ("guideline_owner", 1)


def test_outside_the_demo_it_is_a_draft_of_the_national_text(owner, small, settings):
    settings.FAGVEI_DEMO = False
    confirm(owner, upload(owner, tree_with(owner, kortIntro="Bedre.")))
    assert [(each.layer, each.is_demo, each.verification, each.short_text) for each in drafts()] == [
        ("national", False, "imported", "Bedre.")
    ]


def test_what_the_file_lacks_stays(owner, small):
    make.make_unit(small.chapter, "PRO-3", rationale="Blir stående.", quote="Sitat.")
    tree = owner.get(TREE).json()
    unit = tree["children"][0]["children"][2]
    del unit["data"], unit["tekst"]

    assert states(upload(owner, tree))["PRO-3"] == "unchanged"


def test_a_unit_that_somebody_is_working_on_is_left_alone(owner, small):
    actions.start_version(unit=small.first, by=small.kari)
    page = upload(owner, tree_with(owner, kortIntro="Bedre."))
    assert states(page)["PRO-1"] == "stopped"
    assert "Et utkast er alt under arbeid." in text(page)


def test_a_unit_that_stands_twice_is_taken_once_and_said(owner, small):
    tree = tree_with(owner, kortIntro="Bedre.")
    tree["children"][0]["children"].append(copy.deepcopy(tree["children"][0]["children"][0]))
    plan = upload(owner, tree).context["plan"]
    assert [line.state for line in plan.lines] == ["changed", "unchanged", "stopped"]


def test_another_content_than_the_one_shown_is_not_written(owner, small):
    page = upload(owner, tree_with(owner, kortIntro="Bedre."))
    other = json.dumps(tree_with(owner, kortIntro="Noe annet."))

    answer = confirm(owner, page, tree=other)

    assert answer.status_code == 422
    assert "er ikke det du så" in text(answer)
    assert drafts() == []
    assert confirm(owner, answer).status_code == 302
    assert [each.short_text for each in drafts()] == ["Noe annet."]


def new_draft() -> UnitVersion:
    (draft,) = UnitVersion.objects.filter(state="draft", based_on=None)
    return draft


def test_what_stands_only_in_the_file_is_shown_with_its_place_and_becomes_a_new_local_draft(owner, small):
    make.make_unit(small.chapter, "PRO-3", quote="Gi mat og drikke.")
    page = upload(owner, FIXTURE.read_bytes())
    (line,) = page.context["plan"].new
    assert (line.code, line.chapter) == ("LOK-1", small.chapter)
    assert 'LOK-1 <span class="soft">Kapittelet</span>' in text(page)
    assert "Gi et rom å hvile i." in text(page)

    answer = confirm(owner, page)

    draft = new_draft()
    assert (draft.unit.code, draft.unit.chapter, draft.layer, draft.is_demo) == ("LOK-1", small.chapter, "local", True)
    assert (draft.label, draft.kind, draft.reason) == ("new", "recommendation", "Ny utgave av retningslinjen.")
    assert (draft.quote, draft.short_text, draft.grade) == ("Gi et rom å hvile i.", "", None)
    assert "utkast er laget." in text(owner.get(answer.url))
    assert AuditEvent.objects.get(name="guideline_imported").details["new"] == 1
    owner.logout()
    assert owner.get(draft.unit.get_absolute_url()).status_code == 404


def test_the_sources_words_do_not_stand_for_our_own_so_the_draft_waits_for_them(owner, small):
    make.make_unit(small.chapter, "PRO-3", quote="Gi mat og drikke.")
    confirm(owner, upload(owner, FIXTURE.read_bytes()))
    draft = new_draft()
    with pytest.raises(Refusal) as refusal:
        actions.send_version(version=draft, by=small.kari)
    assert refusal.value.code == "short_text_missing"
    assert "Skriv først en kort tekst med egne ord." in text(owner.get(draft.get_absolute_url()))

    words = {"label": "new", "reason": draft.reason, "short_text": "Gi et rom til hvile."}
    draft = actions.edit_version(version=draft, by=small.kari, **words)
    assert actions.send_version(version=draft, by=small.kari).state == "in_review"


def test_what_was_taken_in_once_is_not_taken_in_again(owner, small):
    confirm(owner, upload(owner, FIXTURE.read_bytes()))
    page = upload(owner, FIXTURE.read_bytes())
    assert set(states(page).values()) == {"stopped"}
    assert "Et utkast er alt under arbeid." in text(page)


def test_the_owner_may_leave_out_what_stands_only_in_the_file(owner, small):
    tree = tree_with(owner, kortIntro="Bedre.")
    tree["children"][0]["children"].append({"type": "anbefaling", "id": "x-1", "tittel": "Gi et rom."})
    page = upload(owner, tree)
    assert page.context["form"]["with_new"].value() is True
    confirm(owner, page, with_new=False)
    assert [each.unit.code for each in drafts()] == ["PRO-1"]


@pytest.mark.parametrize(
    ("chapter", "unit", "sentence"),
    [
        ({"type": "kapittel", "tittel": "Et annet"}, {"type": "anbefaling"}, "Kapittelet den står i, finnes ikke her."),
        ({"type": "kapittel", "tittel": "Kapittelet"}, {"type": "mål"}, "Tekster av typen «mål» tas ikke inn som nye."),
    ],
)
def test_what_has_no_place_here_is_stopped_with_a_sentence(owner, small, chapter, unit, sentence):
    page = upload(owner, {**chapter, "children": [{**unit, "id": "x-1", "tittel": "Gi et rom."}]})
    assert (states(page), sentence in text(page)) == ({"x-1": "stopped"}, True)


def test_outside_the_demo_a_new_one_goes_on_in_the_series_of_its_chapter(owner, small, settings):
    settings.FAGVEI_DEMO = False
    page = upload(owner, FIXTURE.read_bytes())
    assert [line.code for line in page.context["plan"].new] == ["PRO-3", "PRO-4"]
    confirm(owner, page)
    assert {(each.unit.code, each.layer, each.is_demo) for each in drafts()} == {
        ("PRO-3", "national", False),
        ("PRO-4", "national", False),
    }


def test_pressing_twice_makes_one_draft(owner, small):
    page = upload(owner, tree_with(owner, kortIntro="Bedre."))
    key = str(uuid.uuid4())
    assert [confirm(owner, page, idempotency_key=key).status_code for _press in range(2)] == [302, 302]
    assert len(drafts()) == 1


def test_without_a_reason_the_page_comes_back(owner, small):
    answer = confirm(owner, upload(owner, tree_with(owner, kortIntro="Bedre.")), reason="")
    assert answer.status_code == 422
    assert "Skriv hvorfor" in text(answer)
    assert drafts() == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Dette er ikke gyldig JSON."),
        (b"{", "Dette er ikke gyldig JSON."),
        (b'{"id": 1, "id": 2}', "Dette er ikke gyldig JSON."),
        (b"[" * 100_000, "Dette er ikke gyldig JSON."),
        (b'{"id": NaN}', "Dette er ikke gyldig JSON."),
        (b"\xff\xfe", "Filen er ikke i UTF-8."),
        (b'{"type": "anbefaling", "tittel": "\\ud800"}', "Teksten har tegn som ikke kan lagres."),
        (b"1", "Hvert element må være et objekt"),
        (b"{}", "Filen har ingen anbefalinger"),
        (b" " * (2 * 1024 * 1024 + 1), "Filen er større enn 2 MB."),
        (json.dumps([{"type": "kapittel"}] * 2_001).encode(), "Filen har for mange ledd."),
        (
            b'{"type": "retningslinje", "tittel": "En annen", "children": [{"type": "anbefaling", "tittel": "x"}]}',
            "Filen er om en annen retningslinje",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(owner, small, content, sentence):
    answer = upload(owner, content)
    assert answer.status_code == 422
    assert sentence in text(answer)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("Født 01019012480 i fjor", "fødselsnummer"),
        ("a\x00b", "tegn som ikke kan lagres"),
        ("a" * 5_001, "lengre enn 5000 tegn"),
    ],
)
def test_a_text_that_cannot_be_kept_stops_its_unit_alone(owner, small, words, sentence):
    tree = tree_with(owner, kortIntro=words)
    tree["children"][0]["children"][1]["kortIntro"] = "Bedre."
    page = upload(owner, tree)
    assert states(page) == {"PRO-1": "stopped", "PRO-2": "changed"}
    assert sentence in text(page)


def test_only_an_owner_takes_in(client, small):
    assert client.get(IMPORT).url.startswith("/logg-inn/")
    client.force_login(small.leif)
    assert (client.get(IMPORT).status_code, client.post(CONFIRM).status_code) == (403, 403)
    assert "Importer" not in text(client.get("/retningslinjer/avrusning/data/"))
    client.force_login(small.kari)
    assert IMPORT in text(client.get("/retningslinjer/avrusning/data/"))
    assert client.get("/retningslinjer/x/data/importer/").status_code == 404


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["type", "id", "tittel", "tekst", "data", "children", "fagvei", "nokkelInfo", "styrke", "tekniskeData", "x"])
        , inner | st.just("anbefaling") | st.just("referanse"), max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(JSON)
def test_any_json_is_read_or_refused(tree):
    with contextlib.suppress(FileRefused):
        assert read(parsed(json.dumps(tree).encode())).units


@pytest.mark.parametrize("rows", [1, 3])
def test_to_plan_an_import_asks_a_fixed_number_of_questions(owner, small, django_assert_num_queries, rows):
    tree = owner.get(TREE).json()
    for number in range(rows):
        make.make_unit(small.chapter, f"MER-{number}")
        tree["children"][0]["children"].append({"type": "anbefaling", "id": f"fagvei-MER-{number}", "tittel": "Ny."})
    reading = read(tree)
    with django_assert_num_queries(4):
        plan = plan_import(small.guideline, reading)
    assert len(plan.changed) == rows
