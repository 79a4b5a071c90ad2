"""When a run is announced, applied for, answered and withdrawn from (R13). Deviations are allowed and always flagged."""

import calendar
import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.courses.rules.base import Rule

ANNOUNCE_MONTHS_BEFORE = 6
DEADLINE_MONTHS_BEFORE = 3
ANSWER_DAYS_AFTER = 14
WITHDRAW_DAYS_BEFORE = 28
# For an answer that no applicant will have, and for an opening that did not come: the deadline went out first.
NEVER = dt.date.max
# Our choice, for no source says when the host must know: so long before the day its inbox asks it to open the round.
ASKED_DAYS_BEFORE_OPENING = 14

ANNOUNCED_IN_TIME = Rule(
    "R13-announce",
    _("Kurset kunngjøres senest seks måneder før start."),
    "Spesialitetssiden og RegUt-enes felles side om kurs",
)
OPENED_AS_ANNOUNCED = Rule(
    "R13-open",
    _("Søknaden åpner den dagen kunngjøringen sier."),
    "Kunngjøringen selv: dagen som står på kursets side",
)
DEADLINE_IN_TIME = Rule(
    "R13-deadline",
    _("Søknadsfristen er tre måneder før start."),
    "Spesialitetssiden og RegUt-enes felles side om kurs",
)
ANSWERED_IN_TIME = Rule(
    "R13-answer",
    _("Søkerne får svar senest 14 dager etter søknadsfristen."),
    "RegUt-enes felles side om opptak til kurs",
)
WITHDRAWAL_IN_TIME = Rule(
    "R13-withdraw",
    _("Avmeldingsfristen er som regel fire uker før start."),
    "RegUt-enes felles side om kurs",
)
DEADLINE_RULES = (ANNOUNCED_IN_TIME, OPENED_AS_ANNOUNCED, DEADLINE_IN_TIME, ANSWERED_IN_TIME, WITHDRAWAL_IN_TIME)


def last_day_before(deadline_at: dt.datetime) -> dt.date:
    """The last Norwegian day on which something is in time, when `deadline_at` is the first instant that is too late."""
    return (deadline_at - dt.timedelta(seconds=1)).astimezone(clock.OSLO).date()


@dataclass(frozen=True)
class Deadlines:
    """What the rules say for a run that starts on a day."""

    announce_by_on: dt.date
    deadline_on: dt.date
    answer_by_on: dt.date
    withdraw_by_on: dt.date


@dataclass(frozen=True)
class Went:
    """How it went with a run: when one could apply, and when the applicants had their answer. None where it is not known yet."""

    opened_on: dt.date | None = None
    answered_on: dt.date | None = None
    late_reason: str = ""


AS_PLANNED = Went()


@dataclass(frozen=True)
class Deviation:
    """A rule that a run does not keep: what it asked for, and what is."""

    rule: Rule
    due_on: dt.date
    actual_on: dt.date

    @property
    def is_never(self) -> bool:
        return self.actual_on == NEVER


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day of the month; the last day of a shorter one."""
    number = day.year * 12 + day.month - 1 - months
    year, month = divmod(number, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def deadlines_for(starts_on: dt.date) -> Deadlines:
    deadline_on = months_before(starts_on, DEADLINE_MONTHS_BEFORE)
    return Deadlines(
        announce_by_on=months_before(starts_on, ANNOUNCE_MONTHS_BEFORE),
        deadline_on=deadline_on,
        answer_by_on=deadline_on + dt.timedelta(days=ANSWER_DAYS_AFTER),
        withdraw_by_on=starts_on - dt.timedelta(days=WITHDRAW_DAYS_BEFORE),
    )


def deviations(
    *,
    starts_on: dt.date,
    announced_on: dt.date | None,
    deadline_on: dt.date,
    answer_by_on: dt.date,
    withdraw_by_on: dt.date,
    today: dt.date,
    opens_on: dt.date | None = None,
    opened_on: dt.date | None = None,
    answered_on: dt.date | None = None,
) -> list[Deviation]:
    """Every rule of R13 that is not kept. Not yet announced counts as announced today, once that is too late.

    `opened_on`: when one could apply, today while one still cannot, or `NEVER`. `opens_on` is what was announced.
    `answered_on`: when the applicants had their answer, whatever was planned; today while they wait for it, or `NEVER`.
    """
    due = deadlines_for(starts_on)
    announced = announced_on or today
    found = []
    if announced > due.announce_by_on:
        found.append(Deviation(ANNOUNCED_IN_TIME, due.announce_by_on, announced))
    if opens_on and opened_on and opened_on > opens_on:
        found.append(Deviation(OPENED_AS_ANNOUNCED, opens_on, opened_on))
    if deadline_on != due.deadline_on:
        found.append(Deviation(DEADLINE_IN_TIME, due.deadline_on, deadline_on))
    answer_due_on = deadline_on + dt.timedelta(days=ANSWER_DAYS_AFTER)
    answer_on = max(answer_by_on, answered_on or answer_by_on)
    if answer_on > answer_due_on:
        found.append(Deviation(ANSWERED_IN_TIME, answer_due_on, answer_on))
    if withdraw_by_on != due.withdraw_by_on:
        found.append(Deviation(WITHDRAWAL_IN_TIME, due.withdraw_by_on, withdraw_by_on))
    return found
