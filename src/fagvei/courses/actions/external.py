"""A doctor's proof of a course that others arranged: sent, looked at by the liaison RegUt, written into the record."""

import datetime as dt
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.courses.actions.external_refusals import (
    AlreadySent,
    NobodyToCheck,
    NotApproved,
    NotExternal,
    NotOpenForDoctor,
    NotOverYet,
    NotOwnProof,
    NotWaiting,
    OwnProof,
    ProofChanged,
)
from fagvei.courses.actions.refusals import ReasonMissing
from fagvei.courses.actions.standing import liaison_capacity
from fagvei.courses.models import Course, ExternalCertificate, ExternalCertificateEvent, ExternalProof
from fagvei.people.actions import notify
from fagvei.people.models import User
from fagvei.people.queries import has_role
from fagvei.training import actions as training
from fagvei.training import uploads
from fagvei.training.actions.refusals import UploadRefused
from fagvei.training.actions.standing import home_institution

State, Kind = ExternalCertificate.State, ExternalCertificateEvent.Kind


@transaction.atomic
def send_external_certificate(
    *, course: Course, ended_on: dt.date, upload: Any, by: User, place: str = ""
) -> ExternalCertificate:
    """Two at once for the same course and day: the database lets one in."""
    User.objects.select_for_update().get(pk=by.pk)
    if not has_role(by, "doctor"):
        raise NotOwnProof
    if course.organiser != Course.Organiser.EXTERNAL:
        raise NotExternal
    if course.centre_id is None:
        raise NobodyToCheck
    row = ExternalCertificate(
        doctor=by, course=course, institution=home_institution(by), ended_on=ended_on, place=place.strip()
    )
    _check(row)
    row.save()
    proof = _add_proof(row, upload, by)
    event = _move(row, Kind.SENT, to=State.SENT, by=by, acting_as="doctor", proof=proof)
    _record("external_certificate_sent", row, by, "doctor", [event, proof])
    return row


@transaction.atomic
def send_external_certificate_again(
    *, certificate: ExternalCertificate, ended_on: dt.date, by: User, upload: Any = None, place: str = ""
) -> ExternalCertificate:
    """After it came back. Another file takes the place of the first, which is gone from the disk."""
    row = _own(certificate, by)
    if row.state != State.RETURNED:
        raise NotOpenForDoctor
    row.ended_on, row.place = ended_on, place.strip()
    _check(row)
    erased = _erase_proof(row) if upload else []
    proof = _add_proof(row, upload, by) if upload else row.proof
    event = _move(row, Kind.SENT, to=State.SENT, by=by, acting_as="doctor", proof=proof)
    _record("external_certificate_sent_again", row, by, "doctor", [event, proof], erased)
    return row


@transaction.atomic
def withdraw_external_certificate(*, certificate: ExternalCertificate, by: User) -> ExternalCertificate:
    """Nobody has decided, so the file may go: it may hold what must not lie here."""
    row = _own(certificate, by)
    if row.state not in row.DOCTORS:
        raise NotOpenForDoctor
    erased = _erase_proof(row)
    row.place = ""
    event = _move(row, Kind.WITHDRAWN, to=State.WITHDRAWN, by=by, acting_as="doctor")
    _record("external_certificate_withdrawn", row, by, "doctor", [event], erased)
    return row


@transaction.atomic
def approve_external_certificate(
    *, certificate: ExternalCertificate, shown: str, by: User, comment: str = ""
) -> ExternalCertificate:
    """Written into the record at once, for the goals of the doctor's own plans (R17). `shown` is the file that was seen."""
    row, acting_as = _to_decide(certificate, by)
    if shown != row.proof.sha256:
        raise ProofChanged
    row.activity = training.record_attended_course(
        doctor=row.doctor,
        activity=row.course.activity,
        done_on=row.ended_on,
        place=row.place,
        by=by,
        acting_as=acting_as,
    )
    _decide(row, Kind.APPROVED, State.APPROVED, by, acting_as, comment)
    _tell(row, _("Beviset du sendte for et eksternt kurs, er godtatt."))
    return row


@transaction.atomic
def return_external_certificate(*, certificate: ExternalCertificate, reason: str, by: User) -> ExternalCertificate:
    row, acting_as = _to_decide(certificate, by, reason)
    _decide(row, Kind.RETURNED, State.RETURNED, by, acting_as, reason)
    _tell(row, _("Beviset du sendte for et eksternt kurs, er returnert til deg."))
    return row


@transaction.atomic
def reject_external_certificate(*, certificate: ExternalCertificate, reason: str, by: User) -> ExternalCertificate:
    row, acting_as = _to_decide(certificate, by, reason)
    _decide(row, Kind.REJECTED, State.REJECTED, by, acting_as, reason)
    _tell(row, _("Beviset du sendte for et eksternt kurs, er avvist."))
    return row


