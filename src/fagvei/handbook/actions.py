"""Write pages, note which content was loaded."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.handbook.models import ContentFile, HandbookPage, PageItem


@transaction.atomic
def save_page(*, slug: str, items: Iterable[Mapping[str, Any]] = (), by: Any, **fields: Any) -> HandbookPage:
    """Save a page with exactly the items given, each under its own key."""
    page, _ = HandbookPage.objects.update_or_create(slug=slug, defaults={**fields, "updated_on": clock.today()})
    keys = []
    for position, item in enumerate(items, 1):
        values = {**item, "position": position}
        key = values.pop("key")
        PageItem.objects.update_or_create(page=page, key=key, defaults=values)
        keys.append(key)
    page.items.exclude(key__in=keys).delete()
    audit.record("page_saved", target=page, by=by, details={"slug": slug})
    return page


@transaction.atomic
def note_content_file(*, path: str, digest: str, items: int, counts: Mapping[str, int], by: Any) -> ContentFile:
    """A file of a content pack was loaded with this content; the counts say what it changed."""
    file, _ = ContentFile.objects.update_or_create(
        path=path, defaults={"digest": digest, "items": items, "loaded_at": clock.now()}
    )
    audit.record("content_file_loaded", target=file, by=by, details={"path": path, "digest": digest, **counts})
    return file
