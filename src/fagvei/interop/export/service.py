"""Service and time in words: employments, periods, absences with their steps, and the confirmations of part 1."""

from collections import defaultdict
from typing import Any

from fagvei.interop.export.words import event_of
from fagvei.people.models import User
from fagvei.training.models import (
    Absence,
    CertificateEvent,
    Employment,
    Part1Confirmation,
    Placement,
    ServiceCertificate,
    ServiceEvent,
)


def service_of(doctor: User) -> dict[str, list[dict[str, Any]]]:
    """What `record` holds of it, by the names it has there."""
    steps: dict[tuple[str, int], list[dict[str, Any]]] = defaultdict(list)
    for owner in ServiceEvent.OWNERS:
        events = ServiceEvent.objects.filter(**{f"{owner}__doctor": doctor}).select_related("by", "waiting_on")
        for event in events.order_by("pk"):
            steps[owner, getattr(event, f"{owner}_id")].append(event_of(event))
    employments = Employment.objects.filter(doctor=doctor).select_related("institution", "waiting_on")
    placements = Placement.objects.filter(doctor=doctor).select_related(
        "employment", "institution", "arena", "specialty", "waiting_on"
    )
    absences = Absence.objects.filter(doctor=doctor).select_related("placement", "waiting_on")
    part_1 = Part1Confirmation.objects.filter(doctor=doctor).select_related("by", "withdrawal__by").order_by("pk")
    return {
        "employments": [
            {**_shared(row), "employer": row.workplace, "events": steps["employment", row.pk]}
            for row in employments.order_by("starts_on", "pk")
        ],
        "placements": [
            {**_shared(row), **_placement(row), "events": steps["placement", row.pk]}
            for row in placements.order_by("starts_on", "pk")
        ],
        "absences": [
            {**_shared(row), **_absence(row), "events": steps["absence", row.pk]}
            for row in absences.order_by("starts_on", "pk")
        ],
        "part_1": [_part_1(row) for row in part_1],
        "certificates": _certificates(doctor),
    }


def _certificates(doctor: User) -> list[dict[str, Any]]:
    steps: dict[int, list[dict[str, Any]]] = defaultdict(list)
    events = CertificateEvent.objects.filter(certificate__doctor=doctor).select_related("by", "waiting_on")
    for event in events.order_by("pk"):
        steps[event.certificate_id].append(event_of(event))
    rows = ServiceCertificate.objects.filter(doctor=doctor).select_related("institution", "specialty", "waiting_on")
    return [
        {
            "fact": row.fact_id,
            "institution": row.institution.name,
            "place": row.place,
            "specialty": row.specialty and row.specialty.name,
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
            "service": row.service,
            "absences": row.absences,
            **{name: getattr(row, name) for name in row.FIELDS},
            "state": row.state,
            "state_name": row.get_state_display(),
            "since": row.since,
            "waiting_on": row.waiting_on and row.waiting_on.full_name,
            "events": steps[row.pk],
        }
        for row in rows.order_by("starts_on", "pk")
    ]


def _shared(row: Any) -> dict[str, Any]:
    return {
        "fact": row.fact_id,
        "percent": row.percent,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "state": row.state,
        "state_name": row.get_state_display(),
        "since": row.since,
        "waiting_on": row.waiting_on and row.waiting_on.full_name,
    }


def _placement(row: Placement) -> dict[str, Any]:
    return {
        "employment": row.employment.fact_id,
        "kind": row.kind,
        "kind_name": row.get_kind_display(),
        "where": row.where,
        "specialty": row.specialty and row.specialty.name,
        "counts": row.counts,
        "counts_reason": row.counts_reason,
    }


def _absence(row: Absence) -> dict[str, Any]:
    return {"placement": row.placement.fact_id, "kind": row.kind, "kind_name": row.get_kind_display()}


def _part_1(row: Part1Confirmation) -> dict[str, Any]:
    withdrawal = getattr(row, "withdrawal", None)
    return {
        "fact": row.fact_id,
        "basis": row.basis,
        "basis_name": row.get_basis_display(),
        "completed_on": row.completed_on,
        "seen": row.seen,
        "by": row.by.full_name,
        "acting_as": row.acting_as,
        "at": row.at,
        "withdrawal": withdrawal
        and {
            "fact": withdrawal.fact_id,
            "by": withdrawal.by.full_name,
            "reason": withdrawal.reason,
            "at": withdrawal.at,
        },
    }
