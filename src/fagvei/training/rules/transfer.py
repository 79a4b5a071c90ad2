"""What the old portal's report says, line by line, and what of it can be taken in. Nothing is approved by it."""

import datetime as dt
import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from fagvei.training.rules.base import Rule

CONFIRMED_BY_LEADER = Rule(
    "P-OVF",
    _("Det som er overført fra den gamle portalen, teller først når lederen har sett det og bekreftet det."),
    "spesialistforskriften § 26 [S19]; Kompetanseportalen, roller [S21]; eget valg: én og én, med originalen ved siden av",
)
SEPARATOR = ";"
# What stands between the columns of a table that was copied as text, or taken out of a PDF.
COLUMNS = re.compile(r"\t| {2,}")
FIELDS = ("code", "title", "date", "signer", "state", "type", "times", "goals")
FEWEST_FIELDS = 5
GOAL, ACTIVITY = "goal", "activity"
# The words of the portal's own states (Kompetanseportalen, [S21]). What was only planned or begun there is begun anew here.
APPROVED_WORDS = frozenset({"godkjent", "godkjend", "approved"})
DONE_WORDS = frozenset(
    {"signert", "innfridd", "fullført", "gjennomført", "godkjent", "godkjend", "signed", "completed"}
)
OPEN_WORDS = frozenset(
    {
        "planlagt",
        "påbegynt",
        "ikke påbegynt",
        "sendt",
        "sendt til signering",
        "sendt til godkjenning",
        "returnert",
        "avvist",
    }
)
GOAL_WORDS = frozenset({"mål", "læringsmål", "goal"})
ACTIVITY_WORDS = frozenset({"aktivitet", "læringsaktivitet", "kurs", "activity"})
DATE_FORMATS = ("%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y", "%d/%m/%Y")
MOST_TIMES = 10_000


@dataclass(frozen=True)
class ReportLine:
    """One line of the report as it stands: text, nothing judged. `line` is where the reader finds it."""

    line: int
    code: str = ""
    title: str = ""
    date: str = ""
    signer: str = ""
    state: str = ""
    type: str = ""
    times: str = ""
    goals: str = ""

    @property
    def source(self) -> str:
        """As it stood, for the one who looks at it beside the original."""
        parts = [self.code, self.title, self.date, self.signer, self.state, self.type, self.times, self.goals]
        while len(parts) > FEWEST_FIELDS and not parts[-1]:
            parts.pop()
        return "; ".join(parts)


def split_line(number: int, text: str) -> ReportLine | None:
    """None for a heading, a page number or the names of the columns. Too few fields give a line without state.

    Columns stand between semicolons, tabs or two spaces and more. With tabs a semicolon is a sign like any other; and a line
    that is no row of semicolons needs all five fields and a date.
    """
    if SEPARATOR in text and "\t" not in text:
        parts = [part.strip() for part in text.split(SEPARATOR)]
    else:
        parts = [part.strip() for part in COLUMNS.split(text.rstrip())]
        if len(parts) < FEWEST_FIELDS or date_in(parts[FIELDS.index("date")]) is None:
            return None
    if parts[0].casefold() in {"kode", "code"}:
        return None
    return ReportLine(number, **dict(zip(FIELDS, parts[: len(FIELDS)], strict=False)))


def date_in(text: str) -> dt.date | None:
    for form in DATE_FORMATS:
        try:
            return dt.datetime.strptime(text.strip(), form).date()
        except ValueError:
            continue
    return None


def times_in(text: str) -> int | None:
    """1 when nothing is said; None when it is no number that can be true."""
    if not text.strip():
        return 1
    if not (text.isascii() and text.strip().isdecimal() and len(text.strip()) < 6):
        return None
    return int(text) if 1 <= int(text) <= MOST_TIMES else None


def kind_in(text: str) -> str:
    """ "goal", "activity", or "" when the line does not say."""
    word = text.strip().casefold()
    return GOAL if word in GOAL_WORDS else ACTIVITY if word in ACTIVITY_WORDS else ""
