"""What the public pages of goals and courses need, a fixed number of queries each."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Max, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from fagvei.curriculum.models import (
    ChoiceGroup,
    GoalCategory,
    GoalCoverage,
    GoalRevision,
    GoalSet,
    LearningActivity,
    LearningGoal,
    LevelWords,
    ProcedurePlace,
    Requirement,
)
from fagvei.organisations.models import Specialty
from fagvei.people.queries import roles_of

# --- Sets and their goals -------------------------------------------------------------------------------------------


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


# --- One goal -------------------------------------------------------------------------------------------------------


@dataclass
class GoalPage:
    goal: LearningGoal
    revisions: list[GoalRevision]
    coverages: list[GoalCoverage]
    requirements: list["Node"]
    levels: dict[str, LevelWords]
    replaces: list[LearningGoal]
    previous: str | None
    next: str | None

    @property
    def current(self) -> GoalRevision | None:
        return self.goal.current

    @property
    def requirement_words(self) -> list[str]:
        return [sentence for node in self.requirements for sentence in node.sentences()]

    @property
    def knowledge(self) -> LevelWords | None:
        return self.levels.get(self.current.knowledge_level) if self.current else None

    @property
    def skill(self) -> LevelWords | None:
        return self.levels.get(self.current.skill_level) if self.current else None


def goal_page(code: str) -> GoalPage | None:
    goals = LearningGoal.objects.with_revision().select_related("category", "goal_set__specialty__liaison_centre")
    goal = goals.filter(code=code).first()
    if goal is None:
        return None
    codes = list(LearningGoal.objects.filter(goal_set=goal.goal_set_id).order_by("code").values_list("code", flat=True))
    place = codes.index(code)
    return GoalPage(
        goal=goal,
        revisions=list(goal.revisions.order_by("-number")),
        coverages=coverages_of_goal(goal),
        requirements=requirement_tree(goal),
        levels={words.level: words for words in level_table()},
        replaces=list(goal.replaces.order_by("code")),
        previous=codes[place - 1] if place else None,
        next=codes[place + 1] if place + 1 < len(codes) else None,
    )


def coverages_of_goal(goal: LearningGoal) -> list[GoalCoverage]:
    """What contributes to the goal, in the order of the course list; the group's courses come along."""
    members = Prefetch("group__members", queryset=LearningActivity.objects.order_by("position", "code"))
    rows = goal.coverages.current().select_related("activity", "group").prefetch_related(members)
    return list(rows.order_by(F("activity__position").asc(nulls_last=True), "pk"))


@dataclass
class Node:
    """A requirement with what stands under it."""

    requirement: Requirement
    children: list["Node"] = field(default_factory=list)

    def sentences(self) -> list[str]:
        """One sentence per thing that is asked for."""
        if self.requirement.kind == Requirement.Kind.ALL_OF:
            return [sentence for child in self.children for sentence in child.sentences()]
        return [self.phrase()]

    def phrase(self) -> str:
        node = self.requirement
        if node.kind == Requirement.Kind.K_OF_N:
            values = {"k": in_words(node.choose or 0), "n": in_words(len(self.children)), "what": self._list(", ")}
            return _("%(k)s av %(n)s: %(what)s") % values
        if node.kind == Requirement.Kind.ALL_OF:
            return _("alle: %s") % self._list(", ")
        if node.kind == Requirement.Kind.REPETITIONS:
            return _("%(what)s, minst %(count)s ganger") % {"what": node.activity, "count": node.repetitions}
        return str(node.activity)

    def _list(self, separator: str) -> str:
        return separator.join(child.phrase() for child in self.children)


def requirement_tree(goal: LearningGoal) -> list[Node]:
    rows = list(goal.requirements.current().select_related("activity").order_by("position", "pk"))
    nodes = {row.pk: Node(row) for row in rows}
    for row in rows:
        if row.parent_id in nodes:
            nodes[row.parent_id].children.append(nodes[row.pk])
    return [nodes[row.pk] for row in rows if row.parent_id is None]


def in_words(number: int) -> str:
    """Small numbers as words: "to av tre"."""
    words = (
        _("ingen"),
        _("én"),
        _("to"),
        _("tre"),
        _("fire"),
        _("fem"),
        _("seks"),
        _("sju"),
        _("åtte"),
        _("ni"),
        _("ti"),
    )
    return words[number] if number < len(words) else str(number)


# --- Courses --------------------------------------------------------------------------------------------------------


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


# --- Specialties ----------------------------------------------------------------------------------------------------


def specialties_with_goals() -> QuerySet[Specialty]:
    """Those a plan can be made for: somebody has said what their goals are."""
    return Specialty.objects.filter(goal_sets__isnull=False).distinct()


def specialties() -> list[Specialty]:
    """All of them, each with `goals_loaded` and `courses_known`."""
    return list(
        Specialty.objects.select_related("liaison_centre")
        .annotate(
            goals_loaded=Count("goal_sets__goals", distinct=True),
            courses_known=Count("activities", filter=Q(activities__kind="course"), distinct=True),
        )
        .order_by("sort_key")
    )


# --- Procedures, with where they are learned and who answers for it --------------------------------------------------


@dataclass(frozen=True)
class ProcedureLine:
    """`minimum` is the highest number a source asks for, None when none does."""

    activity: LearningActivity
    minimum: int | None
    place: ProcedurePlace | None
    may_edit: bool


def procedures_with_places(user: Any) -> list[ProcedureLine]:
    """All procedures by name, in four questions."""
    rows = LearningActivity.objects.filter(kind=LearningActivity.Kind.PROCEDURE).select_related("institution")
    asked = Requirement.objects.current().filter(kind=Requirement.Kind.REPETITIONS, activity__in=rows)
    minimum = dict(asked.values_list("activity_id").annotate(Max("repetitions")).order_by("activity_id"))
    places = places_of(rows)
    own = centres_of_officer(user)
    return [
        ProcedureLine(
            each,
            max(minimum.get(each.pk) or 0, each.min_repetitions or 0) or None,
            places.get(each.pk),
            bool(own) if each.pk not in places else places[each.pk].centre_id in own,
        )
        for each in rows.order_by("name", "pk")
    ]


def places_of(activities: Any) -> dict[int, ProcedurePlace]:
    """Per procedure the row that holds. One query."""
    rows = ProcedurePlace.objects.newest().filter(activity__in=activities)
    return {row.activity_id: row for row in rows.select_related("centre").order_by("pk")}


def place_of(activity: LearningActivity) -> ProcedurePlace | None:
    return places_of([activity]).get(activity.pk)


def centres_of_officer(user: Any) -> set[int]:
    """The RegUts where the user is an officer now."""
    return {each.centre_id for each in roles_of(user) if each.role == "centre_officer" and each.centre_id is not None}
