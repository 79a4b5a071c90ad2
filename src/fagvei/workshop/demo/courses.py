"""Six years of courses in the demo: planned by Eva, some with dates, announced, closed, held, moved, cancelled. Dates are made up."""

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace

from fagvei.common import clock
from fagvei.courses import actions
from fagvei.courses.models import Course, CourseRun, PlanSlot
from fagvei.courses.rules import deadlines_for, half_of
from fagvei.organisations.models import RegionalEducationCentre

DAY = dt.timedelta(days=1)
EAST, WEST, NORTH, MIDDLE = ("regut-helse-sor-ost", "regut-helse-vest", "regut-helse-nord", "regut-helse-midt-norge")
# course, centre, half, years from now on.
PLANNED: tuple[tuple[str, str, int, tuple[int, ...]], ...] = (
    ("RUS-INNF", EAST, 1, (1, 2, 3, 4, 5)),
    ("RUS-INNF", WEST, 2, (1, 3, 5)),
    ("RUS-INNF", NORTH, 2, (2, 4)),
    ("RUS-GK1", EAST, 2, (1, 2, 4, 5)),
    ("RUS-GK2", WEST, 2, (1, 2, 4)),
    ("RUS-GK2", EAST, 1, (3, 5)),
    ("RUS-GK3", MIDDLE, 1, (2, 4)),
    ("RUS-GK3", EAST, 2, (3,)),
    ("RUS-GK4", EAST, 1, (3, 5)),
    ("RUS-GK4", NORTH, 1, (2,)),
    ("RUS-PSYDYN", EAST, 2, (1, 4)),
    ("RUS-GRUPPE", WEST, 1, (2, 5)),
    ("RUS-KOGN", MIDDLE, 2, (1, 3)),
    ("RUS-FARM", EAST, 1, (2, 4)),
    ("KLINTOX", EAST, 2, (2, 3, 5)),
)


def tell_courses(cast: SimpleNamespace, now: dt.datetime) -> None:
    courses = {course.code: course for course in Course.objects.select_related("activity", "centre")}
    centres = {centre.code: centre for centre in RegionalEducationCentre.objects.all()}
    with clock.at(now - 400 * DAY):
        _appoint(cast, courses, now)
        for code, centre, half, years in PLANNED:
            for year in years:
                _plan(cast, courses[code], centres[centre], now.year + year, half)
    _how_often(cast, courses["RUS-INNF"], centres[NORTH], now)
    _held(cast, courses["RUS-INNF"], centres[EAST], now)
    _open(cast, courses["RUS-GK2"], centres[EAST], now)
    _closed(cast, courses["RUS-GK3"], centres[EAST], now)
    _late(cast, courses["RUS-FARM"], centres[EAST], now)
    _dated(cast, courses["RUS-GK4"], centres[EAST], now)
    _digital(cast, courses["KLINTOX"], centres[EAST], now)
    _moved(cast, courses["RUS-FARM"], centres[EAST], now)
    _cancelled(cast, courses["RUS-ADHD"], centres[EAST], now)
    _paused(cast, courses["RUS-PSYDYN"], now)


def _how_often(cast: SimpleNamespace, course: Course, centre: RegionalEducationCentre, now: dt.datetime) -> None:
    """Every other year in the north, said twice: the slots without a date went from autumn to spring."""
    every_other = actions.Frequency((0, 1), now.year + 1, half=2)
    with clock.at(now - 30 * DAY):
        reason, source = "Oppdiktet: to år mellom hver gang er nok i nord.", "Oppdiktet møte i kurskomiteen"
        actions.set_frequency(
            course=course, centre=centre, wanted=every_other, source=source, reason=reason, by=cast.eva
        )
    with clock.at(now - 10 * DAY):
        reason = "Oppdiktet: kurslederne underviser andre steder om høsten."
        spring = replace(every_other, half=1)
        actions.set_frequency(course=course, centre=centre, wanted=spring, source=source, reason=reason, by=cast.eva)


def _appoint(cast: SimpleNamespace, courses: dict[str, Course], now: dt.datetime) -> None:
    for code in ("RUS-INNF", "RUS-GK1", "RUS-GK2", "RUS-GK3", "RUS-GK4"):
        actions.appoint(
            course=courses[code],
            person=cast.geir,
            role="leader",
            from_on=(now - 390 * DAY).date(),
            to_on=(now + 700 * DAY).date(),
            by=cast.eva,
        )


def _plan(cast: SimpleNamespace, course: Course, centre: RegionalEducationCentre, year: int, half: int) -> PlanSlot:
    return actions.plan_slot(course=course, host_centre=centre, year=year, half=half, is_demo=True, by=cast.eva)


