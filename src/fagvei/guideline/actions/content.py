"""What is loaded about a guideline: chapters, units, target groups, mandate, working group, documents."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from fagvei.audit import actions as audit
from fagvei.guideline.models import (
    Chapter,
    EvidenceGrade,
    GradingScheme,
    GroupMember,
    Guideline,
    MandateDemand,
    NormativeUnit,
    RelatedDocument,
    Statement,
    TargetGroup,
)


@transaction.atomic
def save_scheme(*, code: str, grades: Iterable[Mapping[str, str]], by: Any, **fields: Any) -> GradingScheme:
    """Save a scheme with its grades in order. A grade that something was graded by is never removed."""
    scheme, _created = GradingScheme.objects.update_or_create(code=code, defaults=fields)
    for position, grade in enumerate(grades, 1):
        EvidenceGrade.objects.update_or_create(
            scheme=scheme, code=grade["code"], defaults={"words": grade["words"], "position": position}
        )
    audit.record("grading_scheme_saved", target=scheme, by=by, details={"code": code})
    return scheme


@transaction.atomic
def save_guideline(*, slug: str, by: Any, **fields: Any) -> Guideline:
    guideline, _created = Guideline.objects.update_or_create(slug=slug, defaults=fields)
    audit.record("guideline_saved", target=guideline, by=by, details={"code": guideline.code})
    return guideline


@transaction.atomic
def save_chapter(*, guideline: Guideline, slug: str, by: Any, **fields: Any) -> Chapter:
    chapter, _created = Chapter.objects.update_or_create(guideline=guideline, slug=slug, defaults=fields)
    audit.record("guideline_chapter_saved", target=chapter, by=by, details={"slug": slug})
    return chapter


@transaction.atomic
def save_unit(*, code: str, target_groups: Iterable[TargetGroup] = (), by: Any, **fields: Any) -> NormativeUnit:
    """Save where a unit stands and whom it touches. What it says is published as a version."""
    unit, _created = NormativeUnit.objects.update_or_create(code=code, defaults=fields)
    unit.target_groups.set(target_groups)
    audit.record("normative_unit_saved", target=unit, by=by, details={"code": code})
    return unit


@transaction.atomic
def save_target_group(*, guideline: Guideline, code: str, by: Any, **fields: Any) -> TargetGroup:
    group, _created = TargetGroup.objects.update_or_create(guideline=guideline, code=code, defaults=fields)
    audit.record("target_group_saved", target=group, by=by, details={"code": code})
    return group


@transaction.atomic
def save_demand(
    *, guideline: Guideline, code: str, units: Iterable[NormativeUnit], by: Any, **fields: Any
) -> MandateDemand:
    demand, _created = MandateDemand.objects.update_or_create(guideline=guideline, code=code, defaults=fields)
    demand.units.set(units)
    audit.record("mandate_demand_saved", target=demand, by=by, details={"code": code})
    return demand


@transaction.atomic
def save_statement(*, guideline: Guideline, code: str, by: Any, **fields: Any) -> Statement:
    statement, _created = Statement.objects.update_or_create(guideline=guideline, code=code, defaults=fields)
    audit.record("guideline_statement_saved", target=statement, by=by, details={"code": code})
    return statement


@transaction.atomic
def save_member(*, guideline: Guideline, code: str, by: Any, **fields: Any) -> GroupMember:
    member, _created = GroupMember.objects.update_or_create(guideline=guideline, code=code, defaults=fields)
    audit.record("group_member_saved", target=member, by=by, details={"code": code})
    return member


@transaction.atomic
def save_document(
    *, guideline: Guideline, code: str, units: Iterable[NormativeUnit] = (), by: Any, **fields: Any
) -> RelatedDocument:
    """`units` are the recommendations it says something else about."""
    document, _created = RelatedDocument.objects.update_or_create(guideline=guideline, code=code, defaults=fields)
    document.units.set(units)
    audit.record("related_document_saved", target=document, by=by, details={"code": code})
    return document
