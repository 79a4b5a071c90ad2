"""The ward card: chosen, taken along as one file that asks nobody for anything, and asked whether it still holds."""

import datetime as dt
import re

import pytest
from django.utils.translation import override

from fagvei.common import clock
from fagvei.common.qr import qr_svg
from fagvei.guideline import actions
from fagvei.guideline.actions.standing import digest_of
from fagvei.guideline.rules import card as rules
from fagvei.guideline.rules.danger import DANGER, as_written, print_of_danger
from fagvei.guideline.tests import factories as make

CARD = "/retningslinjer/avrusning/avdelingskort/"
# Whatever would make a browser ask somebody: a link only asks when it is pressed.
ASKS = re.compile(r"<script|<img|<iframe|<link|<object|\bsrc=|@import|url\(|\bon[a-z]+=", re.I)


@pytest.fixture
def small(db):
    return make.make_small_guideline()


def text(response) -> str:
    return in_one_line(response.content.decode())


def in_one_line(html: str) -> str:
    return " ".join(html.split())


def check_address(page: str) -> str:
    found = re.search(r'href="http://[^/"]+(/retningslinjer/[^"]+/gjelder/[^"]*)"', page)
    return found[1].replace("&amp;", "&")


def test_the_file_has_danger_first_then_stamp_then_what_was_chosen(client, small):
    page = text(client.get(f"{CARD}fil/?anbefaling=PRO-1"))

    places = [
        page.index(words)
        for words in (
            "Fare for liv: ring 113.",
            "22 59 13 00",
            "Ingen gyldighetsdato",
            "Gi PRO-1 til den som trenger det.",
        )
    ]
    assert places == sorted(places)
    assert "SIGN B" in page
    assert "versjon 1" in page
    assert 'Kilde: <a href="https://example.no/side"' in page
    assert "Unngå metadon" not in page


def test_the_file_is_handed_over_and_asks_nobody_for_anything(client, small):
    answer = client.get(f"{CARD}fil/?malgruppe=G-1")

    assert answer["Content-Disposition"] == (
        f'attachment; filename="avdelingskort-avrusning-{clock.today():%Y-%m-%d}.html"'
    )
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    body = answer.content.decode()
    assert "<style>" in body
    assert 'http-equiv="Content-Security-Policy"' in body
    assert ASKS.search(body) is None
    assert ASKS.search(body + "<img>") is not None


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("anbefaling=PRO-2", ["PRO-2"]),
        ("malgruppe=G-1", ["PRO-1"]),
        ("kapittel=kapittel", ["PRO-1", "PRO-2"]),
        ("malgruppe=G-1&anbefaling=PRO-2", ["PRO-1", "PRO-2"]),
        ("kort=faresignaler", []),
        ("anbefaling=finnes-ikke", []),
    ],
)
def test_what_is_chosen_stands_on_the_card(client, small, query, codes):
    assert small.chapter.slug == "kapittel"
    response = client.get(f"{CARD}?{query}")

    assert [line.unit.code for line in response.context["card"].lines] == codes
    assert [code for code in ("PRO-1", "PRO-2") if f"<h3>{code}</h3>" in text(response)] == codes


@pytest.mark.parametrize("where", ["", "fil/"])
def test_the_drawn_code_holds_the_address_that_the_link_beside_it_has(client, small, where):
    page = text(client.get(f"{CARD}{where}?kapittel=kapittel"))
    address = re.search(r'href="([^"]+/gjelder/[^"]*)"', page)[1].replace("&amp;", "&")

    assert in_one_line(qr_svg(address)) in page
    assert in_one_line(qr_svg(address + "0")) not in page


def test_without_a_choice_there_are_ready_cards(client, small):
    page = text(client.get(CARD))
    assert "Bare faresignaler og nødnumre" in page
    assert f'href="{CARD}?kapittel=kapittel"' in page
    assert f'href="{CARD}?malgruppe=G-1"' in page
    assert CARD in text(client.get("/retningslinjer/avrusning/"))


def test_a_local_layer_is_marked(client, small, settings):
    settings.FAGVEI_DEMO = True
    owner, reviewer = make.make_pair()
    publish(make.amend(small.first, owner, short_text="Gi PRO-1 straks."), owner, reviewer)
    page = text(client.get(f"{CARD}fil/?kapittel=kapittel"))

    assert "Lokalt lag (demodata), versjon 2:" in page
    assert "Gi PRO-1 straks." in page
    assert "Gi PRO-1 til den som trenger det." in page


