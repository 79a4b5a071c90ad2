"""R1, R1b, R2: how long the training must be, and which part of a period of service counts. Plain values in, months out.

Months are exact fractions. The regulation does not say how days become months; our way is `months_between`.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _

from fagvei.training.rules.base import Rule


@dataclass(frozen=True)
class LegalRule(Rule):
    """A rule of the regulation: paragraph and version, because paragraph numbers move. `months` or `share` is its number."""

    paragraph: str = ""
    version: Any = ""
    months: Fraction = Fraction(0)
    share: Fraction = Fraction(0)


REGULATION = "FOR-2016-12-08-1482"
TOTAL_TIME = LegalRule(
    "R1",
    _("Utdanningen varer minst seks og et halvt år etter autorisasjon eller lisens."),
    "spesialistforskriften § 2 [S3][S5]",
    paragraph="§ 2",
    version=_("i kraft 1. mars 2017, endret 1. januar 2022"),
    months=Fraction(78),
)
PART_1_HOSPITAL = LegalRule(
    "R1-1a",
    _("Første del har tolv måneder i spesialisthelsetjenesten."),
    "spesialistforskriften § 2 [S3]",
    paragraph="§ 2",
    version=_("i kraft 1. mars 2017, endret 1. januar 2022"),
    months=Fraction(12),
)
PART_1_MUNICIPALITY = LegalRule(
    "R1-1b",
    _("Første del har deretter seks måneder i kommunens helse- og omsorgstjeneste."),
    "spesialistforskriften § 2 [S3]",
    paragraph="§ 2",
    version=_("i kraft 1. mars 2017, endret 1. januar 2022"),
    months=Fraction(6),
)
PART_TIME = LegalRule(
    "R1b-1",
    _("Deltid teller i forhold til stillingsprosenten."),
    "spesialistforskriften § 31 [S53]",
    paragraph="§ 31",
    version=_("i kraft 1. mars 2019"),
)
ABSENCE_LIMIT = LegalRule(
    "R1b-2",
    _("Sykefravær, permisjon og annet fravær trekkes fra for den delen som er over ti prosent av perioden."),
    "spesialistforskriften § 31 [S53]",
    paragraph="§ 31",
    version=_("i kraft 1. mars 2019"),
    share=Fraction(1, 10),
)
HOLIDAY = LegalRule(
    "R1b-3",
    _("Ferie teller som tjeneste i del 2 og 3. I del 1 regnes ferie med i fraværet."),
    "spesialistforskriften §§ 12, 26 og 31 [S53][S54]",
    paragraph="§ 31",
    version=_("i kraft 1. mars 2019"),
)
COURSES_COUNT = LegalRule(
    "R1b-4",
    _("Kurs og annet fravær som hører til utdanningen, teller som tjeneste."),
    "spesialistforskriften § 31 [S53]",
    paragraph="§ 31",
    version=_("i kraft 1. mars 2019"),
)
ONLY_CONFIRMED = LegalRule(
    "R1b-5",
    _("Bare tjeneste som virksomheten har bekreftet, teller."),
    "spesialistforskriften §§ 25 og 31 [S53]",
    paragraph="§ 25",
    version=_("i kraft 1. mars 2019, endret 1. september 2022"),
)
PART_1_FIRST = LegalRule(
    "R2",
    _("Del 1 må være bekreftet før tjeneste i del 2 eller 3 begynner. Turnus før ny ordning regnes som del 1."),
    "spesialistforskriften § 18 [S12]; [S5]",
    paragraph="§ 18",
    version=_("slik den gjaldt 22. november 2026"),
)
OTHER_AFTER_PART_1 = LegalRule(
    "R2-1",
    _(
        "Annen tjeneste kan telle fra del 1 er fullført. Tjeneste som begynte før 1. mars 2019, før ny ordning gjaldt for "
        "del 2 og 3, kan lederen la telle med begrunnelse."
    ),
    "Vårt valg etter spesialistforskriften § 18 [S12]; ikrafttredelse [S3]; gammel tjenestetid [S58]",
    paragraph="§ 18",
    version=_("slik den gjaldt 22. november 2026"),
)
TIME_RULES = (
    TOTAL_TIME, PART_1_HOSPITAL, PART_1_MUNICIPALITY, PART_1_FIRST, OTHER_AFTER_PART_1, PART_TIME, ABSENCE_LIMIT, HOLIDAY,
    COURSES_COUNT, ONLY_CONFIRMED,
)  # fmt: skip
RULES_READ_ON = dt.date(2026, 11, 22)

PARTS_1 = frozenset({"part_1_hospital", "part_1_municipality"})
SPECIALTY_PARTS = frozenset({"part_2", "part_3"})
# Parts 2 and 3 of the new scheme are in force from this day [S3].
NEW_SCHEME_FROM = dt.date(2019, 3, 1)
NEVER_ABSENCE = frozenset({"course"})
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Away:
    """Confirmed absence within a period, both days included; `percent` of the position."""

    kind: str
    starts_on: dt.date
    ends_on: dt.date
    percent: int = 100


@dataclass(frozen=True)
class Period:
    """A period of service. `key` is the caller's name for it; the end is the last day, or None while it runs.

    It `counts` as the leader has judged it, unless it `is_too_early` by the rule (`may_count`).
    """

    key: Any
    part: str
    percent: int
    starts_on: dt.date
    ends_on: dt.date | None
    is_confirmed: bool = True
    counts: bool = True
    absences: tuple[Away, ...] = ()
    is_too_early: bool = False


@dataclass(frozen=True)
class Line:
    """What one period gives. All in months: `length` until the day asked about, `away`, what of it is `deducted`, `counted`.

    `why_not` is "" when it counts, else "not_confirmed", "does_not_count", "too_early" or "not_begun".
    """

    period: Period
    length: Fraction
    away: Fraction
    allowed: Fraction
    deducted: Fraction
    counted: Fraction
    why_not: str = ""


@dataclass(frozen=True)
class Account:
    """All periods of one doctor until a day, with the sums."""

    on: dt.date
    lines: tuple[Line, ...] = field(default=())

    @property
    def total(self) -> Fraction:
        return sum((line.counted for line in self.lines), Fraction(0))

    @property
    def remaining(self) -> Fraction:
        return max(Fraction(0), TOTAL_TIME.months - self.total)

    @property
    def unconfirmed(self) -> int:
        return sum(line.why_not == "not_confirmed" for line in self.lines)

    def counted_in(self, part: str) -> Fraction:
        return sum((line.counted for line in self.lines if line.period.part == part), Fraction(0))

    @property
    def is_enough(self) -> bool:
        return self.total >= TOTAL_TIME.months


def account(periods: Iterable[Period], on: dt.date) -> Account:
    """What counts of these periods until and with the day `on`, in the order of time."""
    ordered = sorted(periods, key=lambda period: (period.starts_on, period.ends_on or dt.date.max, str(period.key)))
    anchors = _anchors(ordered)
    return Account(on, tuple(line_of(period, on, anchor) for period, anchor in zip(ordered, anchors, strict=True)))


def line_of(period: Period, on: dt.date, anchor: dt.date | None = None) -> Line:
    """`anchor` is the first day of the unbroken run of service that the period belongs to."""
    count = _counter(anchor or period.starts_on)
    last = min(period.ends_on or on, on)
    if last < period.starts_on:
        return _nothing(period, "not_begun")
    length = count(period.starts_on, last)
    away = sum((_away(each, period, last, count) for each in period.absences), Fraction(0))
    allowed = length * ABSENCE_LIMIT.share
    deducted = max(Fraction(0), away - allowed)
    why_not = _why_not(period)
    counted = Fraction(0) if why_not else max(Fraction(0), length - deducted) * Fraction(period.percent, 100)
    return Line(period, length, away, allowed, deducted, counted, why_not)


def _why_not(period: Period) -> str:
    if not period.is_confirmed:
        return "not_confirmed"
    if not period.counts:
        return "does_not_count"
    return "too_early" if period.is_too_early else ""


def days_not_served(period: Period, on: dt.date) -> int:
    """Whole days of absence above the limit before `on`, as `line_of` deducts them in months; what is left of a day is served."""
    end = min(period.ends_on + DAY, on) if period.ends_on else on
    away = sum((_days_away(each, period, end) for each in period.absences), Fraction(0))
    return max(0, int(away - (end - period.starts_on).days * ABSENCE_LIMIT.share))


def is_absence(kind: str, part: str) -> bool:
    """Courses never are; holiday only in part 1."""
    return kind not in NEVER_ABSENCE and (kind != "holiday" or part in PARTS_1)


def months_between(starts_on: dt.date, ends_on: dt.date, anchor: dt.date | None = None) -> Fraction:
    """Months from the first to the last day, both included, measured from `anchor` (the first day, when not given).

    Whole months are counted from the anchor's day of the month, the rest as days of the month they lie in. With one anchor
    for service that follows on, the months of the parts add up to the months of the whole. Our choice; no source says how.
    """
    return _counter(anchor or starts_on)(starts_on, ends_on)


def may_begin(part: str, starts_on: dt.date, part_1_completed_on: dt.date | None) -> bool:
    """R2. `part_1_completed_on` is None while nobody has confirmed part 1."""
    if part not in SPECIALTY_PARTS:
        return True
    return part_1_completed_on is not None and starts_on >= part_1_completed_on


def may_count(part: str, starts_on: dt.date, part_1_completed_on: dt.date | None) -> bool:
    """R2-1, for the parts of a specialty R2. Old service time counts in the new scheme when the leader has judged it [S58].

    That is said of general practice; that the leader judges it likewise in every specialty is our choice.
    """
    if part in PARTS_1 or (part == "other" and starts_on < NEW_SCHEME_FROM):
        return True
    return part_1_completed_on is not None and starts_on >= part_1_completed_on


def part_1_time_is_enough(found: Account) -> bool:
    hospital, municipality = found.counted_in("part_1_hospital"), found.counted_in("part_1_municipality")
    return hospital >= PART_1_HOSPITAL.months and municipality >= PART_1_MUNICIPALITY.months


def most_percent(shares: Iterable[tuple[dt.date, dt.date | None, int]]) -> int:
    """The highest sum of percents on any day: positions side by side may not be more than one (100)."""
    held = list(shares)
    return max(
        (sum(p for start, end, p in held if start <= day and (end is None or day <= end)) for day, _end, _p in held),
        default=0,
    )


def overlap(first: tuple[dt.date, dt.date | None], second: tuple[dt.date, dt.date | None]) -> bool:
    """Have a day in common. None = no end."""
    (a, b), (c, d) = first, second
    return (d is None or a <= d) and (b is None or c <= b)


def is_within(inner: tuple[dt.date, dt.date | None], outer: tuple[dt.date, dt.date | None]) -> bool:
    """Every day of the first is a day of the second. None = no end."""
    (a, b), (c, d) = inner, outer
    return a >= c and (d is None or (b is not None and b <= d))


def _away(absence: Away, period: Period, last: dt.date, count: Callable[[dt.date, dt.date], Fraction]) -> Fraction:
    if not is_absence(absence.kind, period.part):
        return Fraction(0)
    first, end = max(absence.starts_on, period.starts_on), min(absence.ends_on, last)
    return count(first, end) * Fraction(absence.percent, 100) if first <= end else Fraction(0)


def _days_away(absence: Away, period: Period, end: dt.date) -> Fraction:
    """Before `end`."""
    if not is_absence(absence.kind, period.part):
        return Fraction(0)
    days = (min(absence.ends_on + DAY, end) - max(absence.starts_on, period.starts_on)).days
    return Fraction(max(0, days) * absence.percent, 100)


def _nothing(period: Period, why_not: str) -> Line:
    zero = Fraction(0)
    return Line(period, zero, zero, zero, zero, zero, why_not)


def _anchors(ordered: list[Period]) -> list[dt.date]:
    """For each period the first day of the unbroken run it is part of."""
    anchors: list[dt.date] = []
    reached = dt.date.min
    for period in ordered:
        is_new_run = not anchors or period.starts_on > reached
        anchors.append(period.starts_on if is_new_run else anchors[-1])
        end = period.ends_on or dt.date.max - DAY
        reached = end + DAY if is_new_run else max(reached, end + DAY)
    return anchors


def _counter(anchor: dt.date) -> Callable[[dt.date, dt.date], Fraction]:
    return lambda first, last: _months_from(anchor, last + DAY) - _months_from(anchor, first)


def _months_from(anchor: dt.date, day: dt.date) -> Fraction:
    """How many months after the anchor the day begins; before it is negative."""
    whole = (day.year - anchor.year) * 12 + day.month - anchor.month
    while _add_months(anchor, whole) > day:
        whole -= 1
    begun, next_one = _add_months(anchor, whole), _add_months(anchor, whole + 1)
    return whole + Fraction((day - begun).days, (next_one - begun).days)


def _add_months(day: dt.date, months: int) -> dt.date:
    """The same day of a later month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_of_next = dt.date(year + month // 11, (month + 1) % 12 + 1, 1)
    return min(dt.date(year, month + 1, 1) + (day.day - 1) * DAY, first_of_next - DAY)
