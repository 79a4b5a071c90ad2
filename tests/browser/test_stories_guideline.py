"""The guideline: a visitor finds a recommendation; Kari changes it in the local layer, Leif judges and publishes it."""

import re

import pytest
from django.core.management import call_command
from hand import main
from playwright.sync_api import expect

from fagvei.guideline.models import RelatedDocument, UnitVersion
from fagvei.guideline.tests.factories import make_pair


@pytest.fixture
def content(cast):
    call_command("load_content", pack="guideline", yes=True, verbosity=0)
    cast.kari, cast.leif = make_pair()
    return cast


PUBLIC = {
    "/retningslinjer/": "retningslinjer",
    "/retningslinjer/avrusning/om/": "om-retningslinjen",
    "/retningslinjer/avrusning/dokumenter/": "beslektede",
}


def test_the_pages_of_the_guideline_are_read_without_login(page, look_at, content):
    look_at(page, PUBLIC)


def test_a_visitor_finds_a_recommendation(page, look, content):
    page.goto("/retningslinjer/avrusning/")
    expect(main(page).get_by_text("Fare for liv: ring 113.")).to_be_visible()
    look(page, "retningslinje")

    main(page).get_by_label("Søk i retningslinjen").fill("metadon")
    main(page).get_by_role("button", name="Søk").click()
    expect(main(page).get_by_role("status")).to_contain_text("passer")
    look(page, "retningslinje-sok")
    main(page).get_by_role("link", name=re.compile("Metadon bør ikke brukes")).click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("OPI-LM-2")
    main(page).get_by_text("Hva betyr SIGN C?").click()
    expect(main(page).get_by_text("En gradering regnes aldri om").first).to_be_visible()
    look(page, "anbefaling")


def test_an_overdue_text_is_said_to_be_so_on_paper_too(page, content):
    page.goto("/retningslinjer/avrusning/anbefalinger/OVERD-2/")
    page.emulate_media(media="print")
    expect(main(page).get_by_text("Fare for liv: ring 113.")).to_be_visible()
    expect(main(page).get_by_text("Forfalt til gjennomgang 13. mai 2021.")).to_be_visible()


def test_the_guideline_is_read_without_javascript(no_js, look, content):
    no_js.goto("/retningslinjer/avrusning/")
    main(no_js).get_by_role("link", name=re.compile("fengsel")).first.click()
    expect(main(no_js).get_by_text("FENG-1").first).to_be_visible()
    look(no_js, "retningslinje-no-js")


def test_kari_changes_a_recommendation_and_leif_publishes_it(page, look, look_at, open_page, log_in, content):
    kari = log_in(page, content.kari)
    document = RelatedDocument.objects.earliest("position")
    look_at(kari, {f"/retningslinjer/avrusning/dokumenter/{document.code}/sjekk/": "sjekk-dokument"})
    kari.goto("/retningslinjer/avrusning/anbefalinger/OVERD-5/")
    main(kari).get_by_role("button", name="Skriv ny versjon").click()
    main(kari).get_by_label("Endret", exact=True).check()
    main(kari).get_by_label("Begrunnelse for endringen").fill("Avdelingen bruker et annet ord.")
    text = main(kari).get_by_label("Kort tekst")
    text.fill(text.input_value().replace("Ikke etterlat", "Aldri etterlat"))
    look(kari, "skriv-versjon")
    main(kari).get_by_role("button", name="Lagre utkastet").click()
    look(kari, "utkast")
    main(kari).get_by_role("button", name="Send til klinisk vurdering").click()
    expect(kari.get_by_text("Versjonen er sendt til klinisk vurdering.")).to_be_visible()

    leif = log_in(open_page(page.viewport_size), content.leif)
    leif.goto("/oppgaver/")
    main(leif).get_by_role("link", name="Vurder").first.click()
    expect(main(leif).locator("del").first).to_contain_text("Ikke")
    look(leif, "vurder-versjon")
    main(leif).get_by_role("button", name="Godkjenn versjonen").click()
    main(leif).get_by_role("button", name="Publiser").click()
    expect(leif.get_by_text("Versjonen er publisert.")).to_be_visible()
    look(leif, "publisert-versjon")

    visitor = open_page(page.viewport_size)
    visitor.goto("/retningslinjer/avrusning/anbefalinger/OVERD-5/")
    expect(main(visitor).get_by_text("Ikke etterlat personen alene", exact=False).first).to_be_visible()
    look(visitor, "anbefaling-med-lokalt-lag")
    main(visitor).get_by_role("link", name="Se forskjellen").click()
    expect(main(visitor).locator("ins").first).to_contain_text("Aldri")
    look(visitor, "forskjell")
    assert UnitVersion.objects.filter(unit__code="OVERD-5", state="published").count() == 2
