"""Administration and leadership: a round that Eva leads with Eli, and another that Eli is asked about. Dates are made up."""

import datetime as dt
from types import SimpleNamespace

from fagvei.common import clock
from fagvei.courses import actions
from fagvei.courses.models import Course, CourseRun
from fagvei.courses.rules import deadlines_for, half_of
from fagvei.organisations.models import RegionalEducationCentre
from fagvei.people.models import User

DAY = dt.timedelta(days=1)
EAST, NORTH = "regut-helse-sor-ost", "regut-helse-nord"
COMMON_DEADLINE = "Felles søknadsfrist for alle regionene."


def tell_joint(cast: SimpleNamespace, now: dt.datetime) -> None:
    course = Course.objects.select_related("activity").get(activity__code="ADMLED")
    with clock.at(now - 390 * DAY):
        actions.appoint(
            course=course,
            person=cast.geir,
            role="leader",
            from_on=(now - 380 * DAY).date(),
            to_on=(now + 700 * DAY).date(),
            by=cast.eva,
        )
    _open(cast, course, now)
    _asked(cast, course, now)
    _left(cast, course, now)


def _open(cast: SimpleNamespace, course: Course, now: dt.datetime) -> None:
    """Two runs of Helse Sør-Øst and one of Helse Nord, where some seats are for the north first."""
    at = now - 25 * DAY
    first = _run(course, cast.eva, EAST, at, now + 180 * DAY, place="Oslo", seats=30)
    second = _run(course, cast.eva, EAST, at, now + 194 * DAY, place="Hamar", seats=24, like=first)
    north = _run(course, cast.eli, NORTH, at, now + 187 * DAY, place="Tromsø", seats=20, like=first)
    with clock.at(at + DAY):
        actions.set_reserves(
            run=north,
            reserves={"helse-nord": 8},
            reason="Leger i nord har lengst reise til de andre kursene.",
            by=cast.eli,
        )
    with clock.at(at + 2 * DAY):
        for run, officer in ((first, cast.eva), (second, cast.eva), (north, cast.eli)):
            actions.announce_run(run=run, by=officer)
        asked = actions.ask_to_join(run=north, leading=first, by=cast.eva)
    with clock.at(at + 4 * DAY):
        actions.join_round(invitation=asked, by=cast.eli)
    with clock.at(at + 5 * DAY):
        why = "Vi ventet på svar fra RegUt-en i nord, så alle kunne søkes på samlet."
        actions.open_round(runs=[first, second, north], late_reason=why, by=cast.eva)
    later = _run(course, cast.eli, NORTH, now - 4 * DAY, now + 200 * DAY, place="Harstad", seats=18, like=first)
    with clock.at(now - 3 * DAY):
        actions.announce_run(run=later, by=cast.eli)  # and waits to be taken into the application that is open


def _announced(
    cast: SimpleNamespace, course: Course, at: dt.datetime, starts_at: dt.datetime, *, place: str, seats: int
) -> tuple[CourseRun, CourseRun]:
    """One of Eva's in Oslo and, a week later, one of Eli's, announced two days after they were settled."""
    first = _run(course, cast.eva, EAST, at, starts_at, place="Oslo", seats=30)
    north = _run(course, cast.eli, NORTH, at, starts_at + 7 * DAY, place=place, seats=seats, like=first)
    with clock.at(at + 2 * DAY):
        for run, officer in ((first, cast.eva), (north, cast.eli)):
            actions.announce_run(run=run, by=officer)
    return first, north


def _asked(cast: SimpleNamespace, course: Course, now: dt.datetime) -> None:
    """The next ones are announced. Eva has asked; Eli has not answered."""
    first, north = _announced(cast, course, now - 8 * DAY, now + 330 * DAY, place="Bodø", seats=20)
    with clock.at(now - 3 * DAY):
        actions.ask_to_join(run=north, leading=first, by=cast.eva)


def _left(cast: SimpleNamespace, course: Course, now: dt.datetime) -> None:
    """A later round: Eli had joined, and took the run out again while applications were collected."""
    at = now - 20 * DAY
    first, north = _announced(cast, course, at, now + 250 * DAY, place="Alta", seats=16)
    with clock.at(at + 2 * DAY):
        asked = actions.ask_to_join(run=north, leading=first, by=cast.eva)
        actions.join_round(invitation=asked, by=cast.eli)
        found = actions.open_round(runs=[first, north], by=cast.eva)
    with clock.at(now - 6 * DAY):
        actions.leave_round(
            round_run=found.round_runs.get(run=north),
            reason="Kurslokalet i Alta er ikke ledig likevel. Kurset får en egen søknadsrunde når stedet er klart.",
            by=cast.eli,
        )


def _run(
    course: Course,
    officer: User,
    centre: str,
    at: dt.datetime,
    starts_at: dt.datetime,
    *,
    place: str,
    seats: int,
    like: CourseRun | None = None,
) -> CourseRun:
    """Dated at `at`, on a Tuesday and a Wednesday; with the deadline of another run, when they share one."""
    starts_on = starts_at.date() - (starts_at.weekday() - 1) * DAY
    due = deadlines_for(starts_on)
    year, half = half_of(starts_on)
    host = RegionalEducationCentre.objects.get(code=centre)
    with clock.at(at):
        slot = actions.plan_slot(course=course, host_centre=host, year=year, half=half, is_demo=True, by=officer)
        details = actions.RunDetails(
            starts_on=starts_on,
            ends_on=starts_on + DAY,
            days=2,
            seats=seats,
            place=place,
            opens_on=(at + 2 * DAY).date(),
            deadline_on=like.deadline_on if like else due.deadline_on,
            answer_by_on=like.answer_by_on if like else due.answer_by_on,
            withdraw_by_on=due.withdraw_by_on,
            fee_kroner=4200,
            deviation_reason=COMMON_DEADLINE,
        )
        return actions.settle_run(slot=slot, details=details, by=officer)
