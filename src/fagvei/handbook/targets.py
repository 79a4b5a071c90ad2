"""What a reader can report an error in. Each room registers its own kinds of things when the house starts."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from fagvei.handbook.models import HandbookPage, PageItem
from fagvei.organisations.models import RegionalEducationCentre, Specialty


@dataclass(frozen=True)
class Target:
    """The thing itself, as feedback remembers it; `owner` is who follows up."""

    type: str
    id: str
    title: str
    path: str
    owner: RegionalEducationCentre | None = None


@dataclass(frozen=True)
class Resolver:
    """`slug` is the word in the address, `label` the model; `find` gives the target or None.

    `view_name` is the page of the thing, `follow_up` a page (of a room above, perhaps) where the error can be mended.
    `is_asked_about`: what readers send about it is a question to its owner, not a fault in it.
    """

    slug: str
    label: str
    find: Callable[[str], Target | None]
    view_name: str = ""
    follow_up: str = ""
    is_asked_about: bool = False


_RESOLVERS: dict[str, Resolver] = {}


def register(resolver: Resolver) -> None:
    _RESOLVERS[resolver.slug] = resolver


def find(slug: str, id_: str) -> Target | None:
    resolver = _RESOLVERS.get(slug)
    return resolver.find(id_) if resolver and id_ and "\x00" not in id_ else None


def find_by_path(path: str) -> Target | None:
    """The thing whose page this is, or the page as an address. None when no page answers there."""
    try:
        match = resolve(path)
    except (Resolver404, UnicodeError):
        return None
    for resolver in _RESOLVERS.values():
        if resolver.view_name and resolver.view_name == match.view_name:
            found = resolver.find(str(next(iter(match.kwargs.values()), "")))
            if found is not None:
                return found
    return Target("web.Path", path[:140], _("Siden %s") % path[:280], path[:300])


def follow_up_of(label: str) -> str:
    return next((r.follow_up for r in _RESOLVERS.values() if r.label == label), "")


def is_asked_about(label: str) -> bool:
    return any(r.is_asked_about for r in _RESOLVERS.values() if r.label == label)


def _page(slug: str) -> Target | None:
    page = HandbookPage.objects.select_related("owner").filter(slug=slug).first()
    if page is None:
        return None
    return Target("handbook.HandbookPage", slug, page.title, page.get_absolute_url(), page.owner)


def _item(public_id: str) -> Target | None:
    items = PageItem.objects.select_related("page__owner")
    item = items.filter(public_id=public_id).first() if is_uuid(public_id) else None
    if item is None:
        return None
    path = f"{item.page.get_absolute_url()}#{item.key}"
    return Target("handbook.PageItem", public_id, f"{item.page.title}: {item}"[:300], path, item.page.owner)


def _specialty(slug: str) -> Target | None:
    specialty = Specialty.objects.select_related("liaison_centre").filter(slug=slug).first()
    if specialty is None:
        return None
    path = f"/spesialiteter/{slug}/"
    return Target("organisations.Specialty", slug, specialty.name, path, specialty.liaison_centre)


def is_uuid(text: str) -> bool:
    return len(text) in (32, 36) and all(sign in "0123456789abcdef-" for sign in text.lower())


def register_own() -> None:
    register(Resolver("side", "handbook.HandbookPage", _page, "handbook:page"))
    register(Resolver("punkt", "handbook.PageItem", _item))
    register(Resolver("spesialitet", "organisations.Specialty", _specialty, "web:specialty"))
