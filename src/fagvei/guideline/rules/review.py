"""When a text must be looked at again. No source gives a date for this guideline, so the number of years is our own choice."""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Rule:
    name: str
    years: int
    sentence: str | Promise
    source: str | Promise


REVIEW_AFTER = Rule(
    name="review_after",
    years=5,
    sentence=_(
        "En tekst er forfalt til gjennomgang fem år etter siste faglige oppdatering,"
        " eller etter at den ble gjennomgått og publisert her, om ikke en egen dato er satt."
    ),
    source=_("Vårt valg. Retningslinjen oppgir ingen dato for neste gjennomgang i kildene vi har."),
)
# A check of a related document is old after a year. Our own choice, too.
CHECK_AFTER = Rule(
    name="check_after",
    years=1,
    sentence=_("Et beslektet dokument sjekkes på nytt når det er mer enn ett år siden sist."),
    source=_("Vårt valg."),
)


def years_after(day: dt.date, years: int) -> dt.date:
    """29 February becomes 28 February in a year without it."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def review_due_on(updated_on: dt.date | None, own: dt.date | None = None) -> dt.date | None:
    """The text's own date, or the rule's; None when nobody knows when it was updated."""
    if own is not None:
        return own
    return years_after(updated_on, REVIEW_AFTER.years) if updated_on else None


def is_past(due_on: dt.date | None, on: dt.date) -> bool:
    """The due date itself is still in time."""
    return due_on is not None and on > due_on


def is_stale(checked_on: dt.date, on: dt.date) -> bool:
    return on > years_after(checked_on, CHECK_AFTER.years)
