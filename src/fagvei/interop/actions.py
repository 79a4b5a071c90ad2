"""Verbs of interop."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fagvei.audit import actions as audit
from fagvei.audit.models import AuditEvent, AuditSeal
from fagvei.common.refusal import Refusal
from fagvei.guideline import actions as guidelines
from fagvei.guideline.models import Chapter, Guideline, NormativeUnit, UnitVersion
from fagvei.people.models import User
from fagvei.people.queries import institution_of

ROUNDS = 5


class NothingToImport(Refusal):
    code = "nothing_to_import"
    message = _("Filen endrer ingenting her, så det er ikke laget noe utkast.")


@transaction.atomic
def record_export(*, doctor: User, kind: str, digest: str, by: Any, signed_by: str = "") -> AuditEvent:
    """The doctor took the record along. The event holds the digest of what was taken, so that the copy can be proved,
    and which key signs it, so that a signature cannot be taken away unseen.
    """
    return audit.record(
        "record_exported",
        target=doctor,
        by=by,
        acting_as="doctor",
        subject=doctor,
        controller=institution_of(doctor) or "",
        details={"kind": kind, "digest": digest, **({"signed_by": signed_by} if signed_by else {})},
    )


def seal_until(event: AuditEvent | None = None) -> AuditSeal | None:
    """Seal what waits, so that a copy carries seals. The sealer comes each minute, so there is little to do."""
    for _round in range(ROUNDS):
        if not audit.seal_events():
            break
    return AuditSeal.objects.filter(event_id=event.public_id).first() if event else None


@transaction.atomic
def import_guideline(
    *,
    guideline: Guideline,
    changes: Iterable[tuple[NormativeUnit, Mapping[str, Any]]],
    additions: Iterable[tuple[Chapter, str, Mapping[str, Any]]] = (),
    reason: str,
    digest: str,
    by: User,
) -> list[UnitVersion]:
    """A draft for each changed unit and each that stands only in the file, all or none.

    They go the same way as every draft: another person judges them.
    """
    drafts = []
    for unit, content in changes:
        draft = guidelines.start_version(unit=unit, by=by)
        drafts.append(
            guidelines.edit_version(version=draft, label=UnitVersion.Label.AMENDED, reason=reason, by=by, **content)
        )
    new = [_begin(chapter, code, content, reason, by) for chapter, code, content in additions]
    if not drafts and not new:
        raise NothingToImport
    details = {"code": guideline.code, "digest": digest, "drafts": len(drafts) + len(new), "new": len(new)}
    audit.record("guideline_imported", target=guideline, by=by, acting_as="guideline_owner", details=details)
    return drafts + new


def _begin(chapter: Chapter, code: str, content: Mapping[str, Any], reason: str, by: User) -> UnitVersion:
    """A new unit with its first draft; what the file says beside it is written in at once."""
    draft = guidelines.start_unit(chapter=chapter, code=code, reason=reason, by=by, **content)
    return guidelines.edit_version(version=draft, label=UnitVersion.Label.NEW, reason=reason, by=by, **content)
