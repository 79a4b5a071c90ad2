"""The report of a GAP wave on paper: the words of its page, no number the page hides, self-rated on every page."""

import datetime as dt
import io
import re

import pikepdf
import pytest
from pypdf import PdfReader

from fagvei.common import clock
from fagvei.guideline import actions as guideline_actions
from fagvei.guideline.actions.standing import digest_of
from fagvei.guideline.tests import factories as guideline
from fagvei.interop.export.gap_report import _paper
from fagvei.interop.tests.test_pdf import text_of
from fagvei.people.tests.cast import make_cast
from fagvei.surveys import actions
from fagvei.surveys.models import FreeText, SurveyRound
from fagvei.surveys.queries.report_page import report_page
from fagvei.surveys.rules.areas import AREAS_SOURCE
from fagvei.surveys.tests import factories as survey_make
from fagvei.surveys.tests import report_factories as make


@pytest.fixture
def ward(db, settings, client):
    settings.FAGVEI_DEMO = False
    found = make.make_ward(make_cast(), [make.LOW, make.MIDDLE, make.HIGH])
    client.force_login(found.mona)
    return found


def of(wave) -> str:
    return f"/gap/malinger/{wave.public_id}/rapport/pdf/"


def plan_measure(ward):
    return actions.plan_measure(
        survey_round=ward.wave,
        item=ward.items[0],
        what="Lage sjekkliste",
        responsible="fagsykepleier",
        due_on=clock.today() + dt.timedelta(days=30),
        strategy="reminders",
        measured_by="Ti journaler.",
        by=ward.mona,
    )


def test_it_says_what_the_page_says(ward, client):
    plan_measure(ward)
    answer = client.get(of(ward.wave))
    text = text_of(answer.content)

    for line in report_page(ward.wave).lines:
        assert line.words in text
        assert line.version.shown in text
    for words in (
        "Styrker (selvvurdert)",
        "Gap (selvvurdert)",
        "ikke målt praksis",
        "Lage sjekkliste",
        "fagsykepleier",
    ):
        assert words in text
    assert "Hva skal til for at vi gjør GAP-1 hver gang?" in text
    assert answer["Content-Disposition"] == f'attachment; filename="gap-rapport-{ward.wave.closes_on}.pdf"'


def test_every_page_says_self_rated_and_screen_readers_can_read_it(ward, client):
    content = client.get(of(ward.wave)).content
    assert all("selvvurdert" in page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    with pikepdf.open(io.BytesIO(content)) as opened:
        assert opened.open_metadata()["pdfuaid:part"] == "1"


def test_no_number_stands_on_paper_that_the_page_does_not_show(ward, client):
    page = client.get(of(ward.wave).removesuffix("pdf/")).content.decode()
    told = paper_of(ward.wave)
    *sections, _source = told["sections"]

    assert (
        numbers_in(f"{told['title']} {told['intro']} {sections}") - numbers_in(re.sub(r"<[^>]+>", " ", page)) == set()
    )
    assert {"47", "30", "12"} <= numbers_in(str(sections))


def test_paper_has_the_areas_of_the_page_in_its_order(ward, client):
    """An area that was chosen later may stand before one that was chosen first."""
    survey = survey_make.make_survey(ward.cast.fjellheim, ward.mona, ward.units)
    for area in ("competence", "target_group"):
        actions.choose_items(survey=survey, units=ward.units[:1], area=area, reason="Viktig.", target=80, by=ward.mona)
    page = report_page(make.make_wave(survey, [make.LOW] * 5))
    told = [(each["title"].lower(), len(each["items"])) for each in _paper(page, None)["sections"] if "items" in each]
    assert told == [(str(name).lower(), len(lines)) for name, lines in page.groups]
    assert len(told) == 3


def paper_of(wave):
    return _paper(report_page(wave), None)


def numbers_in(text: str) -> set[str]:
    return set(re.findall(r"\d+", text))


def test_it_credits_the_original_survey_with_its_link(ward, client):
    link = "https://example.no/om-gap"
    assert link not in links_of(client.get(of(ward.wave)).content)
    guideline_actions.save_statement(
        guideline=ward.survey.guideline,
        kind="gap",
        code="GAP",
        lead="GAP",
        text="Verktøyet.",
        facts={"made_by": "Tjenesten", "commissioned_by": "Direktoratet", "link_site": "rop.no"},
        position=1,
        by=None,
        **{**guideline.SOURCE, "source": link},
    )
    content = client.get(of(ward.wave)).content
    addresses = [address for address in links_of(content) if "fagvei" not in address]
    assert addresses[:3] == ["https://rop.no/", link, AREAS_SOURCE]
    assert "Laget av Tjenesten. Oppdragsgiver: Direktoratet." in text_of(content)


def links_of(content: bytes) -> list[str]:
    pages = PdfReader(io.BytesIO(content)).pages
    found = [each.get_object() for page in pages for each in page.get("/Annots", [])]
    return [each["/A"]["/URI"] for each in found if "/URI" in each.get("/A", {})]


def test_few_answers_are_told_as_few(ward, client):
    few = make.make_wave(ward.survey, [((0, 1, 1, 1, 1), 0, 0)] * 3, days_ago=1)
    text = text_of(client.get(of(few)).content)
    assert "Færre enn fem svar, ingen tall vises." in text
    assert "vises ikke" in text
    assert "Ikke representativ" in text
    assert "4 svar" not in text


def test_only_the_owner_gets_it_and_not_before_the_wave_is_closed(ward, client):
    client.force_login(ward.bo)
    assert client.get(of(ward.wave)).status_code in (403, 404)


def test_a_changed_recommendation_is_not_compared(ward):
    kari, leif = guideline.make_pair()
    version = guideline.amend(ward.units[1], kari, short_text="Gi det ikke til noen.")
    version = guideline_actions.approve_version(version=version, shown=digest_of(version), by=leif)
    guideline_actions.publish_version(version=version, by=kari)
    second = make.make_wave(ward.survey, [make.of_people(35, 2), make.MANY, make.of_people(35, 31)], days_ago=1)
    told = paper_of(second)["sections"]

    assert [row[-1] for row in told[3]["table"]["rows"]] == [
        "høyst 4 av 12",
        "6 av 12 (annen tekst)",
        "minst 8 av 12",
    ]
    assert "tallene sammenliknes ikke" in told[5]["items"][1]["text"][1]


def test_own_words_stand_in_drawn_order_and_of_a_hidden_one_the_reason_alone(ward):
    SurveyRound.objects.filter(pk=ward.wave.pk).update(free_question="hinders")
    ward.wave.refresh_from_db()
    texts = [FreeText.objects.create(round=ward.wave, position=n, words=f"Tekst {n}") for n in (1, 2)]
    actions.hide_free_text(text=texts[0], reason="Nevner en kollega.", by=ward.mona)

    (section,) = [each for each in paper_of(ward.wave)["sections"] if "(fritekst)" in each["title"]]

    assert section["title"] == "Hva hindrer dere? (fritekst)"
    assert section["text"][1:] == [
        "«Tekst 2»",
        "Skjult av den som er ansvarlig for undersøkelsen: Nevner en kollega.",
    ]
