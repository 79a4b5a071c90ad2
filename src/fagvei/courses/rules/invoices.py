"""What teachers and course leaders are paid, as far as a source tells. What a session is (an original lecture or not) we do not know."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from fagvei.courses.rules.base import Rule

LECTURE, LEADER_DAY = "lecture_quarter", "leader_day"
TEACHER_FEES = Rule(
    "S29b-fees",
    _(
        "Kilden nevner honorarer som eksempler: et beløp for hvert påbegynt kvarter av en originalforelesning, og ett "
        "for hver kursdag til kurslederen. Den sier ikke fra hvilken dag de gjelder; kontroller satsene før utbetaling."
    ),
    "RegUt-enes side om årlig justering av kursavgifter og honorarer [S29b]",
)
MINUTES_IN_QUARTER = 15


@dataclass(frozen=True)
class TeacherRate:
    """`read_on` is when the source said so; the source dates nothing itself."""

    code: str
    kroner: int
    read_on: dt.date


TEACHER_RATES = (
    TeacherRate(LECTURE, 1275, dt.date(2026, 11, 22)),
    TeacherRate(LEADER_DAY, 7450, dt.date(2026, 11, 22)),
)
KRONER = {rate.code: rate.kroner for rate in TEACHER_RATES}


def begun_quarters(minutes: int) -> int:
    return -(-minutes // MINUTES_IN_QUARTER)


def lecture_fee(minutes: int) -> int:
    """If all of it is an original lecture."""
    return begun_quarters(minutes) * KRONER[LECTURE]


def leader_fee(days: int) -> int:
    return days * KRONER[LEADER_DAY]
