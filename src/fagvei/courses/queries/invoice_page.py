"""What a run costs whom: the basis that the RegUt's own accounts make invoices and payments from."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from fagvei.common.templatetags.fagvei import norwegian_date
from fagvei.courses.models import CourseAttendance, CourseRun, NoShow
from fagvei.courses.queries.absence_page import late_withdrawals
from fagvei.courses.queries.holders import participants_in
from fagvei.courses.queries.leaders import leaders_of
from fagvei.courses.queries.seats import starts_at
from fagvei.courses.rules.invoices import begun_quarters, leader_fee, lecture_fee
from fagvei.people.models import RoleAssignment, User


@dataclass(frozen=True)
class InvoiceLine:
    """`payer` is the employer on the first day. None where no amount has a source, as when the course is cancelled."""

    what: str
    name: str
    payer: str
    kroner: int | None
    note: str


@dataclass(frozen=True)
class InvoiceBasis:
    run: CourseRun
    participants: list[InvoiceLine]
    late: list[InvoiceLine]
    teachers: list[InvoiceLine]

    @property
    def lines(self) -> list[InvoiceLine]:
        return [*self.participants, *self.late, *self.teachers]

    @property
    def total(self) -> int:
        """Of fees; what is paid out is another sum."""
        return sum(line.kroner or 0 for line in [*self.participants, *self.late])


def invoice_basis(run: CourseRun) -> InvoiceBasis:
    there = set(CourseAttendance.objects.standing().filter(run=run).values_list("doctor_id", flat=True))
    # Also who was there without a seat given here: the course costs them the same.
    doctors = list((participants_in(run) | User.objects.filter(pk__in=there)).order_by("full_name", "pk"))
    gone = [each for each in late_withdrawals(run) if each.doctor.pk not in there]
    employers = _employers([*doctors, *(each.doctor for each in gone)], starts_at(run))
    absent = dict(
        NoShow.objects.filter(run=run, state=NoShow.State.RECORDED).values_list("doctor_id", "has_valid_reason")
    )
    is_held = run.state != CourseRun.State.CANCELLED
    fee = run.fee_kroner if is_held else None
    participants = [
        InvoiceLine(
            _("deltaker"),
            str(doctor),
            employers.get(doctor.pk, ""),
            fee,
            _came(doctor.pk in there, absent.get(doctor.pk)) if is_held else _("kurset er avlyst"),
        )
        for doctor in doctors
    ]
    late = [
        InvoiceLine(
            _("sen avmelding"),
            str(each.doctor),
            employers.get(each.doctor.pk, ""),
            fee,
            _("avmeldt %(day)s, fristen var %(last)s")
            % {"day": norwegian_date(each.on), "last": norwegian_date(each.last_day)},
        )
        for each in gone
    ]
    return InvoiceBasis(run, participants, late, [*_lectures(run), *_leaders(run)] if is_held else [])


def _came(is_there: bool, valid: bool | None) -> str:
    if is_there:
        return _("møtte")
    if valid is None:
        return _("oppmøte ikke ført")
    return _("møtte ikke, gyldig grunn") if valid else _("møtte ikke, uten gyldig grunn")


def _employers(doctors: list[User], at: dt.datetime) -> dict[int, str]:
    """{doctor id: where the doctor was employed then}, for all at once."""
    rows = RoleAssignment.objects.active(at).filter(user__in=doctors, role="doctor", institution__isnull=False)
    found: dict[int, str] = {}
    for row in rows.select_related("institution").order_by("pk"):
        found.setdefault(row.user_id, str(row.institution))
    return found


def _lectures(run: CourseRun) -> list[InvoiceLine]:
    return [_lecture(session) for session in run.sessions.order_by("starts_at", "pk") if session.teacher_name]


def _lecture(session: Any) -> InvoiceLine:
    minutes = int((session.ends_at - session.starts_at).total_seconds() // 60)
    note = _("%(title)s: %(minutes)d minutter, %(quarters)d påbegynte kvarter, hvis alt er originalforelesning") % {
        "title": session.title,
        "minutes": minutes,
        "quarters": begun_quarters(minutes),
    }
    return InvoiceLine(_("honorar, underviser"), session.teacher_name, "", lecture_fee(minutes), note)


def _leaders(run: CourseRun) -> list[InvoiceLine]:
    note = _("%(days)d kursdager") % {"days": run.days}
    return [
        InvoiceLine(_("honorar, kursleder"), str(leader), "", leader_fee(run.days), note) for leader in leaders_of(run)
    ]


def head() -> tuple[str, ...]:
    return (_("Hva"), _("Navn"), _("Arbeidsgiver"), _("Kroner"), _("Merknad"))


def rows_of(basis: InvoiceBasis) -> list[tuple[str | int | None, ...]]:
    return [(line.what, line.name, line.payer, line.kroner, line.note) for line in basis.lines]
