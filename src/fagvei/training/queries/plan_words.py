"""The sentences of the plan page: a day, a list of names, how much there is of a goal, where an activity waits."""

import datetime as dt
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.training.models import PlanActivity
from fagvei.training.rules.deadlines import Due


def in_words(instant: dt.datetime | dt.date) -> str:
    """3. mai, with the year when it is not this year's."""
    day = localdate(instant) if isinstance(instant, dt.datetime) else instant
    return _day_in_words(day, clock.today().year, get_language())


@lru_cache(maxsize=4096)
def _day_in_words(day: dt.date, this_year: int, language: str | None) -> str:
    return date_format(day, "j. F" if day.year == this_year else "j. F Y")


def and_words(names: list[str]) -> str:
    """Siri, Stian og Cecilie"""
    return (
        names[0] if len(names) == 1 else _("%(many)s og %(last)s") % {"many": ", ".join(names[:-1]), "last": names[-1]}
    )


def count_words(activities: int, counted: int) -> str:
    if not activities:
        return _("ingen aktivitet")
    return ngettext("%(counted)s av %(n)s aktivitet teller", "%(counted)s av %(n)s aktiviteter teller", activities) % {
        "counted": counted,
        "n": activities,
    }


def activity_words(state: str, day: str, name: str, is_mine: bool) -> tuple[str, str]:
    if state == PlanActivity.State.SENT:
        if is_mine:
            return _("Venter på at du signerer, siden %(day)s") % {"day": day}, "mine"
        return _("%(name)s skal signere, siden %(day)s") % {"name": name, "day": day}, "others"
    if state == PlanActivity.State.RETURNED:
        return _("Returnert %(day)s: les kommentaren") % {"day": day}, "mine"
    if state == PlanActivity.State.PLANNED:
        return _("Planlagt, ikke gjort ennå"), "later"
    return _("Kladd siden %(day)s: ikke sendt") % {"day": day}, "mine"


def due_words(due: Due) -> str:
    words = (
        _(", fristen gikk ut %(day)s (satt av %(name)s)") if due.is_late else _(", frist %(day)s (satt av %(name)s)")
    )
    return words % {"day": in_words(due.on), "name": due.institution}
