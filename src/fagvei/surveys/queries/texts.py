"""What a recommendation says now: the text in force that our sources hold, the local layer before the national one."""

from collections.abc import Iterable

from django.db.models import QuerySet

from fagvei.common.prepared import prepared
from fagvei.guideline.models import Guideline, Statement, UnitVersion
from fagvei.guideline.queries.change import is_another_text
from fagvei.guideline.rules.change import WORDS

Layer, Kind = UnitVersion.Layer, UnitVersion.Kind
# What can be done or not done in practice. A definition or a scope is not.
ASKED_ABOUT = frozenset({Kind.RECOMMENDATION, Kind.EXPLANATION, Kind.LEGAL_DUTY, Kind.PATHWAY})


def texts_in_force(unit_ids: Iterable[int]) -> dict[int, UnitVersion]:
    """{id of the unit: the version}. Units whose text was not found have none."""
    rows = UnitVersion.objects.in_force().filter(unit_id__in=list(unit_ids), kind__in=ASKED_ABOUT)
    rows = rows.exclude(verification=UnitVersion.Verification.MISSING)
    return {version.unit_id: version for version in _asked_about(rows.select_related("grade__scheme"))}


def _asked_about(rows: Iterable[UnitVersion]) -> list[UnitVersion]:
    """Of each unit the local layer before the national text. What is deleted in the one that counts is not asked about."""
    found: dict[int, UnitVersion] = {}
    for version in rows:
        if version.unit_id not in found or version.layer == Layer.LOCAL:
            found[version.unit_id] = version
    return [version for version in found.values() if not version.is_deleted]


class SameText:
    """Whether two versions, by their ids, say the same. One question, and none where all ids are one and the same."""

    def __init__(self, pairs: Iterable[tuple[int, int]]):
        asked = {pk for pair in pairs if pair[0] != pair[1] for pk in pair}
        self.versions = {version.pk: version for version in _said(versions=asked)} if asked else {}

    def __call__(self, before: int, now: int) -> bool:
        return before == now or not is_another_text(self.versions[before], self.versions[now])


@prepared
def _said(versions: set[int]) -> QuerySet[UnitVersion]:
    return UnitVersion.objects.filter(pk__in=versions).only(*WORDS, "label").order_by()


def credit_of(guideline_id: int) -> Statement | None:
    """What the guideline says of the original GAP survey."""
    return _credits.first(guideline=guideline_id)


@prepared
def _credits(guideline: int) -> QuerySet[Statement]:
    return Statement.objects.filter(guideline_id=guideline, kind=Statement.Kind.GAP)[:1]


def texts_of_guideline(guideline: Guideline) -> list[UnitVersion]:
    """All that can be asked about, in the order of the guideline."""
    rows = UnitVersion.objects.in_force().filter(unit__chapter__guideline=guideline, kind__in=ASKED_ABOUT)
    rows = rows.exclude(verification=UnitVersion.Verification.MISSING)
    rows = rows.select_related("unit__chapter__guideline").order_by("unit__chapter__position", "unit__position")
    return _asked_about(rows)
