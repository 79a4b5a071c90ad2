"""Pages from content packs."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from fagvei.common.packs import Change, Entry, ItemRefused, Kind, differences
from fagvei.handbook import actions
from fagvei.handbook.models import HandbookPage
from fagvei.organisations.models import RegionalEducationCentre


class PageItemEntry(Entry):
    key: str = Field(pattern=r"^[a-zA-Z0-9-]+$", max_length=80)
    group: str = ""
    lead: str = Field("", max_length=200)
    text: str = Field(min_length=1)
    modality: str = Field("", max_length=60)
    legal_basis: str = ""
    address: str = ""


class PageEntry(Entry):
    slug: str = Field(pattern=r"^[a-z0-9-]+$", max_length=120)
    title: str = Field(min_length=1, max_length=200)
    body: str = ""
    owner: str | None = None
    position: int = 0
    items: list[PageItemEntry] = []


ITEM_FIELDS = (
    "key",
    "group",
    "lead",
    "text",
    "modality",
    "legal_basis",
    "address",
    "source",
    "retrieved_on",
    "verification",
)


def load_page(entry: PageEntry, *, by: Any) -> Change:
    row = HandbookPage.objects.select_related("owner").filter(slug=entry.slug).first()
    wanted = {
        "title": entry.title,
        "body": entry.body,
        "owner": _owner(entry.owner),
        "position": entry.position,
        **entry.sourcing,
    }
    items = [item.model_dump() for item in entry.items]
    keys = [item["key"] for item in items]
    for double in {key for key in keys if keys.count(key) > 1}:
        raise ItemRefused(_("Punktet «%s» står to ganger.") % double, "items")
    changed = differences(row, wanted)
    before = [dict(item) for item in row.items.order_by("position").values(*ITEM_FIELDS)] if row else []
    if before != items:
        changed["items"] = (len(before), len(items))
    if changed:
        actions.save_page(slug=entry.slug, items=items, by=by, **wanted)
    return Change("pages", entry.slug, row is None, changed)


def _owner(code: str | None) -> RegionalEducationCentre | None:
    if code is None:
        return None
    owner = RegionalEducationCentre.objects.filter(code=code).first()
    if owner is None:
        raise ItemRefused(_("RegUt-en «%s» finnes ikke.") % code, "owner")
    return owner


KINDS = (Kind("pages", gettext_lazy("Håndboksider"), PageEntry, lambda entry: entry.slug, load_page),)
