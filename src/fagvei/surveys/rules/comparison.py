"""The best quarter of comparable units. No mean, no ranking, no named unit."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from fagvei.surveys.rules.named import Rule

MOST_HIDDEN = 3

BEST_QUARTER = Rule(
    "best_quarter",
    _(
        "Beste kvartil vises når minst fire andre enheter av samme slag har tall som kan vises om samme tekst, og er det "
        "enhetene i kvartilet minst oppnår. En avdeling sammenlignes bare med avdelinger ved samme slags virksomhet, en hel virksomhet "
        "bare med hele virksomheter av samme slag. Hva slags avdeling det er, er ikke registrert."
    ),
    _("Vårt valg, etter rådet om beste kvartil av minst fire enheter og ingen rangering."),
)


@dataclass(frozen=True)
class BestQuarter:
    """`share` in whole percent: what the least of the best quarter reached. `units` is how many were compared."""

    share: int
    units: int


def best_quarter(shares: Iterable[int]) -> BestQuarter | None:
    """`shares` are whole percent, one of each comparable unit but one's own, already safe to show. None when too few.

    Of a unit with only a span, the lower end is given: the quarter is then what its units reached at least.
    """
    ordered = sorted(shares, reverse=True)
    if len(ordered) <= MOST_HIDDEN:
        return None
    return BestQuarter(ordered[len(ordered) // 4 - 1], len(ordered))
