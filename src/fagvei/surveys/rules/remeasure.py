"""When to measure again: proposed, never forced. The unit decides the day."""

import calendar
import datetime as dt

from django.utils.translation import gettext_lazy as _

from fagvei.surveys.rules.named import Rule

MONTHS_WITH_GAPS = 3
MONTHS_WITHOUT = 12
# How long the next wave is proposed to be open. Our own choice.
OPEN_DAYS = dt.timedelta(days=14)

AGAIN_IN = Rule(
    "again_in",
    _("Vi foreslår ny måling etter tre måneder når noe ligger under målet, ellers etter tolv."),
    _("Vårt valg: hyppige målinger virker bedre, og en måling skal ikke ta kreftene fra tiltakene."),
)


def proposed_on(closed_on: dt.date, *, has_gaps: bool) -> dt.date:
    """The same day of the month; the last day of a shorter one."""
    months = MONTHS_WITH_GAPS if has_gaps else MONTHS_WITHOUT
    year, month = divmod(closed_on.year * 12 + closed_on.month - 1 + months, 12)
    return dt.date(year, month + 1, min(closed_on.day, calendar.monthrange(year, month + 1)[1]))