def test_a_local_strength_and_grade_stand_beside_the_national_ones(client, small, settings):
    settings.FAGVEI_DEMO = True
    owner, reviewer = make.make_pair()
    version = make.amend(small.first, owner, short_text="Gi PRO-1.", strength="should")
    publish(version, owner, reviewer)
    page = text(client.get(f"{CARD}fil/?kapittel=kapittel"))

    assert "Skal · SIGN B · versjon 1" in page
    assert re.findall("Styrke og gradering her: ([^<]*)", page) == ["Bør · SIGN B (gradert før endringen)"]
    assert ASKS.search(page) is None


def test_local_words_are_read_aloud_as_norwegian_on_an_english_card(client, small, settings):
    settings.FAGVEI_DEMO = True
    owner, reviewer = make.make_pair()
    words = {"short_text": "Gi PRO-1.", "practical_advice": "Ring først.\nSkriv så.", "note": "Husk vakten."}
    publish(make.amend(small.first, owner, strength="should", **words), owner, reviewer)
    page = text(client.get(f"{CARD}fil/?kapittel=kapittel", headers={"Accept-Language": "en"}))

    for said in ("Gi PRO-1.", "Ring først.<br>Skriv så.", "Husk vakten."):
        assert f'<span lang="nb">{said}</span>' in page
    assert "Strength and grade here: Should · SIGN B (graded before the change)" in page


def test_a_text_that_stands_only_here_is_on_the_card_with_the_mark_of_the_local_layer(client, small, settings):
    settings.FAGVEI_DEMO = True
    local = make.make_local_unit(small, review_due_on=clock.today() + dt.timedelta(days=30))
    response = client.get(f"{CARD}?malgruppe=G-1")
    card, page = response.context["card"], text(response)

    assert [line.unit.code for line in card.lines] == ["PRO-1", "LOK-1"]
    mark, words = page.index("Lokalt lag (demodata):"), page.index("Ring når møtet flyttes.")
    assert mark < words
    assert "Lokale tekster er merket." in page
    assert 'Ring når møtet flyttes. <span class="soft">Lokalt lag</span>' in page
    assert "LOK-1~0~1" in card.check_address
    assert card.lines[1].due_on == local.review_due_on


def test_a_card_with_a_text_that_stands_only_here_is_asked_as_the_others_are(client, small, settings):
    settings.FAGVEI_DEMO = True
    make.make_local_unit(small)
    address = check_address(text(client.get(f"{CARD}fil/?anbefaling=LOK-1")))
    assert "Ja. Alt på kortet er det samme" in text(client.get(address))

    owner, reviewer = make.make_pair()
    unit = small.chapter.units.get(code="LOK-1")
    publish(make.amend(unit, owner), owner, reviewer)
    assert "det lokale laget er endret" in text(client.get(address))
    actions.publish_source_text(unit=unit, kind="recommendation", short_text="Ring.", by=None, **make.SOURCE)
    assert "nå har retningslinjen en egen" in text(client.get(address))


def test_a_text_that_only_stood_here_and_was_taken_out_is_left_out(client, small, settings):
    settings.FAGVEI_DEMO = True
    make.make_local_unit(small, deleted=True)

    assert "LOK-1" not in text(client.get(f"{CARD}?kapittel=kapittel"))
    assert "trukket tilbake eller ukjent" in text(client.get(f"{CARD}gjelder/?k=LOK-1~0~1"))


def test_a_text_that_the_guideline_has_deleted_is_left_out_and_an_older_card_says_so(client, small, settings):
    settings.FAGVEI_DEMO = False
    address = check_address(text(client.get(f"{CARD}fil/?kapittel=kapittel")))
    owner, reviewer = make.make_pair()
    version = actions.start_version(unit=small.second, by=owner)
    actions.edit_version(version=version, label="deleted", reason="Ut av retningslinjen.", by=owner)
    publish(actions.send_version(version=version, by=owner), owner, reviewer)

    assert "PRO-2" not in text(client.get(f"{CARD}fil/?kapittel=kapittel"))
    assert "trukket tilbake eller ukjent" in text(client.get(address))