@transaction.atomic
def annul_external_certificate(*, certificate: ExternalCertificate, reason: str, by: User) -> ExternalCertificate:
    """It was wrong to accept it. The activity stays visible and counts no more."""
    row = _locked(certificate)
    acting_as = liaison_capacity(by, row.course)
    if row.state != State.APPROVED:
        raise NotApproved
    if not reason.strip():
        raise ReasonMissing
    if row.activity is not None and row.activity.state in row.activity.COUNTING:
        training.annul_attended_course(plan_activity=row.activity, reason=reason, by=by, acting_as=acting_as)
    _decide(row, Kind.ANNULLED, State.ANNULLED, by, acting_as, reason)
    _tell(row, _("Et bevis for et eksternt kurs er annullert."))
    return row


def _locked(certificate: ExternalCertificate) -> ExternalCertificate:
    rows = ExternalCertificate.objects.select_related("doctor", "institution", "course__activity", "activity")
    return rows.select_for_update(of=("self",)).get(pk=certificate.pk)


def _own(certificate: ExternalCertificate, by: User) -> ExternalCertificate:
    row = _locked(certificate)
    if row.doctor_id != by.pk:
        raise NotOwnProof
    return row


def _to_decide(
    certificate: ExternalCertificate, by: User, reason: str | None = None
) -> tuple[ExternalCertificate, str]:
    row = _locked(certificate)
    acting_as = liaison_capacity(by, row.course)
    if row.doctor_id == by.pk:
        raise OwnProof
    if row.state != State.SENT:
        raise NotWaiting
    if reason is not None and not reason.strip():
        raise ReasonMissing
    return row, acting_as


def _check(row: ExternalCertificate) -> None:
    if row.ended_on > clock.today():
        raise NotOverYet
    same = ExternalCertificate.objects.filter(doctor=row.doctor, course=row.course, ended_on=row.ended_on)
    if same.filter(state__in=row.STANDING).exclude(pk=row.pk).exists():
        raise AlreadySent


def _add_proof(row: ExternalCertificate, upload: Any, by: User) -> ExternalProof:
    try:
        checked = uploads.check(upload)
    except uploads.Unsafe as unsafe:
        raise UploadRefused(unsafe.sentence, code=unsafe.code) from unsafe
    proof = ExternalProof(
        certificate=row,
        name=checked.name,
        content_type=checked.content_type,
        size=len(checked.content),
        sha256=checked.sha256,
        uploaded_by=by,
    )
    uploads.store(proof.file, checked)
    proof.save()
    return proof


def _erase_proof(row: ExternalCertificate) -> list[str]:
    """The row and the file; what is gone stands in the log. The file is no row: it goes when the transaction came through."""
    erased = []
    for proof in ExternalProof.objects.filter(certificate=row):
        storage, name = proof.file.storage, proof.file_name
        erased.append(proof.fact_id)
        proof.delete()
        transaction.on_commit(partial(storage.delete, name))
    return erased


def _move(
    row: ExternalCertificate,
    kind: ExternalCertificateEvent.Kind,
    *,
    to: str,
    by: User,
    acting_as: str,
    reason: str = "",
    proof: ExternalProof | None = None,
) -> ExternalCertificateEvent:
    """The only place that writes the state of a proof."""
    if to != row.state and to not in row.MOVES[row.state]:
        raise AssertionError(f"A proof cannot go from {row.state} to {to}.")
    row.state, row.since = to, clock.now()
    row.save()
    return ExternalCertificateEvent.objects.create(
        certificate=row,
        kind=kind,
        state_after=to,
        reason=reason,
        proof=proof.sha256 if proof else "",
        by=by,
        acting_as=acting_as,
        at=row.since,
    )


def _decide(
    row: ExternalCertificate, kind: ExternalCertificateEvent.Kind, to: str, by: User, acting_as: str, reason: str
) -> None:
    event = _move(row, kind, to=to, by=by, acting_as=acting_as, reason=reason, proof=row.proof)
    _record(f"external_certificate_{kind}", row, by, acting_as, [event])


def _record(
    name: str, row: ExternalCertificate, by: User, acting_as: str, facts: list[Any], erased: list[str] | None = None
) -> None:
    audit.record(
        name,
        target=row,
        by=by,
        acting_as=acting_as,
        subject=row.doctor,
        controller=row.institution,
        details={"course": row.course.code, **({"erased": erased} if erased else {})},
        facts=[row, *facts],
    )


def _tell(row: ExternalCertificate, text: str) -> None:
    notify(user=row.doctor, kind="external_certificate", text=text, path=row.get_absolute_url())
