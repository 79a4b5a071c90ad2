"""Which certificates a doctor needs, and what confirmed service and absence say for one."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import Prefetch, Q

from fagvei.common import clock
from fagvei.organisations.models import Specialty, TrainingInstitution
from fagvei.people.models import User
from fagvei.people.queries import has_role, holders_at, is_deputy_there, leaders_at, somebody_led_and_leads_there
from fagvei.training import rules
from fagvei.training.models import Absence, CertificateEvent, Placement, ServiceCertificate
from fagvei.training.queries.service import is_too_early, period_of, with_part_1
from fagvei.training.rules.time_words import decimal


@dataclass(frozen=True)
class Workplace:
    """An employer at which the doctor has confirmed service in a specialty, or other service that counts (no specialty).

    `certificate` is the one that stands, if any.
    """

    institution: TrainingInstitution | None
    name: str
    specialty: Specialty | None
    certificate: ServiceCertificate | None = None
    placements: tuple[Placement, ...] = ()

    @property
    def is_outdated(self) -> bool:
        """What is confirmed now of the time the certificate tells about is something else than what was signed."""
        if self.certificate is None:
            return False
        told = told_by(self.placements, self.certificate.ends_on)
        return told is None or _confirmed_in(told.service) != _confirmed_in(self.certificate.service)

    def months_after(self, on: Any) -> Fraction:
        """Months that the certificate does not tell about, because they came after it."""
        if self.certificate is None:
            return Fraction(0)
        periods = [period_of(row, row.away) for row in self.placements]  # type: ignore[attr-defined]
        then = rules.account(periods, self.certificate.ends_on).total
        return max(Fraction(0), rules.account(periods, on).total - then)

    @property
    def public_id(self) -> str:
        """What a form calls it."""
        parts = (each.public_id for each in (self.institution, self.specialty) if each is not None)
        return ":".join(map(str, parts))

    def __str__(self) -> str:
        return f"{self.name}, {self.specialty or Placement.Kind.OTHER.label}"


def workplaces_of(doctor: User) -> list[Workplace]:
    """Where a certificate is due: confirmed, counting service in part 2 or 3, or other. Part 1 has its own form. Three questions."""
    certificates: dict[Any, ServiceCertificate] = {
        (row.institution_id, row.specialty_id): row for row in certificates_of(doctor)
    }
    found: dict[Any, list[Placement]] = {}
    for row in _confirmed(doctor):
        found.setdefault((row.employment.employer_key, row.specialty_id), []).append(row)
    return [
        Workplace(
            rows[0].employment.institution,
            rows[0].employment.workplace,
            rows[0].specialty,
            certificates.get((rows[0].employment.institution_id, rows[0].specialty_id)),
            tuple(rows),
        )
        for rows in found.values()
        if any(row.counts and not is_too_early(row) for row in rows)
    ]


def certificates_of(doctor: User) -> Iterable[ServiceCertificate]:
    rows = ServiceCertificate.objects.filter(doctor=doctor).standing()
    return rows.select_related("institution", "specialty", "waiting_on").order_by("starts_on", "pk")


def turn_of(certificate: ServiceCertificate, *, leader: User | None, home: TrainingInstitution | None) -> User | None:
    """Whom it waits for: a draft of where the doctor works now for the leader of now, whoever led when it was asked for."""
    is_draft = certificate.state == ServiceCertificate.State.DRAFT
    return leader if is_draft and leader is not None and certificate.institution == home else certificate.waiting_on


def head_capacity(user: User, certificate: ServiceCertificate) -> str | None:
    """ "medical_head", or "deputy_of_medical_head" for who acts for one of them there now; never in one's own case."""
    doctor, institution = certificate.doctor, certificate.institution
    if user.pk == doctor.pk or not user.is_active:
        return None
    if has_role(user, "medical_head", institution=institution):
        return "medical_head"
    heads = holders_at(institution, "medical_head")
    return "deputy_of_medical_head" if is_deputy_there(user, doctor, institution, of=heads) else None


def heads_to_sign(certificate: ServiceCertificate, *, but: User) -> list[User]:
    """Those with the role there who are neither the doctor nor the one who signs as leader."""
    heads = holders_at(certificate.institution, "medical_head")
    return list(heads.exclude(pk__in=[but.pk, certificate.doctor_id]))


# --- When nobody is left there of those who led the doctor ---


