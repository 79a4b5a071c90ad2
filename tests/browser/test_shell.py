"""The front door, in the browser."""

OPEN_PAGES = {
    "/": "start",
    "/sok/?q=rus": "search",
    "/logg-inn/": "login",
    "/roller/": "roles",
    "/personvern/": "privacy",
    "/tilgjengelighet/": "accessibility",
    "/kilder/": "sources",
    "/stilguide/": "gallery",
    "/finnes-ikke/": "not-found",
}


def test_open_pages_are_for_everybody(page, look_at, cast):
    look_at(page, OPEN_PAGES)


def test_the_inbox_says_who_is_logged_in(page, look, log_in, cast):
    for person in (cast.bo, cast.trond):
        log_in(page, person).goto("/oppgaver/")

        assert page.locator("header").get_by_text(person.full_name).is_visible()
        assert page.locator("header").get_by_text("Fjellheim sykehus HF").is_visible()
        look(page, f"inbox-{person.username}")


def test_bo_logs_in_and_out_without_javascript(no_js, look, bo):
    no_js.goto("/logg-inn/")
    no_js.get_by_label("Brukernavn").fill("bo")
    no_js.get_by_label("Passord").fill("demo")
    no_js.locator("main").get_by_role("button", name="Logg inn", exact=True).click()
    assert no_js.url.endswith("/oppgaver/")
    look(no_js, "inbox-no-js")

    no_js.get_by_text("Bo Lund").click()
    no_js.get_by_role("button", name="Logg ut").click()

    no_js.goto("/oppgaver/")
    assert "/logg-inn/" in no_js.url


def test_the_keyboard_reaches_content_search_and_menu(desktop, look, tab_to, log_in, bo):
    log_in(desktop, bo).goto("/oppgaver/")

    tab_to(desktop, "Hopp til innholdet", at_most=1)
    desktop.keyboard.press("Enter")
    assert desktop.evaluate("document.activeElement.id") == "innhold"

    desktop.keyboard.press("/")
    assert desktop.evaluate("document.activeElement.id") == "top-search"

    tab_to(desktop, "Bo Lund")
    desktop.keyboard.press("Enter")
    assert desktop.get_by_role("button", name="Logg ut").is_visible()
    look(desktop, "user-menu")
    desktop.keyboard.press("Escape")
    assert desktop.get_by_role("button", name="Logg ut").is_hidden()


def test_the_menu_of_the_phone_opens_and_holds_search_and_language(phone, look):
    phone.goto("/")

    phone.get_by_text("Meny", exact=True).click()

    assert phone.get_by_role("searchbox", name="Søk i Fagvei").is_visible()
    look(phone, "phone-menu")
    phone.get_by_role("button", name="English").click()
    assert phone.locator("html").get_attribute("lang") == "en"


def test_a_menu_is_big_enough_for_a_thumb(phone, log_in, bo):
    log_in(phone, bo).goto("/oppgaver/")

    for target in phone.locator("header :is(a, summary)").all():
        if target.is_visible():
            assert target.bounding_box()["height"] >= 44, target.inner_text()


def test_the_print_sheet_has_no_menus(desktop, log_in, bo):
    log_in(desktop, bo).goto("/oppgaver/")

    desktop.emulate_media(media="print")

    assert desktop.get_by_text("Bo Lund").is_hidden()
    assert desktop.get_by_text("Demodata").is_visible()
    assert desktop.locator("footer").is_hidden()
    assert desktop.get_by_role("heading", name="Oppgaver").is_visible()
