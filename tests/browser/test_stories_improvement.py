"""GAP: Mona reads the report of a closed wave, plans a measure, counts records, books the next wave, and measures again."""

import datetime as dt

import pytest
from hand import main
from playwright.sync_api import expect

from fagvei.common import clock
from fagvei.guideline import actions as guideline
from fagvei.guideline.actions.standing import digest_of
from fagvei.guideline.tests import factories as guideline_make
from fagvei.surveys.models import ImprovementMeasure, SurveyRound
from fagvei.surveys.tests import factories
from fagvei.surveys.tests import report_factories as make

# Of seventeen: all do the first now, where one of twelve did; the second has another text, and the third is as it was.
# After twelve, nothing could be told of twelve again.
BETTER = [(4, 1, 4)] * 12 + [(3, 2, 3)] * 4 + [(3, 2, 2)]


@pytest.fixture
def ward(cast):
    found = make.make_ward(cast, [make.LOW, make.MIDDLE, make.HIGH])
    found.wave.staff.update(count=20)
    return found


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
    expect(main(mona).get_by_text("Måling 2, ")).to_be_visible()
    main(mona).get_by_text("Avslutt rapporten").first.click()
    main(mona).get_by_role("button", name="Avslutt rapporten").click()
    expect(main(mona).get_by_text("Rapporten ble avsluttet")).to_be_visible()
    look(mona, "gap-rapport-avsluttet")
    assert SurveyRound.objects.get(number=1).state == "reported"

    main(mona).get_by_role("link", name="Utvikling over målinger").click()
    expect(main(mona).get_by_text("For få målinger til å si noe om trend.").first).to_be_visible()
    look(mona, "gap-utvikling")

    # The second recommendation is changed before the next wave is opened, answered and closed
    kari = amend(ward.units[1])
    mona.goto(f"/gap/malinger/{ward.wave.public_id}/rapport/")
    main(mona).get_by_role("link", name="Se målingen").click()
    main(mona).get_by_text("Nye datoer").click()
    main(mona).get_by_label("Åpner", exact=True).fill(f"{clock.today()}")
    main(mona).get_by_label("Lukker", exact=True).fill(f"{clock.today() + dt.timedelta(days=14)}")
    main(mona).get_by_role("button", name="Lagre datoene").click()
    main(mona).get_by_label("Antall svarkoder").fill("17")
    main(mona).get_by_role("button", name="Åpne målingen").click()
    expect(mona.get_by_text("Målingen er åpen. Del ut svarkodene.")).to_be_visible()
    factories.answer_all(SurveyRound.objects.get(number=2), BETTER)
    main(mona).get_by_text("Lukk målingen").click()
    main(mona).get_by_role("button", name="Lukk og tell opp").click()
    expect(mona.get_by_text("Målingen er lukket og talt opp.")).to_be_visible()

    # Then Mona reads what has changed since the last one, and that the changed text is not compared
    main(mona).get_by_role("link", name="Les rapporten").click()
    expect(main(mona).get_by_text("Flere enn i måling 1").first).to_be_visible()
    changed = main(mona).get_by_text("Anbefalingen er endret siden måling 1: tallene sammenliknes ikke")
    expect(changed).to_have_count(1)
    changed.click()
    expect(main(mona).locator("ins").first).to_contain_text("bedre")
    look(mona, "gap-rapport-andre-maling")
    main(mona).get_by_role("link", name="Utvikling over målinger").click()
    expect(main(mona).get_by_text("2 lukkede målinger, selvvurdert.")).to_be_visible()
    main(mona).get_by_text("Tallene: GAP-2").click()
    expect(main(mona).get_by_text("Ny tekst (versjon 2):")).to_be_visible()
    look(mona, "gap-utvikling-to-malinger")

    # And Kari, who owns the guideline, sees what is hard to follow in the country
    make.make_wards(make.make_places(ward.cast, 4), ward.units, [make.LOW, make.MIDDLE, make.HIGH])
    log_in(page, kari)
    page.goto("/gap/nasjonalt/avrusning/")
    expect(main(page).get_by_text("GAP-2").first).to_be_visible()
    look(page, "gap-nasjonalt")


def amend(unit):
    """Another text for the recommendation, judged and published."""
    kari, leif = guideline_make.make_pair()
    version = guideline_make.amend(unit, kari)
    guideline.approve_version(version=version, shown=digest_of(version), by=leif)
    guideline.publish_version(version=guideline_make.again(version), by=kari)
    return kari
