"""Stories in a real browser: Debian's chromium, on a live server, judged by axe. Nothing is skipped.

    def test_anna_finds_the_roles(desktop, look, anna, log_in):
        log_in(desktop, anna)
        desktop.goto("/roller/")
        look(desktop, "roles")

`phone` (390 px) and `desktop` (1280 px) are pages; `no_js` is a phone without JavaScript. FAGVEI_SHOTS=folder keeps pictures.
"""

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve
from judging import AXE, come_to_rest, ids_used_twice, overflow, squeezed, violations
from playwright.sync_api import Error, Page, expect, sync_playwright

# Playwright's own event loop is running while a story asks the database; nothing else runs beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

LOOKED_AT = Path(__file__).with_name("looked_at.txt")
CHROMIUM = Path("/usr/bin/chromium")
# A page is the same on either database. On PostgreSQL one story of each room is played, on the phone, and not judged by eye
# again; `make test-long` judges all on both.
LOOKS_CLOSELY = os.environ.get("FAGVEI_TEST_DB") != "postgres" or os.environ.get("FAGVEI_LONG") == "1"
PLAYED_ON_BOTH = {
    "test_stories_signoff",
    "test_stories_mentoring",
    "test_stories_seats",
    "test_stories_guideline",
    "test_stories_crosswalk",
    "test_stories_surveys",
    "test_account",
}
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}
NARROWEST = 320
PATIENCE = 30_000  # milliseconds
expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong


def pytest_collection_modifyitems(config, items):
    """Where nobody looks closely one story of each room is played, on one size. Items of other folders come along here."""
    if not LOOKS_CLOSELY:
        again = [item for item in items if is_looked_at_once(item)]
        config.hook.pytest_deselected(items=again)
        items[:] = [item for item in items if not is_looked_at_once(item)]


def is_looked_at_once(item) -> bool:
    is_here = item.path.parent == LOOKED_AT.parent
    return is_here and (is_for_the_desktop(item) or item.path.stem not in PLAYED_ON_BOTH)


def is_for_the_desktop(item) -> bool:
    return hasattr(item, "callspec") and "desktop" in item.callspec.params.values()


@pytest.fixture(scope="session")
def browser():
    if not CHROMIUM.exists():
        pytest.fail(f"The browser stories need {CHROMIUM}: as root, apt install chromium.", pytrace=False)
    if not AXE.exists():
        pytest.fail("The browser stories need axe-core: run make .venv/assets.ok.", pytrace=False)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu", "--lang=nb-NO"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser, live_server, transactional_db):
    """Open a page of a given size; what its console complains about is kept in `page.complaints`."""
    contexts = []

    def open_one(viewport: dict, **options) -> Page:
        context = browser.new_context(base_url=live_server.url, viewport=viewport, locale="nb-NO", **options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.has_js = options.get("java_script_enabled", True)
        page.on("console", lambda message: _note(page, message))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        return page

    yield open_one
    complaints = [complaint for context in contexts for page in context.pages for complaint in page.complaints]
    for context in contexts:
        context.close()
    assert complaints == []


def _note(page: Page, message) -> None:
    """Errors and CSP reports. That a page asked for answered 403 or 404 is the story's own business."""
    is_expected = message.text.startswith("Failed to load resource") and message.location["url"] == page.url
    if message.type == "error" and not is_expected:
        page.complaints.append(message.text)


@pytest.fixture
def phone(open_page) -> Page:
    return open_page(PHONE, has_touch=True)


@pytest.fixture
def desktop(open_page) -> Page:
    return open_page(DESKTOP)


@pytest.fixture(params=["phone", "desktop"])
def page(request, open_page) -> Page:
    """The same story on both."""
    return open_page(PHONE, has_touch=True) if request.param == "phone" else open_page(DESKTOP)


@pytest.fixture
def no_js(open_page) -> Page:
    return open_page(PHONE, java_script_enabled=False)


@pytest.fixture
def log_in(live_server):
    """Put a session of `user` into the page's browser, as if the person had logged in. The login page has its own story."""

    def log_in_as(page: Page, user) -> Page:
        client = Client()
        client.force_login(user)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
        return page

    return log_in_as


@pytest.fixture
def promised(request) -> set[str]:
    """The addresses that looked_at.txt says this story looks at."""
    story = f"{request.node.path.name}::{request.node.originalname}"
    return {address for address, told in map(str.split, LOOKED_AT.read_text().splitlines()) if told == story}


@pytest.fixture
def as_person(open_page, log_in):
    """`as_person(user)`: a phone of one's own, kept for the whole story."""
    pages = {}

    def of(user) -> Page:
        if user.username not in pages:
            pages[user.username] = log_in(open_page(PHONE, has_touch=True), user)
        return pages[user.username]

    return of


@pytest.fixture
def look(promised):
    """Judge the page as it stands: axe, one h1, no sideways scroll, reflow at 320 px, a silent console; keep a picture.

    At its end the story has looked at what looked_at.txt says of it.
    """
    seen = set()

    def judge(page: Page, name: str) -> None:
        width = page.viewport_size["width"]
        page.wait_for_load_state()  # a press returns when the answer has begun to arrive, not when it has come
        seen.add(address_of(page))
        if shots := os.environ.get("FAGVEI_SHOTS"):
            Path(shots).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=Path(shots) / f"{name}-{width}.png", full_page=True)
        assert page.locator("h1").count() == 1, f"{name}: one h1"
        assert page.complaints == [], f"{name}: the console is silent"
        if not LOOKS_CLOSELY:
            return
        come_to_rest(page)
        assert overflow(page) == [], f"{name}: no sideways scroll at {width} px"
        assert squeezed(page) == [], f"{name}: no words letter under letter at {width} px"
        assert violations(page) == [], f"{name}: axe at {width} px"
        assert ids_used_twice(page) == [], f"{name}: each id once, or a label points at the wrong field"
        if width == PHONE["width"]:
            page.set_viewport_size({"width": NARROWEST, "height": 800})
            assert overflow(page) == [], f"{name}: reflow at {NARROWEST} px"
            page.set_viewport_size(PHONE)

    yield judge
    assert promised <= seen, "looked_at.txt says more than this story looks at"


def address_of(page: Page) -> str:
    """By its name; "" where there is no such address."""
    try:
        return resolve(urlsplit(page.url).path).view_name
    except Resolver404:
        return ""


@pytest.fixture
def look_at(look):
    """Open pages that have no story, and judge each: {address: name of the picture}."""

    def open_each(page: Page, pages: dict[str, str]) -> None:
        for path, name in pages.items():
            page.goto(path)
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            look(page, name)

    return open_each


@pytest.fixture
def tab_to():
    """Walk with Tab, as somebody without a mouse does, until the thing with this name has focus, and see that it shows."""

    def walk(page: Page, name: str, at_most: int = 80) -> None:
        for _ in range(at_most):
            page.keyboard.press("Tab")
            if re.search(rf"(^|\s){re.escape(name)}(\s|$)", _focused_name(page)):
                assert page.evaluate(FOCUS_SHOWS), f"«{name}» has focus and does not show it"
                return
        pytest.fail(f"«{name}» is not reached with {at_most} presses of Tab.", pytrace=False)

    return walk


FOCUS_SHOWS = """() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== "none";
}"""


def _focused_name(page: Page) -> str:
    try:
        return page.evaluate(
            """() => {
              const element = document.activeElement;
              const label = element.labels && element.labels.length ? element.labels[0].innerText : "";
              const said = element.getAttribute("aria-label") || label || element.innerText || "";
              return said.replace(/\\s+/g, " ").trim();
            }"""
        )
    except Error:
        return ""
