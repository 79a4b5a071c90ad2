"""What a report says first: three strengths, three gaps, one question. By distance to the target, never to a mean."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from django.utils.translation import gettext_lazy as _

from fagvei.surveys.rules.named import Rule
from fagvei.surveys.rules.shares import Reached, percent

MOST_STRENGTHS = 3
MOST_GAPS = 3
# From this share without a step on, not knowing is itself what to talk about.
MUCH_UNKNOWN = 25

BY_DISTANCE = Rule(
    "by_distance",
    _(
        "Styrker er det som sikkert har nådd målet, det som er lengst over først. Gap er det som sikkert er under, det som er "
        "lengst under først. Snittet brukes ikke. Der bare et spenn kan vises, regnes fra den enden som ligger nærmest "
        "målet. Det som kan ha nådd målet uten at tallene sier det sikkert, er ingen av delene; men har ingenting sikkert "
        "nådd det, står det som styrke med de ordene, når over halvparten sikkert gjør det og det kan være alle."
    ),
    _(
        "Råd om tilbakemelding på praksis: mål og beste kvartil, ikke snittet (Cochrane 2025, CD000259.pub4, lest i omtale)."
    ),
)
QUESTION = Rule(
    "question",
    _(
        "Spørsmålet til møtet er om det flest ikke kan svare på, når minst hver fjerde svarer «vet ikke» eller «gjelder "
        "ikke oss». Ellers er det om det største gapet, og uten gap om den største styrken."
    ),
    _("Vårt valg. Mange «vet ikke» er i seg selv et gap."),
)

Key = TypeVar("Key", bound=Hashable)
Kind = Literal["unknown", "gap", "strength"]


@dataclass(frozen=True)
class Scored(Generic[Key]):
    """An item with numbers that may be told. `target` in whole percent; `position` breaks ties.

    `aside` is how many answered without a step, out of `sheets`; None when that may not be told.
    """

    key: Key
    reached: Reached
    target: int
    position: int
    sheets: int = 0
    aside: int | None = None

    @property
    def gap(self) -> int:
        """Percentage points that practice is short of the target, at least. Zero or below: it is not known to be short."""
        return self.target - self.reached.most_percent

    @property
    def surplus(self) -> int:
        """Percentage points above the target, at least. Below zero: it is not known to be reached."""
        return self.reached.low_percent - self.target

    @property
    def is_reached(self) -> bool:
        return self.surplus >= 0

    @property
    def may_be_reached(self) -> bool:
        """The target lies inside the span."""
        return self.gap <= 0 < -self.surplus

    @property
    def is_perhaps_a_strength(self) -> bool:
        """It may be all of them, and is surely more than half: «minst 8 av 12»."""
        return self.may_be_reached and self.reached.high == self.reached.answered and self.reached.low_percent > 50

    @property
    def aside_percent(self) -> int:
        return percent(self.aside, self.sheets) if self.aside and self.sheets else 0


@dataclass(frozen=True)
class Question(Generic[Key]):
    kind: Kind
    about: Scored[Key]


@dataclass(frozen=True)
class Choice(Generic[Key]):
    strengths: list[Scored[Key]]
    gaps: list[Scored[Key]]
    question: Question[Key] | None


def choose(items: Iterable[Scored[Key]]) -> Choice[Key]:
    """Of items that may be shown. Fewer than three, or no question, where there is no more to say; never padded.

    What may have reached the target, for only a span is known, is no gap, and a strength only where nothing surely is one: of
    fewer than twenty, four of five are never told for sure.
    """
    ordered = sorted(items, key=lambda item: item.position)
    reached = sorted((item for item in ordered if item.is_reached), key=lambda item: -item.surplus)
    short = sorted((item for item in ordered if item.gap > 0), key=lambda item: -item.gap)
    perhaps = sorted((item for item in ordered if item.is_perhaps_a_strength), key=lambda item: -item.surplus)
    strengths = (reached or perhaps)[:MOST_STRENGTHS]
    return Choice(strengths, short[:MOST_GAPS], _question(ordered, short, reached))


def _question(ordered: list[Scored[Key]], short: list[Scored[Key]], reached: list[Scored[Key]]) -> Question[Key] | None:
    unsure = [item for item in ordered if item.aside_percent >= MUCH_UNKNOWN]
    if unsure:
        return Question("unknown", max(unsure, key=lambda item: item.aside_percent))
    if short:
        return Question("gap", short[0])
    return Question("strength", reached[0]) if reached else None
