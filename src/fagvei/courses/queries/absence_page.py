"""Who did not come to a run, who withdrew late, and what one doctor is told about it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from fagvei.common import clock
from fagvei.courses.models import CourseAttendance, CourseRun, NoShow, OfferEvent, SeatOffer
from fagvei.courses.queries.holders import participants_in
from fagvei.courses.rules.absence import is_late
from fagvei.people.models import User


@dataclass(frozen=True)
class Withdrawn:
    """`last_day` is the one by which the person was judged."""

    doctor: User
    on: dt.date
    last_day: dt.date


@dataclass(frozen=True)
class AbsencePage:
    run: CourseRun
    unaccounted: list[User]
    absent: list[NoShow]
    late: list[Withdrawn]
    is_over: bool


def absence_page(run: CourseRun) -> AbsencePage:
    absent = list(NoShow.objects.filter(run=run).select_related("doctor").order_by("doctor__full_name", "pk"))
    return AbsencePage(run, unaccounted_for(run), absent, late_withdrawals(run), run.ends_on <= clock.today())


def unaccounted_for(run: CourseRun) -> list[User]:
    """With a seat, and neither registered as there nor recorded as not."""
    there = CourseAttendance.objects.standing().filter(run=run).values("doctor_id")
    absent = NoShow.objects.filter(run=run, state=NoShow.State.RECORDED).values("doctor_id")
    people = participants_in(run).exclude(pk__in=there).exclude(pk__in=absent)
    return list(people.order_by("full_name", "pk"))


def late_withdrawals(run: CourseRun) -> list[Withdrawn]:
    """Who had said yes and withdrew after the last day there was then: a run that moves later judges nobody anew."""
    steps = OfferEvent.objects.filter(offer__round_run__run=run, state_after=SeatOffer.State.GIVEN_UP)
    said = [
        (event.at, dt.date.fromisoformat(event.content["withdraw_by_on"])) for event in run.events.order_by("at", "pk")
    ]
    found = []
    for step in steps.select_related("offer__doctor").order_by("at", "pk"):
        last_day = next((day for at, day in reversed(said) if at <= step.at), run.withdraw_by_on)
        withdrawn = Withdrawn(step.offer.doctor, step.at.astimezone(clock.OSLO).date(), last_day)
        found += [withdrawn] if is_late(withdrawn.on, last_day) else []
    return found


def steps_of(row: NoShow, *, is_own: bool) -> list[dict[str, Any]]:
    """To the doctor the RegUt acted, whoever the officer was."""
    return [
        {
            "at": event.at,
            "who": row.run.host_centre if is_own and event.acting_as != "doctor" else event.by,
            "what": event.get_kind_display().capitalize(),
            "text": event.text,
            "url": "",
        }
        for event in row.events.select_related("by")
    ]


def no_shows_of(doctor: User) -> list[NoShow]:
    rows = NoShow.objects.filter(doctor=doctor).select_related("run__course__activity")
    return list(rows.order_by("-run__starts_on", "pk"))
