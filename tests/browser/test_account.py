"""Logging in and looking after one's own account and relations, in the browser."""

import pytest

from fagvei.audit import actions as audit
from fagvei.people import actions, queries

PASSKEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(autouse=True)
def own_cache(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


def log_in_with_password(page, username):
    page.goto("/logg-inn/")
    page.get_by_label("Brukernavn").fill(username)
    page.get_by_label("Passord").fill("demo")
    page.locator("main").get_by_role("button", name="Logg inn", exact=True).click()


OWN_PAGES = [
    ("anna", "/min-side/", "my-page"),
    ("anna", "/innsyn/", "access-log"),
    ("anna", "/relasjoner/", "relations-doctor"),
    ("bo", "/relasjoner/", "relations-leader"),
    ("bo", "/delegeringer/ny/", "delegation"),
    ("anna", "/konto/2fa/", "security"),
    ("anna", "/konto/passord/", "password"),
    ("anna", "/konto/bekreft/", "identify"),
    ("trond", "/personer/", "persons"),
    ("trond", "/personer/ny/", "person-new"),
    ("trond", "/personer/finn/", "person-find"),
]


def test_pages_of_an_account_are_for_everybody(page, look, log_in, cast):
    audit.record_reading(by=cast.bo, subject=cast.anna, role="leader", what="Utdanningsplanen")

    for who, path, name in OWN_PAGES:
        log_in(page, getattr(cast, who)).goto(path)

        look(page, name)


def test_anna_makes_a_passkey_and_logs_in_with_it_alone(page, look, anna):
    chromium = page.context.new_cdp_session(page)
    chromium.send("WebAuthn.enable")
    chromium.send("WebAuthn.addVirtualAuthenticator", {"options": PASSKEY})
    log_in_with_password(page, "anna")

    page.goto("/konto/2fa/nokler/ny/")
    page.get_by_label("Passord").fill("demo")  # who is it, once more
    page.get_by_role("button", name="Bekreft").click()
    page.get_by_label("Navn på nøkkelen").fill("Telefonen min")
    page.get_by_label("uten passord").check()
    look(page, "passkey-new")
    page.get_by_role("button", name="Legg til", exact=True).click()
    page.wait_for_url("**/reservekoder/")
    look(page, "recovery-codes")
    page.goto("/konto/2fa/nokler/")
    assert page.get_by_text("Telefonen min").is_visible()
    look(page, "passkeys")

    page.goto("/logg-ut/")
    page.locator("main").get_by_role("button", name="Logg ut").click()
    page.wait_for_url("**/logget-ut/")
    page.goto("/logg-inn/?next=/min-side/")
    page.get_by_role("button", name="Bruk passnøkkel").click()
    page.wait_for_url(lambda address: "logg-inn" not in address)
    page.goto("/konto/bekreft/passnokkel/?next=/innsyn/")
    look(page, "identify-passkey")
    page.get_by_role("button", name="Bekreft med passnøkkel").click()

    page.wait_for_url(lambda address: address.endswith("/innsyn/") and "bekreft" not in address)
    assert page.locator("header").get_by_text("Anna Berg").is_visible()


def test_the_back_button_shows_nothing_after_logout(desktop, cast, settings):
    """T-14: the next person at the same computer."""
    settings.FAGVEI_DEMO = False  # the chooser of the demo names everybody
    log_in_with_password(desktop, "anna")
    desktop.goto("/min-side/")
    assert desktop.get_by_text("Cecilie Vik").is_visible()
    desktop.goto("/relasjoner/")
    desktop.get_by_text("Anna Berg").first.click()
    desktop.locator("header").get_by_role("button", name="Logg ut").click()
    desktop.wait_for_url("**/logget-ut/")

    for _ in range(2):
        desktop.go_back()
        desktop.wait_for_load_state()
        for name in ("Anna", "Cecilie", "Siri", "Bo Lund", "anna@"):
            assert name not in desktop.content()
        assert "/logg-inn/" in desktop.url


def test_bo_changes_the_mentor_without_javascript(no_js, look, cast, anna):
    frida = actions.add_user(username="frida", full_name="Frida Øy", by=None)
    actions.assign_role(user=frida, role="mentor", institution=cast.fjellheim, by=None)
    log_in_with_password(no_js, "bo")
    no_js.goto("/relasjoner/")
    no_js.get_by_role("link", name="Bytt veileder").click()
    no_js.get_by_label("Søk etter person").fill("frida")
    no_js.get_by_role("button", name="Søk", exact=True).last.click()
    no_js.get_by_label("Frida Øy").check()
    no_js.get_by_label("Begrunnelse for byttet").fill("Cecilie går av med pensjon.")
    look(no_js, "mentor-new")
    no_js.get_by_role("button", name="Bytt veileder").click()

    no_js.wait_for_url("**/relasjoner/")
    assert no_js.get_by_text("Veileder: Frida Øy").is_visible()
    assert queries.mentor_of(anna) == frida


def test_five_wrong_passwords_are_explained(page, look, anna):
    page.goto("/logg-inn/")
    for _ in range(5):
        page.get_by_label("Brukernavn").fill("anna")
        page.get_by_label("Passord").fill("feil")
        page.locator("main").get_by_role("button", name="Logg inn", exact=True).click()

    assert page.get_by_role("heading", name="For mange forsøk").is_visible()
    look(page, "locked-out")
