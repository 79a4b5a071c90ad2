"""What readers have reported and asked: the RegUt about a course, a goal it should not point to and a run, the Directorate about a page."""

import datetime as dt
from types import SimpleNamespace

from fagvei.common import clock
from fagvei.courses.models import CourseRun
from fagvei.curriculum.models import GoalCoverage
from fagvei.handbook import actions, targets
from fagvei.handbook.models import Feedback
from fagvei.handbook.targets import Target

State = Feedback.State


def tell_feedback(cast: SimpleNamespace, now: dt.datetime) -> None:
    def at(days_ago: int) -> dt.datetime:
        return now - dt.timedelta(days=days_ago)

    def report(target: Target | None, text: str, days_ago: int, by: object = None, kind: str = "error") -> Feedback:
        if target is None:
            raise LookupError(f"The content packs come before the demo: {text}")
        with clock.at(at(days_ago)):
            return actions.send_feedback(kind=kind, target=target, text=text, by=by)

    def move(feedback: Feedback, to: str, comment: str, days_ago: int, by: object) -> None:
        with clock.at(at(days_ago)):
            actions.move_feedback(feedback=feedback, to=to, comment=comment, by=by)

    coverage = GoalCoverage.objects.filter(activity__code="RUS-GK2").order_by("goal__code")[0]
    report(
        targets.find("kobling", str(coverage.public_id)), "Demotekst: Målet ble ikke tatt opp på kurset.", 2, cast.anna
    )
    run = CourseRun.objects.filter(host_centre__region__code="helse-sor-ost", state="announced").latest("starts_on")
    asked = report(
        targets.find("kursgjennomforing", str(run.public_id)), "Demotekst: Er det mat?", 7, cast.nora, "question"
    )
    move(asked, State.CORRECTED, "Demotekst: Lunsj er med i avgiften.", 6, cast.eva)
    course = targets.find("kurs", "RUS-GK1")
    move(
        report(course, "Demotekst: Skrivefeil i et læringsutbytte.", 40, cast.cecilie),
        State.CORRECTED,
        "",
        33,
        cast.eva,
    )
    reason = "Demotekst: Kilden sier det samme som siden. Lenken står nederst."
    move(report(course, "Demotekst: Kurset heter noe annet.", 25), State.REJECTED, reason, 20, cast.eva)
    page = targets.find_by_path("/spesialiteter/")
    move(report(page, "Demotekst: En lenke er død.", 6, cast.siri), State.IN_PROGRESS, "", 4, cast.hilde)
    report(page, "Demotekst: Skriv hva tallene betyr.", 1)
    for days_ago, kind in ((12, "found"), (9, "found"), (8, "not_found"), (5, "found"), (3, "found")):
        report(page, "", days_ago, kind=kind)
