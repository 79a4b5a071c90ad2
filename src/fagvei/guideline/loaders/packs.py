"""Load a guideline from a content pack. What an owner has published here is never overruled by a pack."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fagvei.common.packs import Change, Entry, ItemRefused, Kind, differences
from fagvei.guideline import actions
from fagvei.guideline.loaders.dangers import DANGERS
from fagvei.guideline.loaders.entries import (
    ChapterEntry,
    DemandEntry,
    DocumentEntry,
    GuidelineEntry,
    MemberEntry,
    SchemeEntry,
    StatementEntry,
    TargetGroupEntry,
    UnitEntry,
)
from fagvei.guideline.models import (
    Chapter,
    EvidenceGrade,
    GradingScheme,
    Guideline,
    NormativeUnit,
    RelatedDocument,
    RelationCheck,
    TargetGroup,
)

UNIT_PLACE = {"guideline", "chapter", "code", "number", "position", "target_groups", "grade"}


def load_scheme(entry: SchemeEntry, *, by: Any) -> Change:
    row = GradingScheme.objects.filter(code=entry.code).first()
    wanted = _fields(entry, "code", "grades")
    grades = [grade.model_dump() for grade in entry.grades]
    changed = differences(row, wanted)
    before = [dict(each) for each in row.grades.order_by("position").values("code", "words")] if row else []
    if before != grades:
        changed["grades"] = (len(before), len(grades))
    if changed:
        actions.save_scheme(code=entry.code, grades=grades, by=by, **wanted)
    return Change("gradings", entry.code, row is None, changed)


def load_guideline(entry: GuidelineEntry, *, by: Any) -> Change:
    row = Guideline.objects.filter(slug=entry.slug).first()
    wanted = _fields(entry, "slug")
    changed = differences(row, wanted)
    if changed:
        actions.save_guideline(slug=entry.slug, by=by, **wanted)
    return Change("guidelines", entry.slug, row is None, changed)


def load_chapter(entry: ChapterEntry, *, by: Any) -> Change:
    guideline = _guideline(entry.guideline)
    row = guideline.chapters.filter(slug=entry.slug).first()
    wanted = _fields(entry, "guideline", "slug")
    changed = differences(row, wanted)
    if changed:
        actions.save_chapter(guideline=guideline, slug=entry.slug, by=by, **wanted)
    return Change("chapters", entry.slug, row is None, changed)


def load_target_group(entry: TargetGroupEntry, *, by: Any) -> Change:
    guideline = _guideline(entry.guideline)
    row = guideline.target_groups.filter(code=entry.code).first()
    wanted = _fields(entry, "guideline", "code")
    changed = differences(row, wanted)
    if changed:
        actions.save_target_group(guideline=guideline, code=entry.code, by=by, **wanted)
    return Change("targets", entry.code, row is None, changed)


def load_unit(entry: UnitEntry, *, by: Any) -> Change:
    """Where the unit stands, then what it says: a changed text becomes a new version, never an edit."""
    guideline = _guideline(entry.guideline)
    row = NormativeUnit.objects.filter(code=entry.code).first()
    place = {"chapter": _chapter(guideline, entry.chapter), "number": entry.number, "position": entry.position}
    groups = _target_groups(guideline, entry.target_groups)
    changed = differences(row, place)
    if row is not None and {group.pk for group in groups} != {group.pk for group in row.target_groups.all()}:
        changed["target_groups"] = (row.target_groups.count(), len(groups))
    unit = actions.save_unit(code=entry.code, target_groups=groups, by=by, **place) if changed or row is None else row
    said = {**_fields(entry, *UNIT_PLACE), "grade": _grade(entry)}
    before = unit.versions.national().in_force().first()
    if before is not None and before.author_id is not None:
        return Change("units", entry.code, False, changed, note=_("egen versjon beholdt"))
    new_words = differences(before, said)
    if new_words:
        actions.publish_source_text(unit=unit, by=by, **said)
    return Change("units", entry.code, row is None, changed | new_words)


def load_demand(entry: DemandEntry, *, by: Any) -> Change:
    guideline = _guideline(entry.guideline)
    row = guideline.demands.filter(code=entry.code).first()
    wanted = _fields(entry, "guideline", "code", "units")
    units = _units(entry.units)
    changed = differences(row, wanted) | _other_units(row, entry.units)
    if changed:
        actions.save_demand(guideline=guideline, code=entry.code, units=units, by=by, **wanted)
    return Change("demands", entry.code, row is None, changed)


def load_statement(entry: StatementEntry, *, by: Any) -> Change:
    guideline = _guideline(entry.guideline)
    row = guideline.statements.filter(code=entry.code).first()
    wanted = _fields(entry, "guideline", "code")
    changed = differences(row, wanted)
    if changed:
        actions.save_statement(guideline=guideline, code=entry.code, by=by, **wanted)
    return Change("statements", entry.code, row is None, changed)


def load_member(entry: MemberEntry, *, by: Any) -> Change:
    guideline = _guideline(entry.guideline)
    row = guideline.members.filter(code=entry.code).first()
    wanted = _fields(entry, "guideline", "code")
    changed = differences(row, wanted)
    if changed:
        actions.save_member(guideline=guideline, code=entry.code, by=by, **wanted)
    return Change("members", entry.code, row is None, changed)


def load_document(entry: DocumentEntry, *, by: Any) -> Change:
    """A check that an owner added here is newer than the pack's, and stays the one that holds."""
    guideline = _guideline(entry.guideline)
    row = guideline.documents.filter(code=entry.code).first()
    wanted = _fields(entry, "guideline", "code", "check", "units")
    units = _units(entry.units)
    changed = differences(row, wanted) | _other_units(row, entry.units)
    if changed:
        row_now = actions.save_document(guideline=guideline, code=entry.code, units=units, by=by, **wanted)
    elif row is not None:
        row_now = row
    if entry.check is not None:
        check = entry.check.model_dump()
        new = {} if _is_known(row_now, check) else differences(None, check)
        if new:
            actions.add_check(document=row_now, by=None, **check)
        changed |= {f"check.{name}": value for name, value in new.items()}
    return Change("documents", entry.code, row is None, changed)


