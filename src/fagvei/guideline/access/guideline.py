"""Doors of what anyone may read: guidelines and their units."""

from django.http import Http404

from fagvei.common.permissions import Permission
from fagvei.guideline.access.core import rows
from fagvei.guideline.models import Guideline, NormativeUnit

GUIDELINE_ROWS = (
    rows("guideline", Permission.SEE, {"public"}, "guidelines", "guideline", "about", "documents"),
    rows("normative_unit", Permission.SEE, {"public"}, "unit"),
)


def get_guideline(slug: str) -> Guideline:
    guideline = Guideline.objects.filter(slug=slug).first()
    if guideline is None:
        raise Http404
    return guideline


def get_unit(slug: str, code: str) -> NormativeUnit:
    units = NormativeUnit.objects.select_related("chapter__guideline")
    unit = units.filter(chapter__guideline__slug=slug, code=code).first()
    if unit is None:
        raise Http404
    return unit
