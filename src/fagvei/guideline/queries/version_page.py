"""One version: what it says, how it differs from another, who did what with it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from fagvei.common.templatetags.fagvei import norwegian_date
from fagvei.guideline.models import CommentEvent, EvidenceGrade, UnitComment, UnitVersion, VersionEvent
from fagvei.guideline.queries.unit_page import Said, said
from fagvei.guideline.rules.difference import Difference, differences
from fagvei.guideline.rules.pico import in_order


@dataclass
class VersionPage:
    version: UnitVersion
    said: Said
    compared: UnitVersion | None
    differences: list[Difference]
    others: list[UnitVersion]
    steps: list[dict[str, Any]]
    comments: list[UnitComment]


def version_page(
    version: UnitVersion, *, to_compare: str = "", seen: Iterable[UnitVersion] = (), for_makers: bool = False
) -> VersionPage:
    """Compared with the version asked for, or with the one it builds on. `seen` are the versions this reader may see."""
    others = [other for other in seen if other.pk != version.pk]
    chosen = next((other for other in others if str(other.number) == to_compare), None)
    compared = chosen or next((other for other in others if other.pk == version.based_on_id), None)
    grades = list(EvidenceGrade.objects.select_related("scheme").order_by("scheme__position", "position"))
    return VersionPage(
        version=version,
        said=said(version, grades, version.unit.chapter.guideline),
        compared=compared,
        differences=differences(as_texts(compared), as_texts(version)) if compared else [],
        others=others,
        steps=[_step(event) for event in version.events.select_related("by").order_by("at", "pk")],
        comments=_answered_in(version) if for_makers else [],
    )


def _answered_in(version: UnitVersion) -> list[UnitComment]:
    """Readers' comments that this version is to answer."""
    accepted = CommentEvent.objects.filter(version=version, kind=CommentEvent.Kind.ACCEPTED).values("comment")
    return list(UnitComment.objects.filter(pk__in=accepted, state=UnitComment.State.ACCEPTED).order_by("created_at"))


def as_texts(version: UnitVersion) -> dict[str, str]:
    """Every field of the content under the name people know, as text."""
    fields = {name: version._meta.get_field(name) for name in UnitVersion.CONTENT}
    return {capfirst(str(getattr(field, "verbose_name", name))): _text(version, name) for name, field in fields.items()}


def _text(version: UnitVersion, name: str) -> str:
    value = getattr(version, name)
    if name in {"kind", "strength", "verification"}:
        return str(getattr(version, f"get_{name}_display")())
    if isinstance(value, bool):
        return _("ja") if value else _("nei")
    if isinstance(value, list):
        return "\n".join(_item(each) for each in value)
    if isinstance(value, dict):
        return "\n".join(f"{key}: {each}" for key, each in in_order(value))
    if isinstance(value, dt.date):
        return norwegian_date(value)
    return "" if value is None else str(value)


def _item(each: Any) -> str:
    return " – ".join(str(part) for part in each.values() if part) if isinstance(each, dict) else str(each)


def _step(event: VersionEvent) -> dict[str, Any]:
    return {
        "at": event.at,
        "who": event.by or _("innholdspakken"),
        "what": event.get_kind_display().capitalize(),
        "text": event.comment,
    }
