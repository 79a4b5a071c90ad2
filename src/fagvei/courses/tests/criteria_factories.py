"""Rounds of a course with its own ranking for tests: something people judge goes first, then service."""

import datetime as dt
from types import SimpleNamespace

from fagvei.common import clock
from fagvei.courses import actions
from fagvei.courses.models import ApplicationRound, Course, CourseApplication, CriteriaVersion, CriterionJudgement
from fagvei.courses.tests import factories as make
from fagvei.courses.tests import seat_factories as seats
from fagvei.people.models import User

NEEDS_IT = "Leger som trenger kurset i stillingen sin, går først."
JUDGED_THEN_SERVICE = [("by_hand", NEEDS_IT), ("seniority", "")]


def set_criteria(
    cast: SimpleNamespace, course: Course, criteria: list[tuple[str, str]] | None = None, **fields: object
) -> CriteriaVersion:
    given: dict = {
        "valid_from_on": clock.today(),
        "criteria": JUDGED_THEN_SERVICE if criteria is None else criteria,
        "source": "Vedtak i kurskomiteen",
        "reason": "Kurset er for dem som skal bruke det.",
        "by": cast.eva,
    }
    return actions.set_criteria(course=course, **given | fields)


def make_open_round(cast: SimpleNamespace, seats_in_run: int = 1, code: str = "RUS-EGNE") -> ApplicationRound:
    """The criteria were set a week before the round opened."""
    course = make.make_course(cast, code)
    with clock.at(clock.now() - dt.timedelta(days=7)):
        set_criteria(cast, course)
    return seats.make_round(cast, seats_in_run, course=course)


def make_judged_round(
    cast: SimpleNamespace, doctors: list[User], seats_in_run: int = 1, code: str = "RUS-EGNE"
) -> tuple[ApplicationRound, list[CourseApplication]]:
    """Long ago, so that the deadline is out now. Nobody is judged; the first doctor has said something."""
    with clock.at(clock.now() - dt.timedelta(days=195)):
        found = make_open_round(cast, seats_in_run, code)
        rows = [seats.apply(cast, found, doctor) for doctor in doctors]
        words = {1: "Jeg skal lede abstinensavsnittet."}
        rows[0] = actions.change_wishes(application=rows[0], wishes=rows[0].wishes, cases=words, by=doctors[0])
    found.refresh_from_db()
    return found, rows


def judge(
    cast: SimpleNamespace, found: ApplicationRound, *, public_reason: str = "", **met: bool
) -> list[CriterionJudgement]:
    """`met` by username. `public_reason` is asked for once the answer was previewed."""
    keys = {each.doctor.username: each.key for each in found.applications.select_related("doctor")}
    verdicts = [
        actions.Verdict(
            keys[username], 1, is_met, "Står i stillingen." if is_met else "Står ikke i stillingen.", public_reason
        )
        for username, is_met in met.items()
    ]
    return actions.judge_applicants(round=found, verdicts=verdicts, by=cast.eva)
