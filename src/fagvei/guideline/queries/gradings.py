"""The schemes of grading and the strengths, explained for a reader: each scheme with how many texts here use it."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from fagvei.guideline.models import EvidenceGrade, GradingScheme, UnitVersion

STRENGTH_WORDS: dict[str, Any] = {
    UnitVersion.Strength.MUST: _("«Skal» betyr en plikt, eller noe så klart at det sjelden er forsvarlig å la være."),
    UnitVersion.Strength.SHOULD: _("«Bør» er et råd. Et vesentlig avvik dokumenteres og begrunnes i journalen."),
    UnitVersion.Strength.MAY: _("«Kan» åpner for et valg."),
}


@dataclass
class SchemeLine:
    """`used` is how many recommendations in force have a grade of it, in any layer."""

    scheme: GradingScheme
    grades: list[EvidenceGrade]
    used: int


def scheme_lines() -> list[SchemeLine]:
    """All that are registered, used or not: a reader who meets one elsewhere finds it too. Three questions."""
    in_order = Prefetch("grades", queryset=EvidenceGrade.objects.order_by("position"))
    schemes = GradingScheme.objects.order_by("position", "code").prefetch_related(in_order)
    graded = UnitVersion.objects.in_force().filter(grade__isnull=False).exclude(label=UnitVersion.Label.DELETED)
    used = Counter(scheme for _unit, scheme in set(graded.values_list("unit_id", "grade__scheme_id").order_by()))
    return [SchemeLine(each, list(each.grades.all()), used[each.pk]) for each in schemes]


def strengths() -> list[tuple[Any, Any]]:
    return [(UnitVersion.Strength(value).label, words) for value, words in STRENGTH_WORDS.items()]
