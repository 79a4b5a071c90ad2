"""One cell of the team matrix explained: the goals of one doctor in one category, and which arenas give what is missing."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Max, Q

from fagvei.common import clock
from fagvei.people.models import User
from fagvei.training.models import PlanActivity, PlanGoal
from fagvei.training.models.goals import carried_on
from fagvei.training.queries.team_page import Key, age_words, months_between


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal that is not approved yet, with the newest activity that counts for it."""

    url: str
    code: str
    title: str
    state: str
    newest: dt.date | None

    @property
    def words(self) -> str:
        return age_words(None if self.newest is None else months_between(self.newest, clock.today()))


@dataclass(frozen=True, slots=True)
class TeamCell:
    doctor: User
    set_name: str
    name: str
    approved: int
    total: int
    open_goals: list[GoalLine]
    arenas: list[tuple[str, int]]

    @property
    def remaining(self) -> int:
        return self.total - self.approved


def team_cell(doctor: User, key: Key, colleagues: list[User]) -> TeamCell | None:
    """`arenas`: where one's own doctors have learned what this doctor lacks, with how many of the goals. Three questions."""
    goals = list(
        PlanGoal.objects.filter(doctor=doctor, goal__goal_set=key[0], goal__category=key[1])
        .in_current_plan()
        .asked_for()
        .exclude(carried_on())
        .select_related("goal__goal_set", "goal__category", "revision")
        .annotate(newest=Max("activities__done_on", filter=Q(activities__state__in=PlanActivity.COUNTING)))
        .order_by("goal__code")
    )
    if not goals:
        return None
    missing = [goal for goal in goals if goal.state != PlanGoal.State.APPROVED]
    first = goals[0].goal
    return TeamCell(
        doctor,
        first.goal_set.short_name,
        first.category.name if first.category else first.goal_set.name,
        len(goals) - len(missing),
        len(goals),
        [
            GoalLine(
                goal.get_absolute_url(), goal.goal.code, goal.revision.shown_name, goal.get_state_display(), goal.newest
            )
            for goal in missing
        ],
        arenas_that_gave([goal.goal_id for goal in missing], colleagues),
    )


def arenas_that_gave(goal_ids: list[int], colleagues: list[User]) -> list[tuple[str, int]]:
    """Arenas by how many of the goals they have given evidence for, among these doctors."""
    grouped = (
        PlanActivity.goals.through.objects.filter(
            plangoal__goal__in=goal_ids,
            planactivity__doctor__in=colleagues,
            planactivity__state__in=PlanActivity.COUNTING,
            planactivity__arena__isnull=False,
        )
        .values_list("planactivity__arena__name")
        .annotate(Count("plangoal__goal", distinct=True))
        .order_by()
    )
    return sorted(grouped, key=lambda row: (-row[1], row[0]))[:5]
