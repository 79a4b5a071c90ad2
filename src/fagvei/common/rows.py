"""Rows with line numbers from a table that somebody uploads: CSV, XLSX or JSON.

The file is hostile until it is read: sizes are checked before anything is unpacked, and a cell that a spreadsheet would
run as a formula is refused. What the columns mean is the caller's affair; the first row holds their names.
"""

import csv
import datetime as dt
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from fagvei.common import text
from fagvei.common.refusal import Refusal
from fagvei.common.sheets import SheetRefused, check_workbook

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 10_000
MAX_COLUMNS = 60
MAX_CELL = 20_000

LIST_SEPARATOR = " | "

_NUMBER = re.compile(r"[+-]?\d[\d\s.,]*%?")
_FORMULA_SIGNS = ("=", "+", "-", "@")


@dataclass(frozen=True)
class Row:
    """One row of text; `line` is where the reader finds it in the file (the row number in a spreadsheet)."""

    line: int
    values: tuple[str, ...]


@dataclass(frozen=True)
class Record:
    """One row with the names of its columns."""

    line: int
    values: dict[str, str]


class RowRefused(Refusal):
    """What is wrong, and in which line. Line 0 is the file as a whole."""

    code = "row_refused"

    def __init__(self, line: int, sentence: str):
        self.line, self.sentence = line, sentence
        super().__init__(_("Linje %(line)s: %(sentence)s") % {"line": line, "sentence": sentence} if line else sentence)


def read_rows(name: str, content: bytes) -> list[Row]:
    """All rows that hold anything, the names of the columns first."""
    if len(content) > MAX_BYTES:
        raise RowRefused(0, _("Filen er større enn 10 MB. Del den i flere filer."))
    reader = _READERS.get(PurePath(name).suffix.lower())
    if reader is None:
        raise RowRefused(0, _("Filen må være CSV, XLSX eller JSON."))
    rows: list[Row] = []
    for row in reader(content):
        if any(row.values):
            rows.append(_checked(row))
        if len(rows) > MAX_ROWS + 1:
            raise RowRefused(row.line, _("Filen har flere enn 10 000 rader. Del den i flere filer."))
    if not rows:
        raise RowRefused(0, _("Filen er tom."))
    return rows


def records(rows: list[Row], *, required: Iterable[str], optional: Iterable[str] = ()) -> list[Record]:
    """The rows under their column names, when the names are the expected ones, each once."""
    header, *body = rows
    names = [name.strip().lower() for name in header.values]
    while names and not names[-1]:
        names.pop()
    known = {*required, *optional}
    for name in names:
        if name not in known:
            raise RowRefused(header.line, _("Kolonnen «%(name)s» er ukjent.") % {"name": name[:60]})
        if names.count(name) > 1:
            raise RowRefused(header.line, _("Kolonnen «%(name)s» står to ganger.") % {"name": name})
    for name in required:
        if name not in names:
            raise RowRefused(header.line, _("Kolonnen «%(name)s» mangler.") % {"name": name})
    for row in body:
        if any(row.values[len(names) :]):
            raise RowRefused(row.line, _("Raden har flere celler enn det er kolonner."))
    return [Record(row.line, dict.fromkeys(known, "") | dict(zip(names, row.values, strict=False))) for row in body]


def _read_csv(content: bytes) -> Iterator[Row]:
    lines = io.StringIO(_decoded(content), newline="")
    first_line = lines.readline()
    lines.seek(0)
    delimiter = max(";,\t", key=first_line.count)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    line = 1
    while True:
        try:
            values = next(reader, None)
        except csv.Error as error:
            sentence = _("En celle er for lang.") if "limit" in str(error) else _("Anførselstegnene går ikke opp.")
            raise RowRefused(line, sentence) from error
        if values is None:
            return
        yield Row(line, tuple(value.strip() for value in values))
        line = reader.line_num + 1


