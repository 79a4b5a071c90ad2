"""The guideline in the shape of the Directorate's content API: what is known, what is quoted, and nothing else."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fagvei.guideline import actions
from fagvei.guideline.actions.standing import digest_of
from fagvei.guideline.tests import factories as make
from fagvei.interop.hapi.markup import to_html, to_text

ADDRESS = "/retningslinjer/avrusning/data/retningslinje.json"
QUOTE = "Ordrett & sant, «som det står».\n\nAlder < 18 og > 65:\n  behold   luften."
SIGNS = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n<>&;"), max_size=60)


@pytest.fixture
def small(db):
    return make.make_small_guideline()


def tree(client):
    return client.get(ADDRESS).json()


def units(client):
    return {
        unit["fagvei"]["kode"]: unit for chapter in tree(client)["children"] for unit in chapter.get("children", [])
    }


def test_the_tree_is_product_chapter_unit_with_the_names_of_the_shape(client, small):
    response = client.get(ADDRESS)
    product = response.json()
    chapter, missing = product["children"]
    first, _second = chapter["children"]

    assert response["Content-Type"] == "application/json"
    assert (product["type"], product["tittel"]) == ("retningslinje", "Retningslinje for prøver")
    assert product["sistFagligOppdatert"] == "2016-05-13T00:00:00"
    assert product["fagvei"]["kilde"] == "Kilde: Utgiveren"
    assert (chapter["type"], chapter["tittel"]) == ("kapittel", "Kapittelet")
    assert (missing["fagvei"]["hvaViHar"], "children" in missing) == ("missing", False)
    assert (first["type"], first["id"]) == ("anbefaling", "fagvei-PRO-1")
    assert first["data"] == {"styrke": "skal"}
    assert first["fagvei"]["gradering"] == {"ordning": "SIGN", "kode": "B"}
    assert [link["rel"] for link in first["lenker"]] == ["forelder", "root"]
    assert [link["href"] for link in chapter["lenker"][1:]] == [
        each["fagvei"]["adresse"] for each in chapter["children"]
    ]


def test_own_words_are_named_and_never_stand_as_the_publishers(client, small):
    first = units(client)["PRO-1"]

    assert first["kortIntro"] == "Gi PRO-1 til den som trenger det."
    assert first["fagvei"]["egneOrd"] == ["kortIntro"]
    assert "tittel" not in first
    assert "tekst" not in first


def test_a_quote_is_given_sign_for_sign(client, small):
    make.make_unit(small.chapter, "PRO-3", quote=QUOTE)

    assert to_text(units(client)["PRO-3"]["tekst"]) == QUOTE


@settings(max_examples=60, deadline=None)
@given(SIGNS)
def test_no_sign_is_lost_on_the_way_to_html_and_back(text):
    assert to_text(to_html(text)) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<h2>Hvem</h2>\n<p>Gi <b>mat</b>\nog&nbsp;drikke.</p>", "Hvem\n\nGi mat og\xa0drikke."),
        ("<ul>\n<li>en</li>\n<li>to</li></ul>", "– en\n– to"),
        ("<script>alert(1)</script><p>Rett</p><style>p{}</style>", "Rett"),
        ("<table><tr><td>A</td><td>B</td></tr></table>", "A · B"),
        ("uten tagger", "uten tagger"),
    ],
)
def test_the_html_of_others_becomes_plain_text(html, text):
    assert to_text(html) == text


def empty_places(value, path=""):
    if isinstance(value, dict):
        for name, each in value.items():
            yield from empty_places(each, f"{path}.{name}")
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from empty_places(each, f"{path}.{number}")
    if value in (None, "", [], {}):
        yield path


def test_what_is_not_known_is_left_out(client, small):
    assert list(empty_places(tree(client))) == []
    assert "rasjonale" not in json.dumps(units(client)["PRO-1"])


def test_text_that_is_no_recommendation_is_not_called_one(client, small):
    make.make_unit(small.chapter, "PRO-3", kind="explanation")
    assert units(client)["PRO-3"]["type"] == "forklaring"


def test_every_layer_reference_and_pico_has_its_place(client, small):
    layers = {
        "rationale": "Fordi.",
        "practical_advice": "Slik.",
        "benefits_and_harms": "Gagn.",
        "values_and_preferences": "Ønsker.",
    }
    references = [{"citation": "Amato 2010", "note": "64 RCT", "url": "https://example.no/a"}]
    make.make_unit(small.chapter, "PRO-3", **layers, references=references, pico={"P": "voksne"})
    unit = units(client)["PRO-3"]

    assert unit["data"] == {
        "praktisk": "<p>Slik.</p>",
        "rasjonale": "<p>Fordi.</p>",
        "nokkelInfo": {"fordelerogulemper": "<p>Gagn.</p>", "verdierogpreferanser": "<p>Ønsker.</p>"},
    }
    assert unit["children"] == [
        {"type": "referanse", "tittel": "Amato 2010", "url": "https://example.no/a", "fagvei": {"merknad": "64 RCT"}},
        {"type": "pico", "data": {"P": "voksne"}},
    ]


def test_the_local_layer_stands_beside_the_national_text_with_its_mark(client, small):
    kari, leif = make.make_pair()
    draft = make.amend(small.first, kari, short_text="Lokal tekst.")
    assert "lokaltLag" not in units(client)["PRO-1"]["fagvei"]
    actions.approve_version(version=draft, shown=digest_of(draft), by=leif)
    actions.publish_version(version=make.again(draft), by=kari)

    first = units(client)["PRO-1"]
    assert first["kortIntro"] == "Gi PRO-1 til den som trenger det."
    local = first["fagvei"]["lokaltLag"]
    assert (local["kortIntro"], local["demo"], local["graderingErForEldreTekst"]) == ("Lokal tekst.", True, True)


def test_a_local_text_the_guideline_does_not_have_stands_apart_from_the_publishers_and_says_that_it_is_local(
    client, small
):
    version = make.make_local_unit(small, quote="Ring alltid.", pico={"P": "rådet"})
    chapter, _missing = tree(client)["children"]
    [local] = chapter["fagvei"]["lokaleTekster"]

    assert [each["fagvei"]["kode"] for each in chapter["children"]] == ["PRO-1", "PRO-2"]
    assert (local["type"], local["id"], local["kortIntro"]) == ("anbefaling", "fagvei-LOK-1", version.short_text)
    assert (local["tekst"], local["children"]) == ("<p>Ring alltid.</p>", [{"type": "pico", "data": {"P": "rådet"}}])
    told = local["fagvei"]
    assert (told["kode"], told["lag"], told["demo"], told["kilder"]) == ("LOK-1", "lokalt", True, [version.source])
    assert "url" not in local
    assert list(empty_places(tree(client))) == []


def test_a_local_text_that_was_taken_out_again_is_gone(client, small):
    make.make_local_unit(small, deleted=True)
    assert "LOK-1" not in client.get(ADDRESS).content.decode()


def test_the_page_and_its_window_lead_to_the_file(client, small):
    page = client.get("/retningslinjer/avrusning/data/").content.decode()
    window = client.get("/retningslinjer/avrusning/data/", headers={"hx-request": "true"}).content.decode()
    assert ADDRESS in page
    assert ADDRESS in window
    assert "<h1" not in window
    assert 'hx-get="/retningslinjer/avrusning/data/"' in client.get("/retningslinjer/avrusning/").content.decode()
    assert client.get("/retningslinjer/x/data/").status_code == 404
    assert client.get("/retningslinjer/x/data/retningslinje.json").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_file_asks_a_fixed_number_of_questions(client, small, django_assert_num_queries, rows):
    for number in range(rows):
        chapter = make.make_chapter(small.guideline, f"k-{number}", position=3 + number)
        make.make_unit(chapter, f"MER-{number}", grade=small.grades["C"])
    with django_assert_num_queries(5):
        client.get(ADDRESS)
