"""Say how a related document stands now. The newest check holds; what was found before stays."""

from typing import Any

from django.db import transaction

from fagvei.audit import actions as audit
from fagvei.guideline.actions.refusals import OwnersOnly, SourcesMissing
from fagvei.guideline.models import RelatedDocument, RelationCheck
from fagvei.people import queries as people


@transaction.atomic
def add_check(*, document: RelatedDocument, by: Any, **fields: Any) -> RelationCheck:
    """`by` is None when the check comes with a content pack."""
    if by is not None and not people.has_role(by, "guideline_owner"):
        raise OwnersOnly
    if not fields["sources"]:
        raise SourcesMissing
    document = RelatedDocument.objects.select_for_update().get(pk=document.pk)
    check = RelationCheck.objects.create(document=document, by=by, **fields)
    audit.record(
        "relation_checked",
        target=document,
        by=by,
        acting_as="guideline_owner" if by else "",
        details={"code": document.code, "status": check.status, "checked_on": check.checked_on.isoformat()},
        facts=[check],
    )
    return check
