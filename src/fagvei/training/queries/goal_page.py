"""What one goal in the record shows: the requirement and what is met of it, activities, opinions, and who did what when."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from fagvei.curriculum.models import GoalRevision, LearningActivity, Level, LevelWords, Requirement
from fagvei.people.models import User
from fagvei.training import rules
from fagvei.training.models import (
    Assessment,
    EducationPlan,
    EquivalentActivity,
    GoalEvent,
    Opinion,
    OpinionRequest,
    PersonalRequirement,
    PlanActivity,
    PlanGoal,
    SignOff,
    TransferDecision,
)
from fagvei.training.queries.activity_page import Step
from fagvei.training.queries.deciding import (
    AskedOfGoal,
    OpinionsForDecision,
    UnmetRequirement,
    asked_of,
    opinions_for_decision,
    revision_to_approve,
    unmet_of,
)
from fagvei.training.queries.transfer import standing_confirmation


@dataclass(frozen=True)
class RequirementLine:
    """One line of the tree. `count` is "12 av 20" for what is done several times, else empty."""

    depth: int
    words: str
    is_met: bool
    count: str
    recommended: bool
    note: str = ""


@dataclass(frozen=True)
class Asked:
    """Somebody who was asked. `opinion` is None when not given, or not to be read by the viewer yet."""

    person: User
    role: str
    has_answered: bool
    opinion: Opinion | None


@dataclass
class GoalPage:
    plan_goal: PlanGoal
    revision: GoalRevision
    lines: list[RequirementLine]
    unmet: list[UnmetRequirement]
    activities: list[PlanActivity]
    asked: list[Asked]
    given: OpinionsForDecision
    earlier_opinions: list[Opinion]
    equivalents: list[EquivalentActivity]
    steps: list[Step]
    sign_off: SignOff | None
    assessments: list[Assessment]
    transfer: TransferDecision | None

    @property
    def counted(self) -> list[PlanActivity]:
        return [each for each in self.activities if each.state in PlanActivity.COUNTING]

    @property
    def waiting_names(self) -> list[str]:
        return [str(each.person) for each in self.asked if not each.has_answered]

    @property
    def compulsory_unmet(self) -> list[UnmetRequirement]:
        return [each for each in self.unmet if not each.recommended]

    @property
    def courses(self) -> list[PlanActivity]:
        return [each for each in self.counted if each.kind == "course"]

    @property
    def replaceable(self) -> list[Requirement]:
        """What is missing and could be replaced by something as good."""
        return [each.requirement for each in self.unmet if each.requirement is not None]

    @property
    def requirements(self) -> list[Requirement]:
        return list(Requirement.objects.current().filter(goal_id=self.plan_goal.goal_id).select_related("activity"))

    @property
    def countable_activities(self) -> list[LearningActivity]:
        """What this goal asks for or has had done: the activities a higher number can be set for."""
        asked = LearningActivity.objects.filter(
            requirements__goal_id=self.plan_goal.goal_id, requirements__is_current=True
        )
        done = LearningActivity.objects.filter(plan_activities__goals=self.plan_goal)
        return list(
            LearningActivity.objects.filter(Q(pk__in=asked.values("pk")) | Q(pk__in=done.values("pk"))).order_by(
                "name", "pk"
            )
        )

    @property
    def times(self) -> int:
        return sum(each.repetitions for each in self.counted)


def goal_page(plan_goal: PlanGoal, viewer: User) -> GoalPage:
    plan_goal = PlanGoal.objects.select_related(
        "doctor", "goal__category", "goal__goal_set", "revision", "waiting_on", "completion"
    ).get(pk=plan_goal.pk)
    given = opinions_for_decision(plan_goal)
    readable = list(Opinion.objects.visible_to(viewer).filter(plan_goal=plan_goal).select_related("by").order_by("pk"))
    needs = asked_of(plan_goal)
    return GoalPage(
        plan_goal=plan_goal,
        revision=revision_to_approve(plan_goal),
        lines=list(requirement_lines(needs)),
        unmet=unmet_of(needs),
        activities=list(_activities(plan_goal, viewer)),
        asked=_asked(plan_goal, given, readable),
        given=given,
        earlier_opinions=[each for each in readable if each.completion_id != plan_goal.completion_id],
        equivalents=needs.equivalents,
        steps=_steps(plan_goal, viewer),
        sign_off=_sign_off(plan_goal, viewer),
        assessments=_assessments(plan_goal, viewer),
        transfer=standing_confirmation(plan_goal),
    )


def _activities(plan_goal: PlanGoal, viewer: User) -> QuerySet[PlanActivity]:
    seen = PlanActivity.objects.visible_to(viewer).filter(goals=plan_goal).exclude(state__in=PlanActivity.GONE)
    return seen.select_related("supervisor", "activity", "on_behalf_by", "arena", "waiting_on").order_by(
        "-done_on", "-pk"
    )


def _asked(plan_goal: PlanGoal, given: OpinionsForDecision, readable: list[Opinion]) -> list[Asked]:
    """Those asked, and a new mentor who answered without being asked by name."""
    if plan_goal.completion_id is None:
        return []
    may_read = {each.pk for each in readable}
    by_person = {each.by_id: each for each in given.opinions}
    requests = (
        OpinionRequest.objects.filter(completion_id=plan_goal.completion_id).select_related("person").order_by("pk")
    )
    asked = [(each.person, each.as_role) for each in requests]
    others = [
        (each.by, each.as_role) for each in given.opinions if each.by_id not in {person.pk for person, _role in asked}
    ]
    return [_asked_one(person, role, by_person.get(person.pk), may_read) for person, role in [*asked, *others]]


def _asked_one(person: User, role: str, opinion: Opinion | None, may_read: set[int]) -> Asked:
    shown = opinion if opinion is not None and opinion.pk in may_read else None
    return Asked(person, str(Opinion.Role(role).label), opinion is not None, shown)


DECISIONS = GoalEvent.DECISIONS | {GoalEvent.Kind.ANNULLED}


def _steps(plan_goal: PlanGoal, viewer: User) -> list[Step]:
    """What happened. The words of a decision are for those who read the plan; a supervisor sees that it was made."""
    events = list(plan_goal.events.select_related("by").order_by("pk"))
    has_words = any(event.comment for event in events if event.kind in DECISIONS)
    may_read = not has_words or EducationPlan.objects.visible_to(viewer).filter(doctor=plan_goal.doctor_id).exists()
    return [
        Step(
            event.at,
            str(event.by),
            event.get_kind_display().capitalize(),
            event.comment if may_read or event.kind not in DECISIONS else "",
        )
        for event in events
    ]


def _sign_off(plan_goal: PlanGoal, viewer: User) -> SignOff | None:
    standing = SignOff.objects.visible_to(viewer).standing().filter(plan_goal=plan_goal)
    return standing.select_related("by", "responsible_leader").order_by("pk").last()


def _assessments(plan_goal: PlanGoal, viewer: User) -> list[Assessment]:
    """Evidence: signed by somebody who is known, and seen by the viewer."""
    seen = Assessment.objects.visible_to(viewer).counting().filter(goals=plan_goal)
    return list(seen.select_related("version", "assessor", "outside_assessor").order_by("-held_on", "-pk"))


# --- The requirement as lines ---


def requirement_lines(asked: AskedOfGoal) -> Iterator[RequirementLine]:
    """The tree from the top, each line with what is done of it."""
    tree = _Tree(asked)
    yield from tree.lines(None, 0)
    mentioned = {row.activity_id for row in asked.rows}
    for activity_id, row in asked.personal.items():
        if activity_id not in mentioned:
            done = tree.done.get(activity_id, 0)
            count = _("%(done)s av %(required)s") % {"done": done, "required": row.repetitions}
            yield RequirementLine(0, row.activity.name, done >= row.repetitions, count, True, _note(row))


def _note(row: PersonalRequirement) -> str:
    return _("Satt for denne legen av %(name)s: %(reason)s") % {"name": row.by, "reason": row.reason}


class _Tree:
    def __init__(self, asked: AskedOfGoal):
        self.rows, self.personal, self.done = asked.rows, asked.personal, asked.done
        self.accepted = asked.accepted
        self.numbers = {activity: row.repetitions for activity, row in asked.personal.items()}

    def children(self, parent_id: int | None) -> list[Requirement]:
        return [row for row in self.rows if row.parent_id == parent_id]

    def node(self, row: Requirement) -> rules.Node:
        minimum = (row.activity.min_repetitions if row.activity else None) or 1
        return rules.Node(
            row.pk,
            row.kind,
            row.activity_id,
            row.choose,
            max(row.repetitions or 1, minimum) if row.kind == Requirement.Kind.REPETITIONS else None,
            row.recommended,
            tuple(self.node(child) for child in self.children(row.pk)),
        )

    def lines(self, parent_id: int | None, depth: int) -> Iterator[RequirementLine]:
        for row in self.children(parent_id):
            node = self.node(row)
            is_met = not rules.unmet([node], self.done, self.numbers, self.accepted)
            yield RequirementLine(
                depth, self.words(row), is_met, self.count(row, node), row.recommended, self.note(row)
            )
            yield from self.lines(row.pk, depth + 1)

    def words(self, row: Requirement) -> str:
        if row.kind == Requirement.Kind.ALL_OF:
            return _("Alt dette")
        if row.kind == Requirement.Kind.K_OF_N:
            return _("%(choose)s av disse") % {"choose": row.choose}
        return row.activity.name if row.activity else _("en aktivitet som ikke er oppgitt")

    def count(self, row: Requirement, node: rules.Node) -> str:
        if row.activity_id is None:
            return ""
        required = rules.required_repetitions(node, self.numbers)
        if required == 1:
            return ""
        return _("%(done)s av %(required)s") % {"done": self.done.get(row.activity_id, 0), "required": required}

    def note(self, row: Requirement) -> str:
        if (equivalent := self.accepted.get(row.pk)) is not None:
            return _("Erstattet av %(activity)s (%(name)s): %(reason)s") % {
                "activity": equivalent.plan_activity,
                "name": equivalent.by,
                "reason": equivalent.reason,
            }
        if row.activity_id is not None and row.activity_id in self.personal:
            return _note(self.personal[row.activity_id])
        return ""


def level_choices() -> list[tuple[str, str]]:
    """The levels with the regulation's own words where they are loaded."""
    words = {each.level: each for each in LevelWords.objects.order_by("position")}
    return [(level.value, _level_label(level, words.get(level.value))) for level in Level]


def _level_label(level: Any, words: LevelWords | None) -> str:
    if words is None:
        return str(level.label).capitalize()
    said = ", ".join([*words.knowledge_words, *words.skill_words])
    return f"{words.name}: {said}" if said else words.name
