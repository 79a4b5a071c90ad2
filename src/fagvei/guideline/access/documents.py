"""Doors of related documents: open to all; a new check belongs to guideline owners."""

from typing import Any

from django.http import Http404

from fagvei.common.permissions import Permission
from fagvei.guideline.access.core import rows
from fagvei.guideline.access.versions import require_owner
from fagvei.guideline.models import RelatedDocument

DOCUMENT_ROWS = (
    rows("related_document", Permission.SEE, {"public"}),
    rows("related_document", Permission.FOLLOW_UP, {"owner"}, "check_document"),
)


def get_document_to_check(user: Any, slug: str, code: str) -> RelatedDocument:
    documents = RelatedDocument.objects.select_related("guideline")
    document = documents.filter(guideline__slug=slug, code=code).first()
    if document is None:
        raise Http404
    require_owner(user)
    return document
