"""Search in the guideline: also what stands on the page of a text, and what the guideline says about itself."""

import pytest
from django.utils.translation import override

from fagvei.guideline import actions
from fagvei.guideline.actions.standing import digest_of
from fagvei.guideline.models import Statement
from fagvei.guideline.queries.about_search import PLACES
from fagvei.guideline.queries.search import where_found
from fagvei.guideline.tests import factories as make

GUIDELINE = "/retningslinjer/avrusning/"
ABOUT = f"{GUIDELINE}om/"


@pytest.fixture
def small(db):
    return make.make_small_guideline()


def searched(client, query: str, path: str = GUIDELINE):
    response = client.get(path, {"q": query})
    return response, " ".join(response.content.decode().split())


def say(guideline, kind: str, text: str, **fields):
    code = f"{kind}-{guideline.statements.count()}".replace("_", "-")
    values = {"position": 1, "lead": "", **make.SOURCE, **fields}
    return actions.save_statement(guideline=guideline, code=code, kind=kind, text=text, by=None, **values)


def test_a_reference_is_found_and_the_line_says_where(client, small):
    make.make_unit(small.chapter, "PRO-3", references=[{"citation": "Prøve 2010", "note": "64 forsøk", "url": ""}])
    page, words = searched(client, "prøve forsøk")
    assert page.context["page"].found == 1
    assert "PRO-3 · anbefaling · ikke gradert · treff i referanser" in words


def test_pico_is_found_by_what_it_says_and_by_its_name(client, small):
    make.make_unit(small.chapter, "PRO-3", pico={"P": "voksne", "I": "buprenorfin"})
    for query in ("buprenorfin", "pico voksne"):
        page, words = searched(client, query)
        assert page.context["page"].found == 1
        assert "· treff i PICO" in words


def test_what_the_line_shows_needs_no_word_of_where(small):
    version = make.in_force(small.second)
    assert where_found(version, "metadon pro-2") == ""
    assert where_found(version, "metadon hjertet") is None


def test_the_short_text_of_the_other_language_is_not_seen_in_the_line(small):
    unit = make.make_unit(small.chapter, "PRO-3", short_text="Gi ro.", short_text_en="Give rest.")
    version = make.in_force(unit)
    assert where_found(version, "rest") == "kort tekst på engelsk"
    with override("en"):
        assert where_found(version, "rest") == ""
        assert where_found(version, "ro.") == "short text in Norwegian"


def test_more_layers_are_named_in_their_order(small):
    unit = make.make_unit(small.chapter, "PRO-3", rationale="Fordi hjertet.", benefits_and_harms="For hjertet.")
    assert where_found(make.in_force(unit), "hjertet") == "begrunnelse for anbefalingen, fordeler og ulemper"


def test_a_local_layer_beside_the_national_text_is_found_in_its_own_layer(client, small, settings):
    settings.FAGVEI_DEMO = True
    owner, reviewer = make.make_pair()
    version = make.amend(small.second, owner, values_and_preferences="Verdien ro.")
    actions.approve_version(version=version, shown=digest_of(version), by=reviewer)
    actions.publish_version(version=make.again(version), by=owner)
    _page, words = searched(client, "verdien")
    assert "treff i verdier og preferanser" in words


def test_what_the_guideline_says_about_itself_is_found_with_its_kind_and_its_place(client, small):
    say(small.guideline, Statement.Kind.DEFINITION, "Et ord om ro.", lead="Hvile")
    page, words = searched(client, "hvile")
    assert [(hit.kind, hit.title, hit.path) for hit in page.context["page"].about] == [
        ("definisjon", "Hvile: Et ord om ro.", f"{ABOUT}#definisjoner")
    ]
    assert f'<a href="{ABOUT}#definisjoner">' in words
    assert "1 treff om retningslinjen og beslektede dokumenter." in words
    assert "Ingen tekst passer." not in words


def test_facts_beside_a_sentence_are_found_wherever_they_stand(client, small):
    facts = {"topics": ["metodikk"], "guideline_numbers": [115], "as_printed": True}
    say(small.guideline, Statement.Kind.VIDEO, "Et opptak.", lead="Navnet", facts=facts)
    for query in ("metodikk", "115"):
        assert len(searched(client, query)[0].context["page"].about) == 1
    assert searched(client, "true")[0].context["page"].about == []


def test_demands_target_groups_members_and_documents_are_found(client, small):
    member = {"name": "Nora Prøve", "organisation": "Klinikken", "role": "lege", "position": 1}
    actions.save_member(guideline=small.guideline, code="m", by=None, **make.SOURCE, **member)
    found = {
        "hvor": ("krav i mandatet", f"{ABOUT}#mandat"),
        "ansatte": ("målgruppe", f"{ABOUT}#malgrupper"),
        "nora": ("medlem av arbeidsgruppen", f"{ABOUT}#arbeidsgruppe"),
        "eldre retningslinje": ("beslektet dokument, nevnt i retningslinjen", f"{GUIDELINE}dokumenter/#dok-IS-1111"),
    }
    for query, expected in found.items():
        hits = searched(client, query)[0].context["page"].about
        assert [(hit.kind, hit.path) for hit in hits] == [expected]


def test_a_scheme_of_grading_is_found_by_its_name_also_when_nothing_uses_it(client, small):
    for path in (GUIDELINE, "/sok/"):
        _page, words = searched(client, "grade svak", path)
        assert f'href="{ABOUT}#gradering"' in words, path


def test_every_kind_of_statement_has_a_place_that_is_on_the_page(client, small):
    page = client.get(ABOUT).content.decode()
    assert set(PLACES) == set(Statement.Kind.values)
    assert [place for place in PLACES.values() if f'id="{place}"' not in page] == []


def test_a_target_group_filters_texts_and_chapter_1_is_about_none_of_them(client, small):
    say(small.guideline, Statement.Kind.GOAL, "Målet er ro.")
    response = client.get(GUIDELINE, {"q": "ro", "malgruppe": "G-1"})
    assert response.context["page"].about == []


def test_the_search_of_the_house_finds_them_too(client, small):
    make.make_unit(small.chapter, "PRO-3", references=[{"citation": "Prøve 2010"}])
    say(small.guideline, Statement.Kind.GOAL, "Prøve seg frem.")
    groups = searched(client, "prøve", "/sok/")[0].context["groups"]
    found = {str(group.title): [(hit.path, str(hit.meta)) for hit in group.hits] for group in groups}
    assert found == {
        "Retningslinje": [(f"{GUIDELINE}anbefalinger/PRO-3/", "Kapittelet · treff i referanser")],
        "Om retningslinjen": [(f"{ABOUT}#mal", "mål for avrusningen")],
    }


def test_as_json_a_hit_says_its_kind_and_its_address(client, small):
    say(small.guideline, Statement.Kind.GOAL, "Målet er ro.")
    page = client.get(GUIDELINE, {"q": "målet"}, headers={"accept": "application/json"}).json()
    assert page["about"] == [{"kind": "mål for avrusningen", "text": "Målet er ro.", "url": f"{ABOUT}#mal"}]
