"""GAP: Mona makes a survey and opens a wave, twelve answer, one of them on a phone without JavaScript, and she closes it."""

import datetime as dt
from types import SimpleNamespace

import pytest
from codes import codes_in
from hand import main
from playwright.sync_api import expect

from fagvei.common import clock
from fagvei.guideline.tests import factories as guideline_make
from fagvei.surveys import actions
from fagvei.surveys.models import AnswerSheet, SurveyItem, SurveyRound
from fagvei.surveys.tests import factories as make

ELEVEN = [(4, 1, 2)] * 6 + [(1, 1, 2)] * 5


@pytest.fixture
def wave(cast):
    small = make.make_small_survey(cast)
    small.round = make.plan(small.survey, small.mona)
    return small


@pytest.fixture
def ward(cast):
    units = make.make_units()
    guideline_make.make_unit(units[0].chapter, "BZD-5")
    return SimpleNamespace(mona=make.make_owner(cast.fjellheim), units=units)


def make_survey(mona, look):
    main(mona).get_by_role("link", name="Lag en undersøkelse").click()
    main(mona).get_by_label("Hva skal undersøkelsen hete?").fill("Avrusning hos oss")
    main(mona).get_by_label("Retningslinje").select_option(index=0)
    main(mona).get_by_label("Hvem måles?").select_option(index=0)
    main(mona).get_by_label("Hvorfor måler dere?").fill("Vi vil bli bedre.")
    look(mona, "gap-ny")
    main(mona).get_by_role("button", name="Lag undersøkelsen").click()


def look_at_the_template(mona, look):
    main(mona).get_by_role("link", name="Begynn med malen for de sju områdene").click()
    expect(main(mona).get_by_role("group", name="Kartleggingspraksis").get_by_role("checkbox")).to_be_checked()
    look(mona, "gap-mal")
    mona.go_back()


def choose_items(mona, look):
    main(mona).get_by_role("link", name="Velg anbefalinger").click()
    main(mona).get_by_label("bruk av behandlingsmetoder").check()
    for number in (1, 2, 3):
        main(mona).get_by_role("checkbox", name=f"GAP-{number}").check()
    main(mona).get_by_label("Hvorfor disse?").fill("Viktig.")
    look(mona, "gap-velg-anbefalinger")
    main(mona).get_by_role("button", name="Legg til").click()


def plan_wave(mona, look):
    main(mona).get_by_role("link", name="Planlegg en måling").click()
    main(mona).get_by_label("Åpner").fill(f"{clock.today()}")
    main(mona).get_by_label("Lukker").fill(f"{clock.today() + dt.timedelta(days=14)}")
    main(mona).get_by_label("Ansatte: sykepleier").fill("15")
    look(mona, "gap-planlegg-maling")
    main(mona).get_by_role("button", name="Planlegg målingen").click()


def test_mona_makes_a_survey_twelve_answer_and_mona_closes(page, no_js, look, log_in, ward):
    mona = log_in(page, ward.mona)
    mona.goto("/gap/")
    look(mona, "gap")
    make_survey(mona, look)
    look_at_the_template(mona, look)
    choose_items(mona, look)
    expect(mona.get_by_text("Spørsmålene er lagt til.")).to_be_visible()
    look(mona, "gap-undersokelse")
    plan_wave(mona, look)
    main(mona).get_by_label("Antall svarkoder").fill("12")
    look(mona, "gap-maling-planlagt")
    main(mona).get_by_role("button", name="Åpne målingen").click()
    expect(mona.get_by_text("Målingen er åpen. Del ut svarkodene.")).to_be_visible()
    look(mona, "gap-maling-apen")
    main(mona).get_by_role("link", name="Papirskjema", exact=True).click()
    expect(main(mona).get_by_text("GAP-1").first).to_be_visible()
    look(mona, "gap-papirskjema")
    mona.emulate_media(media="print")
    expect(main(mona).get_by_text("Hva hindrer? Nummer:").first).to_be_visible()
    expect(mona.locator("footer")).to_be_hidden()
    expect(main(mona).locator(".no-print").first).to_be_hidden()
    mona.emulate_media(media="screen")
    mona.go_back()
    main(mona).get_by_role("link", name="Skriv ut svarkodene").click()
    code = main(mona).locator(".code").first.inner_text()
    look(mona, "gap-svarkoder")
    slip = main(mona).locator(".codes li").first
    assert codes_in(slip) == [slip.get_by_role("link").get_attribute("href")]

    no_js.goto("/gap/svar/")
    look(no_js, "gap-svar-kode")
    main(no_js).get_by_label("Svarkode").fill(code.lower())
    main(no_js).get_by_role("button", name="Vis spørsmålene").click()
    for number in range(3):
        main(no_js).get_by_role("radio", name="sjelden").nth(number).check()
    main(no_js).get_by_label("Hva hindrer mest i spørsmål 1?").select_option(label="vi har ikke tid")
    look(no_js, "gap-svar")
    main(no_js).get_by_role("button", name="Lever svarene").click()
    expect(main(no_js).get_by_role("heading", level=1)).to_have_text("Takk for svaret")
    look(no_js, "gap-takk-no-js")
    assert AnswerSheet.objects.get().answers[str(SurveyItem.objects.earliest("order").pk)] == [1, "time"]

    wave = SurveyRound.objects.get()
    make.answer_all(wave, ELEVEN)
    mona.goto(wave.get_absolute_url())
    expect(main(mona).get_by_text("mellom 10 og 14")).to_be_visible()
    main(mona).get_by_text("Lukk målingen").click()
    main(mona).get_by_role("button", name="Lukk og tell opp").click()
    expect(main(mona).get_by_text("6 av 12")).to_be_visible()
    look(mona, "gap-maling-lukket")
    assert not AnswerSheet.objects.exists()


def test_a_link_fills_the_code_and_a_draft_stays_on_the_phone(phone, look, wave):
    actions.open_round(round_=wave.round, codes=1, by=wave.mona)
    code = make.unused_codes(wave.round)[0]
    phone.goto(f"/gap/svar/#{code}")
    main(phone).get_by_role("radio", name="ofte").first.check()
    assert code not in phone.url

    phone.goto("about:blank")
    phone.goto(f"/gap/svar/#{code}")
    expect(main(phone).get_by_role("radio", name="ofte").first).to_be_checked()
    expect(main(phone).get_by_text("Det du hadde svart, ble hentet fra denne telefonen.")).to_be_visible()
    for number in range(3):
        main(phone).get_by_role("radio", name="alltid").nth(number).check()
    main(phone).get_by_role("button", name="Lever svarene").click()
    expect(main(phone).get_by_role("heading", level=1)).to_have_text("Takk for svaret")
    assert phone.evaluate("localStorage.getItem('fagvei-gap')") is None
    look(phone, "gap-takk")
