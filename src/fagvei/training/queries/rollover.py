"""What the regulation says now beside what the plan was made under, goal by goal. A fixed number of questions."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, Q
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.curriculum.models import GoalRevision, GoalSet, LearningGoal, TransitionRule
from fagvei.handbook.models import Sourced
from fagvei.people.models import User
from fagvei.training.models import EducationPlan, GoalPlan, PlanGoal, RevisionChoice, SetChoice
from fagvei.training.models.goals import has_ended, of_part_1
from fagvei.training.rules import rollover as rules


def newest_choice(plan_goal: PlanGoal) -> RevisionChoice | None:
    return RevisionChoice.objects.filter(plan_goal=plan_goal).select_related("rule", "revision", "by").last()


def in_force(plan_goal: PlanGoal) -> GoalRevision | None:
    return GoalRevision.objects.in_force().filter(goal_id=plan_goal.goal_id).first()


def rule_for(goal_plan: GoalPlan) -> TransitionRule | None:
    """The first rule that lets this doctor keep what the set said, for one goal or as a whole, today."""
    plan = EducationPlan.objects.current().filter(goal_plans=goal_plan).order_by("assigned_at").first()
    return rules.first_that_allows(
        list(TransitionRule.objects.newest().order_by("code")),
        goal_set_id=goal_plan.goal_set_id,
        assigned_on=_assigned_on(plan) if plan else None,
        today=clock.today(),
    )


def _assigned_on(plan: EducationPlan) -> dt.date:
    return plan.assigned_at.astimezone(clock.OSLO).date()


def kept_sets(doctor: User) -> list[SetChoice]:
    """The sets that are kept as they were, while a rule lets them. One question."""
    rows = SetChoice.objects.standing().filter(goal_plan__doctor=doctor)
    return list(rows.select_related("goal_plan__goal_set", "rule", "by").order_by("pk"))


def is_set_kept(goal_plan: GoalPlan) -> bool:
    return SetChoice.objects.standing().filter(goal_plan=goal_plan).exists()


def kept_revision(plan_goal: PlanGoal) -> GoalRevision | None:
    """The older revision, while the choice, of the goal or of its set, and a rule behind it still hold."""
    if is_set_kept(plan_goal.goal_plan):
        return plan_goal.revision
    choice = newest_choice(plan_goal)
    if choice is None or choice.kind != RevisionChoice.Kind.KEPT or rule_for(plan_goal.goal_plan) is None:
        return None
    return choice.revision


# --- The page ---


@dataclass
class Row:
    """A goal that says something else now, or that has ended."""

    plan_goal: PlanGoal
    newer: GoalRevision | None
    sentences: list[str]
    choice: RevisionChoice | None
    rule: TransitionRule | None
    successor: LearningGoal | None = None
    is_kept_with_set: bool = False

    @property
    def is_approved(self) -> bool:
        return self.plan_goal.state == PlanGoal.State.APPROVED

    @property
    def is_kept(self) -> bool:
        return self.choice is not None and self.choice.kind == RevisionChoice.Kind.KEPT and self.rule is not None


@dataclass(frozen=True)
class SetRow:
    """A set that says something else now, with how many goals, and a rule by which all of it may be kept, or is."""

    goal_plan: GoalPlan
    rule: TransitionRule
    kept: SetChoice | None
    changed: int
    ended: int
    new: int


@dataclass
class RolloverPage:
    """`new` are asked for; those that a kept set leaves out are counted in its row alone."""

    doctor: User
    changed: list[Row] = field(default_factory=list)
    ended: list[Row] = field(default_factory=list)
    new: list[GoalRevision] = field(default_factory=list)
    rules: list[TransitionRule] = field(default_factory=list)
    sets: list[SetRow] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.changed or self.ended or self.new or self.sets)


def rollover_page(doctor: User) -> RolloverPage:
    goals = list(
        PlanGoal.objects.filter(doctor=doctor)
        .in_current_plan()
        .select_related("goal__goal_set", "goal__replaced_by", "revision", "goal_plan__goal_set")
        .order_by("goal__goal_set__position", "goal__code")
    )
    plans = EducationPlan.objects.current().filter(doctor=doctor).prefetch_related("goal_plans").order_by("assigned_at")
    assigned = {each.pk: _assigned_on(plan) for plan in reversed(plans) for each in plan.goal_plans.all()}
    now = {
        row.goal_id: row for row in GoalRevision.objects.in_force().filter(goal__in=[each.goal_id for each in goals])
    }
    choices = {
        row.plan_goal_id: row
        for row in RevisionChoice.objects.filter(plan_goal__in=goals)
        .select_related("rule", "by", "revision")
        .order_by("pk")
    }
    kept = kept_sets(doctor)
    with_set = {choice.goal_plan_id for choice in kept}
    page = RolloverPage(doctor, rules=list(TransitionRule.objects.newest().select_related("goal_set").order_by("code")))
    for each in goals:
        newer = now.get(each.goal_id)
        if newer is not None and newer.pk == each.revision_id:
            continue
        rule = rules.first_that_allows(
            page.rules,
            goal_set_id=each.goal.goal_set_id,
            assigned_on=assigned.get(each.goal_plan_id),
            today=clock.today(),
        )
        row = Row(each, newer, sentences(each.revision, newer), choices.get(each.pk), rule, each.goal.replaced_by)
        row.is_kept_with_set = each.goal_plan_id in with_set
        if newer is not None and row.sentences:
            page.changed.append(row)
        elif newer is None and each.revision.valid_from_on <= clock.today():
            page.ended.append(row)
    page.new, left_out = _new_goals(doctor, goals, kept)
    page.sets = _set_rows(page, goals, kept, left_out, assigned)
    return page


def _set_rows(
    page: RolloverPage,
    goals: Sequence[PlanGoal],
    kept: Iterable[SetChoice],
    left_out: Iterable[GoalRevision],
    assigned: dict[int, dt.date],
) -> list[SetRow]:
    """Only where a rule lets the doctor choose: nothing is shown that nobody may do."""
    by_plan = {choice.goal_plan_id: choice for choice in kept}
    changed = Counter(row.plan_goal.goal_plan_id for row in page.changed)
    ended = Counter(row.plan_goal.goal_plan_id for row in page.ended)
    come = [each.goal.goal_set for each in [*page.new, *left_out]]
    held = {each.goal_plan.goal_set_id for each in goals}
    found = []
    for goal_plan in {each.goal_plan_id: each.goal_plan for each in goals}.values():
        rule = rules.first_that_allows(
            page.rules,
            goal_set_id=goal_plan.goal_set_id,
            assigned_on=assigned.get(goal_plan.pk),
            today=clock.today(),
        )
        new = sum(rules.is_kept_out(each, [goal_plan.goal_set], held) for each in come)
        counts = changed[goal_plan.pk], ended[goal_plan.pk], new
        if rule is not None and (any(counts) or goal_plan.pk in by_plan):
            found.append(SetRow(goal_plan, rule, by_plan.get(goal_plan.pk), *counts))
    return found


def ended(goals: Iterable[PlanGoal]) -> set[int]:
    """Ids of the plan's goals that the regulation asks for no longer. One question."""
    rows = PlanGoal.objects.filter(has_ended(), pk__in=[each.pk for each in goals])
    return set(rows.values_list("pk", flat=True))


