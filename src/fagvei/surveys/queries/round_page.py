"""One wave: its dates, staff and steps; a coarse count while it is open, and what may be told when it is closed."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.common.disclosure import ItemCount, Span, told_sheets
from fagvei.surveys.models import RespondentToken, RoundItem, SurveyRound, SurveyRoundEvent, SurveyStaff
from fagvei.surveys.queries.answering import asked_in
from fagvei.surveys.queries.counts import coarse_count, count_of
from fagvei.surveys.queries.texts import texts_in_force
from fagvei.surveys.rules.areas import PROFESSION_CHOICES
from fagvei.surveys.rules.codes import code_of, most_codes
from fagvei.surveys.rules.response import TOO_MANY, has_too_many
from fagvei.surveys.rules.shares import surely_at_most


@dataclass(frozen=True)
class Line:
    asked: RoundItem
    count: ItemCount | None

    @property
    def told(self) -> str:
        return sentence(self.count) if self.count else ""


@dataclass(frozen=True)
class RoundPage:
    round: SurveyRound
    staff: list[SurveyStaff]
    lines: list[Line]
    coarse: Span | None
    steps: list[SurveyRoundEvent]
    codes: int
    # Recommendations of the survey that are not in force any longer, so that nobody is asked about them.
    left_out: list[str]

    @property
    def staff_total(self) -> int:
        return sum(each.count for each in self.staff)

    @property
    def sheets(self) -> int:
        """How many answered, when that is told; 0 when they are too few."""
        return told_sheets(self.round.sheets or 0)

    @property
    def too_many(self) -> Any:
        """Empty, or why nothing is told: more sheets than staff."""
        return TOO_MANY.sentence if has_too_many(self.sheets, self.staff_total) else ""

    @property
    def can_be_shown(self) -> str:
        """What so many can be told of, before the wave is opened."""
        staff = self.staff_total
        most = surely_at_most(staff)
        if most is None:
            return _("Med færre enn ti svar vises ingen tall for hvert spørsmål.")
        words = _(
            "Svarer alle %(staff)d, kan det vises at minst %(most)d %% følger en anbefaling, ikke mer: hvor mange av de siste "
            "fire som gjør det, vises aldri. Et mål over det kan ikke vises som nådd."
        )
        return words % {"staff": staff, "most": most}

    @property
    def why_cancelled(self) -> str:
        return next((step.reason for step in self.steps if step.kind == SurveyRoundEvent.Kind.CANCELLED), "")

    @property
    def most_codes(self) -> int:
        return most_codes(self.staff_total)

    @property
    def may_open(self) -> bool:
        return self.round.state == SurveyRound.State.PLANNED and self.round.closes_on > clock.today()

    @property
    def professions(self) -> list[tuple[str, int]]:
        names = dict(PROFESSION_CHOICES)
        return [(str(names[code]), count) for code, count in sorted(self.round.professions.items())]


def round_page(round_: SurveyRound) -> RoundPage:
    lines = [Line(row, count_of(row) if round_.is_counted else None) for row in asked_in(round_).items]
    is_open = round_.state == SurveyRound.State.OPEN
    return RoundPage(
        round=round_,
        staff=list(round_.staff.order_by("profession")),
        lines=lines,
        coarse=coarse_count(round_) if is_open else None,
        steps=list(round_.events.select_related("by").order_by("at", "pk")),
        codes=round_.tokens.count() if is_open else 0,
        left_out=_left_out(round_, lines),
    )


def _left_out(round_: SurveyRound, lines: list[Line]) -> list[str]:
    items = list(round_.survey.items.select_related("unit").order_by("order"))
    if round_.state == SurveyRound.State.PLANNED:
        units = set(texts_in_force([item.unit_id for item in items]))
    else:
        units = {line.asked.item.unit_id for line in lines}
    is_asked = bool(lines) or round_.state == SurveyRound.State.PLANNED
    return list(dict.fromkeys(item.unit.code for item in items if item.unit_id not in units)) if is_asked else []


def codes_of(round_: SurveyRound) -> list[str]:
    """All codes of an open wave, used or not, in an order that says nothing."""
    ids: list[uuid.UUID] = list(RespondentToken.objects.filter(round=round_).values_list("pk", flat=True))
    return sorted(code_of(each) for each in ids)


def sentence(count: ItemCount) -> str:
    """How many answered one of the two upper steps, as far as it may be told."""
    if count.is_hidden:
        return _("Vises ikke")
    low, high, all_ = count.reached.low, count.reached.high, count.answered
    if (low, high) == (0, all_):
        return _("Kan ikke vises uten å si noe om få")
    if count.is_as_before:
        return _("mellom %(low)d og %(high)d av %(all)d, nær en tidligere måling") % {
            "low": low,
            "high": high,
            "all": all_,
        }
    if count.reached.is_exact:
        return _("%(low)d av %(all)d") % {"low": low, "all": all_}
    if low == 0:
        return _("færre enn %(limit)d av %(all)d") % {"limit": high + 1, "all": all_}
    if high == all_:
        return _("minst %(low)d av %(all)d") % {"low": low, "all": all_}
    return _("mellom %(low)d og %(high)d av %(all)d") % {"low": low, "high": high, "all": all_}
