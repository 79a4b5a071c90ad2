"""Which certificates a doctor needs, and what confirmed service and absence say for one."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import Prefetch

from fagvei.common import clock
from fagvei.organisations.models import Specialty, TrainingInstitution
from fagvei.people.models import User
from fagvei.people.queries import is_deputy_there, leaders_at, somebody_led_and_leads_there
from fagvei.training import rules
from fagvei.training.models import Absence, CertificateEvent, Placement, ServiceCertificate
from fagvei.training.queries.service import period_of
from fagvei.training.rules.time_words import decimal


@dataclass(frozen=True)
class Workplace:
    """An employer at which the doctor has confirmed service in a specialty. `certificate` is the one that stands, if any."""

    institution: TrainingInstitution | None
    name: str
    specialty: Specialty | None
    certificate: ServiceCertificate | None = None

    @property
    def public_id(self) -> str:
        """What a form calls it."""
        parts = (each.public_id for each in (self.institution, self.specialty) if each is not None)
        return ":".join(map(str, parts))

    def __str__(self) -> str:
        return f"{self.name}, {self.specialty}"


def workplaces_of(doctor: User) -> list[Workplace]:
    """Where a certificate is due: confirmed, counting service in part 2 or 3. Part 1 has its own form. Two questions."""
    rows = _confirmed(doctor).filter(kind__in=Placement.OF_A_SPECIALTY, counts=True)
    certificates = {(row.institution_id, row.specialty_id): row for row in certificates_of(doctor)}
    found: dict[Any, Workplace] = {}
    for row in rows:
        employment = row.employment
        key = (employment.employer_key, row.specialty_id)
        certificate = certificates.get((employment.institution_id, row.specialty_id))
        found.setdefault(key, Workplace(employment.institution, employment.workplace, row.specialty, certificate))
    return list(found.values())


def certificates_of(doctor: User) -> Iterable[ServiceCertificate]:
    rows = ServiceCertificate.objects.filter(doctor=doctor).standing()
    return rows.select_related("institution", "specialty", "waiting_on").order_by("starts_on", "pk")


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
        return "deputy_there_now" if is_deputy_there(user, doctor, institution, leader=asked) else None
    signed = certificate.events.filter(kind=CertificateEvent.Kind.LEADER_SIGNED, by=user)
    if not signed.filter(acting_as__in=CertificateEvent.NOW_THERE).exists():
        return None
    if user in there:
        return "leader_there_now"
    return "deputy_there_now" if is_deputy_there(user, doctor, institution) else None


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
    today = clock.today()
    rows = _confirmed(doctor).filter(employment__institution=institution, specialty=specialty, starts_on__lte=today)
    placements = list(
        rows.filter(kind__in=Placement.OF_A_SPECIALTY).prefetch_related(
            Prefetch("absences", Absence.objects.confirmed(), to_attr="away")
        )
    )
    if not placements:
        return None
    account = rules.account([period_of(row, row.away) for row in placements], today)
    lines = {line.period.key: line for line in account.lines}
    ends = [min(row.ends_on or today, today) for row in placements]
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
    return (
        Placement.objects.filter(doctor=doctor)
        .confirmed()
        .select_related("employment__institution", "institution", "arena", "specialty")
        .order_by("starts_on", "pk")
    )
