"""The national text as a content pack brings it: published at once, since the publisher answers for it."""

from typing import Any

from django.db import transaction

from fagvei.audit import actions as audit
from fagvei.guideline.actions.standing import Kind, move
from fagvei.guideline.models import NormativeUnit, UnitVersion

READ_AGAIN = "Kilden er lest på nytt."


@transaction.atomic
def publish_source_text(*, unit: NormativeUnit, by: Any, **content: Any) -> UnitVersion:
    """A first text is not reviewed by us; a later one is an amendment, and the earlier one stays readable."""
    unit = NormativeUnit.objects.select_for_update().get(pk=unit.pk)
    before = unit.versions.national().in_force().first()
    version = UnitVersion.objects.create(
        unit=unit,
        number=unit.versions.count() + 1,
        based_on=before,
        label=UnitVersion.Label.AMENDED if before else UnitVersion.Label.NOT_REVIEWED,
        reason=READ_AGAIN if before else "",
        state=UnitVersion.State.APPROVED,
        **content,
    )
    facts: list[Any] = [move(before, Kind.SUPERSEDED, by=by)] if before else []
    facts.append(move(version, Kind.PUBLISHED, by=by))
    details = {"code": unit.code, "number": version.number}
    audit.record("source_text_published", target=version, by=by, details=details, facts=[version, *facts])
    return version
