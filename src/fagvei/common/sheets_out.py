"""Tables as files for a spreadsheet. Text never becomes a formula there, whoever wrote it.

CSV has no types, so a cell that a spreadsheet would take for a formula begins with an apostrophe. XLSX has: text is text.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence

Cell = str | int | None
# What spreadsheets take for the beginning of a formula; tab and line breaks are skipped by some of them first.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")
# XML, which a workbook is made of, has no room for these.
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def as_csv(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """With semicolons and a byte order mark, as spreadsheets in Norway open it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([[_harmless(cell) for cell in row] for row in (head, *rows)])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(title: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    # A server is waited for while it loads what it imports.
    from openpyxl import Workbook  # noqa: PLC0415 -- heavy, and few ask for a workbook
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 -- as above

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    for row in (head, *rows):
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=value if isinstance(value, int) else _storable(value))
            if isinstance(value, str):
                cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _harmless(cell: Cell) -> str | int:
    if isinstance(cell, int):
        return cell
    words = _storable(cell)
    return f"'{words}" if words.lstrip(" ").startswith(_FORMULA_SIGNS) else words


def _storable(cell: Cell) -> str:
    return _NOT_IN_XML.sub("", str(cell or ""))
