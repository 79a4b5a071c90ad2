"""Goal sets, goals, courses and coverage from content packs."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from fagvei.common import clock
from fagvei.common.packs import Change, Entry, ItemRefused, Kind, differences
from fagvei.curriculum import actions
from fagvei.curriculum.models import (
    ChoiceGroup,
    GoalCategory,
    GoalCoverage,
    GoalSet,
    LearningActivity,
    LearningGoal,
    LevelWords,
    TransitionRule,
)
from fagvei.handbook.models import Sourced
from fagvei.organisations.models import Specialty

REASON = "innholdspakke"
LevelCode = Literal["lowest", "middle", "highest"]


class LevelEntry(Entry):
    level: LevelCode
    name: str
    knowledge_words: list[str]
    skill_words: list[str]
    position: int


class GoalSetEntry(Entry):
    code: str = Field(pattern=r"^[A-Z0-9]+$", max_length=20)
    kind: Literal["part_1", "common", "specialty"]
    name: str
    short_name: str = Field(max_length=40)
    specialty: str | None = None
    legal_basis: str = ""
    expected_goals: int | None = None
    note: str = ""
    position: int = 0
    categories: list[str] = []


class GoalEntry(Entry):
    code: str = Field(pattern=r"^[A-Z0-9]+-\d{2,4}$", max_length=20)
    goal_set: str
    category: str | None = None
    category_is_inferred: bool = False
    part: str = ""
    topic: str = ""
    name: str | None = None
    knowledge_level: LevelCode | None = None
    skill_level: LevelCode | None = None
    knowledge_level_hint: LevelCode | None = None
    skill_level_hint: LevelCode | None = None
    valid_from_on: dt.date
    valid_to_on: dt.date | None = None
    legal_basis: str = ""


class TransitionEntry(Entry):
    code: str = Field(pattern=r"^[a-z0-9-]+$", max_length=40)
    goal_set: str
    name: str = Field(min_length=1, max_length=200)
    sentence: str = Field(min_length=1)
    section: str = Field(min_length=1, max_length=100)
    assigned_before_on: dt.date
    until_on: dt.date | None = None
    is_ended: bool = False


class OutcomeEntry(Entry):
    level_words: str = ""
    text: str = Field(min_length=1)
    under: str = ""
    note: str = ""


class ActivityEntry(Entry):
    code: str = Field(pattern=r"^[A-Z0-9-]+$", max_length=60)
    kind: Literal["course", "procedure", "e_learning", "other"]
    scope: Literal["national", "regional", "local"] = "national"
    name: str = Field(min_length=1, max_length=300)
    recommended: bool = False
    specialties: list[str] = []
    is_for_all_specialties: bool = False
    for_all_specialties_but: list[str] = []
    former_names: list[str] = []
    min_repetitions: int | None = None
    duration_days: int | None = None
    hours: int | None = None
    max_participants: int | None = None
    frequency: str = ""
    place: str = ""
    parts: list[str] = []
    topics: list[str] = []
    note: str = ""
    position: int = 0
    outcomes: list[OutcomeEntry] = []


class GroupEntry(Entry):
    code: str = Field(pattern=r"^[A-Z0-9-]+$", max_length=60)
    name: str = Field(min_length=1, max_length=200)
    choose: int = Field(ge=1)
    members: list[str]
    note: str = ""


class CoverageEntry(Entry):
    goal: str
    activity: str | None = None
    group: str | None = None
    origin: str = Field(min_length=1)
    reservation: str = ""


def load_level(entry: LevelEntry, *, by: Any) -> Change:
    row = LevelWords.objects.filter(level=entry.level).first()
    wanted = entry.model_dump(exclude={"level"})
    if changed := differences(row, wanted):
        actions.save_level_words(level=entry.level, by=by, **wanted)
    return Change("levels", entry.level, row is None, changed)


def load_goal_set(entry: GoalSetEntry, *, by: Any) -> Change:
    row = GoalSet.objects.select_related("specialty").filter(code=entry.code).first()
    wanted = entry.model_dump(exclude={"code", "categories", "specialty"})
    wanted["specialty"] = _specialties([entry.specialty])[0] if entry.specialty else None
    changed = differences(row, wanted)
    before = [category.name for category in row.categories.order_by("position")] if row else []
    if before[: len(entry.categories)] != entry.categories:
        changed["categories"] = (before, entry.categories)
    if changed:
        actions.save_goal_set(code=entry.code, categories=entry.categories, by=by, **wanted)
    return Change("sets", entry.code, row is None, changed)


def load_goal(entry: GoalEntry, *, by: Any) -> Change:
    goal_set = GoalSet.objects.filter(code=entry.goal_set).first()
    if goal_set is None:
        raise ItemRefused(_("Settet «%s» finnes ikke.") % entry.goal_set, "goal_set")
    row = LearningGoal.objects.select_related("goal_set", "category").filter(code=entry.code).first()
    wanted = {
        "goal_set": goal_set,
        "category": _category(goal_set, entry.category),
        "category_is_inferred": entry.category_is_inferred,
        "part": entry.part,
        "topic": entry.topic,
        "knowledge_level_hint": entry.knowledge_level_hint or "",
        "skill_level_hint": entry.skill_level_hint or "",
    }
    changed = differences(row, wanted)
    goal = actions.save_goal(code=entry.code, by=by, **wanted) if changed or row is None else row
    revised, note = _load_revision(goal, entry, by)
    return Change("goals", entry.code, row is None, changed | revised, note)


def _load_revision(goal: LearningGoal, entry: GoalEntry, by: Any) -> tuple[dict[str, tuple[Any, Any]], str]:
    """A pack never overrules what a deployer imported or what the demo wrote: that stands, and is said so."""
    current = goal.revisions.filter(replaced_on__isnull=True).order_by("-valid_from_on", "-number").first()
    if current and (current.verification == Sourced.Verification.IMPORTED or current.is_demo):
        return {}, _("importert innhold gjelder")
    wanted = {
        "name": entry.name,
        "knowledge_level": entry.knowledge_level or "",
        "skill_level": entry.skill_level or "",
        "valid_from_on": entry.valid_from_on,
        "valid_to_on": entry.valid_to_on,
        "legal_basis": entry.legal_basis,
        **entry.sourcing,
    }
    changed = differences(current, wanted)
    if changed:
        actions.publish_revision(goal=goal, reason=REASON, by=by, **wanted)
    return changed, ""


def load_transition(entry: TransitionEntry, *, by: Any) -> Change:
    """A changed rule is a new version; what the directorate has entered is never overruled."""
    goal_set = GoalSet.objects.filter(code=entry.goal_set).first()
    if goal_set is None:
        raise ItemRefused(_("Settet «%s» finnes ikke.") % entry.goal_set, "goal_set")
    row = TransitionRule.objects.newest().select_related("goal_set").filter(code=entry.code).first()
    if row is not None and row.by_id is not None:
        return Change("transitions", entry.code, note=_("lagt inn av direktoratet, pakken endrer den ikke"))
    wanted = {**entry.model_dump(exclude={"code", "goal_set", *entry.sourcing}), "goal_set": goal_set}
    wanted["source"] = entry.source
    if changed := differences(row, wanted):
        actions.save_transition_rule(code=entry.code, by=by, is_demo=False, **wanted)
    return Change("transitions", entry.code, row is None, changed)


def load_activity(entry: ActivityEntry, *, by: Any) -> Change:
    """What the liaison has said of a course stands; whom it is recommended for, and by whom, the pack still says."""
    row = LearningActivity.objects.filter(code=entry.code).first()
    own = actions.REVISED if row is not None and row.version > 1 else frozenset()
    apart = {"code", "specialties", "for_all_specialties_but", "former_names", "outcomes"}
    wanted = entry.model_dump(exclude=apart | own)
    specialties, exceptions = _specialties(entry.specialties), _specialties(entry.for_all_specialties_but)
    outcomes = [outcome.model_dump() for outcome in entry.outcomes]
    changed = differences(row, wanted)
    for name, before, after in (
        ("specialties", _slugs(row, "specialties"), sorted(entry.specialties)),
        ("for_all_specialties_but", _slugs(row, "for_all_specialties_but"), sorted(entry.for_all_specialties_but)),
        ("former_names", sorted(f.name for f in row.former_names.all()) if row else [], sorted(entry.former_names)),
        ("outcomes", _outcomes(row), outcomes),
    ):
        if before != after and name not in own:
            changed[name] = (before, after)
    if changed:
        actions.save_activity(
            code=entry.code,
            specialties=specialties,
            for_all_specialties_but=exceptions,
            former_names=None if own else entry.former_names,
            outcomes=None if own else outcomes,
            by=by,
            **wanted,
        )
    note = _("rettet av RegUt, pakken endrer ikke innholdet") if own else ""
    return Change("activities", entry.code, row is None, changed, note)


def _slugs(row: LearningActivity | None, relation: str) -> list[str]:
    return sorted(getattr(row, relation).values_list("slug", flat=True)) if row else []


def _outcomes(row: LearningActivity | None) -> list[dict[str, Any]]:
    names = OutcomeEntry.model_fields
    return [dict(o) for o in row.outcomes.order_by("position").values(*names)] if row else []


def load_group(entry: GroupEntry, *, by: Any) -> Change:
    row = ChoiceGroup.objects.filter(code=entry.code).first()
    if entry.choose > len(entry.members):
        raise ItemRefused(_("Det kreves flere enn gruppen har."), "choose")
    members = [_activity(code, "members") for code in entry.members]
    wanted = entry.model_dump(exclude={"code", "members"})
    changed = differences(row, wanted)
    before = sorted(row.members.values_list("code", flat=True)) if row else []
    if before != sorted(entry.members):
        changed["members"] = (before, entry.members)
    if changed:
        actions.save_choice_group(code=entry.code, members=members, by=by, **wanted)
    return Change("groups", entry.code, row is None, changed)


def load_coverage(entry: CoverageEntry, *, by: Any) -> Change:
    goal = LearningGoal.objects.filter(code=entry.goal).first()
    if goal is None:
        raise ItemRefused(_("Læringsmålet «%s» finnes ikke.") % entry.goal, "goal")
    if bool(entry.activity) == bool(entry.group):
        raise ItemRefused(_("Koblingen må ha enten «activity» eller «group»."), "goal")
    pair: dict[str, Any] = {
        "goal": goal,
        "activity": _activity(entry.activity, "activity") if entry.activity else None,
        "group": _group(entry.group) if entry.group else None,
    }
    versions = GoalCoverage.objects.filter(**pair).order_by("-version")
    row = versions.first()
    wanted = {"origin": entry.origin, "reservation": entry.reservation, **entry.sourcing}
    if row is not None and (row.valid_to_on is not None or row.origin != entry.origin):
        return Change("coverage", coverage_key(entry), note=_("rettet av RegUt, pakken endrer den ikke"))
    changed = differences(row, wanted)
    if changed:
        actions.add_coverage(by=by, valid_from_on=clock.today(), **pair, **wanted)
    return Change("coverage", coverage_key(entry), row is None, changed)


def end_vanished_coverage(entries: list[CoverageEntry], *, by: Any) -> Iterable[Change]:
    """What the pack used to say and says no more is ended, when it is still as the pack wrote it."""
    kept = {(entry.goal, entry.activity or entry.group) for entry in entries}
    origins = {entry.origin for entry in entries}
    current = GoalCoverage.objects.current().select_related("goal", "activity", "group").filter(origin__in=origins)
    for coverage in current.order_by("goal__code", "pk"):
        code = (coverage.activity or coverage.group).code
        if (coverage.goal.code, code) not in kept:
            actions.end_coverage(coverage=coverage, by=by)
            yield Change(
                "coverage", f"{coverage.goal.code} – {code}", differences={"valid_to_on": (None, clock.today())}
            )


def coverage_key(entry: CoverageEntry) -> str:
    return f"{entry.goal} – {entry.activity or entry.group}"


def _specialties(slugs: list[str]) -> list[Specialty]:
    found = {specialty.slug: specialty for specialty in Specialty.objects.filter(slug__in=slugs)}
    for slug in slugs:
        if slug not in found:
            raise ItemRefused(_("Spesialiteten «%s» finnes ikke.") % slug, "specialties")
    return [found[slug] for slug in slugs]


def _category(goal_set: GoalSet, name: str | None) -> GoalCategory | None:
    if name is None:
        return None
    category = goal_set.categories.filter(name=name).first()
    if category is None:
        raise ItemRefused(_("Kategorien «%s» finnes ikke i settet.") % name, "category")
    return category


def _activity(code: str, field_name: str) -> LearningActivity:
    activity = LearningActivity.objects.filter(code=code).first()
    if activity is None:
        raise ItemRefused(_("Læringsaktiviteten «%s» finnes ikke.") % code, field_name)
    return activity


def _group(code: str) -> ChoiceGroup:
    group = ChoiceGroup.objects.filter(code=code).first()
    if group is None:
        raise ItemRefused(_("Gruppen «%s» finnes ikke.") % code, "group")
    return group


KINDS = (
    Kind("levels", gettext_lazy("Kompetansenivåer"), LevelEntry, lambda entry: entry.level, load_level),
    Kind("sets", gettext_lazy("Sett av læringsmål"), GoalSetEntry, lambda entry: entry.code, load_goal_set),
    Kind("goals", gettext_lazy("Læringsmål"), GoalEntry, lambda entry: entry.code, load_goal),
    Kind("transitions", gettext_lazy("Overgangsregler"), TransitionEntry, lambda entry: entry.code, load_transition),
    Kind("activities", gettext_lazy("Læringsaktiviteter"), ActivityEntry, lambda entry: entry.code, load_activity),
    Kind("groups", gettext_lazy("Valgfrie grupper"), GroupEntry, lambda entry: entry.code, load_group),
    Kind("coverage", gettext_lazy("Koblinger"), CoverageEntry, coverage_key, load_coverage, end_vanished_coverage),
)
