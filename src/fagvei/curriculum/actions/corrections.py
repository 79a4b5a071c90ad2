"""The liaison says which goals a course contributes to: adds, ends, moves. Each with source and reason, and no pack takes it back."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.common.refusal import Refusal
from fagvei.curriculum.actions.coverage import CoverageEnded, add_coverage, end_coverage
from fagvei.curriculum.models import ChoiceGroup, CoverageCorrection, GoalCoverage, LearningActivity, LearningGoal
from fagvei.curriculum.queries import centres_of_officer
from fagvei.curriculum.queries.contributing import is_for

# Where a link comes from. What no pack calls so, no pack changes or ends.
ADDED_BY_CENTRE, CORRECTED_BY_CENTRE = "lagt til av RegUt", "rettet av RegUt"
LIAISON = "liaison"


class SameGoal(Refusal):
    code = "same_goal"
    message = gettext_lazy("Målet er det samme som før. Velg målet koblingen skulle ha pekt på.")


class GoalOfAnotherSpecialty(Refusal):
    code = "goal_of_another_specialty"
    message = gettext_lazy(
        "Målet hører ikke til en spesialitet der din RegUt er fagkontakt. Meld heller feil til den som er det."
    )


class CourseOfAnotherSpecialty(Refusal):
    code = "course_of_another_specialty"
    message = gettext_lazy("Kurset er ikke for spesialiteten som målet hører til.")


class GoalNotInForce(Refusal):
    code = "goal_not_in_force"
    message = gettext_lazy("Målet er avsluttet eller gjelder ikke ennå. Velg et mål som gjelder nå.")


class AlreadyContributes(Refusal):
    code = "already_contributes"
    message = gettext_lazy("Koblingen til målet står der allerede.")


class CorrectionWithoutBasis(Refusal):
    code = "correction_without_basis"
    message = gettext_lazy("Skriv hvor det er bestemt, og hvorfor. Begge deler står åpent.")


@transaction.atomic
def add_contributing_goal(
    *,
    goal: LearningGoal,
    source: str,
    reason: str,
    by: Any,
    activity: LearningActivity | None = None,
    group: ChoiceGroup | None = None,
) -> CoverageCorrection:
    """A course, or a choice group of courses, contributes to one more goal of the liaison's own specialty."""
    goal = _locked(goal)
    _check(by, goal, source, reason)
    members = [activity] if activity is not None else list(group.members.all()) if group is not None else []
    if not any(is_for(member, goal.goal_set.specialty) for member in members):
        raise CourseOfAnotherSpecialty
    _check_new(goal, activity, group)
    correction = CoverageCorrection.objects.create(
        kind=CoverageCorrection.Kind.ADD,
        activity=activity,
        group=group,
        new_goal=goal,
        source=source,
        reason=reason,
        is_applied=_may_change(activity),
        by=by,
    )
    _record(correction, goal, by)
    if correction.is_applied:
        _add(correction, goal, activity, group, ADDED_BY_CENTRE)
    return correction


@transaction.atomic
def correct_coverage(
    *, coverage: GoalCoverage, kind: str, source: str, reason: str, by: Any, new_goal: LearningGoal | None = None
) -> CoverageCorrection:
    """End a link between course and goal, or move it to the right goal. In the demo real content stays: then it is a proposal."""
    coverage = GoalCoverage.objects.select_for_update(of=("self",)).get(pk=coverage.pk)
    _check(by, coverage.goal, source, reason)
    if coverage.valid_to_on is not None:
        raise CoverageEnded
    if new_goal is not None:
        if new_goal.pk == coverage.goal_id:
            raise SameGoal
        new_goal = _locked(new_goal)
        _check(by, new_goal, source, reason)
        _check_new(new_goal, coverage.activity, coverage.group)
    correction = CoverageCorrection.objects.create(
        coverage=coverage,
        kind=kind,
        new_goal=new_goal,
        source=source,
        reason=reason,
        is_applied=_may_change(coverage.activity),
        by=by,
    )
    _record(correction, coverage.goal, by)
    if correction.is_applied:
        end_coverage(coverage=coverage, by=by)
        if new_goal is not None:
            _add(correction, new_goal, coverage.activity, coverage.group, CORRECTED_BY_CENTRE)
    return correction


def _locked(goal: LearningGoal) -> LearningGoal:
    rows = LearningGoal.objects.with_revision().select_related("goal_set__specialty")
    return rows.select_for_update(of=("self",)).get(pk=goal.pk)


def _check(by: Any, goal: LearningGoal, source: str, reason: str) -> None:
    specialty = goal.goal_set.specialty
    if specialty is None or specialty.liaison_centre_id not in centres_of_officer(by):
        raise GoalOfAnotherSpecialty
    if not source.strip() or not reason.strip():
        raise CorrectionWithoutBasis


def _check_new(goal: LearningGoal, activity: LearningActivity | None, group: ChoiceGroup | None) -> None:
    if goal.current is None:
        raise GoalNotInForce
    if goal.coverages.current().filter(activity=activity, group=group).exists():
        raise AlreadyContributes


def _may_change(activity: LearningActivity | None) -> bool:
    """Real content is read-only in the demo; what the demo made itself may be changed."""
    return (activity is not None and activity.is_demo) or not settings.FAGVEI_DEMO


def _add(
    correction: CoverageCorrection,
    goal: LearningGoal,
    activity: LearningActivity | None,
    group: ChoiceGroup | None,
    origin: str,
) -> None:
    add_coverage(
        goal=goal,
        activity=activity,
        group=group,
        origin=origin,
        source=correction.source,
        retrieved_on=clock.today(),
        verification=GoalCoverage.Verification.IMPORTED,
        by=correction.by,
    )


def _record(correction: CoverageCorrection, goal: LearningGoal, by: Any) -> None:
    specialty = goal.goal_set.specialty
    audit.record(
        "coverage_corrected",
        target=correction,
        by=by,
        acting_as=LIAISON,
        controller=(specialty and specialty.liaison_centre) or "",
        details={"code": goal.code, "kind": correction.kind, "is_applied": correction.is_applied},
        facts=[correction],
    )
