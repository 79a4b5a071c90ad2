"""What closed waves told, kept in the process. Which waves there are is asked anew each time (docs/decisions/0014)."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeVar

from django.db.models import Exists, OuterRef, QuerySet

from fagvei.common.prepared import prepared
from fagvei.surveys.models import RoundItem, SurveyRound
from fagvei.surveys.queries.lines import reached_in
from fagvei.surveys.rules.shares import Reached

# A wave of 25 questions takes about eight kilobytes. Where more than these are in use at once, they are read each time.
WAVES_KEPT = 2000


# An institution, and the ward of it; None where the whole institution measured itself.
WardKey = tuple[int, int | None]
# Whether it is a ward, and what kind of institution it is or belongs to: what is held against each other is alike in both.
Like = tuple[bool, str]
What = TypeVar("What")


class Wave(NamedTuple):
    """A closed wave. Its numbers were settled in the transaction of `move`, which gave it `since` and its state."""

    pk: int
    public_id: uuid.UUID
    state: str
    since: dt.datetime
    institution_id: int
    arena_id: int | None
    institution_kind: str

    @property
    def like(self) -> Like:
        return self.arena_id is not None, self.institution_kind

    @property
    def ward(self) -> WardKey:
        return self.institution_id, self.arena_id


class Told(NamedTuple):
    """One question of a closed wave. `reached` is None where nothing may be told."""

    unit_id: int
    kind: str
    version_id: int
    target: int
    reached: Reached | None


_kept: dict[Wave, tuple[Told, ...]] = {}


def newest_told() -> dict[Wave, tuple[Told, ...]]:
    """Of each survey the newest closed wave, the oldest first, and what it told."""
    waves = [Wave(*row) for row in _newest()]
    return told_in(waves)


def told_in(waves: Iterable[Wave]) -> dict[Wave, tuple[Told, ...]]:
    """One question to the database for all waves that this process has not seen as they stand now; none when it has."""
    found = {wave: _kept.get(wave) for wave in waves}
    missing = {wave.pk: wave for wave, told in found.items() if told is None}
    if missing:
        read = _read(missing)
        if len(_kept) + len(read) > WAVES_KEPT:
            _kept.clear()
        if len(read) <= WAVES_KEPT:
            _kept.update(read)
        found.update(read)
    return {wave: told for wave, told in found.items() if told is not None}


def _read(waves: dict[int, Wave]) -> dict[Wave, tuple[Told, ...]]:
    rows: dict[Wave, list[Told]] = {wave: [] for wave in waves.values()}
    asked = RoundItem.objects.filter(round__in=waves, round__state__in=SurveyRound.COUNTED)
    columns = ("round_id", "item__unit_id", "item__kind", "unit_version_id", "item__target", "counts")
    for round_id, unit_id, kind, version_id, target, counts in asked.order_by("item__order", "pk").values_list(
        *columns
    ):
        rows[waves[round_id]].append(Told(unit_id, kind, version_id, target, reached_in(counts)))
    return {wave: tuple(told) for wave, told in rows.items()}


def counted_once(wards: Mapping[WardKey, What]) -> dict[WardKey, What]:
    """Without the institutions of which a ward is there too: the same people would stand in both."""
    with_wards = {institution for institution, arena in wards if arena is not None}
    return {ward: each for ward, each in wards.items() if ward[1] is not None or ward[0] not in with_wards}


@prepared
def _newest() -> QuerySet:
    counted = SurveyRound.objects.filter(state__in=sorted(SurveyRound.COUNTED))
    later = counted.filter(survey_id=OuterRef("survey_id"), number__gt=OuterRef("number"))
    return (
        counted.filter(~Exists(later))
        .order_by("closes_on", "pk")
        .values_list(
            "pk",
            "public_id",
            "state",
            "since",
            "survey__institution_id",
            "survey__arena_id",
            "survey__institution__kind",
        )
    )
