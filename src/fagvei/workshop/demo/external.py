"""Anna has taken a made-up course that somebody else arranged: one proof that Eva has accepted, one that waits, one that came back."""

import datetime as dt
import io
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from fagvei.common import clock
from fagvei.courses import actions
from fagvei.courses.models import Course, ExternalCertificate
from fagvei.courses.queries.versions import content_of
from fagvei.curriculum import actions as curriculum
from fagvei.curriculum.models import LearningActivity, LearningGoal
from fagvei.organisations.models import RegionalEducationCentre, Specialty
from fagvei.training.models import PlanGoal

DAY = dt.timedelta(days=1)
HOST = "regut-helse-sor-ost"
PAGE = "https://example.org/kurs"
DEMO: dict[str, Any] = {"source": "Demodata", "verification": LearningActivity.Verification.DEMO}


def tell_external(cast: SimpleNamespace, now: dt.datetime) -> None:
    course = _course(cast, "DEMO-EKST", "Samtale om alkohol i allmennpraksis (oppdiktet eksternt kurs)", 900)
    row = _sent(cast, course, now - 40 * DAY)
    with clock.at(now - 36 * DAY):
        actions.approve_external_certificate(certificate=row, shown=row.proof.sha256, by=cast.eva)
    _sent(cast, course, now - 6 * DAY)
    with clock.at(now - 90 * DAY):
        content = replace(content_of(course), digital_hours=6, external_dates=_dates(now))
        source, reason = "E-post fra arrangøren (oppdiktet)", "Arrangøren har satt datoer og gjort første dag digital."
        actions.revise_course(course=course, content=content, source=source, reason=reason, by=cast.eva)
    with clock.at(now - 30 * DAY):
        _contributes_to_more(cast, course)
    other = _course(cast, "DEMO-EKST2", "Smertebehandling og avhengighet (oppdiktet eksternt kurs)", 901)
    row = _sent(cast, other, now - 12 * DAY)
    with clock.at(now - 9 * DAY):
        reason = "Vi kan ikke lese siste kursdag på bildet. Send et tydeligere bilde."
        actions.return_external_certificate(certificate=row, reason=reason, by=cast.eva)


def _course(cast: SimpleNamespace, code: str, name: str, position: int) -> Course:
    """Contributes to the first goal of Anna's own plan, so that there is something to see in the record."""
    specialty = Specialty.objects.get(slug="rus")
    activity = curriculum.save_activity(
        code=code, kind="course", name=name, position=position, is_demo=True, by=None, **DEMO
    )
    activity.specialties.add(specialty)
    goals = PlanGoal.objects.filter(doctor=cast.anna, goal__code__startswith="RUS-").in_current_plan()
    first = goals.exclude(state=PlanGoal.State.APPROVED).order_by("goal__code").first()
    if first is not None:
        curriculum.add_coverage(goal=first.goal, activity=activity, origin="demodata, oppdiktet", by=None, **DEMO)
    centre = RegionalEducationCentre.objects.get(code=HOST)
    return actions.save_course(activity=activity, centre=centre, organiser="external", external_url=PAGE, by=None)


def _contributes_to_more(cast: SimpleNamespace, course: Course) -> None:
    """Eva adds a goal, and takes away one that was a mistake: the page of the course's goals has a history."""
    covered = course.activity.coverages.current().values("goal")
    free = LearningGoal.objects.filter(code__startswith="RUS-").with_revision().exclude(pk__in=covered).order_by("code")
    right, wrong = [goal for goal in free if goal.current is not None][:2]
    source = "E-post fra arrangøren (oppdiktet)"
    for goal in (right, wrong):
        curriculum.add_contributing_goal(
            goal=goal,
            activity=course.activity,
            source=source,
            reason="Arrangøren har lagt til en kursdag.",
            by=cast.eva,
        )
    mistaken = course.activity.coverages.current().get(goal=wrong)
    reason = "Kursdagen handler ikke om dette målet."
    curriculum.correct_coverage(coverage=mistaken, kind="end", source=source, reason=reason, by=cast.eva)


def _dates(now: dt.datetime) -> str:
    return "\n".join(
        f"{(now + days * DAY).date():%d.%m.%Y}, {place}" for days, place in ((100, "Bergen"), (280, "Tromsø"))
    )


def _sent(cast: SimpleNamespace, course: Course, at: dt.datetime) -> ExternalCertificate:
    with clock.at(at):
        return actions.send_external_certificate(
            course=course, ended_on=(at - 4 * DAY).date(), place="Bergen", upload=_picture(), by=cast.anna
        )


def _picture() -> SimpleUploadedFile:
    drawn = io.BytesIO()
    Image.new("RGB", (210, 297), "white").save(drawn, "PNG")
    return SimpleUploadedFile("kursbevis.png", drawn.getvalue(), content_type="image/png")
