"""What one service certificate says, in words and in order: for the page and for the paper alike."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fagvei.people.models import User
from fagvei.people.queries import circle_of, institution_of, leader_of
from fagvei.training.models import CertificateEvent, Placement, ServiceCertificate
from fagvei.training.queries.activity_page import Step
from fagvei.training.queries.certificates import turn_of
from fagvei.training.rules.time_words import shown

Kind, State = CertificateEvent.Kind, ServiceCertificate.State


@dataclass
class CertificatePage:
    """`digest` is of exactly what stands here; `signatures` are those that stand now."""

    certificate: ServiceCertificate
    periods: list[list[str]]
    absences: list[str]
    fields: list[tuple[str, str]]
    signatures: list[CertificateEvent]
    steps: list[Step]
    returned: CertificateEvent | None
    digest: str
    waits_for: User | None

    @property
    def is_signed(self) -> bool:
        return self.certificate.state == State.SIGNED


def certificate_page(certificate: ServiceCertificate) -> CertificatePage:
    """Three questions beside the door's."""
    doctor = certificate.doctor
    events = list(certificate.events.select_related("by").order_by("at", "pk"))
    last = events[-1] if events else None
    return CertificatePage(
        certificate,
        [_period(each) for each in certificate.service],
        [_absence(each) for each in certificate.absences],
        _fields(certificate),
        _standing_signatures(certificate, events),
        [Step(each.at, str(each.by), each.get_kind_display().capitalize(), each.comment) for each in events],
        last if last is not None and last.kind == Kind.RETURNED else None,
        certificate.content_digest(),
        turn_of(certificate, leader=leader_of(doctor), home=institution_of(doctor)),
    )


@dataclass(frozen=True)
class SignerPage:
    """What waits for the one who signs, the longest first, and what has this one's signature, the newest first."""

    waiting: list[ServiceCertificate]
    signed: list[ServiceCertificate]


def signer_page(user: User) -> SignerPage:
    """Of others' service alone, and what the door of each lets through now. Two questions beside those of the circle."""
    rows = ServiceCertificate.objects.select_related("doctor", "specialty").exclude(doctor=user)
    circle = circle_of(user)
    own = CertificateEvent.objects.filter(certificate=OuterRef("pk"), kind__in=CertificateEvent.SIGNATURES, by=user)
    signed = rows.visible_to(user).annotate(signed_at=Subquery(own.order_by("-at", "-pk").values("at")[:1]))
    return SignerPage(
        list(rows.waiting_for(user, leads=circle.leads, acts_for=circle.acts_for).order_by("since", "pk")),
        list(signed.filter(signed_at__isnull=False).order_by("-signed_at", "-pk")),
    )


def own_certificates(doctor: User) -> Any:
    rows = ServiceCertificate.objects.filter(doctor=doctor).select_related("institution", "specialty", "waiting_on")
    return rows.order_by("starts_on", "pk")


def _fields(certificate: ServiceCertificate) -> list[tuple[str, str]]:
    names = {column.name: str(column.verbose_name).capitalize() for column in certificate._meta.fields}
    said = {name: getattr(certificate, name) for name in certificate.FIELDS}
    said["satisfactory"] = str(certificate.get_satisfactory_display()).capitalize()
    return [(names[name], text) for name, text in said.items()]


def _standing_signatures(certificate: ServiceCertificate, events: list[CertificateEvent]) -> list[CertificateEvent]:
    """Those after the last return, while it is not annulled; their digest must be that of what stands here."""
    if certificate.state == State.ANNULLED:
        return []
    since = max((number for number, event in enumerate(events) if event.kind == Kind.RETURNED), default=-1)
    digest = certificate.content_digest()
    return [e for e in events[since + 1 :] if e.kind in CertificateEvent.SIGNATURES and e.content_digest == digest]


def _period(told: dict[str, Any]) -> list[str]:
    return [
        str(Placement.Kind(told["part"]).label).capitalize(),
        told["where"],
        f"{told['percent']} %",
        f"{_day(told['starts_on'])} – {_day(told['ends_on'])}",
        shown(told["counted"]),
    ]


def _absence(told: dict[str, Any]) -> str:
    group = {
        "training": _("Kurs og annet i utdanningen"),
        "holiday": _("Ferie"),
        "other": _("Sykefravær, permisjon og annet"),
    }[told["group"]]
    return _("%(group)s: %(months)s måneder") % {"group": group, "months": shown(told["months"])}


def _day(text: str) -> str:
    return date_format(dt.date.fromisoformat(text), "j. F Y")
