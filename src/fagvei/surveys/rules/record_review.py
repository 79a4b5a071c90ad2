"""A review of ten records, told as counts alone: no record, no patient, no date of treatment is ever typed."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from fagvei.surveys.rules.named import Rule
from fagvei.surveys.rules.shares import percent

SAMPLE = 10
FEWEST_FOR_PERCENT = 5

MET_SHARE = Rule(
    "met_share",
    _(
        "Andelen er oppfylt av oppfylt, ikke oppfylt og ikke dokumentert. Begrunnede avvik og «ikke aktuelt» teller "
        "ikke med. Under fem journaler vises ingen prosent."
    ),
    _("Vårt valg: ti journaler per anbefaling. «Ikke dokumentert» vises for seg, atskilt fra «ikke oppfylt»."),
)


@dataclass(frozen=True)
class ReviewCounts:
    """How many records had each answer; together at most ten."""

    met: int
    not_met: int
    deviation_reasoned: int
    not_applicable: int
    not_documented: int

    @property
    def total(self) -> int:
        return self.met + self.not_met + self.deviation_reasoned + self.not_applicable + self.not_documented

    @property
    def judged(self) -> int:
        return self.met + self.not_met + self.not_documented

    @property
    def met_percent(self) -> int | None:
        """None below five records."""
        return percent(self.met, self.judged) if self.judged >= FEWEST_FOR_PERCENT else None

    @property
    def met_percent_of_documented(self) -> int | None:
        """Without those where nothing is written down. None below five records."""
        documented = self.met + self.not_met
        return percent(self.met, documented) if documented >= FEWEST_FOR_PERCENT else None


def difference(self_rated: int | None, reviewed: int | None) -> int | None:
    """Percentage points the self-rating lies above the records; None when one of them is not known."""
    return None if self_rated is None or reviewed is None else self_rated - reviewed
