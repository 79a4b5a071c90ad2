"""Sets of goals with their goals by category, as the public pages show them."""

from dataclasses import dataclass, field

from django.db.models import Count, F, Q

from fagvei.curriculum.models import (
    GoalCategory,
    GoalSet,
    LearningGoal,
    LevelWords,
)
from fagvei.organisations.models import Specialty


@dataclass
class CategoryGoals:
    category: GoalCategory | None
    goals: list[LearningGoal] = field(default_factory=list)


@dataclass
class SetPage:
    """A goal set with its goals by category. `loaded` counts all goals of the set, also those a search leaves out."""

    goal_set: GoalSet
    groups: list[CategoryGoals]
    loaded: int
    named: int
    with_text: int
    found: int

    @property
    def is_empty(self) -> bool:
        return self.loaded == 0


def goal_sets() -> list[GoalSet]:
    """All sets with `loaded`, the number of goals we hold."""
    sets = GoalSet.objects.select_related("specialty").annotate(loaded=Count("goals"))
    return list(sets.order_by("position", "code"))


def set_pages(*which: Q, search: str = "") -> list[SetPage]:
    """Sets with their goals by category, the goals that match the search only. Three queries however many sets."""
    sets = list(GoalSet.objects.filter(*which).select_related("specialty"))
    goals = (
        LearningGoal.objects.filter(goal_set__in=sets)
        .with_revision()
        .order_by(F("category__position").asc(nulls_last=True), "code")
    )
    by_set: dict[int, list[LearningGoal]] = {goal_set.pk: [] for goal_set in sets}
    for goal in goals:
        by_set[goal.goal_set_id].append(goal)
    return [_set_page(goal_set, by_set[goal_set.pk], search) for goal_set in sets]


def _set_page(goal_set: GoalSet, goals: list[LearningGoal], search: str) -> SetPage:
    shown = [goal for goal in goals if matches(goal, search)]
    groups: list[CategoryGoals] = []
    for goal in shown:
        if not groups or groups[-1].category != goal.category:
            groups.append(CategoryGoals(goal.category))
        groups[-1].goals.append(goal)
    return SetPage(
        goal_set=goal_set,
        groups=groups,
        loaded=len(goals),
        named=sum(1 for goal in goals if goal.current and goal.current.name),
        with_text=sum(1 for goal in goals if goal.current and goal.current.has_official_text),
        found=len(shown),
    )


def matches(goal: LearningGoal, search: str) -> bool:
    """Every word is in code, name, topic or category. In Python, since the two databases fold æøå differently."""
    category = goal.category.name if goal.category else ""
    text = f"{goal.code} {goal.shown_name} {goal.topic} {category}".casefold()
    return all(word in text for word in search.casefold().split())


def sets_of_specialty(specialty: Specialty, *, search: str = "") -> list[SetPage]:
    """What its doctors must meet: part 1, the common goals, and the specialty's own (the only ones that are searched)."""
    all_pages = set_pages(~Q(kind=GoalSet.Kind.SPECIALTY) | Q(specialty=specialty))
    own = [page for page in all_pages if page.goal_set.specialty_id == specialty.pk]
    for page in own if search else ():
        goals = [goal for group in page.groups for goal in group.goals]
        all_pages[all_pages.index(page)] = _set_page(page.goal_set, goals, search)
    return all_pages


def level_table() -> list[LevelWords]:
    return list(LevelWords.objects.all())
