"""A course with its own ranking: one round where Anna was judged, one where Eva has not judged all. The rule is made up."""

import datetime as dt
from types import SimpleNamespace

from fagvei.common import clock
from fagvei.courses import actions
from fagvei.courses.models import ApplicationRound, Course
from fagvei.people.models import User
from fagvei.workshop.demo.applications import DAY, announced_run, collect, doctors_around

RULE = "Leger som trenger kurset i stillingen de har nå, går først (oppdiktet regel for demoen)."
SOURCE = "Oppdiktet for demoen: vedtak i kurskomiteen"
CASES = (
    "Jeg begynner i en stilling der jeg skal lede grupper.",
    "Gruppetilbudet på avdelingen starter til høsten.",
    "",
    "Jeg har ledet grupper sammen med en kollega i ett år.",
    "",
    "Avdelingen har ingen andre som kan lede gruppene.",
)


def tell_criteria(cast: SimpleNamespace, now: dt.datetime) -> None:
    course = Course.objects.select_related("activity", "centre").get(activity__code="RUS-GRUPPE")
    with clock.at(now - 160 * DAY):
        actions.appoint(
            course=course,
            person=cast.geir,
            role="leader",
            from_on=(now - 160 * DAY).date(),
            to_on=(now + 700 * DAY).date(),
            by=cast.eva,
        )
        actions.set_criteria(
            course=course,
            valid_from_on=(now - 150 * DAY).date(),
            criteria=[("by_hand", RULE), ("seniority", "")],
            source=SOURCE,
            reason="Kurset er en forutsetning for å lede grupper.",
            by=cast.eva,
        )
    doctors = doctors_around(now)
    _released(cast, course, [cast.anna, *doctors[20:25]], now)
    _to_judge(cast, course, doctors[25:31], now)
    with clock.at(now - 2 * DAY):
        actions.set_criteria(
            course=course,
            valid_from_on=(now + 150 * DAY).date(),
            criteria=[],
            source="Oppdiktet for demoen: nytt vedtak i kurskomiteen",
            reason="Det er nok plasser til alle som trenger dem.",
            by=cast.eva,
        )


def _released(cast: SimpleNamespace, course: Course, doctors: list[User], now: dt.datetime) -> None:
    """Three seats, and three meet the rule. Anna does not, and waits. One was judged anew after the first preview."""
    found = collect(
        cast, announced_run(cast, course, now, starts_in=70, seats=3, opens=60), doctors, now - 60 * DAY, CASES
    )
    with clock.at(now - 12 * DAY):
        _judge(cast, found, [False, True, False, True, False, False])
        actions.preview_allocation(round=found, by=cast.eva)
        actions.judge_applicants(round=found, verdicts=[_anew(found)], by=cast.eva)
        allocation = actions.preview_allocation(round=found, by=cast.eva)
        actions.approve_release(allocation=allocation, by=cast.eva)
    with clock.at(now - 11 * DAY):
        actions.approve_release(allocation=allocation, by=cast.geir)


def _to_judge(cast: SimpleNamespace, course: Course, doctors: list[User], now: dt.datetime) -> None:
    """The deadline is out; Eva has judged two of six."""
    found = collect(
        cast, announced_run(cast, course, now, starts_in=84, seats=3, opens=50), doctors, now - 50 * DAY, CASES
    )
    with clock.at(now - DAY):
        _judge(cast, found, [True, True])


def _anew(found: ApplicationRound) -> actions.Verdict:
    last = found.applications.order_by("-pk")[0]
    return actions.Verdict(
        last.key, 1, True, "Avdelingen har bekreftet stillingen.", "En bekreftelse fra en avdeling var ikke lest."
    )


def _judge(cast: SimpleNamespace, found: ApplicationRound, met: list[bool]) -> None:
    reasons = {True: "Skal lede grupper i stillingen sin.", False: "Søknaden sier ikke at stillingen krever det."}
    rows = found.applications.order_by("pk")
    verdicts = [actions.Verdict(row.key, 1, is_met, reasons[is_met]) for row, is_met in zip(rows, met, strict=False)]
    actions.judge_applicants(round=found, verdicts=verdicts, by=cast.eva)
