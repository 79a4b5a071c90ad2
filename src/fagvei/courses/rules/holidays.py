"""Norwegian public holidays. What moves is counted from the first day of Easter."""

import datetime as dt

from dateutil.easter import easter
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fagvei.courses.rules.base import Rule

NO_COURSE_ON_HOLIDAYS = Rule(
    "holidays",
    _("Kurs legges ikke på helligdager og offentlige høytidsdager. Planen varsler, og RegUt avgjør."),
    "Dagene: helligdagsfredloven § 2 og lov om 1. og 17. mai som høgtidsdager. Varselet er Fagveis eget valg.",
)
# Month and day.
FIXED: dict[tuple[int, int], Promise] = {
    (1, 1): _("første nyttårsdag"),
    (5, 1): _("1. mai"),
    (5, 17): _("17. mai"),
    (12, 25): _("første juledag"),
    (12, 26): _("andre juledag"),
}
# Days from the first day of Easter.
MOVING: dict[int, Promise] = {
    -3: _("skjærtorsdag"),
    -2: _("langfredag"),
    0: _("første påskedag"),
    1: _("andre påskedag"),
    39: _("Kristi himmelfartsdag"),
    49: _("første pinsedag"),
    50: _("andre pinsedag"),
}
ONE_DAY = dt.timedelta(days=1)


def holidays_of(year: int) -> dict[dt.date, str]:
    """{day: name}. Where two fall on one day, as 17 May and Whit Monday may, both are named."""
    found: dict[dt.date, str] = {}
    first = easter(year)
    days = [(dt.date(year, month, day), name) for (month, day), name in FIXED.items()]
    days += [(first + number * ONE_DAY, name) for number, name in MOVING.items()]
    for day, name in sorted(days, key=lambda pair: pair[0]):
        found[day] = f"{found[day]}, {name}" if day in found else str(name)
    return found


def holidays_between(first: dt.date, last: dt.date) -> list[tuple[dt.date, str]]:
    """Those on the days of a course, both ends with it."""
    years = range(first.year, last.year + 1)
    every = [pair for year in years for pair in holidays_of(year).items()]
    return [(day, name) for day, name in every if first <= day <= last]
