"""Who takes part in a run, and who was there."""

from dataclasses import dataclass

from fagvei.common import clock
from fagvei.courses.models import CheckInCode, CourseAttendance, CourseRun
from fagvei.courses.queries.holders import participants_in
from fagvei.people.models import User


@dataclass(frozen=True)
class Participant:
    doctor: User
    attendance: CourseAttendance | None


@dataclass(frozen=True)
class AttendancePage:
    run: CourseRun
    people: list[Participant]
    code: CheckInCode | None
    is_last_day: bool

    @property
    def may_add(self) -> bool:
        return self.is_last_day and self.run.state in {CourseRun.State.ANNOUNCED, CourseRun.State.HELD}

    @property
    def came(self) -> int:
        return sum(each.attendance is not None for each in self.people)


def attendance_page(run: CourseRun) -> AttendancePage:
    there = {row.doctor_id: row for row in CourseAttendance.objects.standing().filter(run=run)}
    everybody = participants_in(run) | User.objects.filter(pk__in=there)
    people = [Participant(doctor, there.get(doctor.pk)) for doctor in everybody.order_by("full_name", "pk")]
    code = CheckInCode.objects.filter(run=run).first()
    return AttendancePage(run, people, code, run.ends_on <= clock.today())
