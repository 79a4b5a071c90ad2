"""When everything is there to apply for approval as a specialist, as named rules. Plain values in, conditions out.

Section 14: apply only when everything is done; all goals approved, time confirmed, one complete certificate per workplace.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _

from fagvei.training.rules.base import Rule
from fagvei.training.rules.time import TOTAL_TIME

ALL_GOALS = Rule(
    "K-1",
    _("Alle mål i første del, felles kompetansemål og spesialitetens mål er godkjent."),
    "spesialistforskriften vedlegg 2 [S1]; Helsedirektoratet, søknad om spesialistgodkjenning [S36]",
)
CARRIED_ON = Rule(
    "K-2",
    _("Del 1 godkjennes én gang og føres videre. Turnus før ny ordning regnes som del 1."),
    "Helsedirektoratet [S5][S12]",
)
TEXTS_LOADED = Rule(
    "K-3",
    _("Et mål kan ikke regnes som nådd uten den offisielle teksten."),
    "Vårt valg: ingen vet hva som er godkjent uten teksten.",
)
TIME_CONFIRMED = Rule(
    "K-4",
    _("Minst seks og et halvt år er bekreftet, og del 1 er bekreftet."),
    "spesialistforskriften § 2 [S3][S5]",
)
CERTIFICATES = Rule(
    "K-5",
    _("Én fullstendig tjenestebekreftelse fra hvert arbeidssted, signert av leder og medisinsk ansvarlig overlege."),
    "Helsedirektoratet, søknad om spesialistgodkjenning [S36][S37]",
)
NOTHING_OPEN = Rule(
    "K-6",
    _("Ingenting venter på en signatur, en uttalelse eller en avgjørelse."),
    "Vårt valg: det som er åpent, kan endre grunnlaget.",
)
# What is attached to the application [S36][S37b]. The page is that of general practice, and the link says so.
APPLICATION_PAGE = (
    "https://www.helsedirektoratet.no/tema/autorisasjon-og-spesialistutdanning/spesialistutdanning-for-leger/"
    "spesialistgodkjenning-for-leger?path=2-1-1-sok-om-spesialistgodkjenning-i-allmennmedisin"
)
READINESS_RULES = (ALL_GOALS, CARRIED_ON, TEXTS_LOADED, TIME_CONFIRMED, CERTIFICATES, NOTHING_OPEN)

MET, MISSING, PRACTICE = "met", "missing", "practice"


@dataclass(frozen=True)
class Condition:
    """One rule for one doctor. `missing` holds the caller's own items; "practice" means met in demo data alone."""

    rule: Rule
    state: str
    missing: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Facts:
    """What is known of one doctor. Goals are the caller's items; `is_carried_on` says that part 1 is confirmed as a whole."""

    open_part_1: tuple[Any, ...]
    open_goals: tuple[Any, ...]
    is_carried_on: bool
    sets_not_loaded: tuple[Any, ...]
    texts_missing: int
    is_practice: bool
    confirmed_months: Fraction
    time_missing: tuple[Any, ...]
    certificates_missing: tuple[Any, ...]
    open_items: tuple[Any, ...]


def conditions(facts: Facts) -> list[Condition]:
    """In the order in which a doctor would look."""
    part_1 = () if facts.is_carried_on else facts.open_part_1
    no_text = (*facts.sets_not_loaded, *([facts.texts_missing] if facts.texts_missing else []))
    texts = Condition(TEXTS_LOADED, PRACTICE) if no_text and facts.is_practice else _condition(TEXTS_LOADED, no_text)
    time_missing = facts.time_missing
    if facts.confirmed_months < TOTAL_TIME.months and not time_missing:
        raise ValueError("Too little time, and nothing said of what is missing.")
    return [
        _condition(CARRIED_ON, part_1),
        _condition(ALL_GOALS, facts.open_goals),
        texts,
        _condition(TIME_CONFIRMED, time_missing),
        _condition(CERTIFICATES, facts.certificates_missing),
        _condition(NOTHING_OPEN, facts.open_items),
    ]


def is_ready(found: Iterable[Condition]) -> bool:
    return all(condition.state != MISSING for condition in found)


def _condition(rule: Rule, missing: tuple[Any, ...]) -> Condition:
    return Condition(rule, MISSING if missing else MET, tuple(missing))
