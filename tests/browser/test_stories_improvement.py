"""GAP: Mona reads the report of a closed wave, plans a measure, counts records, books the next wave and closes the report."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from fagvei.common import clock
from fagvei.surveys.models import ImprovementMeasure, SurveyRound
from fagvei.surveys.tests import report_factories as make


@pytest.fixture
def ward(cast):
    return make.make_ward(cast, [make.LOW, make.MIDDLE, make.HIGH])


def main(page):
    return page.locator("main")


def test_mona_reads_acts_and_measures_again(page, look, log_in, ward):
    mona = log_in(page, ward.mona)
    mona.goto("/oppgaver/")
    main(mona).get_by_role("link", name="Les rapporten").click()
    expect(main(mona).get_by_role("heading", name="Gap (selvvurdert)")).to_be_visible()
    expect(main(mona).get_by_text("Høyst 4 av 12 ofte eller alltid, minst 47 prosentpoeng under målet")).to_be_visible()
    main(mona).get_by_text("Tallene som tabell", exact=True).click()
    main(mona).get_by_text("Slik er tallene regnet ut").click()
    look(mona, "gap-rapport")

    main(mona).get_by_role("link", name="Legg inn et tiltak").click()
    main(mona).get_by_label("Anbefaling", exact=True).select_option(index=1)
    main(mona).get_by_label("Hva vi gjør").fill("Ta spørsmålet inn i sjekklisten")
    main(mona).get_by_label("Ansvarlig").fill("fagsykepleier")
    main(mona).get_by_label("Frist", exact=True).fill(f"{clock.today() + dt.timedelta(days=30)}")
    main(mona).get_by_label("Strategi", exact=True).select_option("reminders")
    main(mona).get_by_label("Slik ser vi at det virker").fill("Ti journaler i måneden")
    look(mona, "gap-tiltak-nytt")
    main(mona).get_by_role("button", name="Legg inn tiltaket").click()

    main(mona).get_by_role("link", name="Ta spørsmålet inn i sjekklisten").click()
    main(mona).get_by_role("button", name="Vi har begynt").click()
    expect(mona.get_by_text("Tiltaket er i gang.")).to_be_visible()
    look(mona, "gap-tiltak")
    assert ImprovementMeasure.objects.get().state == "under_way"

    mona.goto(f"/gap/malinger/{ward.wave.public_id}/journaler/")
    main(mona).get_by_label("Anbefaling", exact=True).select_option(index=2)
    main(mona).get_by_label("Oppfylt", exact=True).fill("2")
    main(mona).get_by_label("Ikke oppfylt", exact=True).fill("6")
    main(mona).get_by_role("button", name="Lagre tallene").click()
    expect(main(mona).get_by_text("Selvvurderingen ligger 25 prosentpoeng over journalene.")).to_be_visible()
    look(mona, "gap-journaler")

    mona.goto(f"/gap/malinger/{ward.wave.public_id}/rapport/")
    main(mona).get_by_role("button", name="Sett opp neste måling").click()
    expect(main(mona).get_by_text("Måling 2 åpner")).to_be_visible()
    main(mona).get_by_text("Avslutt rapporten").first.click()
    main(mona).get_by_role("button", name="Avslutt rapporten").click()
    expect(main(mona).get_by_text("Rapporten ble avsluttet")).to_be_visible()
    look(mona, "gap-rapport-avsluttet")
    assert SurveyRound.objects.get(number=1).state == "reported"

    main(mona).get_by_role("link", name="Utvikling over målinger").click()
    expect(main(mona).get_by_text("For få målinger til å si noe om trend.").first).to_be_visible()
    look(mona, "gap-utvikling")
