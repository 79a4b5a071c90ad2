"""What somebody with a code is asked. Nothing here writes, and nothing says who looked."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.refusal import Refusal
from fagvei.surveys.models import RespondentToken, RoundItem, SurveyRound
from fagvei.surveys.rules.areas import AREA_BY_CODE, PLACE_OF_AREA
from fagvei.surveys.rules.codes import print_of


class CodeUnknown(Refusal):
    code = "code_unknown"
    # The same of a used one: whoever holds all codes must not learn by trying them who has answered.
    message = _(
        "Koden er brukt eller finnes ikke, eller målingen er lukket. Har du sendt svar med den, er de levert og kan ikke "
        "endres. Ellers: Se på arket om den er skrevet riktig."
    )


class RoundNotOpen(Refusal):
    code = "round_not_open"
    message = _("Målingen tar ikke imot svar nå. Spør den som ga deg koden.")


@dataclass(frozen=True)
class Asked:
    round: SurveyRound
    items: list[RoundItem]

    @property
    def minutes(self) -> int:
        """About half a minute for a question."""
        return max(1, (len(self.items) + 1) // 2)

    @property
    def areas(self) -> list[tuple[str | Promise, list[RoundItem]]]:
        """(name of the area, its questions). `items` stand in this order."""
        groups = groupby(self.items, key=lambda row: row.item.area)
        return [(AREA_BY_CODE[code].name, list(rows)) for code, rows in groups]


def asked_with(code: str) -> Asked:
    """The questions for whoever holds the code, or the reason why there are none. A used code shows them as well: that it is
    used is said when answers are sent, for before that nothing is at stake but who has answered.
    """
    tokens = RespondentToken.objects.select_related("round__survey__guideline", "round__survey__institution")
    token = tokens.select_related("round__survey__arena").filter(token_hash=print_of(code)).first()
    if token is None:
        raise CodeUnknown
    check_takes_answers(token.round)
    return asked_in(token.round)


def asked_in(round_: SurveyRound) -> Asked:
    """Area by area, so that a question about practice is not read as one about opinion."""
    items = RoundItem.objects.filter(round=round_).select_related("item__unit__chapter__guideline", "unit_version")
    return Asked(round_, sorted(items.order_by("item__order"), key=lambda row: PLACE_OF_AREA[row.item.area]))


def check_takes_answers(round_: SurveyRound) -> None:
    if round_.state != SurveyRound.State.OPEN or round_.closes_on < clock.today():
        raise RoundNotOpen
