"""Say which activity contributes to which goal, and let the requirements follow."""

from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.common.refusal import Refusal
from fagvei.curriculum.models import (
    ChoiceGroup,
    GoalCoverage,
    LearningActivity,
    LearningGoal,
    Requirement,
)


class OriginMissing(Refusal):
    code = "origin_missing"
    message = gettext_lazy("Si hvor koblingen mellom kurs og læringsmål kommer fra. Opphavet står åpent på siden.")


class CoverageEnded(Refusal):
    code = "coverage_ended"
    message = gettext_lazy("Koblingen er allerede avsluttet.")


@transaction.atomic
def add_coverage(
    *,
    goal: LearningGoal,
    origin: str,
    by: Any,
    activity: LearningActivity | None = None,
    group: ChoiceGroup | None = None,
    **fields: Any,
) -> GoalCoverage:
    """Say that an activity or a choice group contributes to a goal. An earlier version of the link is ended."""
    if not origin.strip():
        raise OriginMissing
    goal = LearningGoal.objects.select_for_update().get(pk=goal.pk)
    versions = GoalCoverage.objects.filter(goal=goal, activity=activity, group=group)
    for current in versions.current():
        _end(current)
    coverage = GoalCoverage.objects.create(
        goal=goal, activity=activity, group=group, origin=origin, version=versions.count() + 1, **fields
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

    A course that nobody recommends contributes to the goal all the same, and the goal does not ask for it.
    Nodes that stay keep their row, because education plans point at them. Says whether anything changed.
    """
    wanted = _wanted_tree(goal)
    root = goal.requirements.current().filter(parent=None, kind=Requirement.Kind.ALL_OF).first()
    if root is None and wanted:
        root = Requirement.objects.create(goal=goal, kind=Requirement.Kind.ALL_OF)
    changed = root is not None and _sync_children(root, wanted)
    if root is not None and not root.children.current().exists():
        _take_away(root)
    if changed:
        audit.record("requirements_rebuilt", target=goal, by=by, details={"code": goal.code})
    return changed


Node = tuple[dict[str, Any], list[Any]]


def _wanted_tree(goal: LearningGoal) -> list[Node]:
    nodes: list[Node] = []
    current = goal.coverages.current().select_related("activity", "group").order_by("activity__position", "group__code")
    for coverage in current:
        if coverage.activity is not None:
            if not coverage.activity.recommended:
                continue
            nodes.append(({"kind": Requirement.Kind.ACTIVITY, "activity": coverage.activity}, []))
        elif coverage.group is not None:
            members: list[Node] = [
                ({"kind": Requirement.Kind.ACTIVITY, "activity": member}, []) for member in coverage.group.members.all()
            ]
            nodes.append(({"kind": Requirement.Kind.K_OF_N, "choose": coverage.group.choose}, members))
    return nodes


def _sync_children(parent: Requirement, wanted: list[Node]) -> bool:
    """Only what follows from coverage is touched: procedures and repetitions of a goal are left alone."""
    left = [child for child in parent.children.current() if child.kind != Requirement.Kind.REPETITIONS]
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
        _take_away(node)
        changed = True
    return changed


def _take_away(node: Requirement) -> None:
    """A room above may have decided on this node (an equivalent activity): then it stays, and asks nothing any more."""
    try:
        with transaction.atomic():
            node.delete()
    except ProtectedError:
        for child in node.children.current():
            _take_away(child)
        node.is_current = False
        node.save(update_fields=["is_current"])
