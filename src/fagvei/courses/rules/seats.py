"""How seats are given: who counts, how they are ranked, how long one has to answer. Sentences with source; our own choices say so."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.courses.rules.base import Rule

OUR_CHOICE = "Fagveis eget valg, der kildene ikke sier noe"

RANKED_BY_SERVICE = Rule(
    "R14",
    _("Lengst tjeneste i spesialiteten ved kursstart går først. Tjeneste i del 1 teller ikke."),
    "RegUt-enes felles side om opptak til kurs [S26b]",
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
SEAT_RULES = (RANKED_BY_SERVICE, TIES_BY_LOTTERY, CONSENT_FIRST, FILLED_UNTIL_START, ANSWER_IN_TIME)

ANSWER_DAYS = 14
# A cut-off tells something about the last person with a seat, so it needs company.
FEWEST_FOR_A_CUT_OFF = 5
DAYS_IN_A_MONTH = 365.25 / 12


def answer_by(now: dt.datetime, run_starts_at: dt.datetime) -> dt.datetime:
    """The first instant that is too late: midnight in Norway after the fourteenth day, so that the day shown is the doctor's whole."""
    day_after = now.astimezone(clock.OSLO).date() + dt.timedelta(days=ANSWER_DAYS + 1)
    return min(clock.start_of(day_after), run_starts_at)


def whole_months(days: int) -> int:
    """Whole months of service, rounded down: as exact as an applicant is told."""
    return int(days / DAYS_IN_A_MONTH)
