"""What is Norwegian on an English page says so, and is read aloud as what it is."""

import re
from html.parser import HTMLParser

import pytest

from fagvei.common.templatetags import fagvei
from fagvei.guideline.tests import factories as make

pytestmark = pytest.mark.django_db
NORWEGIAN = re.compile(r"[æøå]|\b(og|som|ikke|til|på|det|med|av)\b", re.IGNORECASE)
READ = "Bare lest hos Helsedirektoratet og ikke ellers."
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "use", "path", "wbr"}


class Languages(HTMLParser):
    """Text of `main`, each with the language it says it is in."""

    def __init__(self):
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.texts: list[tuple[str, str]] = []

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            language = dict(attrs).get("lang") or (self.open[-1][1] if self.open else "")
            self.open.append((tag, language))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if any(tag == "main" for tag, _language in self.open) and data.strip():
            self.texts.append((self.open[-1][1], " ".join(data.split())))


def unmarked(client, address: str) -> list[str]:
    """Norwegian words that an English voice would read."""
    page = client.get(address, headers={"Accept-Language": "en"}).content.decode()
    reader = Languages()
    reader.feed(page)
    assert '<html lang="en"' in page
    assert ("nb", READ) in reader.texts
    return [text for language, text in reader.texts if language != "nb" and NORWEGIAN.search(text)]


@pytest.fixture
def small():
    guideline = make.make_guideline(
        title="Retningslinje for dem som prøver",
        how_read=READ,
        deviation_rule="Avvik må begrunnes på skjermen.",
    )
    chapter = make.make_chapter(guideline, title="Det som gjelder på post", note="Bare en del av det er funnet.")
    grades = make.make_grades()
    unit = make.make_unit(
        chapter,
        grade=grades["B"],
        grade_words="B",
        quote="Sitatet som det er skrevet på siden.",
        rationale="Fordi det er farlig å la være.",
        note=READ,
    )
    return guideline, unit


def test_what_the_sources_say_is_marked_on_an_english_page(small, client):
    guideline, unit = small
    for address in (guideline.get_absolute_url(), unit.get_absolute_url()):
        assert unmarked(client, address) == [], address


def test_text_that_has_english_words_is_shown_in_them_without_a_mark(small, client):
    guideline, _unit = small
    make.make_unit(
        guideline.chapters.get(), "PRO-2", short_text="Gi det som trengs.", short_text_en="Give what is needed."
    )
    page = client.get(guideline.get_absolute_url(), headers={"Accept-Language": "en"}).content.decode()
    assert '<span class="title">Give what is needed.</span>' in page
    assert "Gi det som trengs." not in page


def test_a_page_in_bokmal_needs_no_marks(small, client):
    _guideline, unit = small
    assert '<span lang="nb">' not in client.get(unit.get_absolute_url()).content.decode()


def test_words_without_a_mark_are_found(small, client, monkeypatch):
    _guideline, unit = small
    with_mark = fagvei.format_html
    monkeypatch.setattr(fagvei, "format_html", lambda html, *words: with_mark(html.replace(' lang="nb"', ""), *words))
    with pytest.raises(AssertionError):
        unmarked(client, unit.get_absolute_url())
