"""Save learning activities and choice groups."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from fagvei.audit import actions as audit
from fagvei.curriculum.actions.coverage import rebuild_requirements
from fagvei.curriculum.models import ActivityFormerName, ChoiceGroup, LearningActivity, LearningGoal, LearningOutcome
from fagvei.organisations.models import Specialty

# What those who answer for an activity say of it, once they have: the rest stays the source's.
REVISED = frozenset({"name", "duration_days", "hours", "max_participants", "topics", "former_names", "outcomes"})


@transaction.atomic
def save_activity(
    *,
    code: str,
    by: Any,
    specialties: Iterable[Any] = (),
    for_all_specialties_but: Iterable[Any] = (),
    former_names: Iterable[str] | None = (),
    outcomes: Iterable[Mapping[str, Any]] | None = (),
    **fields: Any,
) -> LearningActivity:
    """Save an activity with its specialties, former names and learning outcomes, exactly those given; None leaves what there is."""
    was_recommended = LearningActivity.objects.filter(code=code, recommended=True).exists()
    activity, _ = LearningActivity.objects.update_or_create(code=code, defaults=fields)
    activity.specialties.set(specialties)
    activity.for_all_specialties_but.set(for_all_specialties_but)
    if former_names is not None:
        _save_former_names(activity, former_names)
    if outcomes is not None:
        _save_outcomes(activity, outcomes)
    audit.record("activity_saved", target=activity, by=by, details={"code": code})
    if activity.recommended != was_recommended:
        covered = activity.coverages.current().values("goal")
        for goal in LearningGoal.objects.filter(pk__in=covered).order_by("code"):
            rebuild_requirements(goal=goal, by=by)
    return activity


@transaction.atomic
def revise_activity(
    *,
    activity: LearningActivity,
    version: int,
    outcomes: Iterable[Mapping[str, Any]],
    former_names: Iterable[str],
    by: Any,
    **fields: Any,
) -> LearningActivity:
    """What those who answer for it say in the place of the source; packs change it no more. An old name is a former name."""
    row = LearningActivity.objects.select_for_update().get(pk=activity.pk)
    _save_former_names(row, former_names)
    if fields.get("name", row.name) != row.name:
        ActivityFormerName.objects.get_or_create(activity=row, name=row.name)
        row.former_names.filter(name=fields["name"]).delete()
    for name, value in fields.items():
        setattr(row, name, value)
    row.version = version
    row.save()
    _save_outcomes(row, outcomes)
    audit.record("activity_revised", target=row, by=by, details={"code": row.code, "version": version})
    return row


@transaction.atomic
def share_activity(*, activity: LearningActivity, specialty: Specialty, by: Any) -> LearningActivity:
    """For one more specialty. Who may say so, the room above knows."""
    row = LearningActivity.objects.select_for_update().get(pk=activity.pk)
    row.specialties.add(specialty)
    audit.record("activity_shared", target=row, by=by, details={"code": row.code, "specialty": specialty.slug})
    return row


def _save_former_names(activity: LearningActivity, names: Iterable[str]) -> None:
    """Exactly those given."""
    wanted = list(names)
    activity.former_names.exclude(name__in=wanted).delete()
    for name in wanted:
        ActivityFormerName.objects.get_or_create(activity=activity, name=name)


def _save_outcomes(activity: LearningActivity, outcomes: Iterable[Mapping[str, Any]]) -> None:
    """Exactly those given, in their order."""
    wanted = list(outcomes)
    for position, outcome in enumerate(wanted, 1):
        LearningOutcome.objects.update_or_create(activity=activity, position=position, defaults=dict(outcome))
    activity.outcomes.filter(position__gt=len(wanted)).delete()


@transaction.atomic
def save_choice_group(*, code: str, members: Iterable[LearningActivity], by: Any, **fields: Any) -> ChoiceGroup:
    group, _ = ChoiceGroup.objects.update_or_create(code=code, defaults=fields)
    group.members.set(members)
    audit.record("choice_group_saved", target=group, by=by, details={"code": code})
    return group
