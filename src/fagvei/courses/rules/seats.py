"""How seats are given: who counts, how they are ranked, how long one has to answer. Sentences with source; our own choices say so."""

import datetime as dt
from dataclasses import dataclass
from math import ceil

from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.courses.rules.base import Rule

OUR_CHOICE = "Fagveis eget valg, der kildene ikke sier noe"

RANKED_BY_SERVICE = Rule(
    "R14",
    _("Lengst tjeneste i spesialiteten ved kursstart går først. Tjeneste i del 1 teller ikke."),
    "RegUt-enes felles side om opptak til kurs [S26b]",
)
LEAVE_IS_NOT_SERVED = Rule(
    "R14-leave",
    _(
        "Fravær over ti prosent av en tjenesteperiode regnes ikke som fullført tjeneste, slik det heller ikke teller i "
        "utdanningstiden. Deltid gir like mange dager som heltid, for ingen kilde sier noe annet."
    ),
    OUR_CHOICE,
)
TIES_BY_LOTTERY = Rule(
    "R14-tie",
    _("Står søkere likt, avgjør en loddtrekning. Tallet bak den er låst før søknaden åpner og vises etterpå."),
    OUR_CHOICE,
)
CONSENT_FIRST = Rule(
    "R15",
    _("En søknad teller bare når lederen har samtykket før fristen."),
    "Kurssiden for Grunnkurs I [S29]",
)
FILLED_UNTIL_START = Rule(
    "R16",
    _("Ledige plasser går videre etter samme rekkefølge til kurset begynner."),
    "RegUt-enes felles side om opptak til kurs [S26b]",
)
ANSWER_IN_TIME = Rule(
    "R16-answer",
    _("Et tilbud må besvares innen 14 dager, og før kurset begynner."),
    OUR_CHOICE,
)
ANSWER_NEAR_START = Rule(
    "R16-near",
    _(
        "Tilbys en plass de siste fire ukene før kursstart, er svarfristen tre hele dager, den siste uken én hel dag, og de "
        "tre siste dagene klokken 12 eller 20, minst fire timer frem. Ubesvart går plassen til den neste, så den ikke "
        "blir stående tom."
    ),
    OUR_CHOICE,
)
SEAT_RULES = (
    RANKED_BY_SERVICE,
    LEAVE_IS_NOT_SERVED,
    TIES_BY_LOTTERY,
    CONSENT_FIRST,
    FILLED_UNTIL_START,
    ANSWER_IN_TIME,
    ANSWER_NEAR_START,
)


@dataclass(frozen=True)
class Stretch:
    """While at least so many days are left until the first day of the course, an offer is answered within whole days."""

    days_left: int
    answer_days: int


# R16-answer and R16-near: our own numbers. Four weeks is when leaving a course begins to cost (R13-withdraw).
STRETCHES = (Stretch(29, 14), Stretch(8, 3), Stretch(4, 1))
# Nearer than that an offer is answered by one of these hours, and whoever gets it has so long.
ANSWER_HOURS = (12, 20)
LEAST_TO_ANSWER = dt.timedelta(hours=4)
# No offer can be answered when the course has begun: the last one is until a minute before.
LAST_ANSWER_BEFORE_START = dt.timedelta(minutes=1)
ANSWER_DAYS = STRETCHES[0].answer_days
# A cut-off tells something about the last person with a seat, so it needs company.
FEWEST_FOR_A_CUT_OFF = 5
DAYS_IN_A_MONTH = 365.25 / 12


def answer_by(now: dt.datetime, run_starts_at: dt.datetime) -> dt.datetime:
    """The first instant that is too late for an offer made now, always before the start.

    Of whole days it is midnight in Norway after the last, so that the day shown is the doctor's whole.
    """
    today, starts_on = (each.astimezone(clock.OSLO).date() for each in (now, run_starts_at))
    for stretch in STRETCHES:
        if (starts_on - today).days >= stretch.days_left:
            return _whole_days(now, stretch.answer_days)
    hours = (
        dt.datetime.combine(today + dt.timedelta(days=days), dt.time(hour), tzinfo=clock.OSLO)
        for days in (0, 1)
        for hour in ANSWER_HOURS
    )
    first = next(each for each in hours if each >= now.astimezone(dt.UTC) + LEAST_TO_ANSWER)
    return min(first, offers_end_at(run_starts_at))


def answer_by_again(since: dt.datetime, due: dt.datetime, now: dt.datetime, run_starts_at: dt.datetime) -> dt.datetime:
    """Of an open offer whose run has moved: by the rule from when it was made. An earlier start takes from nobody the time
    that an offer made now would have."""
    return max(answer_by(since, run_starts_at), min(due, answer_by(now, run_starts_at)))


def offers_end_at(run_starts_at: dt.datetime) -> dt.datetime:
    """From then on no seat is offered."""
    return run_starts_at - LAST_ANSWER_BEFORE_START


def is_short(since: dt.datetime, due: dt.datetime) -> bool:
    """Whether an offer is to be answered sooner than offers are far from the start."""
    return due < _whole_days(since, ANSWER_DAYS)


def is_near_start(now: dt.datetime, run_starts_at: dt.datetime) -> bool:
    """Whether offers made now are to be answered soon, while there are any."""
    return now < offers_end_at(run_starts_at) and is_short(now, answer_by(now, run_starts_at))


def _whole_days(now: dt.datetime, days: int) -> dt.datetime:
    return clock.start_of(now.astimezone(clock.OSLO).date() + dt.timedelta(days=days + 1))


def months_enough(days: int) -> int:
    """The least whole number of months that is so many days or more: as exact as an applicant is told what would do."""
    return ceil(days / DAYS_IN_A_MONTH)


def whole_months(days: int) -> int:
    """Whole months of service, rounded down: as exact as an applicant is told."""
    return int(days / DAYS_IN_A_MONTH)
