"""Who was there: by the code in the room, or marked by the teacher or an organiser with a reason."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.curriculum.models import LearningActivity
from fagvei.people.actions import notify
from fagvei.people.models import User
from fagvei.people.queries import has_role
from fagvei.training import rules
from fagvei.training.actions.activities import log_activity
from fagvei.training.actions.teaching import locked_teaching
from fagvei.training.actions.teaching_refusals import (
    AlreadyThere,
    AttendanceAnnulled,
    CodeUnknown,
    NotDoctorHere,
    NotHeldYet,
    NotTeacherOrOrganiser,
    TeachingCancelled,
    TeachingReasonMissing,
    TooManyCodes,
)
from fagvei.training.models import Attendance, PlanGoal, TeachingSession, WrongCode
from fagvei.training.models.teaching import ORGANISERS


@transaction.atomic
def check_in(*, code: str, by: User) -> Attendance:
    """The doctor is in the room now. Goals that the session names become a draft activity, to be sent to a supervisor (R6)."""
    check_tries(by)
    if not has_role(by, "doctor"):
        raise NotDoctorHere
    found = next((each for each in _with_code(code) if each.is_open_for_check_in), None)
    if found is None:
        raise CodeUnknown
    session = locked_teaching(found)
    if session.attendances.standing().filter(doctor=by).exists():
        raise AlreadyThere(_("Du er allerede registrert på denne undervisningen."))
    attendance = Attendance.objects.create(session=session, doctor=by, how=Attendance.How.CODE, by=by)
    _record("attendance_checked_in", attendance, by, "doctor")
    _draft_for_goals(session, by)
    return attendance


@transaction.atomic
def count_wrong_code(*, by: User) -> int:
    """Called when a code was wrong, in a transaction of its own: the refusal must not undo the counting."""
    now = clock.now()
    WrongCode.objects.filter(user=by, at__lt=now - rules.WITHIN * 4).delete()
    WrongCode.objects.create(user=by, at=now)
    count = WrongCode.objects.filter(user=by, at__gt=now - rules.WITHIN).count()
    if count == rules.MOST_WRONG_CODES:
        audit.record("attendance_codes_refused", target=by, by=by, subject=by, details={"tries": count})
    return count


@transaction.atomic
def mark_attendance(*, session: TeachingSession, doctor: User, reason: str, by: User) -> Attendance:
    """For one who was there without a telephone. The doctor is told."""
    session = locked_teaching(session)
    acting_as = capacity_in(session, by)
    if session.cancelled_at is not None:
        raise TeachingCancelled
    if not session.has_begun:
        raise NotHeldYet
    if not has_role(doctor, "doctor"):
        raise NotDoctorHere
    if not reason.strip():
        raise TeachingReasonMissing(_("Skriv hvorfor du registrerer oppmøtet for legen."))
    if session.attendances.standing().filter(doctor=doctor).exists():
        raise AlreadyThere
    attendance = Attendance.objects.create(
        session=session, doctor=doctor, how=Attendance.How.ON_BEHALF, by=by, reason=reason
    )
    _record("attendance_marked", attendance, by, acting_as)
    notify(
        user=doctor,
        kind="attendance_marked",
        text=_("Oppmøte ved internundervisning er registrert for deg."),
        path=session.get_absolute_url(),
    )
    return attendance


@transaction.atomic
def annul_attendance(*, attendance: Attendance, reason: str, by: User) -> Attendance:
    attendance = (
        Attendance.objects.select_for_update(of=("self",))
        .select_related("session__institution", "doctor")
        .get(pk=attendance.pk)
    )
    acting_as = capacity_in(attendance.session, by)
    if attendance.annulled_at is not None:
        raise AttendanceAnnulled
    if not reason.strip():
        raise TeachingReasonMissing
    attendance.annulled_at, attendance.annulled_by, attendance.annul_reason = clock.now(), by, reason
    attendance.save(update_fields=["annulled_at", "annulled_by", "annul_reason"])
    _record("attendance_annulled", attendance, by, acting_as)
    notify(
        user=attendance.doctor,
        kind="attendance_annulled",
        text=_("Et oppmøte ved internundervisning er annullert."),
        path=attendance.session.get_absolute_url(),
    )
    return attendance


def check_tries(by: User) -> None:
    recent = WrongCode.objects.filter(user=by, at__gt=clock.now() - rules.WITHIN)
    if recent.count() >= rules.MOST_WRONG_CODES:
        raise TooManyCodes


def capacity_in(session: TeachingSession, by: User) -> str:
    if session.teacher_id == by.pk:
        return "teacher"
    for role in sorted(ORGANISERS, reverse=True):
        if has_role(by, role, institution=session.institution):
            return role
    raise NotTeacherOrOrganiser


def _with_code(code: str) -> Any:
    window = rules.LONGEST + rules.WITHIN
    near = TeachingSession.objects.planned().filter(
        starts_at__gt=clock.now() - window, starts_at__lt=clock.now() + window
    )
    return near.filter(code=code.replace(" ", "").upper()).order_by("starts_at", "pk")


def _draft_for_goals(session: TeachingSession, doctor: User) -> None:
    """Attendance counts towards a goal only when the session names it; the supervisor's signature makes it evidence."""
    goals = PlanGoal.objects.filter(doctor=doctor, goal__in=session.goals.all()).in_current_plan()
    own = [goal for goal in goals.order_by("pk") if goal.state != PlanGoal.State.APPROVED]
    if own:
        log_activity(
            doctor=doctor,
            kind=LearningActivity.Kind.INTERNAL_TEACHING,
            title=session.title,
            done_on=clock.today(),
            goals=own,
            arena=session.arena,
            hours=max(1, round(session.minutes / 60)),
            by=doctor,
        )


def _record(name: str, attendance: Attendance, by: User, acting_as: str) -> None:
    audit.record(
        name,
        target=attendance,
        by=by,
        acting_as=acting_as,
        subject=attendance.doctor,
        controller=attendance.session.institution,
        facts=[attendance],
    )
