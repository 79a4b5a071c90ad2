"""Proofs of courses that others arranged, in words: what was sent, and what the RegUt decided."""

from collections.abc import Iterable
from typing import Any

from fagvei.courses.models import ExternalCertificate, ExternalCertificateEvent, ExternalProof
from fagvei.people.models import User


def tables_of(doctor: User) -> list[Any]:
    return [
        ExternalCertificate.objects.filter(doctor=doctor),
        ExternalCertificateEvent.objects.filter(certificate__doctor=doctor),
        ExternalProof.objects.filter(certificate__doctor=doctor),
    ]


def proofs_of(doctor: User) -> Iterable[tuple[str, ExternalProof]]:
    """A name in the archive that no unpacker can be led astray by; the file's own name stands in the record."""
    rows = ExternalProof.objects.filter(certificate__doctor=doctor).order_by("pk")
    return [(f"kursbevis/{n:04}{ExternalProof.SUFFIXES[row.content_type]}", row) for n, row in enumerate(rows, 1)]


def external_certificates_of(doctor: User) -> list[dict[str, Any]]:
    rows = ExternalCertificate.objects.filter(doctor=doctor).select_related("course__activity", "activity")
    proofs = {row.certificate_id: _proof(path, row) for path, row in proofs_of(doctor)}
    return [
        {
            "fact": row.fact_id,
            "course": row.course.code,
            "name": row.course.activity.name,
            "ended_on": row.ended_on,
            "place": row.place,
            "state": row.state,
            "state_name": row.get_state_display(),
            "activity": row.activity and row.activity.fact_id,
            "proof": proofs.get(row.pk),
            "events": [
                {
                    "fact": each.fact_id,
                    "kind": each.kind,
                    "state_after": each.state_after,
                    "reason": each.reason,
                    "by": each.by.full_name,
                    "acting_as": each.acting_as,
                    "at": each.at,
                }
                for each in row.events.select_related("by")
            ],
        }
        for row in rows.order_by("ended_on", "pk")
    ]


def _proof(path: str, row: ExternalProof) -> dict[str, Any]:
    return {
        "fact": row.fact_id,
        "file": path,
        "name": row.name,
        "content_type": row.content_type,
        "size": row.size,
        "sha256": row.sha256,
        "at": row.at,
    }
