"""A ward card: the recommendations somebody chose, as they stand now; and whether those on an older card still do."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.guideline.models import Chapter, Guideline, NormativeUnit, TargetGroup, UnitVersion
from fagvei.guideline.queries.guideline_page import UnitLine, line_of_any_layer, versions_in_force
from fagvei.guideline.rules.card import (
    GONE,
    SAME,
    VALID_UNTIL,
    CardRule,
    Mark,
    Validity,
    as_text,
    standing_of,
    validity_of,
)
from fagvei.guideline.rules.danger import DANGER, Danger, print_of_danger
from fagvei.guideline.rules.review import is_past


@dataclass(frozen=True)
class Choice:
    """What somebody wants on the card: a chapter, a target group, or recommendations one by one. Empty: danger signs alone."""

    codes: tuple[str, ...] = ()
    chapter: str = ""
    group: str = ""

    @property
    def query(self) -> str:
        pairs = [("anbefaling", code) for code in self.codes]
        pairs += [("kapittel", self.chapter)] if self.chapter else []
        return urlencode(pairs + ([("malgruppe", self.group)] if self.group else []))


@dataclass
class CardLine:
    """A recommendation on the card: the national text, and the local layer marked as such, beside it or alone."""

    line: UnitLine
    guideline: Guideline

    @property
    def unit(self) -> NormativeUnit:
        return self.line.unit

    @property
    def version(self) -> UnitVersion:
        return self.line.version

    @property
    def local(self) -> UnitVersion | None:
        return self.line.local

    @property
    def is_local_only(self) -> bool:
        return self.line.is_local_only

    @property
    def weight(self) -> str:
        """Strength and grade of the text that the line begins with."""
        return weight_of(self.version)

    @property
    def local_texts(self) -> list[str]:
        """What the local layer says otherwise than the national text."""
        local = self.local
        if local is None:
            return []
        pairs = [
            (getattr(local, name), getattr(self.version, name)) for name in ("short_text", "practical_advice", "note")
        ]
        return [ours for ours, theirs in pairs if ours and ours != theirs]

    @property
    def local_weight(self) -> str:
        """Empty when it is that of the national text, or the text is taken out here and weighs nothing."""
        local = self.local
        if local is None or local.is_deleted or weight_of(local) == self.weight:
            return ""
        return _("Styrke og gradering her: %(weight)s") % {"weight": weight_of(local)}

    @property
    def mark(self) -> Mark:
        return _mark(self.line)

    @property
    def due_on(self) -> dt.date | None:
        """The earlier of the two layers."""
        days = [each.due_on(self.guideline.updated_on) for each in (self.version, self.local) if each is not None]
        return min((day for day in days if day is not None), default=None)

    @property
    def is_past_review(self) -> bool:
        return is_past(self.due_on, clock.today())


def weight_of(version: UnitVersion) -> str:
    strength = str(version.get_strength_display()).capitalize() if version.strength else _("Styrke ikke oppgitt")
    grade = str(version.grade or version.grade_words or _("ikke gradert"))
    if version.grade_is_of_older_text:
        grade = _("%(grade)s (gradert før endringen)") % {"grade": grade}
    return f"{strength} · {grade}"


def _mark(line: UnitLine) -> Mark:
    if line.is_local_only:
        return Mark(line.unit.code, 0, line.version.number)
    return Mark(line.unit.code, line.version.number, line.local.number if line.local else None)


@dataclass
class CardChapter:
    chapter: Chapter
    lines: list[CardLine] = field(default_factory=list)


@dataclass
class WardCard:
    guideline: Guideline
    choice: Choice
    # What the choice is called, empty when it was made one by one.
    name: str
    chapters: list[CardChapter]
    made_on: dt.date
    danger: Danger = DANGER
    rule: CardRule = VALID_UNTIL

    @property
    def lines(self) -> list[CardLine]:
        return [line for each in self.chapters for line in each.lines]

    @property
    def validity(self) -> Validity:
        return validity_of((line.due_on for line in self.lines), clock.today())

    @property
    def has_local(self) -> bool:
        return any(line.local or line.is_local_only for line in self.lines)

    @property
    def check_address(self) -> str:
        """The whole address: a card on a wall has no other."""
        query = {"k": as_text(line.mark for line in self.lines), "d": self.made_on.isoformat(), "f": print_of_danger()}
        path = reverse("guideline:card_check", args=[self.guideline.slug])
        return f"{settings.FAGVEI_BASE_URL}{path}?{urlencode(query)}"

    @property
    def file_name(self) -> str:
        return f"avdelingskort-{self.guideline.slug}-{self.made_on:%Y-%m-%d}"


@dataclass
class CardPage:
    """`card` is None as long as nothing is chosen; `offered` is all there is to choose from."""

    guideline: Guideline
    card: WardCard | None
    offered: list[CardChapter]
    groups: list[TargetGroup]
    chosen: set[str]


def card_page(guideline: Guideline, choice: Choice | None) -> CardPage:
    offered = _offered(guideline)
    groups = _groups(guideline)
    card = _card(guideline, choice, offered, groups) if choice is not None else None
    chosen = {line.unit.code for line in card.lines} if card else set()
    return CardPage(guideline, card, offered, groups, chosen)


def ward_card(guideline: Guideline, choice: Choice) -> WardCard:
    return _card(guideline, choice, _offered(guideline), _groups(guideline))


def choice_in(words: Any) -> Choice | None:
    """What a query asks for. `words` is `request.GET`; None when it asks for no card."""
    if not any(name in words for name in ("anbefaling", "kapittel", "malgruppe", "kort")):
        return None
    codes = tuple(dict.fromkeys(words.getlist("anbefaling")))
    return Choice(codes, words.get("kapittel", ""), words.get("malgruppe", ""))


def _groups(guideline: Guideline) -> list[TargetGroup]:
    units = Prefetch("units", queryset=NormativeUnit.objects.only("code"))
    return list(guideline.target_groups.order_by("position").prefetch_related(units))


def _offered(guideline: Guideline) -> list[CardChapter]:
    """All texts in force that were found. What the guideline has taken out is not put on a wall."""
    units = Prefetch("units", queryset=NormativeUnit.objects.order_by("position").prefetch_related(versions_in_force()))
    chapters = [
        CardChapter(chapter, [CardLine(line, guideline) for line in _lines(chapter)])
        for chapter in guideline.chapters.order_by("position").prefetch_related(units)
    ]
    return [each for each in chapters if each.lines]


def _lines(chapter: Chapter) -> Iterable[UnitLine]:
    for unit in chapter.units.all():
        unit.chapter = chapter
        line = line_of_any_layer(unit)
        if line and _is_told(line.version):
            yield line


def _is_told(version: UnitVersion) -> bool:
    return version.label != UnitVersion.Label.DELETED and version.verification != UnitVersion.Verification.MISSING


def _card(guideline: Guideline, choice: Choice, offered: list[CardChapter], groups: list[TargetGroup]) -> WardCard:
    group = next((each for each in groups if each.code == choice.group), None)
    chapter = next((each.chapter for each in offered if each.chapter.slug == choice.chapter), None)
    wanted = set(choice.codes) | ({unit.code for unit in group.units.all()} if group else set())
    chosen = [
        CardChapter(each.chapter, [line for line in each.lines if each.chapter == chapter or line.unit.code in wanted])
        for each in offered
    ]
    names = [each for each in (group.shown if group else "", chapter.title if chapter else "") if each]
    return WardCard(
        guideline=guideline,
        choice=choice,
        name=", ".join(names) if not choice.codes else "",
        chapters=[each for each in chosen if each.lines],
        made_on=clock.today(),
    )


@dataclass
class CheckLine:
    mark: Mark
    standing: str
    unit: NormativeUnit | None
    version: UnitVersion | None
    local: UnitVersion | None

    @property
    def holds(self) -> bool:
        return self.standing == SAME


@dataclass
class CardCheck:
    guideline: Guideline
    lines: list[CheckLine]
    made_on: dt.date | None
    danger_holds: bool
    validity: Validity

    @property
    def changed(self) -> list[CheckLine]:
        return [line for line in self.lines if not line.holds]

    @property
    def holds(self) -> bool:
        return self.danger_holds and not self.changed

    @property
    def again(self) -> str:
        """The query that makes the same card anew, without what is gone."""
        codes = tuple(line.mark.code for line in self.lines if line.standing != GONE)
        return Choice(codes).query or "kort=faresignaler"


def card_check(guideline: Guideline, marks: list[Mark], made_on: dt.date | None, danger: str) -> CardCheck:
    units = NormativeUnit.objects.filter(chapter__guideline=guideline, code__in=[mark.code for mark in marks])
    found = {unit.code: unit for unit in units.select_related("chapter").prefetch_related(versions_in_force())}
    for unit in found.values():
        unit.chapter.guideline = guideline
    lines = [_check(mark, found.get(mark.code)) for mark in marks]
    versions = [each for line in lines for each in (line.version, line.local) if each]
    due = [version.due_on(guideline.updated_on) for version in versions]
    return CardCheck(guideline, lines, made_on, danger == print_of_danger(), validity_of(due, clock.today()))


def _check(mark: Mark, unit: NormativeUnit | None) -> CheckLine:
    line = line_of_any_layer(unit) if unit else None
    if line is None or not _is_told(line.version):
        return CheckLine(mark, GONE, unit, None, None)
    return CheckLine(mark, standing_of(mark, _mark(line)), unit, line.version, line.local)
