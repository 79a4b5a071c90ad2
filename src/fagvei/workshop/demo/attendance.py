"""Anna has applied for, got and taken a course: attendance by the code in the room, the record written, a certificate."""

import datetime as dt
from types import SimpleNamespace

from fagvei.common import clock
from fagvei.courses import actions
from fagvei.courses.models import Course, CourseRun, SeatOffer
from fagvei.courses.rules import deadlines_for, half_of
from fagvei.organisations.models import RegionalEducationCentre

DAY = dt.timedelta(days=1)
EAST = "regut-helse-sor-ost"
STARTED = 44  # days ago


def tell_attendance(cast: SimpleNamespace, now: dt.datetime) -> None:
    course = Course.objects.select_related("activity", "centre").get(activity__code="RUS-KOGN")
    starts_on = (now - STARTED * DAY).date()
    starts_on -= starts_on.weekday() * DAY
    due = deadlines_for(starts_on)
    with clock.at(_at(due.announce_by_on - 20 * DAY)):
        actions.appoint(
            course=course,
            person=cast.geir,
            role="leader",
            from_on=due.announce_by_on - 20 * DAY,
            to_on=(now + 700 * DAY).date(),
            by=cast.eva,
        )
        run = _settled(cast, course, starts_on)
    with clock.at(_at(due.announce_by_on - DAY)):
        run = actions.announce_run(run=run, by=cast.eva)
        found = actions.open_round(runs=[run], by=cast.eva)
    with clock.at(_at(due.deadline_on - 5 * DAY)):
        wishes = [each.key for each in found.round_runs.all()]
        application = actions.apply_for_seat(round=found, wishes=wishes, by=cast.anna)
        actions.consent_to_application(application=application, by=cast.bo)
    with clock.at(_at(due.deadline_on + 2 * DAY)):
        allocation = actions.preview_allocation(round=found, by=cast.eva)
        for person in (cast.eva, cast.geir):
            actions.approve_release(allocation=allocation, by=person)
    with clock.at(_at(due.deadline_on + 3 * DAY)):
        actions.accept_offer(offer=SeatOffer.objects.filter(application=application).latest("pk"), by=cast.anna)
    with clock.at(_at(run.ends_on)):
        code = actions.show_check_in_code(run=run, by=cast.geir)
        actions.check_in_to_course(run=run, code=code.code, by=cast.anna)
        actions.hold_run(run=run, by=cast.eva)


def _settled(cast: SimpleNamespace, course: Course, starts_on: dt.date) -> CourseRun:
    due = deadlines_for(starts_on)
    year, half = half_of(starts_on)
    centre = RegionalEducationCentre.objects.get(code=EAST)
    slot = actions.plan_slot(course=course, host_centre=centre, year=year, half=half, is_demo=True, by=cast.eva)
    details = actions.RunDetails(
        starts_on=starts_on,
        ends_on=starts_on + 2 * DAY,
        days=3,
        seats=20,
        place="Oslo",
        opens_on=due.announce_by_on - DAY,
        deadline_on=due.deadline_on,
        answer_by_on=due.answer_by_on,
        withdraw_by_on=due.withdraw_by_on,
        fee_kroner=5300,
    )
    return actions.settle_run(slot=slot, details=details, by=cast.eva)


def _at(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), tzinfo=clock.OSLO)
