"""The round as the engine takes it, and who is who to it."""

import datetime as dt
from collections import defaultdict
from typing import Any

from django.db.models import Q

from fagvei.common import clock
from fagvei.common.sealed import unseal
from fagvei.courses.models import (
    ApplicationRound,
    Course,
    CourseApplication,
    CourseAppointment,
    CourseRun,
    RankingCriterion,
    RoundRun,
    SeatAllocation,
    SeatOffer,
)
from fagvei.organisations.models import Specialty
from fagvei.people.models import User
from fagvei.people.queries import institution_of
from fagvei.planning.seats import Applicant, Claim, Problem, Reserve, Run, lottery
from fagvei.training.queries import service_days_of_many

BY_SERVICE = ("seniority",)


def is_course_leader(user: Any, course: Course) -> bool:
    """Appointed to lead the course today."""
    today = clock.today()
    leaders = CourseAppointment.objects.filter(course=course, role=CourseAppointment.Role.LEADER)
    return user.is_active and leaders.filter(person_id=user.pk, from_on__lte=today, to_on__gte=today).exists()


def courses_led_by(user: Any) -> list[int]:
    today = clock.today()
    leading = CourseAppointment.objects.filter(
        person_id=user.pk, role=CourseAppointment.Role.LEADER, from_on__lte=today, to_on__gte=today
    )
    return sorted(set(leading.values_list("course_id", flat=True)))


def starts_at(run: CourseRun) -> dt.datetime:
    """Midnight in Norway before the first day: nobody is moved up after that."""
    return dt.datetime.combine(run.starts_on, dt.time.min, tzinfo=clock.OSLO).astimezone(dt.UTC)


def criteria_of(found: ApplicationRound) -> list[RankingCriterion]:
    """The course's own published criteria when the round opened; none means the common rule."""
    opened_on = found.opens_at.astimezone(clock.OSLO).date()
    rows = RankingCriterion.objects.filter(course=found.course_id, valid_from_on__lte=opened_on)
    newest = rows.order_by("-valid_from_on").values_list("valid_from_on", flat=True).first()
    return list(rows.filter(valid_from_on=newest).order_by("order")) if newest else []


def components_of(found: ApplicationRound) -> tuple[str, ...]:
    """What decides, in order. Where a course has its own criteria, they replace the common rule (R14)."""
    return tuple(criterion.kind for criterion in criteria_of(found)) or BY_SERVICE


def counting(found: ApplicationRound) -> list[CourseApplication]:
    """Applications that count: sent, with consent given before the deadline (R15)."""
    sent = found.applications.exclude(state__in=NOT_COUNTED)
    return list(sent.filter(consent_at__lt=found.deadline_at).select_related("doctor").order_by("pk"))


NOT_COUNTED = (
    CourseApplication.State.AWAITING,
    CourseApplication.State.REFUSED,
    CourseApplication.State.WITHDRAWN,
    CourseApplication.State.LAPSED,
)


def problem_of(found: ApplicationRound) -> Problem:
    """All that the rule needs, and no names: people and runs have the random keys of their rows."""
    round_runs = list(found.round_runs.select_related("run__host_centre__region").order_by("pk"))
    applications = counting(found)
    numbers = lottery.draw(secret_of(found), {each.key: each.receipt for each in applications}, found.public_value)
    regions = {each.pk: _region_of(each.doctor, found.deadline_at) for each in applications}
    components = components_of(found)
    days = {each.pk: service_days(found.course, applications, each.run.starts_on) for each in round_runs}
    by_key = {each.key: each for each in round_runs}

    def claim(application: CourseApplication, key: str) -> Claim:
        row = by_key[key]
        values = {
            "seniority": days[row.pk].get(application.doctor_id, 0),
            "own_region": int(regions[application.pk] == row.run.host_centre.region.code),
            "by_hand": 0,  # judged afterwards, as a change by hand with its reason
        }
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
                regions[each.pk],
            )
            for each in applications
        ),
        round=str(found.public_id),
    )


def service_days(course: Course, applications: list[CourseApplication], on: dt.date) -> dict[int, int]:
    """{doctor id: days} in the specialty the course is recommended for, before it starts. Of several, the longest."""
    ids = [each.doctor_id for each in applications]
    specialties = list(course.activity.specialties.all()) or list(
        Specialty.objects.filter(education_plans__doctor__in=ids).distinct()
    )
    longest: dict[int, int] = defaultdict(int)
    for specialty in specialties:
        for doctor, days in service_days_of_many(specialty, ids, on).items():
            longest[doctor] = max(longest[doctor], days)
    return dict(longest)


def secret_of(found: ApplicationRound) -> str:
    return unseal(found.secret_key, found.sealed_secret).text


def newest_allocation(found: ApplicationRound) -> SeatAllocation | None:
    return found.allocations.order_by("pk").last()


def holding(round_run: RoundRun) -> Any:
    return round_run.offers.filter(state__in=SeatOffer.HOLDING)


def clashes(doctor: User, run: CourseRun) -> list[str]:
    """Own absence, or a seat in another course, on the same days: worth a warning, not a refusal."""
    days = Q(starts_on__lte=run.ends_on) & (Q(ends_on__gte=run.starts_on) | Q(ends_on__isnull=True))
    away = doctor.absences.standing().filter(days).exclude(kind="course")
    seats = CourseRun.objects.filter(
        in_round__offers__doctor=doctor,
        in_round__offers__state__in=SeatOffer.HOLDING,
        starts_on__lte=run.ends_on,
        ends_on__gte=run.starts_on,
    ).exclude(pk=run.pk)
    return [*(f"{row.get_kind_display()}" for row in away), *(str(row) for row in seats.distinct())]


def _region_of(doctor: User, at: dt.datetime) -> str:
    institution = institution_of(doctor, at)
    return institution.region.code if institution else ""
