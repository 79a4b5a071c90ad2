"""Publish what the regulation says, as something dated that can be traced."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.common.models import content_digest
from fagvei.common.refusal import Refusal
from fagvei.curriculum.models import GoalCategory, GoalRevision, GoalSet, LearningGoal, LevelWords

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
    message = gettext_lazy(
        "Perioden overlapper begynnelsen av en senere revisjon. Sett en sluttdato før den senere begynner."
    )


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