def _run(
    cast: SimpleNamespace,
    course: Course,
    centre: RegionalEducationCentre,
    now: dt.datetime,
    *,
    starts_in: int,
    settled: int,
    days: int = 3,
    seats: int = 30,
    place: str = "Oslo",
    reason: str = "",
    is_digital: bool = False,
    language: str = CourseRun.Language.NORWEGIAN,
) -> CourseRun:
    """Planned and settled `settled` days ago, to begin on the Monday nearest `starts_in` days from now."""
    starts_on = (now + starts_in * DAY).date()
    starts_on -= starts_on.weekday() * DAY
    due = deadlines_for(starts_on)
    settled_at = now - settled * DAY
    with clock.at(settled_at):
        slot = _plan(cast, course, centre, *half_of(starts_on))
        details = actions.RunDetails(
            starts_on=starts_on,
            ends_on=starts_on + (days - 1) * DAY,
            days=days,
            seats=seats,
            place=place,
            is_digital=is_digital,
            language=language,
            opens_on=max(due.announce_by_on, settled_at.date()),
            deadline_on=due.deadline_on,
            answer_by_on=due.answer_by_on,
            withdraw_by_on=due.withdraw_by_on,
            fee_kroner={3: 5300, 5: 7300}[days],
            deviation_reason=reason,
        )
        return actions.settle_run(slot=slot, details=details, by=cast.eva)


def _announce(cast: SimpleNamespace, run: CourseRun, at: dt.datetime) -> CourseRun:
    with clock.at(at):
        return actions.announce_run(run=run, by=cast.eva)


def _programme(cast: SimpleNamespace, run: CourseRun, *titles: str) -> None:
    for number, title in enumerate(titles):
        begins = dt.datetime.combine(run.starts_on + number * DAY, dt.time(9), tzinfo=clock.OSLO)
        actions.add_session(
            run=run,
            starts_at=begins,
            ends_at=begins + dt.timedelta(hours=6),
            title=title,
            teacher_name=str(cast.geir),
            by=cast.eva,
        )


def _held(cast: SimpleNamespace, course: Course, centre: RegionalEducationCentre, now: dt.datetime) -> None:
    run = _run(cast, course, centre, now, starts_in=-60, settled=330)
    _announce(cast, run, now - 260 * DAY)
    with clock.at(now - 55 * DAY):
        actions.hold_run(run=run, by=cast.eva)


def _open(cast: SimpleNamespace, course: Course, centre: RegionalEducationCentre, now: dt.datetime) -> None:
    run = _run(cast, course, centre, now, starts_in=175, settled=60, days=5, seats=24)
    _announce(cast, run, now - 20 * DAY)
    with clock.at(now - 15 * DAY):
        _programme(cast, run, "Sentralstimulerende midler", "Opioider", "Cannabis og nikotin")


def _closed(cast: SimpleNamespace, course: Course, centre: RegionalEducationCentre, now: dt.datetime) -> None:
    """Announced, and no round was opened before the deadline: its RegUt is warned wherever it looks."""
    run = _run(cast, course, centre, now, starts_in=80, settled=200)
    _announce(cast, run, now - 120 * DAY)


def _late(cast: SimpleNamespace, course: Course, centre: RegionalEducationCentre, now: dt.datetime) -> None:
    reason = "Ekstra kjøring etter mange på venteliste; lokalet ble klart sent."
    run = _run(cast, course, centre, now, starts_in=130, settled=30, place="Drammen", reason=reason)
    _announce(cast, run, now - 30 * DAY)


def _dated(cast: SimpleNamespace, course: Course, centre: RegionalEducationCentre, now: dt.datetime) -> None:
    _run(cast, course, centre, now, starts_in=290, settled=25, place="Hamar")


def _digital(cast: SimpleNamespace, course: Course, centre: RegionalEducationCentre, now: dt.datetime) -> None:
    """Digital and in English, so that both filters of the catalogue have something to find."""
    english = CourseRun.Language.ENGLISH
    run = _run(cast, course, centre, now, starts_in=220, settled=50, place="", is_digital=True, language=english)
    _announce(cast, run, now - 25 * DAY)


def _moved(cast: SimpleNamespace, course: Course, centre: RegionalEducationCentre, now: dt.datetime) -> None:
    """Announced, and moved two weeks with a reason that stands on its page and in the plan."""
    run = _run(cast, course, centre, now, starts_in=240, settled=70, place="Hamar")
    _announce(cast, run, now - 40 * DAY)
    starts_on = run.starts_on + 14 * DAY
    with clock.at(now - 5 * DAY):
        actions.move_run(
            run=run,
            starts_on=starts_on,
            ends_on=run.ends_on + 14 * DAY,
            withdraw_by_on=deadlines_for(starts_on).withdraw_by_on,
            reason="Kurshotellet bygger om i uken som var valgt.",
            by=cast.eva,
        )


def _cancelled(cast: SimpleNamespace, course: Course, centre: RegionalEducationCentre, now: dt.datetime) -> None:
    run = _run(cast, course, centre, now, starts_in=210, settled=90)
    with clock.at(now - 8 * DAY):
        actions.cancel_run(run=run, reason="Kurslederen er syk, og ingen kan ta over i tide.", by=cast.eva)


def _paused(cast: SimpleNamespace, course: Course, now: dt.datetime) -> None:
    slot = course.slots.order_by("-year").first()
    with clock.at(now - 12 * DAY):
        if slot is not None:
            actions.pause_slot(slot=slot, reason="Venter på ny kursleder.", by=cast.eva)
