"""The service certificate: made from confirmed service, written by the leader, signed by two people, never changed after."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from fagvei.organisations.models import Specialty, TrainingInstitution
from fagvei.people.actions import notify
from fagvei.people.models import Relation, User
from fagvei.people.queries import (
    deciding_capacity,
    earlier_leaders_at,
    earlier_leading_capacity,
    leader_of,
)
from fagvei.training import rules
from fagvei.training.actions.certificate_refusals import (
    BasisMissing,
    CertificateChanged,
    CertificateElsewhere,
    CertificateExists,
    CertificateIncomplete,
    CertificateOutdated,
    CertificateSigned,
    ChooseLeader,
    ChosenHeadGone,
    LeaderSignsFirst,
    MedicalHeadMissing,
    NobodyLeadsThere,
    NothingToCertify,
    NotMedicalHead,
    TwoSignatures,
)
from fagvei.training.actions.refusals import CommentMissing, OwnCase, ReasonMissing
from fagvei.training.actions.service import lock_service_of, record
from fagvei.training.actions.service_refusals import AlreadyAnnulled
from fagvei.training.actions.standing import leading_capacity
from fagvei.training.models import CertificateEvent, ServiceCertificate
from fagvei.training.queries.certificates import (
    Told,
    capacity_there_now,
    head_capacity,
    heads_to_sign,
    leaders_to_ask,
    service_told,
    waits_for_nobody,
)

Kind, State = CertificateEvent.Kind, ServiceCertificate.State


@transaction.atomic
def prepare_certificate(
    *, doctor: User, institution: TrainingInstitution, specialty: Specialty | None, by: User, leader: User | None = None
) -> ServiceCertificate:
    """The doctor asks for it, or the leader makes it: pre-filled from what is confirmed, to be written by the leader.

    `leader` is whom the doctor asks when nobody who led the doctor there is leader there any more. A draft that waits for
    nobody is asked for anew in the same way.
    """
    lock_service_of(doctor)
    capacity = "doctor" if by == doctor else leading_capacity(by, doctor)
    row = _standing(doctor, institution, specialty)
    if row is not None and not (capacity == "doctor" and waits_for_nobody(row)):
        raise CertificateExists
    told = _told(doctor, institution, specialty)
    answers = _leader_at(doctor, institution, leader if capacity == "doctor" else None, is_own=capacity == "doctor")
    row = row or ServiceCertificate(doctor=doctor, institution=institution, specialty=specialty, place=institution.name)
    _fill(row, told)
    row.save()
    kind = Kind.ASKED_FOR if capacity == "doctor" else Kind.PREPARED
    event = _move(row, kind, to=State.DRAFT, by=by, acting_as=capacity, waiting_on=answers)
    record("certificate_prepared", row, by, capacity, [event])
    if capacity == "doctor":
        _tell(answers, "certificate_asked_for", _("En tjenestebekreftelse venter på deg."), row)
    return row


@transaction.atomic
def write_certificate(*, certificate: ServiceCertificate, by: User, **fields: str) -> ServiceCertificate:
    """The leader writes; service and absence are fetched again, so that what is signed is what is confirmed."""
    row = _locked(certificate)
    capacity = _leading(by, row)
    if row.state != State.DRAFT:
        raise CertificateSigned
    if unknown := set(fields) - set(row.FIELDS):
        raise ValueError(f"A certificate has no such fields: {unknown}")
    for name, value in fields.items():
        setattr(row, name, value)
    _fill(row, _told(row.doctor, row.institution, row.specialty))
    event = _move(row, Kind.CHANGED, to=row.state, by=by, acting_as=capacity, waiting_on=row.waiting_on)
    record("certificate_changed", row, by, capacity, [event])
    return row


@transaction.atomic
def sign_certificate(
    *,
    certificate: ServiceCertificate,
    by: User,
    seen_digest: str = "",
    basis: str = "",
    head: User | None = None,
) -> ServiceCertificate:
    """First the leader, then the medically responsible consultant, who is somebody else. `seen_digest` is of what was shown.

    Who leads there now and did not lead the doctor says what it builds on (`basis`): that stands with the signature.
    `head` is whom the leader wants to sign, where there are several.
    """
    row = _locked(certificate)
    if by == row.doctor:
        raise OwnCase
    if row.state in (State.SIGNED, State.ANNULLED):
        raise CertificateSigned
    if seen_digest and seen_digest != row.content_digest():
        raise CertificateChanged
    return _sign_as_leader(row, by, basis, head) if row.state == State.DRAFT else _sign_as_head(row, by)


def _sign_as_leader(row: ServiceCertificate, by: User, basis: str, chosen: User | None) -> ServiceCertificate:
    if head_capacity(by, row) and not _leads(by, row):
        raise LeaderSignsFirst
    capacity = _leading(by, row)
    if capacity in CertificateEvent.NOW_THERE and not basis.strip():
        raise BasisMissing
    if empty := row.empty_fields:
        names = ", ".join(map(str, empty))
        raise CertificateIncomplete(_("Fyll ut dette før du signerer: %(names)s.") % {"names": names})
    told = _told(row.doctor, row.institution, row.specialty)
    if (told.service, told.absences) != (row.service, row.absences):
        raise CertificateOutdated
    head = _head_of(row, chosen, but=by)
    said = basis if capacity in CertificateEvent.NOW_THERE else ""
    event = _move(
        row, Kind.LEADER_SIGNED, to=State.LEADER_SIGNED, by=by, acting_as=capacity, comment=said, waiting_on=head
    )
    record("certificate_signed", row, by, capacity, [event])
    _tell(head, "certificate_to_sign", _("En tjenestebekreftelse venter på signaturen din."), row)
    return row


def _sign_as_head(row: ServiceCertificate, by: User) -> ServiceCertificate:
    capacity = _as_head(by, row)
    if _leaders_signature(row).by_id == by.pk:
        raise TwoSignatures
    event = _move(row, Kind.HEAD_SIGNED, to=State.SIGNED, by=by, acting_as=capacity)
    record("certificate_signed", row, by, capacity, [event])
    _tell(row.doctor, "certificate_signed", _("En tjenestebekreftelse er signert av begge."), row)
    return row


@transaction.atomic
def return_certificate(*, certificate: ServiceCertificate, comment: str, by: User) -> ServiceCertificate:
    """The medically responsible consultant sends it back; the leader's signature no longer stands."""
    row = _locked(certificate)
    if row.state != State.LEADER_SIGNED:
        raise CertificateSigned if row.state == State.SIGNED else LeaderSignsFirst
    capacity = _as_head(by, row)
    if not comment.strip():
        raise CommentMissing
    leader = _leader_now_at(row.doctor, row.institution) or _asked_last(row)
    event = _move(row, Kind.RETURNED, to=State.DRAFT, by=by, acting_as=capacity, comment=comment, waiting_on=leader)
    record("certificate_returned", row, by, capacity, [event])
    _tell(leader, "certificate_returned", _("En tjenestebekreftelse er returnert til deg."), row)
    return row


