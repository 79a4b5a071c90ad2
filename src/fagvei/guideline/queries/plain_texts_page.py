"""The guideline in plain language: what is approved and still true to the text in force, and what is missing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fagvei.guideline.models import Chapter, Guideline, NormativeUnit, PlainText, UnitVersion
from fagvei.guideline.queries.guideline_page import line_of, versions_in_force
from fagvei.guideline.rules.plain_language import ONLY_WHAT_IT_SAYS, PlainRule, instead_of

State = PlainText.State
LANGUAGES = tuple(PlainText.Language.values)


@dataclass
class PlainLine:
    """A recommendation with its plain text, or without one. `is_outdated`: it has one, of words that no longer hold.

    `is_other_language`: nobody has approved one in the reader's language, so this is in another.
    """

    unit: NormativeUnit
    version: UnitVersion
    plain: PlainText | None
    is_outdated: bool
    is_other_language: bool = False


@dataclass
class PlainChapter:
    chapter: Chapter
    lines: list[PlainLine] = field(default_factory=list)

    @property
    def told(self) -> list[PlainLine]:
        return [line for line in self.lines if line.plain]

    @property
    def missing(self) -> list[PlainLine]:
        return [line for line in self.lines if not line.plain]


@dataclass
class PlainPage:
    guideline: Guideline
    chapters: list[PlainChapter]
    # Chapters that our sources do not hold at all.
    unknown: list[Chapter]
    rule: PlainRule = ONLY_WHAT_IT_SAYS

    @property
    def told(self) -> int:
        return sum(len(each.told) for each in self.chapters)

    @property
    def of(self) -> int:
        return sum(len(each.lines) for each in self.chapters)

    @property
    def shown(self) -> list[PlainChapter]:
        return [each for each in self.chapters if each.told]

    @property
    def lacking(self) -> list[PlainChapter]:
        return [each for each in self.chapters if each.missing]


def plain_page(guideline: Guideline) -> PlainPage:
    units = NormativeUnit.objects.order_by("position").prefetch_related(versions_in_force(), approved())
    chapters = list(guideline.chapters.order_by("position").prefetch_related(Prefetch("units", queryset=units)))
    found = [PlainChapter(chapter, list(_lines(chapter))) for chapter in chapters]
    return PlainPage(
        guideline=guideline,
        chapters=[each for each in found if each.lines],
        unknown=[chapter for chapter in chapters if chapter.is_missing],
    )


def approved() -> Prefetch:
    return Prefetch("plain_texts", queryset=PlainText.objects.filter(state=State.APPROVED), to_attr="plain_texts_shown")


def _lines(chapter: Chapter) -> Iterable[PlainLine]:
    for unit in chapter.units.all():
        unit.chapter = chapter
        line = line_of(unit)
        if line and line.version.label != UnitVersion.Label.DELETED:
            yield plain_line(unit, line.version)


def plain_line(unit: NormativeUnit, version: UnitVersion) -> PlainLine:
    """`unit` was fetched with `approved()`. The reader's language first; a text of words that no longer hold is in none."""
    rows: list[PlainText] = unit.plain_texts_shown  # type: ignore[attr-defined]
    holding = {plain.language: plain for plain in rows if plain.version_id == version.pk}
    wanted = instead_of(get_language() or "")
    plain = next((holding[language] for language in wanted if language in holding), None)
    if plain is not None:
        plain.unit = unit
    return PlainLine(
        unit,
        version,
        plain,
        is_outdated=plain is None and bool(rows),
        is_other_language=plain is not None and plain.language != wanted[0],
    )


def languages_of(unit: NormativeUnit) -> list[tuple[str, Any, str]]:
    """Each language with its name and what stands in it: for those who write. One question."""
    states = [State.APPROVED, *PlainText.UNDER_WORK]
    rows = list(unit.plain_texts.filter(state__in=states).order_by("number"))
    said = {
        language: [str(row.get_state_display()) for row in rows if row.language == language] for language in LANGUAGES
    }
    return [(key, label, ", ".join(said[key]) or str(_("ikke skrevet"))) for key, label in PlainText.Language.choices]


def steps_of(plain: PlainText) -> list[dict[str, Any]]:
    return [
        {"at": event.at, "who": event.by, "what": event.get_kind_display().capitalize(), "text": event.comment}
        for event in plain.events.select_related("by").order_by("at", "pk")
    ]


WAITS_FOR: dict[str, Any] = {
    State.DRAFT: _("venter på retningslinjeeieren"),
    State.IN_REVIEW: _("venter på en klinisk kvalitetssikrer som ikke har skrevet i den"),
}
