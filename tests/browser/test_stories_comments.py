"""A reader tells what is wrong without saying who it is; Kari asks, takes it into a draft, and the reader follows by a link."""

import pytest
from hand import main
from playwright.sync_api import expect

from fagvei.guideline import actions
from fagvei.guideline.models import UnitComment
from fagvei.guideline.tests import factories as make


@pytest.fixture
def small(cast):
    found = make.make_small_guideline()
    found.kari, found.leif = make.make_pair()
    found.anna = cast.anna
    return found


def test_a_reader_comments_and_follows_it_by_the_link(page, look, look_at, open_page, log_in, small):
    page.goto(small.first.get_absolute_url())
    main(page).get_by_role("link", name="Meld feil eller kommenter PRO-1").click()
    main(page).get_by_role("button", name="Send innspillet").click()
    expect(main(page).get_by_text("Velg om det er en feil eller en kommentar.").first).to_be_visible()
    look(page, "innspill-mangler")
    main(page).get_by_label("Noe er feil i innholdet").check()
    main(page).get_by_label("Hva er feil, eller hva mener du?").fill("Navnet er endret.")
    main(page).get_by_role("button", name="Send innspillet").click()
    expect(main(page).get_by_text("Venter på svar fra retningslinjeeieren")).to_be_visible()
    look(page, "innspill-kvittering")

    kari = log_in(open_page(page.viewport_size), small.kari)
    kari.goto("/oppgaver/")
    main(kari).get_by_role("link", name="Se innspillet").click()
    look(kari, "innspill-liste")
    main(kari).get_by_role("link", name="PRO-1: feil i innholdet").click()
    main(kari).get_by_label("Spør avsenderen om mer").check()
    main(kari).get_by_role("textbox", name="Svar").fill("Hvilket navn?")
    look(kari, "innspill-svar")
    main(kari).get_by_role("button", name="Lagre svaret").click()
    expect(main(kari).get_by_text("Venter på mer fra avsenderen")).to_be_visible()

    page.reload()
    main(page).get_by_label("Svaret ditt").fill("Det i første setning.")
    look(page, "innspill-mer")
    main(page).get_by_role("button", name="Send svaret").click()
    expect(main(page).get_by_text("Det i første setning.")).to_be_visible()

    kari.reload()
    main(kari).get_by_label("Ta det til følge i en ny versjon").check()
    main(kari).get_by_role("textbox", name="Svar").fill("Vi retter det.")
    main(kari).get_by_label("Bare svaret").check()
    main(kari).get_by_role("button", name="Lagre svaret").click()
    main(kari).get_by_role("link", name="versjon 2").click()
    expect(main(kari).get_by_text("Navnet er endret.")).to_be_visible()
    look(kari, "innspill-i-utkastet")

    page.goto(small.first.get_absolute_url())
    expect(main(page).get_by_text("Vi retter det.")).to_be_visible()
    look(page, "anbefaling-med-svar")
    assert UnitComment.objects.get().state == "accepted"

    # And Anna, who was logged in when she sent hers, finds it without a link
    comment = actions.send_comment(unit=small.first, kind="error", text="Datoen er feil.", tell=small.anna)
    log_in(page, small.anna)
    look_at(page, {comment.follower.get_absolute_url(): "innspill-mitt"})
