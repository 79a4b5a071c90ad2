"""GAP: somebody writes in own words on a phone without JavaScript, and Mona reads them after closing and hides one."""

import uuid

import pytest
from hand import main
from playwright.sync_api import expect

from fagvei.surveys import actions
from fagvei.surveys.models import AnswerSheet, FreeAnswer, FreeTextEvent
from fagvei.surveys.tests import factories as make

# So many that practice by profession stands in the report, too: those who write come after them.
SHEETS = (("nurse", 11), ("doctor", 11))


@pytest.fixture
def wave(cast):
    small = make.make_small_survey(cast)
    small.round = make.open_wave(
        small.survey, small.mona, codes=2, staff={"nurse": 40, "doctor": 40}, mode="profession", free_question="hinders"
    )
    AnswerSheet.objects.bulk_create(
        AnswerSheet(
            pk=uuid.uuid4(),
            round=small.round,
            profession=profession,
            answers={str(item.pk): [4 if place < upper else 1, ""] for item in small.items},
        )
        for profession, upper in SHEETS
        for place in range(2 * upper)
    )
    make.answer(small.round, (4, 1, 1), words="Hun på natt gjør det aldri.", profession="doctor")
    return small


def test_own_words_go_in_without_a_name_and_come_out_for_mona_alone(page, no_js, look, log_in, wave):
    no_js.goto("/gap/svar/")
    main(no_js).get_by_label("Svarkode").fill(make.unused_codes(wave.round)[0])
    main(no_js).get_by_role("button", name="Vis spørsmålene").click()
    for number in range(3):
        main(no_js).get_by_role("radio", name="ofte").nth(number).check()
    main(no_js).get_by_label("Yrkesgruppe").select_option(label="lege")
    main(no_js).get_by_label("Hva hindrer dere?").fill("Sjekklisten er gammel, ringte A.B. 01.02.1990.")
    main(no_js).get_by_role("button", name="Lever svarene").click()
    expect(main(no_js).get_by_role("button", name="Dette er ikke pasientopplysninger")).to_be_visible()
    look(no_js, "gap-svar-minner-om-pasienter")
    main(no_js).get_by_role("button", name="Dette er ikke pasientopplysninger").click()
    expect(main(no_js).get_by_role("heading", level=1)).to_have_text("Takk for svaret")
    assert FreeAnswer.objects.count() == 2

    actions.close_round(round_=wave.round, by=wave.mona)
    mona = log_in(page, wave.mona)
    mona.goto(f"/gap/malinger/{wave.round.public_id}/rapport/")
    expect(main(mona).get_by_role("cell", name="11 av 22").first).to_be_visible()
    look(mona, "gap-rapport-fritekst")
    main(mona).get_by_role("link", name="Hun på natt").click()
    main(mona).get_by_label("Hvorfor").fill("Peker på en kollega.")
    look(mona, "gap-fritekst-skjul")
    main(mona).get_by_role("button", name="Skjul teksten").click()
    expect(
        main(mona).get_by_text("Skjult av den som er ansvarlig for undersøkelsen: Peker på en kollega.")
    ).to_be_visible()
    expect(main(mona).get_by_text("Hun på natt")).to_have_count(0)
    assert FreeTextEvent.objects.get().by == wave.mona
