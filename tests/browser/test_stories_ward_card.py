"""The ward card taken along and asked; plain language written by one and approved by another; a goal followed to practice."""

import re

import pytest
from codes import codes_in
from hand import main
from playwright.sync_api import expect

from fagvei.crosswalk.tests import factories as crosswalk
from fagvei.guideline.models import PlainText
from fagvei.guideline.tests import factories as make
from fagvei.web.unavailable import page_alone

GUIDELINE = "/retningslinjer/avrusning/"
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 800}


@pytest.fixture
def small(cast, settings):
    settings.FAGVEI_DEMO = False
    cast.small = make.make_small_guideline()
    cast.kari, cast.leif = make.make_pair()
    return cast


def test_a_ward_makes_a_card_that_works_without_a_network(page, look, open_page, small, tmp_path):
    page.goto(GUIDELINE)
    main(page).get_by_role("link", name=re.compile("^Avdelingskort")).click()
    look(page, "avdelingskort")
    main(page).get_by_role("link", name=re.compile("^Kapittelet")).click()
    expect(main(page).get_by_role("heading", name="Fare for liv: ring 113.")).to_be_visible()
    look(page, "avdelingskort-valgt")
    drawn = codes_in(main(page))
    with page.expect_download() as taken:
        main(page).get_by_role("link", name="Last ned til telefonen (HTML)").click()
    taken.value.save_as(tmp_path / "kort.html")
    check = main(page).get_by_role("link", name="Gjelder kortet fortsatt?").get_attribute("href")
    assert drawn == [check]

    alone = open_page(page.viewport_size)
    asked = []
    alone.on("request", lambda request: asked.append(request.url))
    alone.goto((tmp_path / "kort.html").as_uri())
    expect(alone.get_by_role("heading", level=1)).to_have_text("Avdelingskort: Kapittelet")
    expect(alone.get_by_text("Gi PRO-1 til den som trenger det.")).to_be_visible()
    assert codes_in(alone.locator("body")) == [check]
    assert alone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert [url for url in asked if not url.startswith("file:")] == []

    page.goto(re.sub(r"^https?://[^/]+", "", check))
    expect(main(page).get_by_role("status")).to_contain_text("Ja. Alt på kortet er det samme")
    look(page, "avdelingskort-gjelder")


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_danger_signs_stand_when_nothing_of_ours_answers(look, open_page, tmp_path, size):
    """The proxy's own file: opened from the disk, it is whole, on a screen and on paper."""
    (tmp_path / "nede.html").write_text(page_alone(), encoding="utf-8")
    alone = open_page(size, bypass_csp=True)
    asked = []
    alone.on("request", lambda request: asked.append(request.url))
    alone.goto((tmp_path / "nede.html").as_uri())
    look(alone, "nede")
    expect(alone.get_by_role("link", name="113", exact=True)).to_have_attribute("href", "tel:113")
    alone.get_by_text("English").click()
    expect(alone.get_by_role("heading", name="Danger to life: call 113.")).to_be_visible()
    look(alone, "nede-engelsk")
    alone.emulate_media(media="print")
    expect(alone.get_by_role("heading", name="Fare for liv: ring 113.")).to_be_visible()
    assert len(asked) == 1


def test_kari_writes_plainly_and_leif_approves(page, look, open_page, log_in, small):
    kari = log_in(page, small.kari)
    kari.goto(f"{GUIDELINE}anbefalinger/PRO-1/")
    main(kari).get_by_role("link", name="Skriv klarspråk").click()
    main(kari).get_by_role("textbox", name="Klarspråk").fill("Du får hjelp innen 24 timer.")
    main(kari).get_by_role("button", name="Lagre utkastet").click()
    expect(main(kari).get_by_text("Teksten har «24», som anbefalingen ikke nevner.").first).to_be_visible()
    look(kari, "klarsprak-skriv")
    main(kari).get_by_role("textbox", name="Klarspråk").fill("Du får hjelpen når du trenger den.")
    main(kari).get_by_role("button", name="Lagre utkastet").click()
    main(kari).get_by_role("button", name="Send til klinisk vurdering").click()
    expect(kari.get_by_text("Klarspråket er sendt til klinisk vurdering.")).to_be_visible()

    leif = log_in(open_page(page.viewport_size), small.leif)
    leif.goto("/oppgaver/")
    main(leif).get_by_role("link", name="Vurder").first.click()
    look(leif, "klarsprak-vurder")
    main(leif).get_by_role("button", name="Godkjenn klarspråket").click()
    expect(leif.get_by_text("Klarspråket er godkjent og vises for alle.")).to_be_visible()

    reader = open_page(page.viewport_size)
    reader.goto(f"{GUIDELINE}klarsprak/")
    expect(main(reader).get_by_text("Du får hjelpen når du trenger den.")).to_be_visible()
    look(reader, "klarsprak")
    assert PlainText.objects.get().state == "approved"


def test_anna_follows_a_goal_to_practice(page, look, log_in, cast, settings):
    settings.FAGVEI_DEMO = False
    world = crosswalk.make_world(cast)
    crosswalk.approved(world)
    crosswalk.shared_wave(world)
    anna = log_in(page, world.anna)
    anna.goto("/maal-og-anbefalinger/")
    main(anna).get_by_text("1 kobling").click()
    look(anna, "koblinger-foldet")
    main(anna).get_by_role("link", name=re.compile("^Fra mål til praksis")).click()
    expect(main(anna).get_by_text("prosentpoeng igjen til målet")).to_be_visible()
    look(anna, "fra-maal-til-praksis")