def new_goals(doctor: User, goals: Iterable[PlanGoal], kept: Sequence[SetChoice]) -> list[GoalRevision]:
    """In force in the doctor's sets, and in those that have come to the specialty since, and not in the plan.

    A set of demo data is no regulation: it reaches those who have it already. Not what a set that is kept leaves out.
    """
    return _new_goals(doctor, goals, kept)[0]


def _new_goals(
    doctor: User, goals: Iterable[PlanGoal], kept: Sequence[SetChoice]
) -> tuple[list[GoalRevision], list[GoalRevision]]:
    """Those that are asked for, and those that a kept set leaves out."""
    planned = list(goals)
    held = GoalPlan.objects.filter(doctor=doctor, education_plans__archived_at__isnull=True).values("goal_set_id")
    plans = EducationPlan.objects.current().filter(doctor=doctor)
    asked = GoalSet.objects.asked_of(plans.values("specialty")).filter(Exists(plans)).order_by().values("pk")
    come = asked.exclude(verification=Sourced.Verification.DEMO)
    known = [each.goal_id for each in planned]
    rows = GoalRevision.objects.in_force().filter(Q(goal__goal_set__in=held) | Q(goal__goal_set__in=come))
    # A doctor who has the plan of part 1 alone is asked for no more than that.
    whole = Exists(plans.in_a_specialty())
    rows = rows.filter(whole | Q(goal__in=of_part_1().values("pk"))).exclude(goal_id__in=known)
    sets, in_plans = [each.goal_plan.goal_set for each in kept], {each.goal.goal_set_id for each in planned}
    asked_for: list[GoalRevision] = []
    left_out: list[GoalRevision] = []
    for row in rows.select_related("goal__goal_set").order_by("goal__code"):
        (left_out if rules.is_kept_out(row.goal.goal_set, sets, in_plans) else asked_for).append(row)
    return asked_for, left_out


def sentences(before: GoalRevision, after: GoalRevision | None) -> list[str]:
    """The differences in plain words."""
    if after is None:
        return []
    return [_in_words(each, before, after) for each in rules.changes(before, after)]


def _in_words(change: rules.Change, before: GoalRevision, after: GoalRevision) -> str:
    if change.field == "knowledge_level":
        return _("Kunnskapsnivået er endret fra %(was)s til %(now)s.") % _levels(before, after, "knowledge_level")
    if change.field == "skill_level":
        return _("Ferdighetsnivået er endret fra %(was)s til %(now)s.") % _levels(before, after, "skill_level")
    words = {"was": change.before or "–", "now": change.after or "–"}
    if change.field == "name":
        return _("Navnet er endret fra «%(was)s» til «%(now)s».") % words
    if change.field == "official_text":
        return _("Teksten er endret. Før: «%(was)s» Nå: «%(now)s»") % words
    return _("Den utdypende teksten er endret. Før: «%(was)s» Nå: «%(now)s»") % words


def _levels(before: GoalRevision, after: GoalRevision, name: str) -> dict[str, str]:
    shown = [getattr(each, f"get_{name}_display")() or _("ikke oppgitt") for each in (before, after)]
    return {"was": str(shown[0]), "now": str(shown[1])}
