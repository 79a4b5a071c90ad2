"""Take in a table of official goals: keep what was read, and do exactly that when somebody confirms."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.common.refusal import Refusal
from fagvei.curriculum.actions.goals import publish_revision, save_goal
from fagvei.curriculum.models import GoalCategory, GoalImport, GoalSet, LearningGoal
from fagvei.handbook.models import Sourced


class NotWhatWasShown(Refusal):
    code = "not_what_was_shown"
    message = gettext_lazy(
        "Innholdet er ikke det som ble vist. Ingenting er importert. Se gjennom forskjellene på nytt."
    )


@transaction.atomic
def keep_goal_import(*, file_name: str, digest: str, rows: list[dict[str, Any]], by: Any) -> GoalImport:
    """Keep the rows for a look. The same file by the same person is kept once while it waits."""
    waiting = GoalImport.objects.filter(digest=digest, uploaded_by=by, confirmed_at__isnull=True).first()
    if waiting is not None and waiting.rows == rows:
        return waiting
    goal_import = GoalImport.objects.create(file_name=file_name[:200], digest=digest, rows=rows, uploaded_by=by)
    audit.record("goal_import_kept", target=goal_import, by=by, details={"digest": digest, "rows": len(rows)})
    return goal_import


@transaction.atomic
def confirm_goal_import(
    *, goal_import: GoalImport, changes: Iterable[Any], shown: str, planned: str, by: Any
) -> GoalImport:
    """Do what was shown. `shown` is the digest of the differences the person saw, `planned` of those found now."""
    goal_import = GoalImport.objects.select_for_update().get(pk=goal_import.pk)
    if goal_import.confirmed_at is not None:
        return goal_import
    if shown != planned:
        raise NotWhatWasShown
    counts: Counter[str] = Counter()
    for change in changes:
        counts[change.state] += 1
        if change.state != "unchanged":
            _take_in(change.row, change, goal_import, by)
    goal_import.confirmed_by, goal_import.confirmed_at, goal_import.counts = by, clock.now(), dict(counts)
    goal_import.save(update_fields=["confirmed_by", "confirmed_at", "counts"])
    audit.record("goal_import_confirmed", target=goal_import, by=by, details={"digest": goal_import.digest, **counts})
    return goal_import


@transaction.atomic
def remove_abandoned_imports(*, imports: QuerySet[GoalImport], by: Any) -> int:
    """Retention: uploads that nobody confirmed."""
    count, _by_model = imports.filter(confirmed_at__isnull=True).delete()
    if count:
        audit.record("imports_removed", target=GoalImport._meta.label, by=by, details={"rows": count})
    return count


def _take_in(row: Any, change: Any, goal_import: GoalImport, by: Any) -> None:
    goal = LearningGoal.objects.filter(code=row.code).first()
    if goal is None or change.place:
        goal = save_goal(code=row.code, by=by, **_place(row, goal))
    if change.is_new or change.differences:
        publish_revision(
            goal=goal,
            by=by,
            reason=_("import av %s") % goal_import.file_name,
            retrieved_on=clock.today(),
            verification=Sourced.Verification.IMPORTED,
            is_demo=settings.FAGVEI_DEMO,
            **row.content,
        )


def _place(row: Any, goal: LearningGoal | None) -> Mapping[str, Any]:
    """Where the goal stands. A category the set does not have yet comes last."""
    goal_set = GoalSet.objects.get(code=row.set)
    fields: dict[str, Any] = {"goal_set": goal_set}
    if row.part or goal is None:
        fields["part"] = row.part
    if row.category:
        count = goal_set.categories.count()
        fields["category"], _created = GoalCategory.objects.get_or_create(
            goal_set=goal_set, name=row.category, defaults={"position": count + 1}
        )
        fields["category_is_inferred"] = False
    return fields
