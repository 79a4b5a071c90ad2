"""A badge that is taken back: Eva withdraws the certificate, Anna sees why, and anybody who was given the badge checks it."""

import pytest
from playwright.sync_api import expect

from fagvei.courses.tests import factories as make
from fagvei.interop.export.badge_keys import badge_keys
from fagvei.interop.export.open_badge import open_badge
from fagvei.people.models import User

PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 800}


@pytest.fixture(params=["phone", "desktop"])
def mode(request):
    return request.param


def test_a_certificate_is_withdrawn_and_the_badge_tells(mode, open_page, log_in, look, cast):
    viewport, options = (PHONE, {"has_touch": True}) if mode == "phone" else (DESKTOP, {})
    row = make.attend(cast, cast.anna)
    token = open_badge(row, badge_keys()[0])

    # Given that a stranger checks the badge
    stranger = open_page(viewport, **options)
    stranger.goto("/kursbevis/kontroll/")
    look(stranger, f"{mode}-kontroller-merke")
    stranger.get_by_label("Merket").fill(token)
    stranger.get_by_role("button", name="Kontroller", exact=True).click()
    expect(stranger.locator("main").get_by_text("er uendret og gjelder")).to_be_visible()
    look(stranger, f"{mode}-merket-gjelder")

    # When Eva withdraws the certificate
    eva = log_in(open_page(viewport, **options), User.objects.get(username="eva"))
    eva.goto(row.get_absolute_url())
    eva.locator("summary", has_text="Trekk beviset tilbake").click()
    form = eva.locator("details[open]")
    form.get_by_label("Begrunnelse").fill("Feil navn på kurset.")
    look(eva, f"{mode}-trekk-bevis-tilbake")
    form.get_by_role("button", name="Trekk tilbake").click()
    expect(eva.locator("main").get_by_text("Beviset gjelder ikke.")).to_be_visible()

    # Then Anna sees why, and the stranger that it holds no more
    anna = log_in(open_page(viewport, **options), User.objects.get(username="anna"))
    anna.goto(row.get_absolute_url())
    expect(anna.locator("main").get_by_text("Feil navn på kurset.")).to_be_visible()
    look(anna, f"{mode}-bevis-trukket-tilbake")
    stranger.get_by_label("Merket").fill(token)
    stranger.get_by_role("button", name="Kontroller", exact=True).click()
    expect(stranger.locator("main .status").get_by_text("Trukket tilbake")).to_be_visible()
    look(stranger, f"{mode}-merket-trukket-tilbake")
