"""How many doctors lack a course, by region and year. From the record, in numbers.

The year is the one in which the doctor has placed the course in the plan by half-year; where it is not placed, the last
year of part 3, counted from the day the plan was assigned. What was placed in a year that is over is needed now.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from fagvei.common import clock
from fagvei.common.disclosure import K, told_groups
from fagvei.courses.models import CourseAttendance
from fagvei.curriculum.models import ChoiceGroup, LearningActivity
from fagvei.organisations.models import Specialty
from fagvei.training.models import EducationPlan, PlanActivity, PlannedItem
from fagvei.training.rules.halfyear import MONTHS_OF_PART_3

YEARS_OF_PART_3 = MONTHS_OF_PART_3 // 12


@dataclass
class Demand:
    """Of one course: doctors in the specialty who have not taken it, {(region, year): doctors}.

    What is told splits all of them, first by year, then each year that is told by region; every part of a split, and what it
    leaves out, is at least five (`told_groups`). So whatever is added and subtracted is at least five too.
    """

    by_place: Counter = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return self.by_place.total()

    @property
    def is_shown(self) -> bool:
        return self.total >= K

    @cached_property
    def years(self) -> dict[int, int]:
        """{year: doctors}, the years that are told."""
        counts: Counter = Counter()
        for (_region, year), number in self.by_place.items():
            counts[year] += number
        return told_groups(counts)

    @cached_property
    def places(self) -> dict[tuple[str, int], int]:
        """{(region, year): doctors}, what is told of the years that are told."""
        found = {}
        for told in self.years:
            counts = {region: n for (region, year), n in self.by_place.items() if year == told}
            found.update({(region, told): n for region, n in told_groups(counts).items()})
        return found


def demand_for(specialty: Specialty, activities: Iterable[LearningActivity]) -> dict[int, Demand]:
    """{activity: demand}. The same few questions however many courses."""
    ids = [activity.pk for activity in activities]
    plans = EducationPlan.objects.current().filter(specialty=specialty, doctor__is_active=True)
    this_year = clock.today().year
    doctors = {
        doctor: (region, assigned_at.year + YEARS_OF_PART_3)
        for doctor, region, assigned_at in plans.values_list(
            "doctor_id", "institution__region__name", "assigned_at"
        ).order_by("pk")
    }
    done = _done(ids, set(doctors))
    placed = _years(ids)
    found: dict[int, Demand] = {pk: Demand() for pk in ids}
    for doctor, (region, latest) in doctors.items():
        for activity in ids:
            if activity in done[doctor]:
                continue
            year = max(this_year, placed.get((activity, doctor), latest))
            found[activity].by_place[region, year] += 1
    return found


def _done(ids: list[int], doctors: set[int]) -> dict[int, set[int]]:
    """What each doctor need not take: what is taken, and the rest of a choice group that has enough.

    Whoever was at a course that no goal asks for has nothing of it in the plan, and has taken it all the same.
    """
    recorded = PlanActivity.objects.counting().filter(activity_id__in=ids).values_list("doctor_id", "activity_id")
    attended = CourseAttendance.objects.standing().filter(run__course__activity_id__in=ids)
    taken = [*recorded.order_by("pk"), *attended.order_by("pk").values_list("doctor_id", "run__course__activity_id")]
    done: dict[int, set[int]] = defaultdict(set)
    for doctor, activity in taken:
        if doctor in doctors:
            done[doctor].add(activity)
    groups = ChoiceGroup.objects.filter(members__in=ids).distinct().prefetch_related("members")
    for group in groups.order_by("pk"):
        members = {member.pk for member in group.members.all()}
        for own in done.values():
            if len(own & members) >= group.choose:
                own |= members
    return done


def _years(ids: list[int]) -> dict[tuple[int, int], int]:
    items = PlannedItem.objects.filter(activity_id__in=ids).exclude(half_year="")
    rows = items.values_list("activity_id", "doctor_id", "half_year").order_by("pk")
    return {(activity, doctor): int(half[:4]) for activity, doctor, half in rows}
