"""What of the guideline a reader can report an error in: a unit, or the guideline as a whole. The Directorate's officers follow up."""

from django.utils.translation import gettext as _

from fagvei.guideline.models import Guideline, NormativeUnit
from fagvei.handbook.targets import Resolver, Target, register


def register_own() -> None:
    register(Resolver("anbefaling", "guideline.NormativeUnit", _unit))
    register(Resolver("retningslinje", "guideline.Guideline", _guideline, "guideline:guideline"))


def _unit(code: str) -> Target | None:
    unit = NormativeUnit.objects.select_related("chapter__guideline").filter(code=code).first()
    if unit is None:
        return None
    title = _("%(code)s i retningslinjen %(guideline)s") % {"code": code, "guideline": unit.chapter.guideline.code}
    return Target("guideline.NormativeUnit", code, title[:300], unit.get_absolute_url())


def _guideline(slug: str) -> Target | None:
    guideline = Guideline.objects.filter(slug=slug).first()
    if guideline is None:
        return None
    return Target("guideline.Guideline", slug, guideline.title[:300], guideline.get_absolute_url())
