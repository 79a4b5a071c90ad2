"""The page of chapter 1 shows what the content pack holds: every sentence, name, number and date of it."""

import json
import re
from html import unescape
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client

from fagvei.guideline.models import MandateDemand
from fagvei.workshop import content

# Without a test that is marked so, there is no database when this file is run alone.
pytestmark = pytest.mark.django_db

PACK = Path(content.__file__).resolve().parents[1] / "content" / "guideline"
ANSWERS = dict(MandateDemand.Answer.choices)


def packed(name: str) -> list[dict]:
    return json.loads((PACK / f"{name}.json").read_text())


@pytest.fixture(scope="module")
def page(django_db_setup, django_db_blocker) -> dict[str, str]:
    """What a reader sees, section by section, without tags."""
    with django_db_blocker.unblock(), transaction.atomic():
        content.load(content.prepare(only="guideline"))
        html = Client().get("/retningslinjer/avrusning/om/").content.decode()
        transaction.set_rollback(True)
    main = html[html.index("<main") : html.index("</main>")]
    parts = re.split(r'<section class="section" aria-labelledby="([\w-]+)">', main)
    found = {"": seen(parts[0])}
    found.update(zip(parts[1::2], map(seen, parts[2::2]), strict=True))
    return found


def seen(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def lacking(section: str, words: list[str]) -> list[str]:
    return [each for each in words if seen(each) not in section]


def of_kind(*kinds: str) -> list[dict]:
    return [each for each in packed("statements") if each["kind"] in kinds]


def test_the_head_has_the_publisher_and_both_dates(page):
    assert lacking(page[""], ["Helsedirektoratet", "sist faglig oppdatert 13. mai 2016", "lansert 2. mars 2016"]) == []


def test_the_mandate_has_reasons_and_six_demands_with_answer_and_recommendations(page):
    demands = packed("demands")
    assert len(demands) == 6
    words = [each["text"] for each in of_kind("reason")]
    for each in demands:
        words += [each["text"], each["answer_note"], *(purpose["text"] for purpose in each["purposes"]), *each["units"]]
        words.append(f"{str(ANSWERS[each['answer']]).capitalize()} {each['answer_note']}")
    assert lacking(page["mandat"], words) == []


def test_the_six_target_groups_stand_there(page):
    groups = packed("targets")
    assert len(groups) == 6
    assert lacking(page["malgrupper"], [each["text"] for each in groups]) == []


def test_each_member_has_role_organisation_and_when_they_left(page):
    members = packed("members")
    rows = [(m["name"], m["role"], m["organisation"], str(m["left_year"] or "–"), m["note"] or "–") for m in members]
    assert lacking(page["arbeidsgruppe"], [" ".join(row) for row in rows]) == []
    assert [row[3:] for row in rows if row[0] in {"Lars Tanum", "Arild Schillinger"}] == [
        ("2011", "til 2011"),
        ("–", "død høsten 2013"),
    ]


def test_the_working_group_is_counted_and_its_way_of_working_told(page):
    words = [each["text"] for each in of_kind("process", "consultants")]
    assert len(words) == 6
    words.append("15 medlemmer, av dem 3 brukerrepresentanter. Gruppen hadde 13 møter.")
    assert lacking(page["arbeidsgruppe"], words) == []


@pytest.mark.parametrize(
    ("section", "kinds", "number"),
    [
        ("definisjoner", ("definition",), 3),
        ("mal", ("goal",), 10),
        ("prinsipper", ("principle",), 8),
        ("historikk", ("history",), 13),
        ("litteratur", ("international", "international_note", "norwegian", "norwegian_note"), 15),
        ("video", ("video", "gap"), 2),
    ],
)
def test_every_statement_stands_in_its_section_with_its_name(page, section, kinds, number):
    statements = of_kind(*kinds)
    assert len(statements) == number
    assert lacking(page[section], [each["text"] for each in statements]) == []
    assert lacking(page[section], [each["lead"] for each in statements]) == []


def test_facts_beside_the_sentences_stand_there_too(page):
    literature, more = of_kind("international", "norwegian"), of_kind("video", "gap")
    years = [f"{each['lead']} ({each['facts']['year']})" for each in literature if "year" in each["facts"]]
    places = [
        f"({each['facts'][name]})" for each in literature for name in ("citation", "place") if name in each["facts"]
    ]
    assert (len(years), len(places)) == (11, 8)
    assert lacking(page["litteratur"], years + places) == []
    abroad = ["(2006), USA", "(NICE), England", "Mattick (1996), Australia"]
    assert len([each for each in literature if "country" in each["facts"]]) == len(abroad)
    assert lacking(page["litteratur"], abroad) == []
    named = ("role", "channel", "made_by", "commissioned_by", "concerns", "link_name", "link_site")
    words = [each["facts"][name] for each in more for name in named if name in each["facts"]]
    assert lacking(page["video"], [*words, ", ".join(more[0]["facts"]["topics"])]) == []


def test_a_definition_that_is_not_used_says_so(page):
    unused = [each for each in of_kind("definition") if not each["facts"]["used_in_guideline"]]
    assert [f"{each['text']} (brukes ikke i retningslinjen)" in page["definisjoner"] for each in unused] == [True]
    assert page["definisjoner"].count("brukes ikke i retningslinjen") == 1


def test_each_document_the_chapter_names_has_number_year_count_and_how_far_it_touches(page):
    named = [each for each in packed("documents") if each["scope"] == "named"]
    rows = [
        " ".join(
            (
                f"{each['number']} {each['title']}".strip(),
                str(each["year"] or each["state_words"] or "–"),
                each["recommendations_words"] or "–",
                each["touches"] or "–",
            )
        )
        for each in named
    ]
    assert len(rows) == 13
    assert lacking(page["dokumenter"], rows) == []


def test_a_sentence_that_is_not_there_is_missed(page):
    assert lacking(page["mal"], ["Et mål som ingen har skrevet."]) == ["Et mål som ingen har skrevet."]
