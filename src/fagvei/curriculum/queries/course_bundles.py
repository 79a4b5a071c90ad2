"""Courses of the curriculum with outcomes and the goals they contribute to."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Prefetch, Q

from fagvei.curriculum.models import (
    ChoiceGroup,
    GoalCategory,
    GoalCoverage,
    LearningActivity,
    LearningGoal,
)
from fagvei.organisations.models import Specialty


@dataclass
class CoursePage:
    course: LearningActivity
    outcomes: list[tuple[str, list[Any]]]
    goals: list["CategoryCoverage"]
    groups: list[ChoiceGroup]
    is_by_group: bool


@dataclass
class CategoryCoverage:
    """The goals a course contributes to, as the page groups them."""

    category: GoalCategory | None
    coverages: list[GoalCoverage] = field(default_factory=list)

    @property
    def sources(self) -> list[tuple[str, str]]:
        """(origin, reservation) of the links, each once, in their order."""
        return list(dict.fromkeys((each.origin, each.reservation) for each in self.coverages))


_COURSE_ORDER = ("position", "code")


def courses(**which: Any) -> list[LearningActivity]:
    """Course descriptions with what a list shows."""
    rows = LearningActivity.objects.filter(kind=LearningActivity.Kind.COURSE, **which)
    return list(rows.prefetch_related("specialties", "former_names", "choice_groups").order_by(*_COURSE_ORDER))


def course_search(rows: list[LearningActivity], search: str) -> list[LearningActivity]:
    """Former names are searched too: doctors remember them."""
    words = search.casefold().split()
    return [course for course in rows if all(word in _course_text(course) for word in words)]


def _course_text(course: LearningActivity) -> str:
    former = " ".join(former.name for former in course.former_names.all())
    return f"{course.code} {course.name} {former} {' '.join(course.topics)}".casefold()


def courses_of_specialty(specialty: Specialty) -> list[LearningActivity]:
    """The specialty's own courses, and those for all that do not except it."""
    rows = LearningActivity.objects.filter(kind=LearningActivity.Kind.COURSE)
    own = rows.filter(Q(specialties=specialty) | Q(is_for_all_specialties=True))
    own = own.exclude(is_for_all_specialties=True, for_all_specialties_but=specialty)
    return list(own.distinct().order_by(*_COURSE_ORDER))


def course_pages(found: list[LearningActivity]) -> list[CoursePage]:
    """Courses with outcomes, goals and groups; a fixed number of queries however many courses."""
    rows = LearningActivity.objects.filter(pk__in=[course.pk for course in found]).order_by(*_COURSE_ORDER)
    members = Prefetch("members", queryset=LearningActivity.objects.order_by(*_COURSE_ORDER))
    groups = Prefetch("choice_groups", queryset=ChoiceGroup.objects.prefetch_related(members, _coverages_with_goals()))
    rows = rows.prefetch_related(
        "specialties", "for_all_specialties_but", "former_names", "outcomes", groups, _coverages_with_goals()
    )
    return [_course_page(course) for course in rows]


def course_page(code: str) -> CoursePage | None:
    found = list(LearningActivity.objects.filter(code=code, kind=LearningActivity.Kind.COURSE))
    return next(iter(course_pages(found)), None)


def _coverages_with_goals() -> Prefetch:
    goals = Prefetch("goal", queryset=LearningGoal.objects.with_revision().select_related("goal_set", "category"))
    rows = GoalCoverage.objects.current().prefetch_related(goals)
    rows = rows.order_by("goal__goal_set__position", F("goal__category__position").asc(nulls_last=True), "goal__code")
    return Prefetch("coverages", queryset=rows, to_attr="coverages_now")


def _course_page(course: LearningActivity) -> CoursePage:
    groups = list(course.choice_groups.all())
    own = list(course.coverages_now)  # type: ignore[attr-defined]
    of_groups = [coverage for group in groups for coverage in group.coverages_now]  # type: ignore[attr-defined]
    return CoursePage(
        course=course,
        outcomes=_by_level_words(course),
        goals=by_category(own or of_groups),
        groups=groups,
        is_by_group=bool(of_groups) and not own,
    )


def by_category(coverages: list[GoalCoverage]) -> list[CategoryCoverage]:
    groups: list[CategoryCoverage] = []
    for coverage in coverages:
        if not groups or groups[-1].category != coverage.goal.category:
            groups.append(CategoryCoverage(coverage.goal.category))
        groups[-1].coverages.append(coverage)
    return groups


def _by_level_words(course: LearningActivity) -> list[tuple[str, list[Any]]]:
    """Outcomes under the words that lead them, as printed on the page. Nested ones keep the bullet they stand under."""
    groups: list[tuple[str, list[Any]]] = []
    for outcome in course.outcomes.all():
        if not groups or groups[-1][0] != outcome.level_words:
            groups.append((outcome.level_words, []))
        groups[-1][1].append(outcome)
    return groups
