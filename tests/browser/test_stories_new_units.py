"""Kari writes a recommendation that the guideline does not have, Leif approves it, and a reader finds it with its mark."""

import pytest
from hand import main
from playwright.sync_api import expect

from fagvei.guideline.models import UnitVersion
from fagvei.guideline.tests import factories as make


@pytest.fixture
def small(cast):
    found = make.make_small_guideline()
    found.kari, found.leif = make.make_pair()
    return found


def test_kari_writes_a_new_recommendation_and_leif_publishes_it(page, look, open_page, log_in, small):
    kari = log_in(page, small.kari)
    kari.goto(small.guideline.get_absolute_url())
    main(kari).get_by_role("link", name="Skriv en ny anbefaling").click()
    main(kari).get_by_label("Kapittel").select_option(label="Kapittelet")
    main(kari).get_by_label("Hvorfor trengs den?").fill("Retningslinjen sier ikke noe om dette.")
    main(kari).get_by_label("Kort tekst").fill("Gi beskjed til den som tar imot.")
    main(kari).get_by_label("Gradering").select_option(label="SIGN C")
    main(kari).get_by_label("Sitat fra kilden").fill("Den som sender, gir beskjed.")
    main(kari).get_by_label("Fordeler og ulemper").fill("Ingen kommer uventet.")
    main(kari).get_by_label("PICO").fill("P: den som overføres\nI: beskjed på forhånd")
    main(kari).get_by_label("Kilde", exact=True).fill("Rutine ved avdelingen")
    main(kari).get_by_label("Ansatte").check()
    look(kari, "ny-anbefaling")
    main(kari).get_by_role("button", name="Lagre som utkast").click()
    look(kari, "ny-anbefaling-utkast")
    main(kari).get_by_role("button", name="Send til klinisk vurdering").click()

    leif = log_in(open_page(page.viewport_size), small.leif)
    leif.goto("/oppgaver/")
    main(leif).get_by_role("link", name="Vurder").first.click()
    main(leif).get_by_role("button", name="Godkjenn versjonen").click()
    main(leif).get_by_role("button", name="Publiser").click()
    expect(leif.get_by_text("Versjonen er publisert.")).to_be_visible()

    visitor = open_page(page.viewport_size)
    visitor.goto(small.guideline.get_absolute_url())
    main(visitor).get_by_role("link", name="Gi beskjed til den som tar imot.").click()
    expect(main(visitor).get_by_text("Retningslinjen selv har ikke denne teksten.")).to_be_visible()
    for words in ("Den som sender, gir beskjed.", "Ingen kommer uventet.", "beskjed på forhånd"):
        expect(main(visitor).get_by_text(words)).to_be_visible()
    look(visitor, "ny-anbefaling-lest")
    assert UnitVersion.objects.get(unit__code="LOK-1").state == "published"
