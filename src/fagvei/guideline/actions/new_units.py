"""A recommendation that the guideline does not have: begun on screen, and taken the same way to the reader as a changed one."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.guideline.actions.new_unit_refusals import CodeNotLocal, CodeTaken, CodeUnclear
from fagvei.guideline.actions.refusals import ReasonMissing, SourcesMissing
from fagvei.guideline.actions.standing import Kind, move, require_owner
from fagvei.guideline.actions.versions import local_or_national
from fagvei.guideline.models import Chapter, Guideline, NormativeUnit, TargetGroup, UnitVersion
from fagvei.guideline.rules.new_units import CODE, LOCAL_PREFIX
from fagvei.guideline.rules.review import REVIEW_AFTER, years_after
from fagvei.people.models import User

# What its owner writes when it begins. The grade is given by a source, never converted.
BEGUN_WITH = (
    "kind", "strength", "grade", "quote", "short_text", "rationale", "practical_advice", "benefits_and_harms",
    "values_and_preferences", "references", "pico", "source", "reason", "review_due_on",
)  # fmt: skip


@transaction.atomic
def start_unit(
    *, chapter: Chapter, code: str, target_groups: Iterable[TargetGroup] = (), by: User, **content: Any
) -> UnitVersion:
    """A unit with its first version as a draft. Readers see neither before it is approved and published.

    Where the national text is read-only, its code says that it is not the guideline's own.
    """
    acting_as = require_owner(by)
    # One at a time in a guideline: code and place are decided here.
    Guideline.objects.select_for_update().get(pk=chapter.guideline_id)
    _check(code, content)
    before = NormativeUnit.objects.filter(chapter__guideline=chapter.guideline_id).aggregate(last=Max("position"))
    unit = NormativeUnit.objects.create(chapter=chapter, code=code, position=(before["last"] or 0) + 1)
    unit.target_groups.set(group for group in target_groups if group.guideline_id == chapter.guideline_id)
    is_demo = settings.FAGVEI_DEMO
    version = UnitVersion.objects.create(
        unit=unit,
        number=1,
        layer=local_or_national(),
        label=UnitVersion.Label.NEW,
        author=by,
        is_demo=is_demo,
        retrieved_on=clock.today(),
        verification=UnitVersion.Verification.DEMO if is_demo else UnitVersion.Verification.IMPORTED,
        **{"review_due_on": _first_review(), **_given(content)},
    )
    event = move(version, Kind.STARTED, by=by, acting_as=acting_as)
    details = {"code": unit.code, "number": 1, "label": version.label}
    audit.record("unit_started", target=unit, by=by, acting_as=acting_as, details=details, facts=[version, event])
    return version


def _given(content: dict[str, Any]) -> dict[str, Any]:
    """What was written; a date of review left empty is not."""
    found = {name: content[name] for name in BEGUN_WITH if name in content}
    return {name: value for name, value in found.items() if name != "review_due_on" or value}


def _first_review() -> dt.date:
    """Counted from today: the guideline's own date is of other texts."""
    return years_after(clock.today(), REVIEW_AFTER.years)


def _check(code: str, content: dict[str, Any]) -> None:
    if not re.fullmatch(CODE, code):
        raise CodeUnclear
    if settings.FAGVEI_DEMO and not code.startswith(LOCAL_PREFIX):
        raise CodeNotLocal
    if NormativeUnit.objects.filter(code__iexact=code).exists():
        raise CodeTaken
    if not content.get("source"):
        raise SourcesMissing
    if not content.get("reason"):
        raise ReasonMissing
