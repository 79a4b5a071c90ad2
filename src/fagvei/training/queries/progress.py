"""How far a doctor has come, counted in the database."""

from dataclasses import dataclass, field

from django.db.models import Count

from fagvei.curriculum.models import GoalSet
from fagvei.people.models import User
from fagvei.training.models import PlanGoal


@dataclass
class Counts:
    """Goals by state. `total` is what stands in the plan."""

    by_state: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PlanGoal.State.values, 0))

    @property
    def total(self) -> int:
        return sum(self.by_state.values())

    @property
    def approved(self) -> int:
        return self.by_state[PlanGoal.State.APPROVED]

    @property
    def remaining(self) -> int:
        return self.total - self.approved

    @property
    def percent(self) -> int:
        """Whole percent, rounded down: 100 means all."""
        return self.approved * 100 // self.total if self.total else 0


@dataclass
class CategoryProgress(Counts):
    """One heading of a set; `name` is "" for goals that stand under none."""

    name: str = ""
    position: int = 0


@dataclass
class SetProgress(Counts):
    """`expected` is the number of goals a source gives, or None. A set without loaded content is not "done": it is unknown."""

    goal_set: GoalSet | None = None
    categories: list[CategoryProgress] = field(default_factory=list)

    @property
    def has_content(self) -> bool:
        return self.total > 0

    @property
    def expected(self) -> int | None:
        return self.goal_set.expected_goals if self.goal_set else None

    @property
    def is_incomplete(self) -> bool:
        """Fewer goals are loaded than the source counts."""
        return self.expected is not None and self.total < self.expected


@dataclass
class Progress(Counts):
    sets: list[SetProgress] = field(default_factory=list)


def progress_for(doctor: User) -> Progress:
    """Counts of the doctor's current plans, per set and category. Two queries, whatever the number of goals."""
    sets = {
        goal_set.pk: SetProgress(goal_set=goal_set)
        for goal_set in GoalSet.objects.filter(
            goal_plans__doctor=doctor, goal_plans__education_plans__archived_at__isnull=True,
            goal_plans__education_plans__isnull=False,
        ).distinct().order_by("position", "code")
    }  # fmt: skip
    progress = Progress(sets=list(sets.values()))
    rows = (
        PlanGoal.objects.filter(doctor=doctor, goal_plan__goal_set__in=sets)
        .values_list("goal_plan__goal_set_id", "goal__category__name", "goal__category__position", "state")
        .annotate(number=Count("pk"))
        .order_by("goal__category__position", "goal__category__name", "state")
    )
    categories: dict[tuple[int, str], CategoryProgress] = {}
    for set_id, name, position, state, number in rows:
        key = (set_id, name or "")
        if key not in categories:
            categories[key] = CategoryProgress(name=name or "", position=position or 0)
            sets[set_id].categories.append(categories[key])
        for counts in (progress, sets[set_id], categories[key]):
            counts.by_state[state] += number
    return progress
