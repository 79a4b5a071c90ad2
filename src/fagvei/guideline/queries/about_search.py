"""Search in what the guideline says about itself, its target groups, its working group and the documents it names.

Four questions whatever is found, and none as long as nobody searches.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from fagvei.common.prepared import prepared
from fagvei.guideline.models import GroupMember, Guideline, MandateDemand, RelatedDocument, Statement, TargetGroup
from fagvei.guideline.queries.search import holds, in_one

Kind = Statement.Kind
KINDS = dict(Kind.choices)
# Where on the page of chapter 1 a statement stands.
PLACES: dict[str, str] = {
    Kind.REASON: "mandat",
    Kind.PROCESS: "arbeidsgruppe",
    Kind.CONSULTANTS: "arbeidsgruppe",
    Kind.DEFINITION: "definisjoner",
    Kind.GOAL: "mal",
    Kind.PRINCIPLE: "prinsipper",
    Kind.HISTORY: "historikk",
    Kind.INTERNATIONAL: "litteratur",
    Kind.INTERNATIONAL_NOTE: "litteratur",
    Kind.NORWEGIAN: "litteratur",
    Kind.NORWEGIAN_NOTE: "litteratur",
    Kind.VIDEO: "video",
    Kind.GAP: "video",
}


@dataclass(frozen=True)
class AboutHit:
    """One thing that is said, what kind of thing it is, and where it stands."""

    kind: str
    title: str
    path: str
    searched: str


def find_about(guidelines: Collection[Guideline], groups: Iterable[TargetGroup], search: str) -> list[AboutHit]:
    """In the order of the page. Nothing when nothing is searched for."""
    if not search or not guidelines:
        return []
    return [hit for hit in _all(guidelines, groups) if holds(hit.searched, search)]


def find_about_any(search: str) -> list[AboutHit]:
    """Of all guidelines."""
    groups = TargetGroup.objects.order_by("guideline_id", "position")
    return find_about(list(Guideline.objects.order_by("code")), groups, search)


def _all(guidelines: Collection[Guideline], groups: Iterable[TargetGroup]) -> Iterator[AboutHit]:
    about = {each.pk: reverse("guideline:about", args=[each.slug]) for each in guidelines}
    documents = {each.pk: reverse("guideline:documents", args=[each.slug]) for each in guidelines}
    wanted = set(about)
    for demand in _demands(guidelines=wanted):
        path = f"{about[demand.guideline_id]}#mandat"
        yield _hit(_("krav i mandatet"), demand.shown, path, _words_of(demand), demand.purposes)
    for group in groups:
        yield _hit(_("målgruppe"), group.shown, f"{about[group.guideline_id]}#malgrupper", _words_of(group))
    for member in _members(guidelines=wanted):
        title = ", ".join(part for part in (member.name, member.role, member.organisation, member.note) if part)
        yield _hit(_("medlem av arbeidsgruppen"), title, f"{about[member.guideline_id]}#arbeidsgruppe")
    for each in _statements(guidelines=wanted):
        title = f"{each.lead}: {each.shown}" if each.lead else each.shown
        path = f"{about[each.guideline_id]}#{PLACES[each.kind]}"
        yield _hit(str(KINDS[each.kind]), title, path, _words_of(each), each.facts)
    for document in _documents(guidelines=wanted):
        said = (document.text, document.text_en, document.touches, document.difference, document.facts)
        path = f"{documents[document.guideline_id]}#dok-{document.code}"
        yield _hit(_("beslektet dokument"), str(document), path, *said)


def _hit(kind: str, title: str, path: str, *more: Any) -> AboutHit:
    return AboutHit(kind, title, path, in_one([kind, title, *_flat(more)]))


def _words_of(row: Any) -> tuple[str, str]:
    return row.text, row.text_en


def _flat(parts: Any) -> Iterator[str]:
    """The words in facts, whatever they stand in."""
    if isinstance(parts, dict):
        yield from _flat(parts.values())
    elif isinstance(parts, Iterable) and not isinstance(parts, str):
        for part in parts:
            yield from _flat(part)
    elif parts is not None and not isinstance(parts, bool):
        yield str(parts)


@prepared
def _demands(guidelines: Collection[int]) -> QuerySet[MandateDemand]:
    return MandateDemand.objects.filter(guideline_id__in=guidelines).order_by("guideline_id", "position")


@prepared
def _members(guidelines: Collection[int]) -> QuerySet[GroupMember]:
    return GroupMember.objects.filter(guideline_id__in=guidelines).order_by("guideline_id", "position")


@prepared
def _statements(guidelines: Collection[int]) -> QuerySet[Statement]:
    return Statement.objects.filter(guideline_id__in=guidelines).order_by("guideline_id", "kind", "position")


@prepared
def _documents(guidelines: Collection[int]) -> QuerySet[RelatedDocument]:
    return RelatedDocument.objects.filter(guideline_id__in=guidelines).order_by("guideline_id", "position")
