"""Internal teaching at Fjellheim: a lesson that Siri teaches, one that was called off, and who was there."""

import datetime as dt

from everybody import World

from fagvei.common import clock
from fagvei.training import actions

# Everybody with a role at Fjellheim sees the calendar; written by hand, apart from the code.
COLLEAGUES = (
    "anna", "bo", "cecilie", "siri", "stian", "trond", "nora", "per", "mats", "dina", "erik", "fia", "gro", "hans",
    "ines", "lars", "mari", "mona",
)  # fmt: skip
ORGANISERS = ("jorunn", "kaia")
HOUR = dt.timedelta(hours=1)


def add_objects(world: World) -> None:
    cast = world.cast
    words = {**dict.fromkeys(COLLEAGUES, "colleague"), **dict.fromkeys(ORGANISERS, ("colleague", "organiser"))}
    starts_at = clock.now() - HOUR / 2
    fields = {"institution": cast.fjellheim, "starts_at": starts_at, "ends_at": starts_at + HOUR, "by": cast.jorunn}
    lesson = actions.plan_teaching(title="Søvn og rus", **fields)
    lesson = actions.set_teacher(session=lesson, teacher=cast.siri, by=cast.jorunn)
    taught = {**words, "siri": ("colleague", "teacher")}
    kept = actions.plan_teaching(title="Tvang", **fields)
    off = actions.cancel_teaching(session=actions.plan_teaching(title="Avlyst", **fields), reason="Syk.", by=cast.kaia)
    attended = actions.mark_attendance(session=lesson, doctor=cast.kim, reason="Hospiterte her.", by=cast.siri)
    world.add("teaching_session", "", lesson, {**taught, "kim": "attended"}, "siri teaches")
    world.add("teaching_session", "", kept, words, "nobody named teaches")
    world.add("teaching_session", "", off, words, "called off")
    for attendance, label in (
        (attended, "of kim, a visitor"),
        (actions.check_in(code=lesson.code, by=cast.anna), "of anna, by the code"),
    ):
        near = {**dict.fromkeys(ORGANISERS, "organiser"), "siri": "teacher", attendance.doctor.username: "doctor"}
        world.add("attendance", "", attendance, near, label)
