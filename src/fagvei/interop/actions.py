"""Verbs of interop."""

from typing import Any

from django.db import transaction

from fagvei.audit import actions as audit
from fagvei.audit.models import AuditEvent, AuditSeal
from fagvei.people.models import User
from fagvei.people.queries import institution_of

ROUNDS = 5


@transaction.atomic
def record_export(*, doctor: User, kind: str, digest: str, by: Any) -> AuditEvent:
    """The doctor took the record along. The event holds the digest of what was taken, so that the copy can be proved."""
    return audit.record(
        "record_exported",
        target=doctor,
        by=by,
        acting_as="doctor",
        subject=doctor,
        controller=institution_of(doctor) or "",
        details={"kind": kind, "digest": digest},
    )


def seal_until(event: AuditEvent | None = None) -> AuditSeal | None:
    """Seal what waits, so that a copy carries seals. The sealer comes each minute, so there is little to do."""
    for _round in range(ROUNDS):
        if not audit.seal_events():
            break
    return AuditSeal.objects.filter(event_id=event.public_id).first() if event else None
