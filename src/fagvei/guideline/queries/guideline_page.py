"""The front page of a guideline: coverage, target groups, chapters with what stands in them. A fixed number of questions."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field, replace

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.common.prepared import prepared
from fagvei.guideline.models import Chapter, Guideline, NormativeUnit, TargetGroup, UnitVersion
from fagvei.guideline.queries.about_search import AboutHit, find_about
from fagvei.guideline.queries.search import kind_of, matches_chapter, where_found
from fagvei.guideline.rules.coverage import Coverage, counts_as_read
from fagvei.guideline.rules.review import REVIEW_AFTER, is_past
from fagvei.guideline.rules.words import SUBSTANCES, words_of

Layer = UnitVersion.Layer
STRENGTHS, LABELS = dict(UnitVersion.Strength.choices), dict(UnitVersion.Label.choices)
VERIFICATIONS = dict(UnitVersion.Verification.choices)


@dataclass
class UnitLine:
    """A unit with what it says: the national text, and the local layer where there is one.

    Where the guideline has no such text, `version` is the local one and stands alone.
    """

    unit: NormativeUnit
    version: UnitVersion
    local: UnitVersion | None = None
    # Where a search found it, when that is not to be seen in the line.
    found_in: str = ""

    @property
    def is_local_only(self) -> bool:
        return self.version.layer == Layer.LOCAL

    @property
    def is_deleted(self) -> bool:
        return self.version.label == UnitVersion.Label.DELETED

    @property
    def facts(self) -> str:
        """Code, kind, strength and grade, and what sets the text apart from one of the guideline's own in force."""
        version = self.version
        facts = [
            self.unit.code,
            kind_of(version),
            str(STRENGTHS.get(version.strength, version.strength)),
            str(version.grade or version.grade_words or _("ikke gradert")),
            "" if version.is_read_first_hand else str(VERIFICATIONS.get(version.verification, version.verification)),
            self._standing(),
            _("treff i %s") % self.found_in if self.found_in else "",
        ]
        return " · ".join(filter(None, facts))

    def _standing(self) -> str:
        local, label = self.local, str(LABELS.get(self.version.label, self.version.label))
        if local:
            return _demo(local, _("slettet i lokalt lag") if local.is_deleted else _("har lokalt lag"))
        if self.is_deleted:
            return label
        return _demo(self.version, f"{_('lokalt lag')}, {label}") if self.is_local_only else ""


def _demo(version: UnitVersion, words: str) -> str:
    return f"{words} ({_('demodata')})" if version.is_demo else words


@dataclass
class ChapterLines:
    """`lines` are the guideline's own; a text that only stands here is never taken for one of them."""

    chapter: Chapter
    lines: list[UnitLine] = field(default_factory=list)
    local_lines: list[UnitLine] = field(default_factory=list)
    # The chapter itself is about what somebody searches for, whether our sources hold a text of it or not.
    is_found: bool = False

    @property
    def all_lines(self) -> list[UnitLine]:
        return [*self.lines, *self.local_lines]

    @property
    def substances(self) -> str:
        return words_of(self.chapter.substances, SUBSTANCES)


@dataclass
class GuidelinePage:
    guideline: Guideline
    chapters: list[ChapterLines]
    groups: list[TargetGroup]
    group: TargetGroup | None
    search: str
    coverage: Coverage
    units: int
    missing_chapters: int
    due_on: dt.date | None
    # What a search finds in chapter 1; whom that touches, nobody has said.
    about: list[AboutHit] = field(default_factory=list)

    @property
    def is_filtered(self) -> bool:
        return bool(self.search or self.group)

    @property
    def shown(self) -> list[ChapterLines]:
        """A filter leaves out the chapters where nothing is left, but none that is missing and is what is searched for."""
        if not self.is_filtered:
            return self.chapters
        return [each for each in self.chapters if each.all_lines or each.is_found]

    @property
    def with_text(self) -> list[ChapterLines]:
        return [each for each in self.chapters if not each.chapter.is_missing]

    @property
    def without_text(self) -> list[ChapterLines]:
        return [each for each in self.chapters if each.chapter.is_missing]

    @property
    def found(self) -> int:
        return sum(len(each.all_lines) for each in self.chapters)

    @property
    def is_past_review(self) -> bool:
        return is_past(self.due_on, clock.today())

    @property
    def review_rule(self) -> str:
        return f"{REVIEW_AFTER.sentence} {REVIEW_AFTER.source}"


def guidelines() -> list[Guideline]:
    """Each with `units_held`."""
    return list(Guideline.objects.annotate(units_held=_published_units()).order_by("code"))


