"""One goal with what the public page of it shows, and what it requires."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import F, Prefetch
from django.utils.translation import gettext as _

from fagvei.curriculum.models import (
    GoalCoverage,
    GoalRevision,
    LearningActivity,
    LearningGoal,
    LevelWords,
    Requirement,
)
from fagvei.curriculum.queries.sets import level_table


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
    def is_recommended(self) -> bool:
        """The Directorate recommends all that is asked for. A procedure somebody else counts is asked for, and not by it."""
        return all(activity.recommended for node in self.requirements for activity in node.activities())

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

    def activities(self) -> Iterator[LearningActivity]:
        if self.requirement.activity is not None:
            yield self.requirement.activity
        for child in self.children:
            yield from child.activities()

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
