"""What a decision on a goal rests on: opinions, revision, requirements. Each question runs a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Sum
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.curriculum.models import GoalRevision, LearningActivity, Requirement
from fagvei.training import rules
from fagvei.training.models import EquivalentActivity, Opinion, PersonalRequirement, PlanActivity, PlanGoal
from fagvei.training.queries.rollover import in_force, kept_revision

# --- Opinions ---


@dataclass(frozen=True)
class OpinionsForDecision:
    """The opinions about the present completion, oldest first, and the two a decision can rest on (None while one is missing)."""

    opinions: list[Opinion]
    basis: rules.TwoOpinions | None
    missing: list[str]
    is_against: bool


def opinions_for_decision(plan_goal: PlanGoal) -> OpinionsForDecision:
    """Opinions about an earlier completion do not count. One query."""
    if plan_goal.completion_id is None:
        return OpinionsForDecision([], None, rules.missing_roles([]), False)
    rows = list(
        Opinion.objects.filter(plan_goal=plan_goal, completion_id=plan_goal.completion_id)
        .select_related("by")
        .order_by("pk")
    )
    given = [
        rules.GivenOpinion(row, row.by_id, row.as_role, row.verdict == Opinion.Verdict.ADVISES_AGAINST) for row in rows
    ]
    return OpinionsForDecision(rows, rules.basis_of(given), rules.missing_roles(given), rules.is_against(given))


def revision_to_approve(plan_goal: PlanGoal) -> GoalRevision:
    """What the goal says today (R21), unless a transition rule lets this doctor keep what the plan was made under.

    Before its day, and after its end, a goal is measured by the plan's revision, or by the correction for the same period.
    """
    if plan_goal.state == PlanGoal.State.APPROVED:
        return plan_goal.revision  # stays under the one it was approved by
    revision = kept_revision(plan_goal) or in_force(plan_goal) or plan_goal.revision
    if revision.replaced_on is None:
        return revision
    corrections = GoalRevision.objects.filter(
        goal_id=plan_goal.goal_id,
        replaced_on__isnull=True,
        valid_from_on__lte=max(revision.valid_from_on, clock.today()),
    )
    return corrections.order_by("valid_from_on", "number").last() or revision


# --- Requirements ---


@dataclass(frozen=True)
class UnmetRequirement:
    """What is missing of what a goal asks for, with the rows a page needs to say it."""

    requirement: Requirement | None
    activity: LearningActivity | None
    options: list[LearningActivity]
    kind: str
    required: int
    done: int
    recommended: bool

    @property
    def missing(self) -> int:
        return self.required - self.done

    def __str__(self) -> str:
        if self.kind == "k_of_n":
            names = ", ".join(option.name for option in self.options)
            return _("%(missing)s til av disse: %(names)s") % {"missing": self.missing, "names": names}
        name = self.activity.name if self.activity else _("en aktivitet som ikke er oppgitt")
        if self.required == 1:
            return name
        return _("%(name)s: %(done)s av %(required)s ganger") % {
            "name": name,
            "done": self.done,
            "required": self.required,
        }


@dataclass(frozen=True)
class AskedOfGoal:
    """What a goal asks for, what was set for this doctor, how often it was done, and what was accepted instead."""

    rows: list[Requirement]
    personal: dict[int, PersonalRequirement]
    done: dict[int, int]
    equivalents: list[EquivalentActivity]

    @property
    def accepted(self) -> dict[int, EquivalentActivity]:
        return {
            each.requirement_id: each for each in self.equivalents if each.plan_activity.state in PlanActivity.COUNTING
        }


def asked_of(plan_goal: PlanGoal) -> AskedOfGoal:
    """Four queries."""
    rows = Requirement.objects.current().filter(goal_id=plan_goal.goal_id).select_related("activity")
    equivalents = EquivalentActivity.objects.filter(plan_goal=plan_goal)
    return AskedOfGoal(
        rows=list(rows.order_by("position", "pk")),
        personal=personal_requirements(plan_goal),
        done=repetitions_done(plan_goal),
        equivalents=list(equivalents.select_related("plan_activity", "by", "requirement__activity").order_by("pk")),
    )


def unmet_requirements(plan_goal: PlanGoal) -> list[UnmetRequirement]:
    """Missing parts of the goal's requirements and of what was set for this doctor, after accepted equivalents."""
    return unmet_of(asked_of(plan_goal))


def unmet_of(asked: AskedOfGoal) -> list[UnmetRequirement]:
    rows, personal = asked.rows, asked.personal
    roots = _tree(rows) + _personal_leaves(rows, personal)
    numbers = {activity: row.repetitions for activity, row in personal.items()}
    found = rules.unmet(roots, asked.done, numbers, set(asked.accepted))
    by_key = {row.pk: row for row in rows}
    activities = {row.activity.pk: row.activity for row in rows if row.activity is not None}
    activities |= {pk: row.activity for pk, row in personal.items()}
    return [
        UnmetRequirement(
            requirement=by_key.get(item.key),
            activity=activities.get(item.activity),
            options=[activities[option] for option in item.options],
            kind=item.kind,
            required=item.required,
            done=item.done,
            recommended=item.recommended,
        )
        for item in found
    ]


def repetitions_done(plan_goal: PlanGoal) -> dict[int, int]:
    """Times per learning activity that count for the goal: signed, or fulfilled without a signature. One query."""
    rows = PlanActivity.objects.counting().filter(goals=plan_goal, activity__isnull=False)
    return dict(rows.values_list("activity_id").annotate(Sum("repetitions")).order_by("activity_id"))


def personal_requirements(plan_goal: PlanGoal) -> dict[int, PersonalRequirement]:
    """Per learning activity the newest row, which holds. One query."""
    rows = PersonalRequirement.objects.filter(plan_goal=plan_goal).select_related("activity", "by").order_by("pk")
    return {row.activity_id: row for row in rows}


def personal_repetitions(plan_goal: PlanGoal) -> dict[int, int]:
    return {activity: row.repetitions for activity, row in personal_requirements(plan_goal).items()}


def national_minimum(plan_goal: PlanGoal, activity: LearningActivity) -> int:
    """The highest number the regulation's data asks for, of the goal or of the activity itself; once when none is given."""
    asked = (
        Requirement.objects.current()
        .filter(goal_id=plan_goal.goal_id, activity=activity, kind=Requirement.Kind.REPETITIONS)
        .values_list("repetitions", flat=True)
    )
    return max([1, activity.min_repetitions or 1, *(number or 1 for number in asked)])


def _tree(rows: list[Requirement]) -> list[rules.Node]:
    children: dict[int | None, list[Requirement]] = defaultdict(list)
    for row in rows:
        children[row.parent_id].append(row)

    def node(row: Requirement) -> rules.Node:
        minimum = row.activity.min_repetitions if row.activity else None
        return rules.Node(
            key=row.pk,
            kind=row.kind,
            activity=row.activity_id,
            choose=row.choose,
            repetitions=max(row.repetitions or 1, minimum or 1) if row.kind == Requirement.Kind.REPETITIONS else None,
            recommended=row.recommended,
            children=tuple(node(child) for child in children[row.pk]),
        )

    return [node(row) for row in children[None]]


def _personal_leaves(rows: list[Requirement], personal: dict[int, PersonalRequirement]) -> list[rules.Node]:
    """A number set for an activity that the goal's own requirements do not mention."""
    mentioned = {row.activity_id for row in rows}
    return [
        rules.Node(key=f"personal:{activity}", kind="repetitions", activity=activity, repetitions=row.repetitions)
        for activity, row in personal.items()
        if activity not in mentioned
    ]
