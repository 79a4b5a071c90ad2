"""The old portal's report as somebody brings it: a spreadsheet, a PDF with text, or the text pasted. Lines out, nothing judged.

The layout of the real report is not public. A table with named columns, or lines "code; title; date; signer; state", is what
is read (docs/import-format.md); everything else in a text is taken for headings.
"""

import io
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext as _

from fagvei.common import rows, text
from fagvei.common.sheets import words_of
from fagvei.training import uploads
from fagvei.training.actions.transfer_refusals import ReportUnreadable
from fagvei.training.rules.transfer import ReportLine, split_line
from fagvei.training.uploads import CheckedFile

COLUMNS = {
    "kode": "code", "tittel": "title", "dato": "date", "signert av": "signer", "tilstand": "state",
    "type": "type", "antall": "times", "mål": "goals",
}  # fmt: skip
REQUIRED, OPTIONAL = ("kode", "tittel", "dato", "signert av", "tilstand"), ("type", "antall", "mål")
SHEETS = {
    ".csv": "text/csv",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".txt": "text/plain",
}
MOST_PAGES = 200
MOST_LINES = 5_000
PASTED = "limt-inn.txt"


@dataclass(frozen=True)
class Report:
    """What was brought, safe to keep, and its lines."""

    original: CheckedFile
    lines: list[ReportLine]


def read_file(upload: Any) -> Report:
    suffix = PurePath(upload.name or "").suffix.lower()
    if suffix in {".csv", ".xlsx"}:
        return _from_sheet(upload, suffix)
    original = check_file(upload)
    if original.content_type != "application/pdf":
        raise ReportUnreadable(_("Rapporten må være CSV, XLSX eller PDF. Et bilde kan legges ved som papir."))
    return Report(original, _lines_of(_text_of_pdf(original.content)))


def read_text(pasted: str) -> Report:
    content = pasted.encode()
    if len(content) > uploads.MAX_BYTES:
        raise ReportUnreadable(_("Teksten er for lang. Del den i flere deler."))
    return Report(CheckedFile(PASTED, SHEETS[".txt"], content), _lines_of(pasted))


def check_file(upload: Any) -> CheckedFile:
    """A PDF or a picture, judged by the same eyes as any attachment."""
    try:
        return uploads.check(upload)
    except uploads.Unsafe as unsafe:
        raise ReportUnreadable(unsafe.sentence, code=unsafe.code) from unsafe


def _from_sheet(upload: Any, suffix: str) -> Report:
    upload.seek(0)
    content = upload.read(rows.MAX_BYTES + 1)
    table = rows.read_rows(upload.name, content)
    found = rows.records(table, required=REQUIRED, optional=OPTIONAL)
    lines = [
        ReportLine(each.line, **{field: each.values.get(name, "") for name, field in COLUMNS.items()}) for each in found
    ]
    # As the cells stand in the file: a number may be split over two of them.
    _check_no_id("\n".join(" ".join(row.values) for row in table))
    # The file is kept as it came, with the sheets that are not opened.
    _check_no_id(words_of(content) if suffix == ".xlsx" else content.decode("utf-8", "replace"))
    return Report(CheckedFile(f"rapport{suffix}", SHEETS[suffix], content), _some(lines))


def _text_of_pdf(content: bytes) -> str:
    # A server is waited for while it loads what it imports.
    from pypdf import PdfReader  # noqa: PLC0415 -- heavy, and used once in a doctor's life
    from pypdf.errors import PyPdfError  # noqa: PLC0415 -- as above

    try:
        pages = PdfReader(io.BytesIO(content)).pages
        if len(pages) > MOST_PAGES:
            raise ReportUnreadable(_("PDF-en har flere enn 200 sider. Del den i flere deler."))
        found = "\n".join(page.extract_text() for page in pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ReportUnreadable(_("Teksten i PDF-en kan ikke leses. Kopier teksten og lim den inn i stedet.")) from error
    if not text.is_storable(found):
        raise ReportUnreadable(_("Teksten i PDF-en har tegn som ikke kan lagres. Lim den inn i stedet."))
    return found


def _lines_of(found: str) -> list[ReportLine]:
    _check_no_id(found)
    split = (split_line(number, each) for number, each in enumerate(found.splitlines(), 1))
    return _some([line for line in split if line is not None])


def _check_no_id(found: str) -> None:
    """The portal may print the doctor's own number. It is not kept here, not even in the original."""
    if text.holds_national_id(found):
        raise ReportUnreadable(_("Rapporten ser ut til å ha et fødselsnummer. Ta det bort og legg den inn på nytt."))


def _some(lines: list[ReportLine]) -> list[ReportLine]:
    if not lines:
        raise ReportUnreadable
    if len(lines) > MOST_LINES:
        raise ReportUnreadable(_("Rapporten har flere enn 5 000 linjer. Del den i flere deler."))
    return lines
