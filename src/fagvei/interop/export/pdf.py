"""The record as an accessible PDF: PDF/UA-1 for screen readers and PDF/A-2a for the archive, in one file.

Typst gets the record as data and the template as code, so that nothing a person has written can become markup.
"""

import datetime as dt
import json
import math
import tempfile
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import get_language

from fagvei.interop.export.paper import paper

TEMPLATE = Path(__file__).with_name("record.typ")
STANDARDS: list[Any] = ["ua-1", "a-2a"]
# What the fonts inside typst can draw. PDF/UA refuses a text with a sign that no font has; the file with data has all signs.
DRAWABLE = (
    (0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x377), (0x38E, 0x3A1), (0x3A3, 0x4FF), (0x1E00, 0x1EFF), (0x2010, 0x2027),
    (0x2030, 0x2040), (0x20AC, 0x20AC), (0x2116, 0x2116), (0x2122, 0x2122), (0x2190, 0x22FF), (0x25A0, 0x25FF),
)  # fmt: skip
UNDRAWABLE = "\u25a1"


def render_pdf(document: dict[str, Any]) -> bytes:
    return render_paper(paper(document), dt.datetime.fromisoformat(document["exported_at"]))


def render_paper(content: dict[str, Any], at: dt.datetime) -> bytes:
    """`content` is as `paper` makes it: title, intro, sections with text, facts (pairs of words) and tables."""
    sections = [with_widths(section) for section in content["sections"]]
    data = printable(content | {"sections": sections}) | {
        "lang": get_language() or "nb",
        "year_month_day": [at.year, at.month, at.day],
    }
    # An empty folder as root: the template reads no files, and could not.
    with tempfile.TemporaryDirectory() as root:
        return typst.compile(  # type: ignore[call-overload] # its stub asks for one type of input and root
            TEMPLATE.read_bytes(),
            root=root,
            format="pdf",
            ignore_system_fonts=True,
            pdf_standards=STANDARDS,
            timestamp=int(at.timestamp()),  # so that the same record gives the same bytes
            sys_inputs={"record": json.dumps(data)},
        )


SHORT = 30


def with_widths(section: dict[str, Any]) -> dict[str, Any]:
    """A column of short cells is as wide as they are; the others share the rest, by the square root of their longest text."""
    table = section.get("table")
    if not table:
        return section
    columns = zip(table["head"], *table["rows"], strict=True)
    longest = [max(len(str(cell)) for cell in column) for column in columns]
    widths = [0 if length <= SHORT else math.isqrt(length) for length in longest]
    return section | {"table": table | {"widths": widths}}


def printable(value: Any) -> Any:
    if isinstance(value, str):
        return "".join(
            sign if _is_drawable(sign) else UNDRAWABLE for sign in value.replace("\n", " ").replace("\t", " ")
        )
    if isinstance(value, dict):
        return {key: printable(each) for key, each in value.items()}
    return [printable(each) for each in value] if isinstance(value, list) else value


def _is_drawable(sign: str) -> bool:
    return any(first <= ord(sign) <= last for first, last in DRAWABLE)
