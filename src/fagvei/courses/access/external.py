"""Doors of proofs from courses that others arrange: the doctor's own, and the RegUt that is liaison for the course."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fagvei.audit.actions import record_reading
from fagvei.common.permissions import NotAllowed, Permission
from fagvei.courses.access.core import POLICIES, rows
from fagvei.courses.models import Course, ExternalCertificate
from fagvei.courses.queries.standing import centres_of_officer, is_liaison
from fagvei.people.models import User
from fagvei.people.queries import has_role

State = ExternalCertificate.State
# What the doctor has taken back is nobody else's to see.
SEEN_BY_LIAISON = frozenset(set(State.values) - {State.WITHDRAWN})
CERTIFICATE = "external_certificate"
EXTERNAL_ROWS = (
    rows(CERTIFICATE, Permission.SEE, {"doctor"}, CERTIFICATE),
    rows(CERTIFICATE, Permission.SEE, {"liaison"}, CERTIFICATE, states=SEEN_BY_LIAISON),
    rows(CERTIFICATE, Permission.SEE, {"doctor"}, "external_proof", states=SEEN_BY_LIAISON),
    rows(CERTIFICATE, Permission.SEE, {"liaison"}, "external_proof", states=SEEN_BY_LIAISON),
    rows(CERTIFICATE, Permission.EDIT, {"doctor"}, "send_external_again"),
    rows(CERTIFICATE, Permission.RECALL, {"doctor"}, "withdraw_external"),
    rows(
        CERTIFICATE,
        Permission.SIGN_OFF,
        {"liaison"},
        "approve_external",
        "return_external",
        "reject_external",
        states=SEEN_BY_LIAISON,
    ),
    rows(CERTIFICATE, Permission.ANNUL, {"liaison"}, "annul_external", states=SEEN_BY_LIAISON),
)


class DoctorOrLiaisonOnly(NotAllowed):
    message = gettext_lazy("Legen sender beviset, og RegUt-en som er fagkontakt for kurset, avgjør det.")


def _may(user: Any, permission: str, row: ExternalCertificate) -> bool:
    is_own = row.doctor_id == user.pk
    checks = not is_own and row.state in SEEN_BY_LIAISON and is_liaison(user, row.course)
    return {
        Permission.SEE: is_own or checks,
        Permission.EDIT: is_own,
        Permission.RECALL: is_own,
        Permission.SIGN_OFF: checks,
        Permission.ANNUL: checks,
    }.get(Permission(permission), False)


POLICIES[ExternalCertificate] = _may


def get_external_certificate_for(
    user: Any, public_id: Any, permission: Permission = Permission.SEE
) -> ExternalCertificate:
    """Reading another's is logged, as in the record."""
    found = ExternalCertificate.objects.select_related(
        "course__activity", "course__centre", "doctor", "activity", "proof"
    )
    row = found.filter(public_id=public_id).first()
    if row is None or not user.is_active or not _may(user, Permission.SEE, row):
        raise Http404
    if not _may(user, permission, row):
        raise DoctorOrLiaisonOnly
    if row.doctor_id != user.pk:
        record_reading(
            by=user,
            subject=row.doctor,
            role="RegUt",
            what=_("bevis fra eksternt kurs"),
            organisation=str(row.course.centre),
        )
    return row


def external_course_for(user: User, code: str) -> Course:
    """An external course, for a doctor who has taken it."""
    courses = Course.objects.select_related("activity", "centre")
    course = courses.filter(activity__code=code, organiser=Course.Organiser.EXTERNAL).first()
    if course is None or not has_role(user, "doctor"):
        raise Http404
    return course


def may_send_external(user: Any, course: Course) -> bool:
    is_external = course.organiser == Course.Organiser.EXTERNAL and course.centre_id is not None
    return is_external and user.is_authenticated and user.is_active and has_role(user, "doctor")


def liaison_centres_of(user: Any) -> list[int]:
    """The RegUts whose proofs the user checks; 404 where there are none."""
    centres = sorted(centres_of_officer(user))
    if not centres:
        raise Http404
    return centres