def publish(version, owner, reviewer):
    actions.approve_version(version=version, shown=digest_of(make.again(version)), by=reviewer)
    actions.publish_version(version=make.again(version), by=owner)


def test_a_card_is_asked_and_says_that_it_holds(client, small):
    page = text(client.get(check_address(text(client.get(f"{CARD}fil/?kapittel=kapittel")))))

    assert "Ja. Alt på kortet er det samme som i Fagvei i dag." in page
    assert page.count("gjelder fortsatt </span>") == 2


def test_a_card_of_an_older_text_says_which_text_is_changed(client, small):
    address = check_address(text(client.get(f"{CARD}fil/?kapittel=kapittel")))
    actions.publish_source_text(
        unit=small.first, kind="recommendation", short_text="Gi PRO-1 til alle.", by=None, **make.SOURCE
    )
    page = text(client.get(address))

    assert "Nei. Noe på kortet er endret." in page
    assert "endret: kortet har versjon 1, nå gjelder versjon 2" in page
    assert "?anbefaling=PRO-1&amp;anbefaling=PRO-2" in page
    assert "/anbefalinger/PRO-1/versjoner/2/?med=1" in page


def test_a_card_with_other_danger_signs_is_told_so(client, small):
    page = text(client.get(f"{CARD}gjelder/?k=PRO-1&f=00000000&d=2026-01-02"))
    assert "endret: bruk listen over" in page
    assert "2. januar 2026" in page
    assert "Nei. Noe på kortet er endret." in page


@pytest.mark.parametrize("query", ["k=<b>", "k=PRO-1~x", "k=" + ".".join(["A"] * 201)])
def test_a_code_that_is_none_of_ours_is_told_so(client, small, query):
    assert "Koden lot seg ikke lese." in text(client.get(f"{CARD}gjelder/?{query}"))


def test_marks_are_short_and_come_back_as_they_were():
    marks = [rules.Mark("A-1", 1), rules.Mark("B-2", 3), rules.Mark("C-3", 1, 2), rules.Mark("D-4", 0, 1)]
    assert rules.as_text(marks) == "A-1.B-2~3.C-3~1~2.D-4~0~1"
    assert rules.marks_in(rules.as_text(marks)) == marks


@pytest.mark.parametrize(
    ("then", "now", "standing"),
    [
        ((1, 2), (1, 2), "same"),
        ((1, 2), (2, 2), "changed"),
        ((1, 2), (1, 3), "local_changed"),
        ((1, 2), (1, None), "local_changed"),
        ((1, 2), None, "gone"),
        ((1, 2), (0, 2), "gone"),
        ((0, 2), (0, 2), "same"),
        ((0, 2), (0, 3), "local_changed"),
        ((0, 2), (1, 2), "changed"),
        ((0, 2), None, "gone"),
    ],
)
def test_what_has_become_of_a_text(then, now, standing):
    now = rules.Mark("A", *now) if now else None
    assert rules.standing_of(rules.Mark("A", *then), now) == standing


def test_a_card_is_valid_until_the_first_review_and_has_no_date_when_one_is_past():
    today = dt.date(2026, 11, 26)
    first, later = dt.date(2026, 11, 26), dt.date(2027, 1, 1)
    assert rules.validity_of([later, None, first], today) == rules.Validity(first)
    assert rules.validity_of([later, first], today + dt.timedelta(days=1)) == rules.Validity(None, first)
    assert rules.validity_of([None], today) == rules.Validity(None)


def test_the_print_of_the_danger_signs_is_the_same_in_every_language():
    with override("en"):
        in_english = print_of_danger()
    assert in_english == print_of_danger()
    assert len(as_written()) == len(DANGER.signs) + len(DANGER.numbers) == 13


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"),
    [("?kapittel=kapittel", 6), ("fil/?kapittel=kapittel", 6), ("gjelder/?k=PRO-1.PRO-2.MER-0.MER-2", 3)],
)
def test_a_card_asks_a_fixed_number_of_questions(client, small, django_assert_num_queries, rows, path, queries):
    for number in range(rows):
        make.make_unit(small.chapter, f"MER-{number}", grade=small.grades["C"], target_groups=[small.group])
    client.get(f"{CARD}{path}")
    with django_assert_num_queries(queries):
        client.get(f"{CARD}{path}")
