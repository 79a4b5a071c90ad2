"""Doors of what anyone may read: guidelines and their units."""

from typing import Any

from django.http import Http404

from fagvei.common.permissions import Permission
from fagvei.guideline.access.core import rows
from fagvei.guideline.access.versions import is_maker
from fagvei.guideline.models import Guideline, NormativeUnit

GUIDELINE_ROWS = (
    rows(
        "guideline",
        Permission.SEE,
        {"public"},
        "guidelines",
        "guideline",
        "about",
        "documents",
        "card",
        "card_check",
        "card_file",
    ),
    rows("guideline", Permission.CREATE, {"owner"}, "start_unit", note="a recommendation it does not have"),
    rows("normative_unit", Permission.SEE, {"public"}, "unit"),
)


def get_guideline(slug: str) -> Guideline:
    guideline = Guideline.objects.filter(slug=slug).first()
    if guideline is None:
        raise Http404
    return guideline


def get_unit(slug: str, code: str, user: Any = None) -> NormativeUnit:
    """A unit that never was published is there for those who make the guideline alone."""
    units = NormativeUnit.objects.select_related("chapter__guideline")
    if user is None or not is_maker(user):
        units = units.filter(versions__published_on__isnull=False).distinct()
    unit = units.filter(chapter__guideline__slug=slug, code=code).first()
    if unit is None:
        raise Http404
    return unit
