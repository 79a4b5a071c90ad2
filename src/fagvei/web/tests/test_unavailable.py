"""The file that the proxy shows when nothing of ours answers. No `db` fixture: it is made without a database."""

import html
import json
import re
from html.parser import HTMLParser

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from fagvei.guideline.rules.danger import DANGER
from fagvei.web import unavailable
from fagvei.web.tests.test_errors import PACK
from fagvei.web.unavailable import page_alone


class References(HTMLParser):
    """Whatever makes a browser ask somebody: addresses in attributes, and scripts."""

    ASKING = frozenset(
        ("src", "srcset", "href", "data", "action", "poster", "background", "style", "ping", "formaction")
    )

    def __init__(self, text: str):
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag in {"script", "link", "iframe", "object", "embed", "base"} or ("http-equiv", "refresh") in attrs:
            self.found.append(tag)
        for name, value in attrs:
            if name in self.ASKING or name.startswith("on"):
                self.found.append(value or name)


def asks(text: str) -> list[str]:
    """To ring is to ask nobody of ours, and / is the way back."""
    styles = re.findall(r"url\(|@import|@font-face|https?:|//[a-z]", text)
    return styles + [each for each in References(text).found if not re.fullmatch(r"tel:\d+|/", each)]


def read(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<style>.*?</style>|<[^>]+>", "", text, flags=re.S)).split())


def test_it_asks_nobody_for_anything():
    assert asks(page_alone()) == []


@pytest.mark.parametrize(
    "planted",
    ['<img src="/x.png">', '<link rel="stylesheet" href="/a.css">', "<script>1</script>", "<style>a{b:url(c)}</style>",
     '<a href="https://example.org/">x</a>', '<p onclick="x()">', '<meta http-equiv="refresh" content="1">'],
)  # fmt: skip
def test_what_would_ask_somebody_is_found(planted):
    assert asks(page_alone().replace("</main>", f"{planted}</main>")) != []


def test_it_says_what_the_pack_says_and_says_it_first():
    page = read(page_alone())
    wanted = [item["text"] for item in json.loads(PACK.read_text(encoding="utf-8"))]
    assert [text for text in wanted if text not in page] == []
    assert page.index("Fare for liv: ring 113.") < page.index(wanted[0])


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_it_says_it_in_every_language(language):
    page = read(page_alone())
    with override(language):
        words = [
            str(DANGER.first),
            str(DANGER.then),
            str(DANGER.about),
            *map(str, DANGER.signs),
            *map(str, DANGER.numbers),
        ]
    assert [each for each in words if each not in page] == []
    assert f'lang="{language}"' in page_alone()


def test_whoever_runs_fagvei_writes_it_and_is_told_when_it_is_old(tmp_path, monkeypatch):
    file = tmp_path / "nede.html"
    with pytest.raises(CommandError, match="is old"):
        call_command("error_page", to=file, check=True)
    call_command("error_page", to=file)
    assert file.read_text(encoding="utf-8") == page_alone()
    call_command("error_page", to=file, check=True)

    changed = DANGER.__class__(**{**vars(DANGER), "first": "Ring noen andre."})
    monkeypatch.setattr(unavailable, "DANGER", changed)
    with pytest.raises(CommandError, match="is old"):
        call_command("error_page", to=file, check=True)
