"""Fjellheim's Tuesday lessons this autumn: Anna and Nora have been at most of them, and today's code hangs in the room."""

import datetime as dt
from types import SimpleNamespace

from fagvei.common import clock
from fagvei.curriculum.models import LearningGoal
from fagvei.organisations.models import LearningArena, TrainingInstitution
from fagvei.training import actions
from fagvei.training.models import TeachingSession

DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
# Themes of a department; no clinical advice stands in a title.
THEMES = (
    "Tilbakemelding i hverdagen",
    "Etikk i møte med tvang",
    "Gjennomgang av en retningslinje",
    "Samhandling med kommunen",
    "Å lese en artikkel kritisk",
    "Somatisk sykdom hos våre pasienter",
)
WEEKS = 20


def tell_teaching(cast: SimpleNamespace, now: dt.datetime) -> None:
    institution = TrainingInstitution.objects.get(code="fjellheim")
    arena = LearningArena.objects.filter(institution=institution).order_by("name")[0]
    for week in range(WEEKS, 0, -1):
        lesson = _plan(cast, institution, now - DAY * 7 * week, number=week, arena=arena if week % 3 == 0 else None)
        with clock.at(lesson.starts_at + HOUR / 4):
            for doctor, misses in ((cast.anna, 4), (cast.nora, 6)):
                if week % misses:
                    actions.check_in(code=lesson.code, by=doctor)
    today = _plan(cast, institution, clock.now() - HOUR / 2, number=0, arena=None, goals=["FKM-04"], length=4)
    actions.set_teacher(session=today, teacher=cast.siri, by=cast.jorunn)
    for week in range(1, 5):
        _plan(cast, institution, now + DAY * 7 * week, number=week, arena=None)


def _plan(
    cast: SimpleNamespace,
    institution: TrainingInstitution,
    starts_at: dt.datetime,
    *,
    number: int,
    arena: LearningArena | None,
    goals: list[str] | None = None,
    length: float = 1.5,
) -> TeachingSession:
    with clock.at(min(starts_at, clock.now()) - DAY * 30):
        return actions.plan_teaching(
            institution=institution,
            title=THEMES[number % len(THEMES)],
            starts_at=starts_at,
            ends_at=starts_at + HOUR * length,
            place="Auditoriet",
            teacher_name="Stian Moe" if number % 2 else "Cecilie Vik",
            arena=arena,
            goals=LearningGoal.objects.filter(code__in=goals or []),
            by=cast.jorunn,
        )
