"""What is planned for shared gaps: lessons, courses and reading. One question for any number of gaps."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from fagvei.crosswalk.models import TeachingPlan
from fagvei.crosswalk.queries.places import Places
from fagvei.surveys.queries.released import ReleasedGap

Gap = tuple[int, int]


@dataclass
class Planned:
    """What is planned, by kind: what comes first stands first."""

    plans: list[TeachingPlan] = field(default_factory=list)

    @property
    def lessons(self) -> list[TeachingPlan]:
        return [plan for plan in self.plans if plan.session]

    @property
    def courses(self) -> list[TeachingPlan]:
        return [plan for plan in self.plans if plan.run]

    @property
    def readings(self) -> list[TeachingPlan]:
        return [plan for plan in self.plans if plan.is_reading]


def plans_of(gaps: Iterable[ReleasedGap]) -> dict[Gap, list[TeachingPlan]]:
    """{(survey, unit): plans that stand, whichever wave they were made for}, those that come first first."""
    wanted = {(gap.survey_id, gap.unit_id) for gap in gaps}
    if not wanted:
        return {}
    rows = TeachingPlan.objects.standing().filter(round__survey_id__in={survey for survey, _unit in wanted})
    rows = rows.select_related(
        "session", "run__course__activity", "arena", "round", "unit__chapter__guideline"
    ).order_by("pk")
    found: dict[Gap, list[TeachingPlan]] = {}
    for plan in sorted(rows, key=lambda plan: plan.day):
        if (gap := (plan.round.survey_id, plan.unit_id)) in wanted:
            found.setdefault(gap, []).append(plan)
    return found


def concerns(plan: TeachingPlan, places: Places) -> bool:
    """A doctor reads of what is for the whole institution or for the own ward; those who lead and plan, of all."""
    return plan.arena_id is None or not places.is_doctor or plan.arena_id in places.wards
