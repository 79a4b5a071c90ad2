"""One recommendation with everything beside it. A fixed number of questions."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.guideline.models import (
    EvidenceGrade,
    Guideline,
    MandateDemand,
    NormativeUnit,
    TargetGroup,
    UnitVersion,
)
from fagvei.guideline.queries.comments_page import PublicAnswer, public_answers
from fagvei.guideline.queries.documents_page import DocumentLine, document_lines, mentioned_in
from fagvei.guideline.queries.gradings import STRENGTH_WORDS
from fagvei.guideline.queries.guideline_page import line_of_any_layer, versions_in_force
from fagvei.guideline.queries.plain_texts_page import PlainLine, approved, plain_line
from fagvei.guideline.rules.pico import in_order
from fagvei.guideline.rules.review import is_past
from fagvei.guideline.rules.words import ACTORS, SUBSTANCES, TOPICS, words_of

LAYERS = (
    ("rationale", _("Begrunnelse")),
    ("practical_advice", _("Praktiske råd")),
    ("benefits_and_harms", _("Fordeler og ulemper")),
    ("values_and_preferences", _("Verdier og preferanser")),
)


@dataclass
class Said:
    """What one version says, as a page shows it."""

    version: UnitVersion
    grades: list[EvidenceGrade]
    due_on: dt.date | None

    @property
    def is_past_review(self) -> bool:
        return is_past(self.due_on, clock.today())

    @property
    def strength_words(self) -> Any:
        return STRENGTH_WORDS.get(self.version.strength, "")

    @property
    def topic(self) -> str:
        return words_of([self.version.topic] if self.version.topic else [], TOPICS)

    @property
    def substances(self) -> str:
        return words_of(self.version.substances, SUBSTANCES)

    @property
    def actor(self) -> str:
        return words_of([part.strip() for part in self.version.actor.split(",") if part.strip()], ACTORS)

    @property
    def layers(self) -> list[tuple[Any, str]]:
        return [(title, text) for name, title in LAYERS if (text := getattr(self.version, name))]

    @property
    def pico(self) -> list[tuple[str, str]]:
        return in_order(self.version.pico)

    @property
    def missing_layers(self) -> list[str]:
        missing = [str(title).lower() for name, title in LAYERS if not getattr(self.version, name)]
        missing += [] if self.version.references else [gettext("referanser")]
        return missing + ([] if self.version.pico else ["PICO"])


@dataclass
class UnitPage:
    unit: NormativeUnit
    national: Said | None
    local: Said | None
    groups: list[TargetGroup]
    demands: list[MandateDemand]
    documents: list[DocumentLine]
    # Those that say something else: both sides are shown.
    conflicts: list[DocumentLine]
    versions: list[UnitVersion]
    answers: list[PublicAnswer]
    plain: PlainLine | None
    previous: str | None
    next: str | None

    @property
    def guideline(self) -> Guideline:
        return self.unit.chapter.guideline


def unit_page(found: NormativeUnit) -> UnitPage:
    units = NormativeUnit.objects.select_related("chapter__guideline").prefetch_related(versions_in_force(), approved())
    unit = units.get(pk=found.pk)
    line = line_of_any_layer(unit)
    guideline = unit.chapter.guideline
    codes = _codes(guideline, unit)
    place = codes.index(unit.code)
    grades = list(EvidenceGrade.objects.select_related("scheme").order_by("scheme__position", "position"))
    lines = document_lines(guideline)
    text = " ".join([line.version.short_text, line.version.quote, line.version.note]) if line else ""
    return UnitPage(
        unit=unit,
        national=_said(line.version if line and not line.is_local_only else None, grades, guideline),
        local=_said((line.version if line.is_local_only else line.local) if line else None, grades, guideline),
        groups=list(unit.target_groups.order_by("position")),
        demands=list(unit.demands.order_by("position")),
        documents=mentioned_in(text, lines),
        conflicts=_conflicts(unit, lines),
        versions=list(unit.versions.filter(published_on__isnull=False).order_by("-number")),
        answers=public_answers(unit),
        plain=plain_line(unit, line.version) if line and not line.is_local_only else None,
        previous=codes[place - 1] if place else None,
        next=codes[place + 1] if place + 1 < len(codes) else None,
    )


def drafts_of(unit: NormativeUnit) -> list[UnitVersion]:
    """What is under work, for those who make it."""
    return list(unit.versions.filter(state__in=UnitVersion.UNDER_WORK).order_by("number"))


def _codes(guideline: Guideline, unit: NormativeUnit) -> list[str]:
    """What a reader can leaf through, and this one."""
    units = NormativeUnit.objects.filter(chapter__guideline=guideline)
    published = units.filter(Q(versions__published_on__isnull=False) | Q(pk=unit.pk)).distinct()
    return list(published.order_by("position", "pk").values_list("code", flat=True))


def _conflicts(unit: NormativeUnit, lines: list[DocumentLine]) -> list[DocumentLine]:
    differing = set(unit.documents.exclude(difference="").values_list("pk", flat=True))
    return [line for line in lines if line.document.pk in differing]


def _said(version: UnitVersion | None, grades: list[EvidenceGrade], guideline: Guideline) -> "Said | None":
    return said(version, grades, guideline) if version else None


def said(version: UnitVersion, grades: list[EvidenceGrade], guideline: Guideline) -> Said:
    """With the grades of the version's own scheme; of a version without one, none."""
    own = [grade for grade in grades if version.grade and grade.scheme_id == version.grade.scheme_id]
    return Said(version, own, version.due_on(guideline.updated_on))
