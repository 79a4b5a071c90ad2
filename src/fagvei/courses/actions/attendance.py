"""Attendance of a run: by the code in the room or by hand, written into the record at once, annulled when it was wrong."""

import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.courses.actions.absence_refusals import HasNotCome
from fagvei.courses.actions.attendance_refusals import (
    AttendanceAnnulled,
    CertificateTakenBack,
    CodeWrong,
    HasSeat,
    IsRegistered,
    NotADoctor,
    NotAttending,
    NotForAttendance,
    NotLastDay,
)
from fagvei.courses.actions.evaluation import add_participant
from fagvei.courses.actions.manual_changes import change_by_hand, check_no_name, locked_round_run
from fagvei.courses.actions.refusals import ReasonMissing, RunNotStanding
from fagvei.courses.actions.runs import locked_run
from fagvei.courses.actions.standing import check_not_own, host_capacity
from fagvei.courses.models import CheckInCode, CourseAttendance, CourseRun, ManualChange, NoShow, RoundRun
from fagvei.courses.queries.badges import LIST_SIZE
from fagvei.courses.queries.holders import participants_in
from fagvei.courses.queries.standing import attendance_capacity
from fagvei.people.actions import notify
from fagvei.people.models import User
from fagvei.people.queries import doctors
from fagvei.training import actions as training
from fagvei.training.actions.attendance import check_tries

# Without signs that are taken for each other on a board far away.
SIGNS, LENGTH = "ABCDEFGHJKLMNPRSTUVWXYZ23456789", 6


@transaction.atomic
def show_check_in_code(*, run: CourseRun, by: User) -> CheckInCode:
    """Made when it is first asked for; the same for the whole run."""
    row = locked_run(run)
    acting_as = _capacity(by, row)
    code, made = CheckInCode.objects.get_or_create(
        run=row, defaults={"code": "".join(secrets.choice(SIGNS) for _n in range(LENGTH))}
    )
    if made:
        audit.record("check_in_code_made", target=row, by=by, acting_as=acting_as, controller=row.host_centre)
    return code


@transaction.atomic
def check_in_to_course(*, run: CourseRun, code: str, by: User) -> CourseAttendance:
    """The doctor is in the room on the last day. A code that was typed twice registers once."""
    check_tries(by)
    row = locked_run(run)
    if not participants_in(row).filter(pk=by.pk).exists():
        raise NotAttending
    found = CheckInCode.objects.filter(run=row).first()
    if found is None or row.ends_on != clock.today() or not secrets.compare_digest(_plain(found.code), _plain(code)):
        raise CodeWrong
    return _attended(row, by, CourseAttendance.How.CODE, by, "doctor")


@transaction.atomic
def register_attendance(*, run: CourseRun, doctor: User, by: User) -> CourseAttendance:
    row = locked_run(run)
    acting_as = _capacity(by, row)
    check_not_own(by, doctor=doctor.pk)
    if not participants_in(row).filter(pk=doctor.pk).exists():
        raise NotAttending
    return _attended(row, doctor, CourseAttendance.How.BY_HAND, by, acting_as)


@transaction.atomic
def add_who_came(*, run: CourseRun, doctor: User, reason: str, by: User) -> CourseAttendance:
    """Somebody was there without a seat given here: a substitute, or everybody where no round was opened.

    Also above the number of seats: what happened is recorded. The applicants read that it did, and why, without a name.
    The round is locked first, as by everything that is told in one.
    """
    standing = RoundRun.objects.standing().select_related("round").filter(run=run).first()
    told = locked_round_run(standing) if standing is not None else None
    row = locked_run(run)
    acting_as = _capacity(by, row)
    check_not_own(by, doctor=doctor.pk)
    if not reason.strip():
        raise ReasonMissing
    if not doctors().filter(pk=doctor.pk).exists():
        raise NotADoctor
    if participants_in(row).filter(pk=doctor.pk).exists():
        raise HasSeat
    if CourseAttendance.objects.standing().filter(run=row, doctor=doctor).exists():
        raise IsRegistered  # the reason that was typed now would stand nowhere
    if told is not None:
        check_no_name(reason, doctor)
    added = _attended(row, doctor, CourseAttendance.How.NO_SEAT, by, acting_as, reason)
    if told is not None:
        change_by_hand(*told, ManualChange.Kind.CAME_ANYWAY, reason, by, acting_as)
    notify(
        user=doctor,
        kind="course_attendance_added",
        text=_("Du er ført som deltaker på et kurs. Se kursbeviset."),
        path=added.get_absolute_url(),
    )
    return added


