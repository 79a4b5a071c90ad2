"""GAP: Mona opens a wave, twelve answer, one of them on a phone without JavaScript, and Mona closes it and reads."""

import pytest
from playwright.sync_api import expect

from fagvei.surveys import actions
from fagvei.surveys.models import AnswerSheet, SurveyRound
from fagvei.surveys.tests import factories as make

ELEVEN = [(4, 1, 2)] * 6 + [(1, 1, 2)] * 5


@pytest.fixture
def wave(cast):
    small = make.make_small_survey(cast)
    small.round = make.plan(small.survey, small.mona)
    return small


def main(page):
    return page.locator("main")


def test_mona_opens_twelve_answer_and_mona_closes(page, no_js, look, log_in, wave):
    mona = log_in(page, wave.mona)
    mona.goto("/gap/")
    look(mona, "gap")
    main(mona).get_by_role("link", name="Avrusning hos oss").click()
    look(mona, "gap-undersokelse")
    main(mona).get_by_role("link", name="Måling 1").click()
    main(mona).get_by_label("Antall svarkoder").fill("12")
    look(mona, "gap-maling-planlagt")
    main(mona).get_by_role("button", name="Åpne målingen").click()
    expect(mona.get_by_text("Målingen er åpen. Del ut svarkodene.")).to_be_visible()
    look(mona, "gap-maling-apen")
    main(mona).get_by_role("link", name="Skriv ut svarkodene").click()
    code = main(mona).locator(".code").first.inner_text()
    look(mona, "gap-svarkoder")

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
    assert AnswerSheet.objects.get().answers[str(wave.items[0].pk)] == [1, "time"]

    make.answer_all(SurveyRound.objects.get(), ELEVEN)
    mona.goto(wave.round.get_absolute_url())
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