@transaction.atomic
def annul_certificate(*, certificate: ServiceCertificate, reason: str, by: User) -> ServiceCertificate:
    """A wrong certificate is annulled by a new row with a reason; it stays to be read, and a new one can be made."""
    row = _locked(certificate)
    capacity = _leading(by, row)
    if row.state == State.ANNULLED:
        raise AlreadyAnnulled
    if not reason.strip():
        raise ReasonMissing(_("Skriv hvorfor tjenestebekreftelsen annulleres."))
    event = _move(row, Kind.ANNULLED, to=State.ANNULLED, by=by, acting_as=capacity, comment=reason)
    record("certificate_annulled", row, by, capacity, [event])
    _tell(row.doctor, "certificate_annulled", _("En tjenestebekreftelse er annullert."), row)
    return row


def _move(
    row: ServiceCertificate,
    kind: str,
    *,
    to: str,
    by: User,
    acting_as: str,
    comment: str = "",
    waiting_on: User | None = None,
) -> CertificateEvent:
    """The only place that writes the state: add the event and let the row follow."""
    if to != row.state and to not in row.MOVES[row.state]:
        raise AssertionError(f"A certificate cannot go from {row.state} to {to}.")
    event = CertificateEvent.objects.create(
        certificate=row,
        kind=kind,
        state_after=to,
        waiting_on=waiting_on,
        by=by,
        acting_as=acting_as,
        comment=comment,
        content_digest=row.content_digest(),
    )
    is_first = kind in (Kind.ASKED_FOR, Kind.PREPARED)
    if is_first or (row.state, row.waiting_on_id) != (to, event.waiting_on_id):
        row.since = event.at
    row.state, row.waiting_on = to, waiting_on
    row.save()
    return event


