"""Our plain text as the small HTML that the shape has in its long texts, and any HTML back as plain text."""

from html import escape
from html.parser import HTMLParser

# A new paragraph begins and ends at these; a line at these.
PARAGRAPHS = frozenset({"p", "div", "section", "article", "ul", "ol", "table", "blockquote", "pre", "dl"}) | {
    f"h{level}" for level in range(1, 7)
}
LINES = frozenset({"li", "tr", "dt", "dd"})
SILENT = frozenset({"script", "style", "template", "noscript", "iframe", "object"})


def to_html(text: str) -> str:
    """Every sign of the text is kept: `to_text(to_html(text)) == text`."""
    if not text:
        return ""
    paragraphs = escape(text, quote=False).split("\n\n")
    return "".join(f"<p>{each.replace(chr(10), '<br>')}</p>" for each in paragraphs)


def to_text(html: str) -> str:
    """What a reader would read, without a single tag. Lines of a list begin with a dash."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[str] = []
        self.now = ""
        self.silent = 0
        self.is_open = False

    @property
    def text(self) -> str:
        self._end()
        return "\n\n".join(self.paragraphs)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self.silent += 1
        elif tag == "br":
            self.now += "\n"
        elif tag in PARAGRAPHS:
            if not self.now.endswith("– "):
                self._end()
            self.is_open = tag == "p"
        elif tag in LINES and self.now.strip():
            self.now = self.now.rstrip(" ") + "\n"
        if tag == "li":
            self.now += "– "
        elif tag in {"td", "th"} and self.now and not self.now.endswith("\n"):
            self.now += " · "

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in PARAGRAPHS:
            self._end()

    def handle_data(self, data: str) -> None:
        # Between two paragraphs there is only the layout of the file.
        if self.silent or (not self.is_open and not data.strip() and not self.now):
            return
        self.now += data.replace("\r", "").replace("\n", " ")

    def _end(self) -> None:
        if self.now or self.is_open:
            self.paragraphs.append(self.now if self.is_open else self.now.strip())
        self.now, self.is_open = "", False