def _read_xlsx(content: bytes) -> Iterator[Row]:
    try:
        check_workbook(content, max_rows=MAX_ROWS + 1, max_columns=MAX_COLUMNS, max_cell=MAX_CELL)
        table = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        cells = table.to_python(skip_empty_area=False)
    except SheetRefused as refusal:
        raise RowRefused(refusal.row, refusal.sentence) from refusal
    except (
        CalamineError,
        zipfile.BadZipFile,
        zlib.error,
        RuntimeError,  # what zipfile raises for a way of packing it does not know, and for a file that is locked
        EOFError,  # and for one that says it is longer than it is
        OSError,
        IndexError,
        ValueError,
    ) as error:
        raise RowRefused(0, _("Filen kan ikke leses som XLSX.")) from error
    for line, values in enumerate(cells, 1):
        yield Row(line, tuple(_plain(value) for value in values))


def _read_json(content: bytes) -> Iterator[Row]:
    found = list(json_objects(_decoded(content)))
    names = list(dict.fromkeys(name for _line, item in found for name in item))
    if names:
        yield Row(1, tuple(names))
    for line, item in found:
        yield Row(line, tuple(_json_text(line, item.get(name)) for name in names))


def json_objects(source: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of one list, each with the line it begins on."""
    decoder = json.JSONDecoder(object_pairs_hook=_without_doubles, parse_constant=_refuse_constant)
    position, line = _skip_space(source, 0), 1
    if source[position : position + 1] != "[":
        raise RowRefused(1, _("Filen må være en liste av objekter: [{…}, {…}]."))
    begin, position = 0, _skip_space(source, position + 1)
    while source[position : position + 1] != "]":
        line, begin = line + source.count("\n", begin, position), position
        try:
            item, position = decoder.raw_decode(source, position)
        except (ValueError, RecursionError) as error:
            raise RowRefused(
                line, str(error) if isinstance(error, _Doubled) else _("Dette er ikke gyldig JSON.")
            ) from error
        if not isinstance(item, dict):
            raise RowRefused(line, _("Hvert element må være et objekt: {…}."))
        yield line, item
        position = _skip_space(source, position)
        if source[position : position + 1] == ",":
            position = _skip_space(source, position + 1)
        elif source[position : position + 1] != "]":
            raise RowRefused(line + source.count("\n", begin, position), _("Dette er ikke gyldig JSON."))
    position = _skip_space(source, position + 1)
    if position < len(source):
        raise RowRefused(line + source.count("\n", begin, position), _("Det står noe etter slutten av listen."))


class _Doubled(ValueError):
    pass


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    item = dict(pairs)
    if len(item) < len(pairs):
        raise _Doubled(_("Et felt står to ganger i samme objekt."))
    return item


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _skip_space(source: str, position: int) -> int:
    while position < len(source) and source[position] in " \t\r\n":
        position += 1
    return position


def _json_text(line: int, value: Any) -> str:
    if isinstance(value, list) and not any(isinstance(part, (list, dict)) for part in value):
        return LIST_SEPARATOR.join(_plain(part) for part in value)
    if isinstance(value, (list, dict)):
        raise RowRefused(line, _("Et felt kan være tekst, tall eller en liste av tekster, ikke mer."))
    return _plain(value)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise RowRefused(line, _("Tegnene er ikke UTF-8. Lagre filen som «CSV UTF-8» i regnearket.")) from error


def _plain(value: Any) -> str:
    """A cell as the person sees it: 1.0 is 1, a day is 2027-05-03."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat()
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    return str(value).strip()


def _checked(row: Row) -> Row:
    if len(row.values) > MAX_COLUMNS:
        raise RowRefused(row.line, _("Raden har flere enn 60 kolonner."))
    for value in row.values:
        if len(value) > MAX_CELL:
            raise RowRefused(row.line, _("En celle er for lang."))
        if not text.is_storable(value):
            raise RowRefused(row.line, _("En celle har tegn som ikke kan lagres."))
        if value.startswith(_FORMULA_SIGNS) and not _NUMBER.fullmatch(value):
            raise RowRefused(row.line, _("En celle begynner som en formel (= + - @). Skriv teksten uten tegnet."))
    return row


_READERS = {".csv": _read_csv, ".xlsx": _read_xlsx, ".json": _read_json}
