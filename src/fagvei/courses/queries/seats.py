"""The round as the engine takes it, and who is who to it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from fagvei.common import clock
from fagvei.common.prepared import prepared
from fagvei.common.sealed import unseal
from fagvei.courses.models import (
    ApplicationRound,
    Course,
    CourseApplication,
    CourseAppointment,
    CourseRun,
    RoundRun,
    SeatAllocation,
    SeatOffer,
)
from fagvei.courses.queries.criteria import criteria_of, judged_criteria, judged_in
from fagvei.organisations.models import Specialty
from fagvei.people.models import RoleAssignment
from fagvei.planning.seats import Allocation, Applicant, Claim, Problem, Reasons, Reserve, Run, lottery, replay
from fagvei.training.models import Placement
from fagvei.training.queries import service_days_of_many

BY_SERVICE = ("seniority",)


def is_course_leader(user: Any, course: Course) -> bool:
    """Appointed to lead the course today."""
    today = clock.today()
    leaders = CourseAppointment.objects.filter(course=course, role=CourseAppointment.Role.LEADER)
    return user.is_active and leaders.filter(person_id=user.pk, from_on__lte=today, to_on__gte=today).exists()


def has_course_leader(course: Course) -> bool:
    """Somebody leads it today. Without, no seats can be released."""
    today = clock.today()
    leaders = course.appointments.filter(role=CourseAppointment.Role.LEADER, from_on__lte=today, to_on__gte=today)
    return leaders.filter(person__is_active=True).exists()


def courses_led_by(user: Any) -> list[int]:
    return sorted(set(_led_by(person=user.pk, today=clock.today())))


@prepared
def _led_by(person: int, today: dt.date) -> QuerySet:
    leading = CourseAppointment.objects.filter(
        person_id=person, role=CourseAppointment.Role.LEADER, from_on__lte=today, to_on__gte=today
    )
    return leading.values_list("course_id", flat=True)


def starts_at(run: CourseRun) -> dt.datetime:
    """Midnight in Norway before the first day: nobody is moved up after that."""
    return clock.start_of(run.starts_on)


def components_of(found: ApplicationRound) -> tuple[str, ...]:
    """What decides, in order. Where a course has its own criteria, they replace the common rule (R14)."""
    return tuple(criterion.component for criterion in criteria_of(found)) or BY_SERVICE


def counting(found: ApplicationRound) -> list[CourseApplication]:
    """Applications that count: sent, with consent given before the deadline (R15).

    So does one whose last wish fell out after the deadline: its receipt stands in the lottery, and no number is drawn anew.
    """
    sent = found.applications.exclude(state__in=NOT_COUNTED)
    return list(sent.filter(consent_at__lt=found.deadline_at).select_related("doctor").order_by("pk"))


NOT_COUNTED = (
    CourseApplication.State.AWAITING,
    CourseApplication.State.REFUSED,
    CourseApplication.State.WITHDRAWN,
    CourseApplication.State.LAPSED,
)


def is_judged(found: ApplicationRound) -> bool:
    """Everybody whose application counts has been judged by each criterion that only people can judge."""
    by_hand = judged_criteria(found)
    if not by_hand:
        return True
    judged = judged_in(found)
    wanting = [each for each in counting(found) if each.wishes]
    return all((application.pk, each.pk) in judged for application in wanting for each in by_hand)


def problem_of(found: ApplicationRound) -> Problem:
    """All that the rule needs, and no names: people and runs have the random keys of their rows."""
    round_runs = list(found.round_runs.standing().select_related("run__host_centre__region").order_by("pk"))
    applications = counting(found)
    numbers = lottery.draw(secret_of(found), {each.key: each.receipt for each in applications}, found.public_value)
    regions = _regions_of([each.doctor_id for each in applications], found.deadline_at)
    components = components_of(found)
    by_hand = judged_criteria(found)
    judged = judged_in(found) if by_hand else {}
    days = {each.pk: service_days(found.course, applications, each.run.starts_on) for each in round_runs}
    by_key = {each.key: each for each in round_runs}

    def claim(application: CourseApplication, key: str) -> Claim:
        row = by_key[key]
        values = {
            "seniority": days[row.pk].get(application.doctor_id, 0),
            "own_region": int(regions.get(application.doctor_id) == row.run.host_centre.region.code),
        }
        for each in by_hand:
            judgement = judged.get((application.pk, each.pk))
            values[each.component] = int(judgement is not None and judgement.is_met)
        return Claim(key, tuple(values[name] for name in components))

    return Problem(
        components,
        tuple(
            Run(each.key, each.seats, tuple(Reserve(region, seats) for region, seats in sorted(each.reserves.items())))
            for each in round_runs
        ),
        tuple(
            Applicant(
                each.key,
                numbers[each.key],
                tuple(claim(each, key) for key in each.wishes if key in by_key),
                regions.get(each.doctor_id, ""),
            )
            for each in applications
        ),
        round=str(found.public_id),
    )


def service_days(course: Course, applications: list[CourseApplication], on: dt.date) -> dict[int, int]:
    """{doctor id: days} in the specialty the course is recommended for, before it starts. Of several, the longest.

    A course that names none is for all but those it excepts. Only where an applicant has served is there anything to count.
    """
    ids = [each.doctor_id for each in applications]
    served = Specialty.objects.filter(pk__in=Placement.objects.filter(doctor__in=ids).values("specialty_id"))
    specialties = list(course.activity.specialties.all()) or list(
        served.exclude(pk__in=course.activity.for_all_specialties_but.values("pk"))
    )
    longest: dict[int, int] = defaultdict(int)
    for specialty in specialties:
        for doctor, days in service_days_of_many(specialty, ids, on).items():
            longest[doctor] = max(longest[doctor], days)
    return dict(longest)


def secret_of(found: ApplicationRound) -> str:
    return unseal(found.secret_key, found.sealed_secret).text


def newest_allocation(found: ApplicationRound) -> SeatAllocation | None:
    """Without its transcript, which is long: `replayed` knows it, and who wants the text itself gets it."""
    return found.allocations.defer("transcript").order_by("pk").last()


def replayed(allocation: SeatAllocation) -> tuple[Problem, Allocation]:
    """What was allocated."""
    reasons = reasons_of(allocation)
    return reasons.problem, reasons.allocation


def reasons_of(allocation: SeatAllocation) -> Reasons:
    """What was allocated, and why. A transcript never changes, so each process runs it once, and a whole nation may ask."""
    return _reasons(allocation.pk, allocation.sha256)


@lru_cache(maxsize=8)
def _reasons(pk: int, sha256: str) -> Reasons:
    return Reasons(*replay(SeatAllocation.objects.values_list("transcript", flat=True).get(pk=pk)))


def holding(round_run: RoundRun) -> Any:
    return round_run.offers.filter(state__in=SeatOffer.HOLDING)


def _regions_of(doctors: list[int], at: dt.datetime) -> dict[int, str]:
    """{doctor id: code of the region of the institution that was the home then}; not those who had none."""
    return dict(_homes(doctors=doctors, at=at))


@prepared
def _homes(doctors: Collection[int], at: dt.datetime) -> QuerySet:
    """Of several the first, as `people.queries.institution_of` has it: it comes last here."""
    roles = RoleAssignment.objects.active(at).filter(role="doctor", institution__isnull=False, user_id__in=doctors)
    return roles.order_by("-pk").values_list("user_id", "institution__region__code")