def guideline_page(guideline: Guideline, *, search: str = "", group: str = "") -> GuidelinePage:
    """`group` is the code of a target group; an unknown one filters nothing."""
    all_lines = _all_lines(guideline)
    groups = _groups(guideline=guideline.pk)
    chosen = next((each for each in groups if each.code == group), None)
    wanted = set(chosen.units.values_list("pk", flat=True)) if chosen else None
    return GuidelinePage(
        guideline=guideline,
        chapters=[_filtered(each, search, wanted) for each in all_lines],
        groups=groups,
        group=chosen,
        search=search,
        coverage=coverage_of(guideline, [line.version for each in all_lines for line in each.lines]),
        units=sum(len(each.lines) for each in all_lines),
        missing_chapters=sum(1 for each in all_lines if each.chapter.is_missing),
        due_on=guideline.review_due_on,
        about=find_about([guideline], groups, "" if chosen else search),
    )


def coverage_of(guideline: Guideline, versions: list[UnitVersion]) -> Coverage:
    read = [each for each in versions if counts_as_read(each.kind, each.is_graded, each.is_read_first_hand)]
    return Coverage(len(read), guideline.official_count)


def versions_in_force() -> Prefetch:
    rows = UnitVersion.objects.in_force().select_related("grade__scheme").order_by("layer", "number")
    return Prefetch("versions", queryset=rows, to_attr="versions_in_force")


def line_of(unit: NormativeUnit) -> UnitLine | None:
    """None when no national text is in force."""
    national, local = _in_force(unit)
    return UnitLine(unit, national, local) if national else None


def line_of_any_layer(unit: NormativeUnit) -> UnitLine | None:
    """Also of a text that the guideline itself does not have. None when no text is in force."""
    national, local = _in_force(unit)
    return line_of(unit) or (UnitLine(unit, local) if local and not national else None)


def _in_force(unit: NormativeUnit) -> tuple[UnitVersion | None, UnitVersion | None]:
    by_layer = {version.layer: version for version in unit.versions_in_force}  # type: ignore[attr-defined]
    for version in by_layer.values():
        version.unit = unit
    return by_layer.get(Layer.NATIONAL), by_layer.get(Layer.LOCAL)


def codes_of(guideline: Guideline) -> list[str]:
    """Of all units, also those that no reader sees yet, in the order of the guideline."""
    rows = NormativeUnit.objects.filter(chapter__guideline=guideline)
    return list(rows.order_by("position", "pk").values_list("code", flat=True))


def _published_units() -> Count:
    return Count("chapters__units", filter=Q(chapters__units__versions__published_on__isnull=False), distinct=True)


@prepared
def _chapters(guideline: int) -> QuerySet[Chapter]:
    return Chapter.objects.filter(guideline_id=guideline).order_by("position")


@prepared
def _groups(guideline: int) -> QuerySet[TargetGroup]:
    return TargetGroup.objects.filter(guideline_id=guideline).order_by("position")


@prepared
def _units(guideline: int) -> QuerySet[NormativeUnit]:
    return NormativeUnit.objects.filter(chapter__guideline_id=guideline).order_by("position", "pk")


@prepared
def _versions(guideline: int) -> QuerySet[UnitVersion]:
    rows = UnitVersion.objects.in_force().filter(unit__chapter__guideline_id=guideline)
    return rows.select_related("grade__scheme").order_by("layer", "number")


def _all_lines(guideline: Guideline) -> list[ChapterLines]:
    """Three questions."""
    versions: dict[int, list[UnitVersion]] = defaultdict(list)
    for version in _versions(guideline=guideline.pk):
        versions[version.unit_id].append(version)
    units: dict[int, list[NormativeUnit]] = defaultdict(list)
    for unit in _units(guideline=guideline.pk):
        unit.versions_in_force = versions[unit.pk]
        units[unit.chapter_id].append(unit)
    chapters = _chapters(guideline=guideline.pk)
    for chapter in chapters:
        chapter.guideline = guideline
    return [_lines(chapter, units[chapter.pk]) for chapter in chapters]


def _lines(chapter: Chapter, units: list[NormativeUnit]) -> ChapterLines:
    lines = ChapterLines(chapter)
    for unit in units:
        unit.chapter = chapter
        # A deleted text of the guideline's own is told as such; one that only stood here is out of the list.
        if (line := line_of_any_layer(unit)) and not (line.is_local_only and line.is_deleted):
            (lines.local_lines if line.is_local_only else lines.lines).append(line)
    return lines


def _filtered(each: ChapterLines, search: str, wanted: set[int] | None) -> ChapterLines:
    def kept(lines: list[UnitLine]) -> list[UnitLine]:
        of_group = [line for line in lines if wanted is None or line.unit.pk in wanted]
        return [found for line in of_group if (found := _found(line, search))]

    is_found = bool(search) and wanted is None and matches_chapter(each.chapter, search)
    return ChapterLines(each.chapter, kept(each.lines), kept(each.local_lines), is_found)


def _found(line: UnitLine, search: str) -> UnitLine | None:
    """The national text, or the local layer beside it, and where in it the words stand."""
    if not search:
        return line
    for version in (line.version, line.local):
        if version and (layers := where_found(version, search)) is not None:
            return replace(line, found_in=layers)
    return None
