"""Which recommendations are hard to follow in the country: units counted, never named, and nothing from fewer than five."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from fagvei.surveys.rules.named import Rule
from fagvei.surveys.rules.shares import Reached

FEWEST_UNITS = 5

HARD_TO_FOLLOW = Rule(
    "hard_to_follow",
    _(
        "En anbefaling vises når minst fem enheter har tall om teksten som står her. Tallene er enhetenes siste lukkede "
        "måling. Har både en virksomhet og avdelingene i den målt seg, telles bare avdelingene, så ingen telles to ganger."
    ),
    _("Vårt valg: samme grense for enheter som for svar."),
)


@dataclass(frozen=True)
class UnitShare:
    """One unit's newest numbers about a recommendation, safe to show; `target` in whole percent."""

    reached: Reached
    target: int

    @property
    def is_below(self) -> bool:
        """Surely so: where only a span is known, its upper end is below."""
        return self.reached.most_percent < self.target


@dataclass(frozen=True)
class Hardness:
    """`reached` is of all answers of all units; `below` is how many units have surely not reached their own target."""

    units: int
    below: int
    reached: Reached


def hardness(units: Iterable[UnitShare]) -> Hardness | None:
    """None with fewer than five units."""
    counted = list(units)
    if len(counted) < FEWEST_UNITS:
        return None
    reached = Reached(
        low=sum(unit.reached.low for unit in counted),
        high=sum(unit.reached.high for unit in counted),
        answered=sum(unit.reached.answered for unit in counted),
    )
    return Hardness(len(counted), sum(unit.is_below for unit in counted), reached)
