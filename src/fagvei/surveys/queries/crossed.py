"""Practice by profession, from the counts of a closed wave. Asks nothing of the database."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from fagvei.common.disclosure import Row
from fagvei.surveys.queries.lines import Line
from fagvei.surveys.rules.areas import PROFESSION_CHOICES


@dataclass(frozen=True)
class CrossedLine:
    """One question; the words of each profession in the order of the table's head."""

    line: Line
    words: list[str]


@dataclass(frozen=True)
class Crossed:
    """`professions` are those with a number in one row at least. Without any, the table is empty."""

    professions: list[str]
    lines: list[CrossedLine]


def crossed(lines: Iterable[Line]) -> Crossed:
    told = [(line, line.count.rows) for line in lines if line.count and line.count.rows]
    shown = [(code, name) for code, name in PROFESSION_CHOICES if any(code in rows for _line, rows in told)]
    return Crossed(
        [str(name) for _code, name in shown],
        [CrossedLine(line, [_words(rows.get(code)) for code, _name in shown]) for line, rows in told],
    )


def _words(row: Row | None) -> str:
    if row is None:
        return _("vises ikke")
    return _("%(upper)d av %(people)d") % {"upper": row.upper, "people": row.people}
