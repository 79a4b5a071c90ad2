"""From the doctor's registration to the leader's confirmation, and what the leader may do with what is confirmed."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from fagvei.people.actions import notify
from fagvei.people.models import User
from fagvei.people.queries import leader_of
from fagvei.training.actions.refusals import CommentMissing, LeaderMissing, NotOwnRecord, ReasonMissing
from fagvei.training.actions.service import check_employer, check_may_count, check_truth, locked, move_service, record
from fagvei.training.actions.service_refusals import (
    AlreadyAnnulled,
    EmploymentNotConfirmed,
    EmploymentNotSent,
    HoldsMore,
    PlacementNotConfirmed,
    ServiceLocked,
    ServiceNotConfirmed,
    ServiceNotSent,
)
from fagvei.training.actions.standing import check_own_record, leading_capacity
from fagvei.training.models import Absence, Employment, Placement, ServiceEvent
from fagvei.training.models.service import Service, ServiceState

Kind, State = ServiceEvent.Kind, ServiceState


@transaction.atomic
def send_service(*, row: Service, by: User) -> Service:
    row = locked(row)
    check_own_record(by, row.doctor_id)
    if not row.is_draft:
        raise ServiceLocked
    check_truth(row)
    check_employer(row)
    if (holder := _holder(row)) is not None and holder.is_draft:
        raise EmploymentNotSent
    leader = leader_of(row.doctor)
    if leader is None:
        raise LeaderMissing
    event = move_service(row, Kind.SENT, to=State.SENT, by=by, acting_as="doctor", waiting_on=leader)
    record("service_sent", row, by, "doctor", [event])
    notify(
        user=leader,
        kind="service_to_confirm",
        text=_("Tjeneste venter på bekreftelse fra deg."),
        path=reverse("training:service", args=[row.doctor.public_id]),
    )
    return row


@transaction.atomic
def recall_service(*, row: Service, by: User) -> Service:
    """Only while it waits."""
    row = locked(row)
    check_own_record(by, row.doctor_id)
    if row.state != State.SENT:
        raise ServiceNotSent(_("Bare det som venter på bekreftelse, kan kalles tilbake."))
    event = move_service(row, Kind.RECALLED, to=State.DRAFT, by=by, acting_as="doctor")
    record("service_recalled", row, by, "doctor", [event])
    return row


@transaction.atomic
def confirm_service(*, row: Service, by: User, comment: str = "") -> Service:
    """Only confirmed service counts (R1b). What it lies within must be confirmed first."""
    row = locked(row)
    capacity = leading_capacity(by, row.doctor)
    if row.state != State.SENT:
        raise ServiceNotSent
    check_truth(row)
    check_employer(row)
    holder = _holder(row)
    if isinstance(holder, Employment) and holder.state != State.CONFIRMED:
        raise EmploymentNotConfirmed
    if isinstance(holder, Placement) and holder.state != State.CONFIRMED:
        raise PlacementNotConfirmed
    event = move_service(row, Kind.CONFIRMED, to=State.CONFIRMED, by=by, acting_as=capacity, comment=comment)
    record("service_confirmed", row, by, capacity, [event])
    _tell_doctor(row, "service_confirmed", _("Tjeneste er bekreftet."))
    return row


@transaction.atomic
def return_service(*, row: Service, comment: str, by: User) -> Service:
    row = locked(row)
    capacity = leading_capacity(by, row.doctor)
    if row.state != State.SENT:
        raise ServiceNotSent
    if not comment.strip():
        raise CommentMissing
    event = move_service(
        row, Kind.RETURNED, to=State.RETURNED, by=by, acting_as=capacity, comment=comment, waiting_on=row.doctor
    )
    record("service_returned", row, by, capacity, [event])
    _tell_doctor(row, "service_returned", _("Tjeneste er returnert til deg."))
    return row


@transaction.atomic
def annul_service(*, row: Service, by: User, reason: str = "") -> Service:
    """The doctor takes away an own draft; what is confirmed is annulled by the leader, with a reason. Both stay to be read."""
    row = locked(row)
    if row.state == State.ANNULLED:
        raise AlreadyAnnulled
    if row.state == State.SENT:
        raise ServiceLocked
    capacity = _annulling_capacity(row, by, reason)
    if _held(row).exists():
        raise HoldsMore
    event = move_service(row, Kind.ANNULLED, to=State.ANNULLED, by=by, acting_as=capacity, comment=reason)
    record("service_annulled", row, by, capacity, [event])
    if by != row.doctor:
        _tell_doctor(row, "service_annulled", _("Bekreftet tjeneste er annullert."))
    return row


@transaction.atomic
def end_service(*, row: Service, ends_on: dt.date, reason: str, by: User) -> Service:
    """The leader sets or moves the last day of what is confirmed."""
    row = locked(row)
    capacity = leading_capacity(by, row.doctor)
    if row.state != State.CONFIRMED:
        raise ServiceNotConfirmed
    if not reason.strip():
        raise ReasonMissing(_("Skriv hvorfor sluttdatoen endres."))
    row.ends_on = ends_on
    check_truth(row)
    event = move_service(row, Kind.ENDED, to=row.state, by=by, acting_as=capacity, comment=reason)
    record("service_ended", row, by, capacity, [event], ends_on=str(ends_on))
    _tell_doctor(row, "service_ended", _("Sluttdatoen for tjeneste er endret."))
    return row


@transaction.atomic
def set_counting(*, placement: Placement, counts: bool, reason: str, by: User) -> Placement:
    """Whether a period counts as training time is a judgement of the leader's, with a reason (section 3)."""
    row = locked(placement)
    capacity = leading_capacity(by, row.doctor)
    if row.state != State.CONFIRMED:
        raise ServiceNotConfirmed
    if not reason.strip():
        raise ReasonMissing(_("Skriv hvorfor perioden teller eller ikke teller."))
    if counts:
        check_may_count(row)
    row.counts, row.counts_reason = counts, reason
    event = move_service(row, Kind.COUNTING_SET, to=row.state, by=by, acting_as=capacity, comment=reason)
    record("counting_set", row, by, capacity, [event], counts=counts)
    _tell_doctor(row, "counting_set", _("Det er endret om en periode teller som utdanningstid."))
    return row


def _annulling_capacity(row: Service, by: User, reason: str) -> str:
    if row.is_draft:
        if by.pk != row.doctor_id:
            raise NotOwnRecord
        return "doctor"
    capacity = leading_capacity(by, row.doctor)
    if not reason.strip():
        raise ReasonMissing(_("Skriv hvorfor dette annulleres."))
    return capacity


def _holder(row: Service) -> Employment | Placement | None:
    """What the row lies within: the employment of a period, the period of an absence."""
    if isinstance(row, Placement):
        return row.employment
    return row.placement if isinstance(row, Absence) else None


def _held(row: Service) -> Any:
    if isinstance(row, Employment):
        return row.placements.standing()
    return row.absences.standing() if isinstance(row, Placement) else Absence.objects.none()


def _tell_doctor(row: Service, kind: str, text: str) -> None:
    notify(user=row.doctor, kind=kind, text=text, path=reverse("training:my_service"))
