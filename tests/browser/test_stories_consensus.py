"""Kari asks the working group about a draft; a peer votes from the inbox; Kari closes, and Leif reads it before he approves."""

import datetime as dt

import pytest
from hand import main
from playwright.sync_api import expect

from fagvei.common import clock
from fagvei.guideline import actions
from fagvei.guideline.models import ConsensusRound
from fagvei.guideline.tests import factories as make


@pytest.fixture
def small(cast):
    found = make.make_small_guideline()
    found.kari, found.leif = make.make_pair()
    found.peers = make.make_peers(2)
    found.draft = make.amend(found.first, found.kari)
    return found


def test_the_working_group_votes_and_leif_reads_it_before_he_approves(page, look, open_page, log_in, small):
    kari = log_in(page, small.kari)
    kari.goto(small.draft.get_absolute_url())
    main(kari).get_by_role("link", name="Åpne en konsensusrunde i arbeidsgruppen").click()
    main(kari).get_by_label("Siste dag å stemme").fill(f"{clock.today() + dt.timedelta(days=14)}")
    main(kari).get_by_label("Til arbeidsgruppen").fill("Er ordet riktig?")
    look(kari, "konsensus-apne")
    main(kari).get_by_role("button", name="Åpne runden").click()
    expect(main(kari).get_by_text("0 av 2 har svart.")).to_be_visible()

    peer = log_in(open_page(page.viewport_size), small.peers[0])
    peer.goto("/oppgaver/")
    main(peer).get_by_role("link", name="Stem").first.click()
    main(peer).get_by_label("enig med forbehold").check()
    main(peer).get_by_role("button", name="Stem").click()
    expect(main(peer).get_by_text("Skriv hva forbeholdet eller uenigheten gjelder.").first).to_be_visible()
    main(peer).get_by_label("Kommentar").fill("Bytt ut «alle».")
    look(peer, "konsensus-stem")
    main(peer).get_by_role("button", name="Stem").click()
    expect(main(peer).get_by_text("Bare du ser det")).to_be_visible()
    actions.vote(round_=ConsensusRound.objects.get(), answer="agree", by=small.peers[1])

    kari.reload()
    expect(main(kari).get_by_text("2 av 2 har svart.")).to_be_visible()
    expect(main(kari).get_by_text("Bytt ut «alle».")).to_have_count(0)
    look(kari, "konsensus-apen")
    main(kari).get_by_text("Lukk runden", exact=True).click()
    main(kari).get_by_role("button", name="Lukk runden nå").click()
    expect(main(kari).get_by_text("Enighet.", exact=True)).to_be_visible()
    look(kari, "konsensus-lukket")

    leif = log_in(open_page(page.viewport_size), small.leif)
    leif.goto(small.draft.get_absolute_url())
    expect(main(leif).get_by_text("Bytt ut «alle».")).to_be_visible()
    look(leif, "konsensus-ved-versjonen")
    main(leif).get_by_role("button", name="Godkjenn versjonen").click()
    expect(leif.get_by_text("Versjonen er godkjent og kan publiseres.")).to_be_visible()
