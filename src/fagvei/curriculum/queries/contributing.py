"""Which goals a course contributes to, from where and since when, and what the liaison of each specialty has changed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Prefetch, Q

from fagvei.curriculum.models import (
    ChoiceGroup,
    CoverageCorrection,
    GoalCoverage,
    GoalSet,
    LearningActivity,
    LearningGoal,
)
from fagvei.curriculum.queries.standing import centres_of_officer
from fagvei.organisations.models import Specialty


@dataclass(frozen=True)
class Link:
    coverage: GoalCoverage
    may_edit: bool


@dataclass
class SetOfLinks:
    """The goals of one set. A set of a specialty is its liaison's to edit."""

    goal_set: GoalSet
    links: list[Link] = field(default_factory=list)


@dataclass(frozen=True)
class ContributingPage:
    course: LearningActivity
    groups: list[ChoiceGroup]
    sets: list[SetOfLinks]
    ended: list[GoalCoverage]
    corrections: list[CoverageCorrection]
    goals_to_add: list[LearningGoal]

    @property
    def of_a_group(self) -> bool:
        return any(link.coverage.group_id is not None for each in self.sets for link in each.links)


def contributing_page(course: LearningActivity, user: Any) -> ContributingPage:
    groups = list(course.choice_groups.order_by("code"))
    own = centres_of_officer(user)
    rows = list(_links_of(course, groups))
    sets: dict[int, SetOfLinks] = {}
    for row in rows:
        if row.valid_to_on is None:
            goal_set = row.goal.goal_set
            may_edit = _liaison_of(goal_set) in own
            sets.setdefault(goal_set.pk, SetOfLinks(goal_set)).links.append(Link(row, may_edit))
    return ContributingPage(
        course,
        groups,
        list(sets.values()),
        sorted((row for row in rows if row.valid_to_on), key=lambda row: str(row.valid_to_on), reverse=True),
        list(_corrections_of(course, groups)),
        _goals_to_add(specialties_to_edit(course, user), course, rows),
    )


def is_for(course: LearningActivity, specialty: Specialty | None) -> bool:
    """Recommended for the specialty: named, or for all that are not excepted."""
    if specialty is None:
        return False
    if course.is_for_all_specialties:
        return not course.for_all_specialties_but.filter(pk=specialty.pk).exists()
    return course.specialties.filter(pk=specialty.pk).exists()


def course_of(coverage: GoalCoverage) -> LearningActivity:
    """The course of the link; of a choice group the first, whose page shows the goals of the group too."""
    if coverage.activity is not None:
        return coverage.activity
    return coverage.group.members.order_by("position", "code")[0]  # type: ignore[union-attr]


def specialties_to_edit(course: LearningActivity, user: Any) -> list[Specialty]:
    """Those the course is for, and whose liaison the user is an officer of. A shared course has a liaison for each."""
    own = centres_of_officer(user)
    if not own:
        return []
    named = Q(activities=course)
    for_all = Q() if course.is_for_all_specialties else named
    rows = Specialty.objects.filter(for_all, liaison_centre__in=own)
    return list(rows.exclude(pk__in=course.for_all_specialties_but.values("pk")).distinct().order_by("sort_key"))


def _liaison_of(goal_set: GoalSet) -> int | None:
    return goal_set.specialty.liaison_centre_id if goal_set.specialty else None


def _links_of(course: LearningActivity, groups: list[ChoiceGroup]) -> Iterable[GoalCoverage]:
    """Every version, also those that have ended."""
    goals = LearningGoal.objects.with_revision().select_related("goal_set__specialty")
    rows = GoalCoverage.objects.filter(Q(activity=course) | Q(group__in=groups)).select_related("group")
    rows = rows.prefetch_related(Prefetch("goal", queryset=goals))
    return rows.order_by("goal__goal_set__position", F("group").asc(nulls_first=True), "goal__code", "version")


def _corrections_of(course: LearningActivity, groups: list[ChoiceGroup]) -> Iterable[CoverageCorrection]:
    of_course = Q(activity=course) | Q(coverage__activity=course)
    of_group = Q(group__in=groups) | Q(coverage__group__in=groups)
    rows = CoverageCorrection.objects.filter(of_course | of_group)
    return rows.select_related("coverage__goal", "new_goal", "group", "coverage__group").order_by("-at", "-pk")


def _goals_to_add(
    specialties: list[Specialty], course: LearningActivity, rows: list[GoalCoverage]
) -> list[LearningGoal]:
    """In force, of the specialties one may edit, and not there already."""
    if not specialties:
        return []
    there = {row.goal_id for row in rows if row.valid_to_on is None and row.activity_id == course.pk}
    goals = LearningGoal.objects.filter(goal_set__specialty__in=specialties).with_revision().select_related("goal_set")
    found = goals.order_by("goal_set__position", "code")
    return [goal for goal in found if goal.pk not in there and goal.current is not None]
