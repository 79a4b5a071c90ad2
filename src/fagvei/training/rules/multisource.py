"""Feedback from many: what may be shown of it, and when. Nothing here knows who answered what, and nothing can."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from fagvei.training.rules.assessment_forms import LEVEL, Question
from fagvei.training.rules.base import Rule

FEWEST_RATERS = 5
AT_LEAST_FIVE = Rule(
    "V4",
    _("Svar fra flere kilder vises først når minst fem har svart og runden er lukket, og aldri som enkeltsvar."),
    "valg i Fagvei (sak 3); 360-graders vurdering er definert i Veileder for kompetansevurdering [S16]",
)
MENTOR_FIRST = Rule(
    "V5",
    _("Veilederen leser resultatet først og gir det til legen i en samtale."),
    "valg i Fagvei (sak 3)",
)

# kind: state before -> states after. "" before = the first event.
ROUND_STEPS: dict[str, dict[str, set[str]]] = {
    "proposed": {"": {"proposed"}},
    "returned": {"proposed": {"returned"}},
    "opened": {"proposed": {"open"}},
    "reminded": {"open": {"open"}},
    "withdrawn": {"proposed": {"withdrawn"}, "open": {"withdrawn"}},
    "closed": {"open": {"closed"}},
    "too_few": {"open": {"too_few"}},
    "read_by_mentor": {"closed": {"closed"}},
    "released": {"closed": {"released"}},
}


@dataclass(frozen=True)
class Bar:
    """One answer of a question and how many chose it."""

    option: str
    number: int


@dataclass(frozen=True)
class Summary:
    """What is shown of one question: comments in an order of their own, or a distribution, or that too few answered it."""

    question: Question
    comments: tuple[str, ...] = ()
    bars: tuple[Bar, ...] = ()
    is_hidden: bool = False

    @property
    def total(self) -> int:
        return sum(bar.number for bar in self.bars)


def may_close(answered: int) -> bool:
    return answered >= FEWEST_RATERS


def summaries(
    questions: Iterable[Question], answers: Sequence[Mapping[str, str]], levels: Sequence[str]
) -> list[Summary]:
    """The whole result, or nothing at all while fewer than five have answered."""
    if len(answers) < FEWEST_RATERS:
        return []
    return [_summary(question, [each.get(question.key, "") for each in answers], levels) for question in questions]


def _summary(question: Question, values: Sequence[str], levels: Sequence[str]) -> Summary:
    given = [value for value in values if value.strip()]
    if question.is_comment:
        return Summary(question, comments=tuple(sorted(given, key=lambda text: _place(question.key, text))))
    if len(given) < FEWEST_RATERS:
        return Summary(question, is_hidden=True)
    counts = Counter(given)
    options = levels if question.kind == LEVEL else question.options
    return Summary(question, bars=tuple(Bar(option, counts[option]) for option in options))


def _place(key: str, text: str) -> str:
    """An order that follows from the words alone, another for each question: it tells neither who wrote nor when."""
    return hashlib.sha256(f"{key}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()