@transaction.atomic
def annul_course_attendance(*, attendance: CourseAttendance, reason: str, by: User) -> CourseAttendance:
    run = locked_run(attendance.run)
    acting_as = _capacity(by, run)
    rows = CourseAttendance.objects.select_for_update(of=("self",)).select_related("doctor", "activity")
    row = rows.get(pk=attendance.pk)
    check_not_own(by, doctor=row.doctor_id)
    if row.annulled_at is not None:
        raise AttendanceAnnulled
    if not reason.strip():
        raise ReasonMissing
    row.annulled_by, row.annulled_at, row.annul_reason = by, clock.now(), reason
    row.save()
    if row.activity is not None and row.activity.state in row.activity.COUNTING:
        training.annul_attended_course(plan_activity=row.activity, reason=reason, by=by, acting_as=acting_as)
    _record("course_attendance_annulled", row, run, by, acting_as)
    return row


@transaction.atomic
def withdraw_certificate(*, attendance: CourseAttendance, reason: str, by: User) -> CourseAttendance:
    """By the host, of what it issued. The doctor was there, and the course counts in the record as before."""
    run = locked_run(attendance.run)
    acting_as = host_capacity(by, run)
    row = CourseAttendance.objects.select_for_update(of=("self",)).select_related("doctor").get(pk=attendance.pk)
    if row.taken_back_at is not None:
        raise CertificateTakenBack
    if not reason.strip():
        raise ReasonMissing
    row.withdrawn_by, row.withdrawn_at, row.withdraw_reason = by, clock.now(), reason
    row.save()
    _record("course_certificate_withdrawn", row, run, by, acting_as)
    notify(
        user=row.doctor,
        kind="course_certificate_withdrawn",
        text=_("Et kursbevis er trukket tilbake. Begrunnelsen står på beviset."),
        path=row.get_absolute_url(),
    )
    return row


def _capacity(by: User, run: CourseRun) -> str:
    capacity = attendance_capacity(by, run)
    if not capacity:
        raise NotForAttendance
    return capacity


def _attended(
    run: CourseRun, doctor: User, how: str, by: User, acting_as: str, added_reason: str = ""
) -> CourseAttendance:
    if run.state not in {CourseRun.State.ANNOUNCED, CourseRun.State.HELD}:
        raise RunNotStanding
    if run.ends_on > clock.today():
        raise NotLastDay
    standing = CourseAttendance.objects.standing().filter(run=run, doctor=doctor).first()
    if standing is not None:
        return standing
    if NoShow.objects.filter(run=run, doctor=doctor, state=NoShow.State.RECORDED).exists():
        raise HasNotCome
    activity = training.record_attended_course(
        doctor=doctor,
        activity=run.course.activity,
        done_on=run.ends_on,
        place=run.place,
        by=by,
        acting_as=acting_as,
    )
    row = CourseAttendance.objects.create(
        run=run,
        doctor=doctor,
        how=how,
        activity=activity,
        by=by,
        badge_number=_draw_number(),
        added_reason=added_reason,
    )
    _record("course_attended", row, run, by, acting_as)
    add_participant(run=run, doctor=doctor)
    return row


def _draw_number() -> int:
    """By lot among those of the list that is in use: a number tells neither who nor when. A list is used until half is drawn."""
    drawn = CourseAttendance.objects.filter(badge_number__isnull=False)
    first = drawn.count() // (LIST_SIZE // 2) * LIST_SIZE
    while True:
        number = first + secrets.randbelow(LIST_SIZE)
        if not drawn.filter(badge_number=number).exists():
            return number


def _record(name: str, row: CourseAttendance, run: CourseRun, by: User, acting_as: str) -> None:
    audit.record(
        name,
        target=row,
        by=by,
        acting_as=acting_as,
        subject=row.doctor,
        controller=run.host_centre,
        details={"course": run.course.code},
        facts=[row],
    )


def _plain(code: str) -> bytes:
    return code.strip().upper().encode()
