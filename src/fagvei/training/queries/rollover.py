"""What the regulation says now beside what the plan was made under, goal by goal. A fixed number of questions."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, Q
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.curriculum.models import GoalRevision, GoalSet, LearningGoal, TransitionRule
from fagvei.handbook.models import Sourced
from fagvei.people.models import User
from fagvei.training.models import EducationPlan, GoalPlan, PlanGoal, RevisionChoice
from fagvei.training.rules import rollover as rules


def newest_choice(plan_goal: PlanGoal) -> RevisionChoice | None:
    return RevisionChoice.objects.filter(plan_goal=plan_goal).select_related("rule", "revision", "by").last()


def in_force(plan_goal: PlanGoal) -> GoalRevision | None:
    return GoalRevision.objects.in_force().filter(goal_id=plan_goal.goal_id).first()


def rule_for(plan_goal: PlanGoal) -> TransitionRule | None:
    """The first rule that lets this doctor keep the older revision today."""
    plan = EducationPlan.objects.current().filter(goal_plans=plan_goal.goal_plan_id).order_by("assigned_at").first()
    return rules.first_that_allows(
        list(TransitionRule.objects.newest().order_by("code")),
        goal_set_id=plan_goal.goal.goal_set_id,
        assigned_on=plan.assigned_at.date() if plan else None,
        today=clock.today(),
    )


def kept_revision(plan_goal: PlanGoal) -> GoalRevision | None:
    """The older revision, while the choice and a rule behind it still hold."""
    choice = newest_choice(plan_goal)
    if choice is None or choice.kind != RevisionChoice.Kind.KEPT or rule_for(plan_goal) is None:
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

    @property
    def is_approved(self) -> bool:
        return self.plan_goal.state == PlanGoal.State.APPROVED

    @property
    def is_kept(self) -> bool:
        return self.choice is not None and self.choice.kind == RevisionChoice.Kind.KEPT and self.rule is not None


@dataclass
class RolloverPage:
    doctor: User
    changed: list[Row] = field(default_factory=list)
    ended: list[Row] = field(default_factory=list)
    new: list[GoalRevision] = field(default_factory=list)
    rules: list[TransitionRule] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.changed or self.ended or self.new)


def rollover_page(doctor: User) -> RolloverPage:
    goals = list(
        PlanGoal.objects.filter(doctor=doctor)
        .in_current_plan()
        .select_related("goal__goal_set", "goal__replaced_by", "revision")
        .order_by("goal__goal_set__position", "goal__code")
    )
    plans = EducationPlan.objects.current().filter(doctor=doctor).prefetch_related("goal_plans").order_by("assigned_at")
    assigned = {each.pk: plan.assigned_at.date() for plan in reversed(plans) for each in plan.goal_plans.all()}
    now = {
        row.goal_id: row for row in GoalRevision.objects.in_force().filter(goal__in=[each.goal_id for each in goals])
    }
    choices = {
        row.plan_goal_id: row
        for row in RevisionChoice.objects.filter(plan_goal__in=goals)
        .select_related("rule", "by", "revision")
        .order_by("pk")
    }
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
        if newer is not None and row.sentences:
            page.changed.append(row)
        elif newer is None and each.revision.valid_from_on <= clock.today():
            page.ended.append(row)
    page.new = new_goals(doctor, goals)
    return page


def ended(goals: Iterable[PlanGoal]) -> set[int]:
    """Ids of the plan's goals that the regulation asks for no longer. One question."""
    rows = list(goals)
    over = set(LearningGoal.objects.ended().filter(pk__in=[each.goal_id for each in rows]).values_list("pk", flat=True))
    return {each.pk for each in rows if each.goal_id in over}


def new_goals(doctor: User, goals: Iterable[PlanGoal]) -> list[GoalRevision]:
    """In force in the doctor's sets, and in those that have come to the specialty since, and not in the plan.

    A set of demo data is no regulation: it reaches those who have it already.
    """
    held = GoalPlan.objects.filter(doctor=doctor, education_plans__archived_at__isnull=True).values("goal_set_id")
    plans = EducationPlan.objects.current().filter(doctor=doctor)
    asked = GoalSet.objects.asked_of(plans.values("specialty")).filter(Exists(plans)).order_by().values("pk")
    come = asked.exclude(verification=Sourced.Verification.DEMO)
    known = [each.goal_id for each in goals]
    rows = GoalRevision.objects.in_force().filter(Q(goal__goal_set__in=held) | Q(goal__goal_set__in=come))
    rows = rows.exclude(goal_id__in=known)
    return list(rows.select_related("goal__goal_set").order_by("goal__code"))


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