def _locked(certificate: ServiceCertificate) -> ServiceCertificate:
    lock_service_of(certificate.doctor)
    return ServiceCertificate.objects.select_related("doctor", "institution", "specialty", "waiting_on").get(
        pk=certificate.pk
    )


def _told(doctor: User, institution: TrainingInstitution, specialty: Specialty | None) -> Told:
    told = service_told(doctor, institution, specialty)
    if told is None:
        raise NothingToCertify
    return told


def _fill(row: ServiceCertificate, told: Told) -> None:
    row.starts_on, row.ends_on, row.service, row.absences = told.starts_on, told.ends_on, told.service, told.absences


def _leader_now_at(doctor: User, institution: TrainingInstitution) -> User | None:
    """Who answers for the certificate of this workplace: the leader there, or the last one there when the doctor has left."""
    present = Relation.objects.active().filter(doctor=doctor, kind=Relation.Kind.LEADER, institution=institution)
    found = present.select_related("person").first() or earlier_leaders_at(doctor, institution).first()
    return found.person if found else None


def _leader_at(doctor: User, institution: TrainingInstitution, chosen: User | None, *, is_own: bool) -> User:
    """Who answers for it. When nobody who led the doctor there is left, one who leads there now: only the doctor asks."""
    if found := _leader_now_at(doctor, institution):
        return found
    if not is_own:
        raise CertificateElsewhere
    there = leaders_to_ask(doctor, institution)
    if not there:
        raise NobodyLeadsThere
    if chosen is None and len(there) == 1:
        return there[0]
    if chosen not in there:
        raise ChooseLeader
    return chosen


def _standing(doctor: User, institution: TrainingInstitution, specialty: Specialty | None) -> ServiceCertificate | None:
    rows = ServiceCertificate.objects.filter(doctor=doctor, institution=institution, specialty=specialty).standing()
    return rows.select_related("doctor", "institution", "waiting_on").first()


def _leading(by: User, row: ServiceCertificate) -> str:
    if earlier := _led_then(by, row):
        return earlier
    if now_there := capacity_there_now(by, row):
        return now_there
    capacity = leading_capacity(by, row.doctor)
    if leader_of(row.doctor) != _leader_now_at(row.doctor, row.institution):
        raise CertificateElsewhere
    return capacity


def _led_then(by: User, row: ServiceCertificate) -> str | None:
    return earlier_leading_capacity(by, row.doctor, row.institution, first=row.starts_on, last=row.ends_on)


def _leads(by: User, row: ServiceCertificate) -> bool:
    leads_now = rules.may_assign(deciding_capacity(by, row.doctor))
    return leads_now or bool(_led_then(by, row) or capacity_there_now(by, row))


def _as_head(by: User, row: ServiceCertificate) -> str:
    if by == row.doctor:
        raise OwnCase
    if (capacity := head_capacity(by, row)) is None:
        raise NotMedicalHead
    return capacity


def _head_of(row: ServiceCertificate, chosen: User | None, *, but: User) -> User:
    """Whom it waits for: the chosen one, who must still be able to sign; the first who can, where nobody was to be chosen."""
    heads = heads_to_sign(row, but=but)
    if not heads:
        raise MedicalHeadMissing
    if chosen is not None and chosen not in heads:
        raise ChosenHeadGone
    return chosen or heads[0]


def _asked_last(row: ServiceCertificate) -> Any:
    """The leader it waited for before it was signed; a deputy may have signed."""
    drafts = row.events.filter(state_after=State.DRAFT).order_by("-pk").values("waiting_on")
    return User.objects.get(pk__in=drafts[:1])


def _leaders_signature(row: ServiceCertificate) -> Any:
    return row.events.filter(kind=Kind.LEADER_SIGNED).select_related("by").order_by("pk").last()


def _tell(user: User, kind: str, text: str, row: ServiceCertificate) -> None:
    notify(user=user, kind=kind, text=text, path=row.get_absolute_url())
