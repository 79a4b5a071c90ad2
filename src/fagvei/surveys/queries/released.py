"""What a unit has let its institution's arenas see: the gaps of closed waves, by recommendation. Read by the crosswalk."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from django.db.models import OuterRef, QuerySet, Subquery

from fagvei.common import clock
from fagvei.guideline.models import UnitVersion
from fagvei.guideline.queries.change import is_another_text
from fagvei.surveys.models import RoundItem, SurveyRelease, SurveyRound, SurveyRoundEvent
from fagvei.surveys.queries.counts import count_of
from fagvei.surveys.queries.lines import reached_of
from fagvei.surveys.queries.texts import texts_in_force
from fagvei.surveys.rules.areas import PRACTICE
from fagvei.surveys.rules.shares import Reached


class Nearness(IntEnum):
    """Whose gap it is, seen from the reader: the nearest first."""

    OWN_WARD = 1
    # Where doctors serve whom the reader leads.
    LED_WARD = 2
    INSTITUTION = 3
    ANOTHER_WARD = 4
    # Of a reader who has no ward: none is another than theirs.
    SOME_WARD = 5


@dataclass(frozen=True)
class ReleasedGap:
    """One recommendation in one released wave: self-rated practice, safe to show.

    `unit_id` is the guideline's normative unit, `round_id` the wave. Percent are whole. `gap_points` is above zero below the
    target, at or below zero when the target is reached. Where only a span may be told (`is_exact` is false), the end
    nearest to the target is given: read "høyst" for a gap and "minst" for what is reached.
    """

    unit_id: int
    survey_id: int
    round_id: int
    share_percent: int
    target: int
    gap_points: int
    answered: int
    closed_on: dt.date
    institution_name: str
    is_exact: bool = True
    ward_name: str = ""
    # The recommendation says something else now than when it was asked about.
    is_of_older_text: bool = False
    nearness: Nearness = Nearness.INSTITUTION

    @property
    def is_own(self) -> bool:
        return self.nearness == Nearness.OWN_WARD

    @property
    def is_led(self) -> bool:
        return self.nearness == Nearness.LED_WARD

    @property
    def is_near(self) -> bool:
        return self.is_own or self.is_led

    @property
    def is_of_another(self) -> bool:
        return self.nearness == Nearness.ANOTHER_WARD

    @property
    def is_of_institution(self) -> bool:
        return self.nearness == Nearness.INSTITUTION


def released_rounds() -> QuerySet[SurveyRound]:
    """Closed waves whose newest word is that they are shared."""
    newest = SurveyRelease.objects.filter(round=OuterRef("pk")).order_by("-pk").values("kind")[:1]
    rounds = SurveyRound.objects.filter(state__in=SurveyRound.COUNTED)
    return rounds.annotate(release=Subquery(newest)).filter(release=SurveyRelease.Kind.RELEASED)


def released_gaps(
    institution_ids: Iterable[int],
    unit_ids: Iterable[int],
    own_arena_ids: Iterable[int] = (),
    led_arena_ids: Iterable[int] = (),
) -> list[ReleasedGap]:
    """Of the newest released wave of each survey of these institutions, what may be told about these units.

    Practice only. What may or may not have reached its target, for only a span is known, is left out. Two questions to the
    database; the reader's own wards first, then those where doctors serve whom the reader leads, whole institutions and
    other wards, each with the largest gap first.
    """
    own, led = frozenset(own_arena_ids), frozenset(led_arena_ids)
    rows = RoundItem.objects.filter(
        round__in=released_rounds(),
        item__unit_id__in=list(unit_ids),
        item__kind=PRACTICE,
        item__survey__institution_id__in=list(institution_ids),
    )
    closed = SurveyRoundEvent.objects.filter(round=OuterRef("round"), kind=SurveyRoundEvent.Kind.CLOSED)
    rows = rows.annotate(closed_at=Subquery(closed.order_by("-pk").values("at")[:1]))
    rows = rows.select_related("item__survey__institution", "item__survey__arena", "unit_version")
    newest: dict[tuple[int, int], RoundItem] = {}
    for row in rows.order_by("round__number"):
        newest[row.item.survey_id, row.item.unit_id] = row
    texts = texts_in_force({unit_id for _survey, unit_id in newest})
    told = [(row, reached_of(count_of(row)), texts.get(row.item.unit_id)) for row in newest.values()]
    found = [gap for row, reached, text in told if (gap := _gap(row, reached, text, own, led)) is not None]
    return sorted(found, key=lambda gap: (gap.nearness, -gap.gap_points, gap.unit_id, gap.survey_id))


def _gap(
    row: RoundItem, reached: Reached | None, text: UnitVersion | None, own: frozenset[int], led: frozenset[int]
) -> ReleasedGap | None:
    target = row.item.target
    if reached is None or reached.low_percent < target <= reached.most_percent:
        return None
    share = reached.high_percent if reached.most_percent < target else reached.low_percent
    return ReleasedGap(
        unit_id=row.item.unit_id,
        survey_id=row.item.survey_id,
        round_id=row.round_id,
        share_percent=share,
        target=target,
        gap_points=target - share,
        answered=reached.answered,
        closed_on=row.closed_at.astimezone(clock.OSLO).date(),  # type: ignore[attr-defined]  # annotated
        institution_name=str(row.item.survey.institution),
        is_exact=reached.is_exact,
        ward_name=row.item.survey.ward,
        is_of_older_text=text is None or is_another_text(row.unit_version, text),
        nearness=_nearness(row.item.survey.arena_id, own, led),
    )


def _nearness(arena_id: int | None, own: frozenset[int], led: frozenset[int]) -> Nearness:
    if arena_id is None:
        return Nearness.INSTITUTION
    if arena_id in own:
        return Nearness.OWN_WARD
    if arena_id in led:
        return Nearness.LED_WARD
    return Nearness.ANOTHER_WARD if own or led else Nearness.SOME_WARD