def capacity_there_now(user: User, certificate: ServiceCertificate) -> str | None:
    """ "leader_there_now" or "deputy_there_now": for a draft whom the doctor has asked, else who has signed it so."""
    doctor, institution = certificate.doctor, certificate.institution
    if user.pk == doctor.pk or not user.is_active or somebody_led_and_leads_there(doctor, institution):
        return None
    there = leaders_at(institution)
    if certificate.state == ServiceCertificate.State.DRAFT:
        asked = certificate.waiting_on
        if asked is None or asked not in there:
            return None
        if user == asked:
            return "leader_there_now"
        return "deputy_there_now" if is_deputy_there(user, doctor, institution, of=[asked]) else None
    signed = certificate.events.filter(kind=CertificateEvent.Kind.LEADER_SIGNED, by=user)
    if not signed.filter(acting_as__in=CertificateEvent.NOW_THERE).exists():
        return None
    if user in there:
        return "leader_there_now"
    return "deputy_there_now" if is_deputy_there(user, doctor, institution, of=there) else None


def waits_for_nobody(certificate: ServiceCertificate) -> bool:
    """A draft whose leader is no longer leader there, and nobody else who led the doctor is: the doctor asks anew."""
    if certificate.state != ServiceCertificate.State.DRAFT or certificate.waiting_on is None:
        return False
    if somebody_led_and_leads_there(certificate.doctor, certificate.institution):
        return False
    return certificate.waiting_on not in leaders_at(certificate.institution)


def leaders_to_ask(doctor: User, institution: TrainingInstitution) -> list[User]:
    """Who could answer for the workplace now; nobody while one who led the doctor there still leads there."""
    if somebody_led_and_leads_there(doctor, institution):
        return []
    return list(leaders_at(institution).exclude(pk=doctor.pk))


@dataclass(frozen=True)
class Told:
    """What confirmed service says for a certificate until today."""

    starts_on: Any
    ends_on: Any
    service: list[dict[str, Any]]
    absences: list[dict[str, Any]]


def service_told(doctor: User, institution: TrainingInstitution, specialty: Specialty | None) -> Told | None:
    """Plain values that can be written down and signed; None when nothing is confirmed. Why somebody was away is left out."""
    return told_by(_confirmed(doctor).filter(employment__institution=institution, specialty=specialty), clock.today())


def told_by(rows: Iterable[Placement], on: Any) -> Told | None:
    placements: list[Any] = [row for row in rows if row.starts_on <= on]
    if not placements:
        return None
    account = rules.account([period_of(row, row.away) for row in placements], on)
    lines = {line.period.key: line for line in account.lines}
    ends = [min(row.ends_on or on, on) for row in placements]
    service = [
        {
            "part": row.kind,
            "where": row.where,
            "percent": row.percent,
            "starts_on": str(row.starts_on),
            "ends_on": str(end),
            "counted": decimal(lines[row.pk].counted),
        }
        for row, end in zip(placements, ends, strict=True)
    ]
    return Told(min(row.starts_on for row in placements), max(ends), service, _absences(account))


def _confirmed_in(service: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Without the names of places: a ward that has a new name is the same service."""
    return [tuple(each[name] for name in ("part", "percent", "starts_on", "ends_on", "counted")) for each in service]


def _absences(account: rules.Account) -> list[dict[str, Any]]:
    """Months away in three groups, not by cause: sickness and leave are one."""
    groups = {"training": Fraction(0), "holiday": Fraction(0), "other": Fraction(0)}
    for line in account.lines:
        for away in line.period.absences:
            group = {"course": "training", "holiday": "holiday"}.get(away.kind, "other")
            months = rules.months_between(away.starts_on, min(away.ends_on, account.on), line.period.starts_on)
            groups[group] += max(Fraction(0), months) * Fraction(away.percent, 100)
    return [{"group": group, "months": decimal(months)} for group, months in groups.items() if months]


def _confirmed(doctor: User) -> Any:
    """No time without a certificate (K-5): what the leader lets count needs one as well."""
    certified = Q(kind__in=Placement.OF_A_SPECIALTY) | Q(kind=Placement.Kind.OTHER, counts=True)
    return (
        with_part_1(Placement.objects.filter(certified, doctor=doctor).confirmed())
        .select_related("employment__institution", "institution", "arena", "specialty")
        .prefetch_related(Prefetch("absences", Absence.objects.confirmed(), to_attr="away"))
        .order_by("starts_on", "pk")
    )
