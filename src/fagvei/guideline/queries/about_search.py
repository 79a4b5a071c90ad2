"""Search in what the guideline says about itself, its target groups, its working group, the documents it names and the schemes
its grades are from.

Five questions whatever is found, and none as long as nobody searches.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from fagvei.common.prepared import prepared
from fagvei.guideline.models import (
    EvidenceGrade,
    GroupMember,
    Guideline,
    MandateDemand,
    RelatedDocument,
    Statement,
    TargetGroup,
)
from fagvei.guideline.models.about import in_language
from fagvei.guideline.queries.search import holds, in_one

Kind = Statement.Kind
Pages = dict[int, str]
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


def find_about(guidelines: Collection[Guideline], groups: Iterable[TargetGroup], search: str) -> list[AboutHit]:
    """In the order of the page. Nothing when nothing is searched for."""
    if not search or not guidelines:
        return []
    about = {each.pk: reverse("guideline:about", args=[each.slug]) for each in guidelines}
    documents = {each.pk: reverse("guideline:documents", args=[each.slug]) for each in guidelines}
    wanted = set(about)
    return [
        *_demands_found(wanted, search, about),
        *_groups_found(groups, search, about),
        *_members_found(wanted, search, about),
        *_statements_found(wanted, search, about),
        *_documents_found(wanted, search, documents),
        *_schemes_found(search, next(iter(about.values()))),
    ]


def find_about_any(search: str) -> list[AboutHit]:
    """Of all guidelines."""
    groups = TargetGroup.objects.order_by("guideline_id", "position")
    return find_about(list(Guideline.objects.order_by("code")), groups, search)


def _demands_found(guidelines: set[int], search: str, about: Pages) -> Iterator[AboutHit]:
    kind = _("krav i mandatet")
    for guideline, text, text_en, purposes in _demands(guidelines=guidelines):
        if _holds(search, kind, text, text_en, *_flat(purposes)):
            yield AboutHit(kind, in_language(text, text_en), f"{about[guideline]}#mandat")


def _groups_found(groups: Iterable[TargetGroup], search: str, about: Pages) -> Iterator[AboutHit]:
    kind = _("målgruppe")
    for group in groups:
        if _holds(search, kind, group.text, group.text_en):
            yield AboutHit(kind, group.shown, f"{about[group.guideline_id]}#malgrupper")


def _members_found(guidelines: set[int], search: str, about: Pages) -> Iterator[AboutHit]:
    kind = _("medlem av arbeidsgruppen")
    for guideline, *said in _members(guidelines=guidelines):
        if _holds(search, kind, *said):
            yield AboutHit(kind, ", ".join(filter(None, said)), f"{about[guideline]}#arbeidsgruppe")


def _statements_found(guidelines: set[int], search: str, about: Pages) -> Iterator[AboutHit]:
    kinds = {kind: str(words) for kind, words in Kind.choices}
    for guideline, kind, lead, text, text_en, facts in _statements(guidelines=guidelines):
        if _holds(search, kinds[kind], lead, text, text_en, *_flat(facts)):
            shown = in_language(text, text_en)
            path = f"{about[guideline]}#{PLACES[kind]}"
            yield AboutHit(kinds[kind], f"{lead}: {shown}" if lead else shown, path)


def _documents_found(guidelines: set[int], search: str, documents: Pages) -> Iterator[AboutHit]:
    scopes = {scope: f"{_('beslektet dokument')}, {words}" for scope, words in RelatedDocument.Scope.choices}
    for guideline, code, scope, number, title, facts, *said in _documents(guidelines=guidelines):
        if _holds(search, scopes[scope], number, title, *said, *_flat(facts)):
            yield AboutHit(scopes[scope], f"{number} {title}".strip(), f"{documents[guideline]}#dok-{code}")


def _schemes_found(search: str, about: str) -> Iterator[AboutHit]:
    """By what they are, not by which documents use them. The same for all guidelines, so the page of one explains them."""
    kind = _("graderingsordning")
    held: dict[str, list[str]] = {}
    for name, words, code, meaning in _grades():
        held.setdefault(name, [words]).extend([code, meaning])
    for name, said in held.items():
        if _holds(search, kind, name, *said):
            yield AboutHit(kind, name, f"{about}#gradering")


def _holds(search: str, *parts: str) -> bool:
    return holds(in_one(parts), search)


def _flat(parts: Any) -> Iterator[str]:
    """The words in facts, whatever they stand in."""
    if isinstance(parts, dict):
        yield from _flat(list(parts.values()))
    elif isinstance(parts, list):
        for part in parts:
            yield from _flat(part)
    elif parts is not None and not isinstance(parts, bool):
        yield str(parts)


@prepared
def _demands(guidelines: Collection[int]) -> QuerySet:
    rows = MandateDemand.objects.filter(guideline_id__in=guidelines).order_by("guideline_id", "position")
    return rows.values_list("guideline_id", "text", "text_en", "purposes")


@prepared
def _members(guidelines: Collection[int]) -> QuerySet:
    rows = GroupMember.objects.filter(guideline_id__in=guidelines).order_by("guideline_id", "position")
    return rows.values_list("guideline_id", "name", "role", "organisation", "note")


@prepared
def _statements(guidelines: Collection[int]) -> QuerySet:
    rows = Statement.objects.filter(guideline_id__in=guidelines).order_by("guideline_id", "kind", "position")
    return rows.values_list("guideline_id", "kind", "lead", "text", "text_en", "facts")


@prepared
def _documents(guidelines: Collection[int]) -> QuerySet:
    rows = RelatedDocument.objects.filter(guideline_id__in=guidelines).order_by("guideline_id", "position")
    return rows.values_list(
        "guideline_id", "code", "scope", "number", "title", "facts", "text", "text_en", "touches", "difference"
    )


@prepared
def _grades() -> QuerySet:
    rows = EvidenceGrade.objects.order_by("scheme__position", "scheme__code", "position")
    return rows.values_list("scheme__name", "scheme__words", "code", "words")
