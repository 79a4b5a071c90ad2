"""Who did not come: recorded by the host, explained by the doctor, judged anew or annulled. Each step is an event that stays."""

from django.db import transaction
from django.utils.translation import gettext as _

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.courses.actions.absence_refusals import AlreadyRecorded, HasCome, NotAbsentDoctor, NotRecorded
from fagvei.courses.actions.attendance_refusals import NotAttending, NotLastDay
from fagvei.courses.actions.refusals import ReasonMissing, RunNotStanding
from fagvei.courses.actions.runs import locked_run
from fagvei.courses.actions.standing import check_not_own, host_capacity
from fagvei.courses.models import CourseAttendance, CourseRun, NoShow, NoShowEvent
from fagvei.courses.queries.holders import participants_in
from fagvei.people.actions import notify
from fagvei.people.models import User

State, Kind = NoShow.State, NoShowEvent.Kind


@transaction.atomic
def record_no_show(*, run: CourseRun, doctor: User, has_valid_reason: bool, reason: str, by: User) -> NoShow:
    row = locked_run(run)
    acting_as = host_capacity(by, row)
    check_not_own(by, doctor=doctor.pk)
    if row.state not in {CourseRun.State.ANNOUNCED, CourseRun.State.HELD}:
        raise RunNotStanding
    if row.ends_on > clock.today():
        raise NotLastDay
    if not participants_in(row).filter(pk=doctor.pk).exists():
        raise NotAttending
    if CourseAttendance.objects.standing().filter(run=row, doctor=doctor).exists():
        raise HasCome
    if NoShow.objects.filter(run=row, doctor=doctor, state=State.RECORDED).exists():
        raise AlreadyRecorded
    _check_reason(reason)
    found = NoShow(run=row, doctor=doctor, has_valid_reason=has_valid_reason)
    event = _move(found, Kind.RECORDED, to=State.RECORDED, by=by, acting_as=acting_as, text=reason)
    _record("no_show_recorded", found, event)
    _tell(found, _("Du er ført som ikke møtt på et kurs. Du kan forklare deg."))
    return found


@transaction.atomic
def explain_no_show(*, no_show: NoShow, text: str, by: User) -> NoShow:
    """As often as the doctor wants: everything written stays."""
    found = _locked(no_show)
    if found.doctor_id != by.pk:
        raise NotAbsentDoctor
    _check_reason(text)
    event = _move(found, Kind.EXPLAINED, to=found.state, by=by, acting_as="doctor", text=text)
    _record("no_show_explained", found, event)
    return found


@transaction.atomic
def judge_no_show(*, no_show: NoShow, has_valid_reason: bool, reason: str, by: User) -> NoShow:
    found = _locked(no_show)
    acting_as = host_capacity(by, found.run)
    check_not_own(by, doctor=found.doctor_id)
    _check_reason(reason)
    found.has_valid_reason = has_valid_reason
    event = _move(found, Kind.JUDGED, to=found.state, by=by, acting_as=acting_as, text=reason)
    _record("no_show_judged", found, event)
    _tell(found, _("Arrangøren har vurdert på nytt at du ikke møtte på et kurs."))
    return found


@transaction.atomic
def annul_no_show(*, no_show: NoShow, reason: str, by: User) -> NoShow:
    """It was wrong. It stays visible and counts for nothing."""
    found = _locked(no_show)
    acting_as = host_capacity(by, found.run)
    check_not_own(by, doctor=found.doctor_id)
    _check_reason(reason)
    event = _move(found, Kind.ANNULLED, to=State.ANNULLED, by=by, acting_as=acting_as, text=reason)
    _record("no_show_annulled", found, event)
    _tell(found, _("At du var ført som ikke møtt på et kurs, er annullert."))
    return found


def _locked(no_show: NoShow) -> NoShow:
    rows = NoShow.objects.select_related("doctor", "run__course__activity", "run__host_centre")
    found = rows.select_for_update(of=("self",)).get(pk=no_show.pk)
    if found.state != State.RECORDED:
        raise NotRecorded
    return found


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing


def _move(found: NoShow, kind: NoShowEvent.Kind, *, to: str, by: User, acting_as: str, text: str) -> NoShowEvent:
    """The only place that writes the state of an absence. An explanation changes nothing in it but the time."""
    if to != found.state and to not in NoShow.MOVES[found.state]:
        raise AssertionError(f"An absence cannot go from {found.state} to {to}.")
    found.state, found.since = to, clock.now()
    found.save()
    return NoShowEvent.objects.create(
        no_show=found,
        kind=kind,
        state_after=to,
        has_valid_reason_after=found.has_valid_reason,
        text=text,
        by=by,
        acting_as=acting_as,
        at=found.since,
    )


def _record(name: str, found: NoShow, event: NoShowEvent) -> None:
    audit.record(
        name,
        target=found,
        by=event.by,
        acting_as=event.acting_as,
        subject=found.doctor,
        controller=found.run.host_centre,
        details={"course": found.run.course.code},
        facts=[found, event],
    )


def _tell(found: NoShow, text: str) -> None:
    notify(user=found.doctor, kind="no_show", text=text, path=found.get_absolute_url())
