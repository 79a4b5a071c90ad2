"""What participants are asked after a course, and when the answers may be told. Our own questions: no source gives any.

What may be told of the numbers is decided by `common.disclosure`, as for the surveys of wards.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fagvei.common.disclosure import NOT_APPLICABLE, UNKNOWN
from fagvei.courses.rules.base import Rule
from fagvei.courses.rules.seats import OUR_CHOICE

OPEN_DAYS = 14
FEWEST_ANSWERS = 5
FEWEST_FOR_NUMBERS = 10
FEWEST_FOR_WORDS = 10

TOLD_FROM_FIVE = Rule(
    "evaluation-five",
    _("Ingenting vises før evalueringen er lukket, og antallet svar vises fra fem svar."),
    "Saken om kurs; grensen på fem er den samme som i målingene på avdelingene",
)
SPLIT_FROM_TEN = Rule(
    "evaluation-split",
    _("Et tall vises bare når minst fem svarte slik og minst fem svarte noe annet. Derfor trengs ti svar."),
    "Samme regel som i målingene på avdelingene (beslutning 0008)",
)
WORDS_FROM_TEN = Rule(
    "evaluation-words",
    _("Det deltakerne skriver, vises fra ti svar, i tilfeldig rekkefølge. Med færre svar slettes det ulest."),
    "Samme grense som i målingene på avdelingene",
)
OPEN_FOR_TWO_WEEKS = Rule("evaluation-open", _("Evalueringen er åpen i 14 dager og lukkes så av seg selv."), OUR_CHOICE)
EVALUATION_RULES = (TOLD_FROM_FIVE, SPLIT_FROM_TEN, WORDS_FROM_TEN, OPEN_FOR_TWO_WEEKS)


@dataclass(frozen=True)
class Question:
    """`code` never gets another meaning, so that runs can be compared: another sentence is another code."""

    code: str
    sentence: str | Promise


QUESTIONS = (
    Question("outcomes", _("Kurset ga meg det læringsutbyttet som var beskrevet.")),
    Question("teaching", _("Undervisningen var lagt opp slik at jeg lærte av den.")),
    Question("practice", _("Jeg kan bruke det jeg lærte, i arbeidet mitt.")),
    Question("arrangement", _("Det praktiske rundt kurset fungerte.")),
)
STEPS: tuple[tuple[int, str | Promise], ...] = (
    (0, _("helt uenig")),
    (1, _("delvis uenig")),
    (2, _("verken enig eller uenig")),
    (3, _("delvis enig")),
    (4, _("helt enig")),
)
ASIDE: tuple[tuple[str, str | Promise], ...] = ((UNKNOWN, _("vet ikke")), (NOT_APPLICABLE, _("ikke aktuelt for meg")))
VALUES = frozenset({*(step for step, _word in STEPS), *(code for code, _word in ASIDE)})
BY_CODE = {question.code: question for question in QUESTIONS}
