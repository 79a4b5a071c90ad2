"""What people do on a page: the few things every story does, and a hand that counts for stories about how much work a task is."""

import re

from playwright.sync_api import expect


def main(page):
    return page.locator("main")


ON_ITS_WAY = ".htmx-request, .htmx-swapping, .htmx-settling"


def press(page, name: str | re.Pattern) -> None:
    main(page).get_by_role("button", name=name, exact=True).first.click()


def follow(page, name: str | re.Pattern) -> None:
    main(page).get_by_role("link", name=name).first.click()


class Hand:
    """Does what a person does, and counts it: a tap, a choice, a text typed or a file chosen is one interaction."""

    def __init__(self, page):
        self.page = page
        self.interactions = 0

    def press(self, name: str | re.Pattern, role: str = "button"):
        self._count()
        # What is on its way moves the page when it lands, and a button that moves between down and up is not pressed.
        expect(self.page.locator(ON_ITS_WAY)).to_have_count(0)
        main(self.page).get_by_role(role, name=name, exact=True).first.click()

    def follow(self, name: str | re.Pattern):
        self.press(name, role="link")

    def tick(self, label):
        self._count()
        self.page.get_by_label(label).check()

    def choose(self, label: str, option: str):
        self._count()
        self.page.get_by_label(labelled(label)).select_option(option)

    def write(self, label: str, text: str):
        self._count()
        self.page.get_by_label(labelled(label)).fill(text)

    def unfold(self, name: str):
        """It is no work when it stands open. What is on its way may bring the part anew, closed."""
        expect(self.page.locator(ON_ITS_WAY)).to_have_count(0)
        summary = main(self.page).locator("summary").get_by_text(name, exact=True)
        if not summary.evaluate("summary => summary.parentElement.open"):
            self._count()
            summary.click()

    def attach(self, label: str, name: str, content: bytes):
        self._count()
        self.page.get_by_label(labelled(label)).set_input_files(
            {"name": name, "mimeType": "application/pdf", "buffer": content}
        )

    def _count(self):
        self.interactions += 1


def labelled(label: str) -> re.Pattern:
    """The label, with or without the word that the field may be left empty."""
    return re.compile(rf"^\s*{re.escape(label)}\s*(\(valgfritt\))?\s*$")
