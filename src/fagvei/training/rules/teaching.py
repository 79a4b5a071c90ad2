"""Internundervisning: seventy hours a year, and the window in which the code in the room counts."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from fagvei.training.rules.base import Rule

HOURS_A_YEAR = Rule(
    "S16-70",
    _("Virksomheten gir internundervisning i 70 timer i året."),
    "spesialistforskriften, krav til utdanningsvirksomheten, slik Helsedirektoratet gjengir den i Veileder for "
    "kompetansevurdering, definisjoner [S16][S43]",
)
TEACHING_HOURS = 70

CHECK_IN_WINDOW = Rule(
    "Fagvei-oppmøte",
    _("Koden gjelder fra et kvarter før undervisningen begynner, til et kvarter etter at den slutter."),
    "Fagveis valg",
)
BEFORE = AFTER = dt.timedelta(minutes=15)
# Our choice: a slip of the finger is forgiven, guessing is not.
MOST_WRONG_CODES, WITHIN = 5, dt.timedelta(minutes=15)
LONGEST = dt.timedelta(hours=12)


def minutes_of(starts_at: dt.datetime, ends_at: dt.datetime) -> int:
    return int((ends_at - starts_at).total_seconds() // 60)


def minutes_together(lessons: Iterable[tuple[dt.datetime, dt.datetime]]) -> int:
    """Minutes of these lessons, from when to when; of two at the same time one can be attended, so no minute counts twice."""
    minutes, until = 0, None
    for starts_at, ends_at in sorted(lessons):
        begins = max(starts_at, until) if until else starts_at
        if ends_at > begins:
            minutes += minutes_of(begins, ends_at)
            until = ends_at
    return minutes


def is_open_for_check_in(*, starts_at: dt.datetime, ends_at: dt.datetime, now: dt.datetime) -> bool:
    return starts_at - BEFORE <= now <= ends_at + AFTER


def shortfall(*, minutes: int, minutes_ahead: int) -> int:
    """Minutes that will be missing of seventy hours even if everything in the calendar is attended; 0 when it suffices."""
    return max(0, TEACHING_HOURS * 60 - minutes - minutes_ahead)