def _is_known(document: RelatedDocument, check: dict[str, Any]) -> bool:
    rows = RelationCheck.objects.filter(document=document, by__isnull=True, checked_on=check["checked_on"])
    return any(not differences(row, check) for row in rows)


def _fields(entry: Entry, *without: str) -> dict[str, Any]:
    """The item's own fields as the model has them, parts as plain values."""
    values = entry.model_dump()
    return {name: value for name, value in values.items() if name not in without}


def _guideline(slug: str) -> Guideline:
    guideline = Guideline.objects.filter(slug=slug).first()
    if guideline is None:
        raise ItemRefused(_("Retningslinjen «%s» finnes ikke.") % slug, "guideline")
    return guideline


def _chapter(guideline: Guideline, slug: str) -> Chapter:
    chapter = guideline.chapters.filter(slug=slug).first()
    if chapter is None:
        raise ItemRefused(_("Kapitlet «%s» finnes ikke i retningslinjen.") % slug, "chapter")
    return chapter


def _target_groups(guideline: Guideline, codes: list[str]) -> list[TargetGroup]:
    found = {group.code: group for group in guideline.target_groups.filter(code__in=codes)}
    for code in codes:
        if code not in found:
            raise ItemRefused(_("Målgruppen «%s» finnes ikke.") % code, "target_groups")
    return list(found.values())


def _other_units(row: Any, codes: list[str]) -> dict[str, Any]:
    before = sorted(unit.code for unit in row.units.all()) if row else []
    return {} if before == sorted(codes) else {"units": (before, sorted(codes))}


def _units(codes: list[str]) -> list[NormativeUnit]:
    found = {unit.code: unit for unit in NormativeUnit.objects.filter(code__in=codes)}
    for code in codes:
        if code not in found:
            raise ItemRefused(_("Anbefalingen «%s» finnes ikke.") % code, "units")
    return list(found.values())


def _grade(entry: UnitEntry) -> EvidenceGrade | None:
    """By scheme and code, together. A grade of one scheme is never looked up in another."""
    if entry.grade is None:
        return None
    grade = EvidenceGrade.objects.filter(scheme__code=entry.grade.scheme, code=entry.grade.code).first()
    if grade is None:
        values = {"scheme": entry.grade.scheme, "code": entry.grade.code}
        raise ItemRefused(_("Graderingen «%(code)s» finnes ikke i ordningen «%(scheme)s».") % values, "grade")
    return grade


def _code_of(entry: Any) -> str:
    return entry.code


KINDS = (
    Kind("gradings", gettext_lazy("Graderingsordninger"), SchemeEntry, _code_of, load_scheme),
    Kind("guidelines", gettext_lazy("Retningslinjer"), GuidelineEntry, lambda entry: entry.slug, load_guideline),
    Kind("chapters", gettext_lazy("Kapitler"), ChapterEntry, lambda e: f"{e.guideline} {e.slug}", load_chapter),
    Kind(
        "targets", gettext_lazy("Målgrupper"), TargetGroupEntry, lambda e: f"{e.guideline} {e.code}", load_target_group
    ),
    Kind("units", gettext_lazy("Anbefalinger og annen tekst"), UnitEntry, _code_of, load_unit),
    Kind("demands", gettext_lazy("Krav i mandatet"), DemandEntry, lambda e: f"{e.guideline} {e.code}", load_demand),
    Kind(
        "statements",
        gettext_lazy("Om retningslinjen"),
        StatementEntry,
        lambda e: f"{e.guideline} {e.code}",
        load_statement,
    ),
    Kind("members", gettext_lazy("Arbeidsgruppen"), MemberEntry, lambda e: f"{e.guideline} {e.code}", load_member),
    Kind(
        "documents",
        gettext_lazy("Beslektede dokumenter"),
        DocumentEntry,
        lambda e: f"{e.guideline} {e.code}",
        load_document,
    ),
    DANGERS,
)
