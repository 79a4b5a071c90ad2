"""Is it safe to open this workbook? Judged from the packed file, before any spreadsheet library unpacks it.

A spreadsheet is a zip of XML. It may claim a million rows with two cells, repeat one long text in each of them, unpack to
gigabytes, hold formulas whose stored answer differs from what they show, or carry macros.
"""

import io
import re
import zipfile
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

MAX_UNPACKED = 60 * 1024 * 1024
MAX_ENTRIES = 200
MAX_RATIO = 200
SMALL = 1024 * 1024  # a ratio means nothing for small files
MAX_TEXT_IN_CELLS = 400 * 1024 * 1024

_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\br\s*=\s*[\"'](\d+)[\"']")
_CELL = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br\s*=\s*[\"']([A-Za-z]+)(\d+)[\"']")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_SHARED_CELL = re.compile(rb"\bt\s*=\s*[\"']s[\"']")
_TAG = re.compile(r"<[^>]*>")
_SHARED_TEXT_END = re.compile(rb"</(?:\w+:)?si>")


@dataclass
class SheetRefused(Exception):
    row: int
    sentence: str

    __hash__: ClassVar = Exception.__hash__


def check_workbook(content: bytes, *, max_rows: int, max_columns: int, max_cell: int) -> None:
    """Raise SheetRefused, or zipfile.BadZipFile when the sizes in the file are lies."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        _check_sizes(archive)
        shared_cells, longest = 0, 0
        for entry in archive.infolist():
            if "vbaproject" in entry.filename.lower():
                raise SheetRefused(0, _("Regnearket har makroer. Lagre det som XLSX uten makroer."))
            # Reading the whole entry also checks its sum, so an entry that unpacks to more than it says is refused.
            xml = archive.read(entry)
            if entry.filename.endswith((".xml", ".rels")):
                _check_xml(xml)
            if entry.filename.startswith("xl/worksheets/"):
                _check_sheet(xml, max_rows, max_columns)
                shared_cells += len(_SHARED_CELL.findall(xml))
            elif entry.filename.lower().endswith("sharedstrings.xml"):
                longest = _longest_shared_text(xml)
        if longest > 6 * max_cell or shared_cells * longest > MAX_TEXT_IN_CELLS:
            raise SheetRefused(0, _("Regnearket har for lange tekster i cellene."))


def words_of(content: bytes) -> str:
    """Whatever is written in the cells of a checked workbook, hidden sheets, comments and headers too, with a bar between."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [archive.read(entry) for entry in archive.infolist() if entry.filename.endswith(".xml")]
    return "|".join(_TAG.sub("|", part.decode("utf-8", "replace")) for part in parts)


def _check_sizes(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    unpacked, packed = sum(e.file_size for e in entries), sum(e.compress_size for e in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or (unpacked > SMALL and unpacked > packed * MAX_RATIO):
        raise SheetRefused(0, _("Regnearket pakker seg ut til mer enn det som er lov."))


def _check_xml(xml: bytes) -> None:
    if b"\0" in xml[:200] or b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise SheetRefused(0, _("Regnearket er skrevet på en måte vi ikke leser. Lagre det på nytt som XLSX."))


def _check_sheet(xml: bytes, max_rows: int, max_columns: int) -> None:
    if formula := _FORMULA.search(xml):
        cells = list(_CELL.finditer(xml, max(0, formula.start() - 2_000), formula.start()))
        row = int(cells[-1][2]) if cells else 0
        raise SheetRefused(row, _("En celle har en formel. Lim inn verdiene i stedet for formlene."))
    for match in _ROW.finditer(xml):
        _check_row(match[1], max_rows)
    for match in _CELL.finditer(xml):
        _check_row(match[2], max_rows)
        if _column_number(match[1]) > max_columns:
            raise SheetRefused(int(match[2]), _("Raden har flere enn 60 kolonner."))


def _check_row(digits: bytes, max_rows: int) -> None:
    if len(digits) > 7 or int(digits) > max_rows:
        raise SheetRefused(0, _("Filen har flere enn 10 000 rader. Del den i flere filer."))


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper()[:4]:
        number = number * 26 + letter - ord("A") + 1
    return number


def _longest_shared_text(xml: bytes) -> int:
    ends = [0, *(match.end() for match in _SHARED_TEXT_END.finditer(xml)), len(xml)]
    return max(end - begin for begin, end in zip(ends, ends[1:], strict=False))
