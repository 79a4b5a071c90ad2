"""Change what the regulation and the recommendations say, always as something dated that can be traced."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.common.models import content_digest
from fagvei.common.refusal import Refusal
from fagvei.curriculum.models import (
    ActivityFormerName,
    ChoiceGroup,
    GoalCategory,
    GoalCoverage,
    GoalRevision,
    GoalSet,
    LearningActivity,
    LearningGoal,
    LearningOutcome,
    LevelWords,
    Requirement,
)

SEALED_FIELDS = (
    "number",
    "name",
    "official_text",
    "elaboration",
    "knowledge_level",
    "skill_level",
    "valid_from_on",
    "legal_basis",
)


class RevisionsOverlap(Refusal):
    code = "revisions_overlap"
    message = "Perioden overlapper begynnelsen av en senere revisjon. Sett en sluttdato før den senere begynner."


class NothingToPublish(Refusal):
    code = "nothing_to_publish"
    message = "Innholdet er likt det som gjelder. Det er ikke noe å publisere."


class CoverageEnded(Refusal):
    code = "coverage_ended"
    message = "Koblingen er allerede avsluttet."


@transaction.atomic
def save_level_words(*, level: str, by: Any, **fields: Any) -> LevelWords:
    words, _ = LevelWords.objects.update_or_create(level=level, defaults=fields)
    audit.record("level_words_saved", target=words, by=by)
    return words


@transaction.atomic
def save_goal_set(*, code: str, categories: Iterable[str] = (), by: Any, **fields: Any) -> GoalSet:
    """Save a set with its categories in order. Categories that goals stand in are never removed."""
    goal_set, _ = GoalSet.objects.update_or_create(code=code, defaults=fields)
    for position, name in enumerate(categories, 1):
        GoalCategory.objects.update_or_create(goal_set=goal_set, name=name, defaults={"position": position})
    audit.record("goal_set_saved", target=goal_set, by=by, details={"code": code})
    return goal_set


@transaction.atomic
def save_goal(*, code: str, by: Any, **fields: Any) -> LearningGoal:
    """Save where a goal stands. What it says is published as a revision."""
    goal, _ = LearningGoal.objects.update_or_create(code=code, defaults=fields)
    audit.record("goal_saved", target=goal, by=by, details={"code": code})
    return goal


@transaction.atomic
def publish_revision(
    *,
    goal: LearningGoal,
    valid_from_on: dt.date,
    by: Any,
    valid_to_on: dt.date | None = None,
    reason: str = "",
    **content: Any,
) -> GoalRevision:
    """Add what the goal says in a period. Earlier revisions are ended or marked as replaced; none is edited."""
    goal = LearningGoal.objects.select_for_update().get(pk=goal.pk)
    earlier = list(goal.revisions.filter(replaced_on__isnull=True))
    for old in earlier:
        _make_room(old, valid_from_on, valid_to_on)
    number = goal.revisions.count() + 1
    revision = GoalRevision.objects.create(
        goal=goal, number=number, valid_from_on=valid_from_on, valid_to_on=valid_to_on, reason=reason, **content
    )
    audit.record(
        "goal_revision_published",
        target=revision,
        by=by,
        details={"code": goal.code, "number": number, "content": revision_digest(revision)},
    )
    return revision


def revision_digest(revision: GoalRevision) -> str:
    return content_digest({name: getattr(revision, name) for name in SEALED_FIELDS})


def _make_room(old: GoalRevision, valid_from_on: dt.date, valid_to_on: dt.date | None) -> None:
    old_end, new_end = old.valid_to_on or dt.date.max, valid_to_on or dt.date.max
    if old_end < valid_from_on or old.valid_from_on > new_end:
        return
    if old.valid_from_on < valid_from_on:
        old.valid_to_on = valid_from_on - dt.timedelta(days=1)
        old.save(update_fields=["valid_to_on"])
    elif old_end <= new_end:
        old.replaced_on = clock.today()
        old.save(update_fields=["replaced_on"])
    else:
        raise RevisionsOverlap


@transaction.atomic
def save_activity(
    *,
    code: str,
    by: Any,
    specialties: Iterable[Any] = (),
    for_all_specialties_but: Iterable[Any] = (),
    former_names: Iterable[str] = (),
    outcomes: Iterable[Mapping[str, Any]] = (),
    **fields: Any,
) -> LearningActivity:
    """Save an activity with its specialties, former names and learning outcomes, exactly those given."""
    activity, _ = LearningActivity.objects.update_or_create(code=code, defaults=fields)
    activity.specialties.set(specialties)
    activity.for_all_specialties_but.set(for_all_specialties_but)
    activity.former_names.exclude(name__in=list(former_names)).delete()
    for name in former_names:
        ActivityFormerName.objects.get_or_create(activity=activity, name=name)
    outcomes = list(outcomes)
    for position, outcome in enumerate(outcomes, 1):
        LearningOutcome.objects.update_or_create(activity=activity, position=position, defaults=dict(outcome))
    activity.outcomes.filter(position__gt=len(outcomes)).delete()
    audit.record("activity_saved", target=activity, by=by, details={"code": code})
    return activity


@transaction.atomic
def save_choice_group(*, code: str, members: Iterable[LearningActivity], by: Any, **fields: Any) -> ChoiceGroup:
    group, _ = ChoiceGroup.objects.update_or_create(code=code, defaults=fields)
    group.members.set(members)
    audit.record("choice_group_saved", target=group, by=by, details={"code": code})
    return group


@transaction.atomic
def add_coverage(
    *,
    goal: LearningGoal,
    by: Any,
    activity: LearningActivity | None = None,
    group: ChoiceGroup | None = None,
    **fields: Any,
) -> GoalCoverage:
    """Say that an activity or a choice group contributes to a goal. An earlier version of the link is ended."""
    goal = LearningGoal.objects.select_for_update().get(pk=goal.pk)
    versions = GoalCoverage.objects.filter(goal=goal, activity=activity, group=group)
    for current in versions.current():
        _end(current)
    coverage = GoalCoverage.objects.create(
        goal=goal, activity=activity, group=group, version=versions.count() + 1, **fields
    )
    audit.record(
        "coverage_added",
        target=coverage,
        by=by,
        details={"code": goal.code, "by": (activity or group).code},  # type: ignore[union-attr]
    )
    rebuild_requirements(goal=goal, by=by)
    return coverage


@transaction.atomic
def end_coverage(*, coverage: GoalCoverage, by: Any) -> GoalCoverage:
    """The activity does not contribute to the goal (any more). The row stays, with its last day."""
    coverage = GoalCoverage.objects.select_for_update(of=("self",)).get(pk=coverage.pk)
    if coverage.valid_to_on is not None:
        raise CoverageEnded
    _end(coverage)
    audit.record("coverage_ended", target=coverage, by=by, details={"code": coverage.goal.code})
    rebuild_requirements(goal=coverage.goal, by=by)
    return coverage


def _end(coverage: GoalCoverage) -> None:
    coverage.valid_to_on = clock.today()
    coverage.save(update_fields=["valid_to_on"])


@transaction.atomic
def rebuild_requirements(*, goal: LearningGoal, by: Any) -> bool:
    """Let the tree of requirements follow the coverage: all recommended courses, and k of n of each choice group.

    Nodes that stay keep their row, because education plans point at them. Says whether anything changed.
    """
    wanted = _wanted_tree(goal)
    root = goal.requirements.filter(parent=None, kind=Requirement.Kind.ALL_OF).first()
    if not wanted:
        changed = bool(goal.requirements.filter(activity__kind=LearningActivity.Kind.COURSE).delete()[0])
    else:
        root = root or Requirement.objects.create(goal=goal, kind=Requirement.Kind.ALL_OF)
        changed = _sync_children(root, wanted)
    if changed:
        audit.record("requirements_rebuilt", target=goal, by=by, details={"code": goal.code})
    return changed


Node = tuple[dict[str, Any], list[Any]]


def _wanted_tree(goal: LearningGoal) -> list[Node]:
    nodes: list[Node] = []
    current = goal.coverages.current().select_related("activity", "group").order_by("activity__position", "group__code")
    for coverage in current:
        if coverage.activity is not None:
            nodes.append(({"kind": Requirement.Kind.ACTIVITY, "activity": coverage.activity}, []))
        elif coverage.group is not None:
            members: list[Node] = [
                ({"kind": Requirement.Kind.ACTIVITY, "activity": member}, []) for member in coverage.group.members.all()
            ]
            nodes.append(({"kind": Requirement.Kind.K_OF_N, "choose": coverage.group.choose}, members))
    return nodes


def _sync_children(parent: Requirement, wanted: list[Node]) -> bool:
    """Only what follows from coverage is touched: procedures and repetitions of a goal are left alone."""
    left = [child for child in parent.children.all() if child.kind != Requirement.Kind.REPETITIONS]
    changed = False
    for position, (fields, children) in enumerate(wanted, 1):
        node = next((child for child in left if all(getattr(child, k) == v for k, v in fields.items())), None)
        if node is None:
            node = Requirement.objects.create(goal=parent.goal, parent=parent, position=position, **fields)
            changed = True
        else:
            left.remove(node)
        changed = _sync_children(node, children) or changed
    for node in left:
        node.delete()
        changed = True
    return changed
