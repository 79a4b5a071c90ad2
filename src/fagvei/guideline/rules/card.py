"""A ward card: what stands on it as short marks in an address, whether they still hold, and until when it is valid."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fagvei.guideline.rules.review import is_past

# More than any guideline of ours holds; an address longer than this is no card of ours.
MOST_MARKS = 200
MARK = re.compile(r"([A-Za-z0-9-]{1,40})(?:~([0-9]{1,4}))?(?:~([0-9]{1,4}))?")


@dataclass(frozen=True)
class CardRule:
    sentence: str | Promise
    source: str | Promise


VALID_UNTIL = CardRule(
    _(
        "Et avdelingskort gjelder til den første teksten på det skal gjennomgås. Er en tekst alt forfalt, har kortet "
        "ingen gyldighetsdato og må kontrolleres hver gang."
    ),
    _("Vårt valg. Kildene sier ikke hvor lenge en utskrift kan brukes."),
)


@dataclass(frozen=True)
class Mark:
    """One text on a card: its code, the version of the national text, and of the local layer where there is one.

    `national` is 0 where the guideline has no such text and the local one stands alone.
    """

    code: str
    national: int
    local: int | None = None

    def __str__(self) -> str:
        """The first version goes without saying: a shorter address is an easier code to read from a wall."""
        if self.local is not None:
            return f"{self.code}~{self.national}~{self.local}"
        return self.code if self.national == 1 else f"{self.code}~{self.national}"


def as_text(marks: Iterable[Mark]) -> str:
    return ".".join(str(mark) for mark in marks)


def marks_in(text: str) -> list[Mark] | None:
    """None when this is no list of marks."""
    parts = [part for part in text.split(".") if part]
    found = [MARK.fullmatch(part) for part in parts[: MOST_MARKS + 1]]
    if len(parts) > MOST_MARKS or not all(found):
        return None
    return [Mark(each[1], int(each[2] or 1), int(each[3]) if each[3] else None) for each in found if each]


SAME, CHANGED, LOCAL_CHANGED, GONE = "same", "changed", "local_changed", "gone"


def standing_of(mark: Mark, now: Mark | None) -> str:
    """What has become of a text on the card; `now` is what a card made today would say of it."""
    if now is None or (mark.national and not now.national):
        return GONE
    if now.national != mark.national:
        return CHANGED
    return SAME if now.local == mark.local else LOCAL_CHANGED


@dataclass(frozen=True)
class Validity:
    """`until` is None when the card has no such date: something on it is overdue since `overdue`, or nobody knows."""

    until: dt.date | None
    overdue: dt.date | None = None


def validity_of(due: Iterable[dt.date | None], on: dt.date) -> Validity:
    dates = sorted(day for day in due if day is not None)
    if not dates:
        return Validity(None)
    return Validity(None, dates[0]) if is_past(dates[0], on) else Validity(dates[0])
