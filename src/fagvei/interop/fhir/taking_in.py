"""A saved FHIR R4 file as the content tree: what it says of recommendations, in the fields that an import reads already.

Plans of action are read, alone or in a Bundle, ours or another's. Whose words a text holds is decided as for every file: the
publisher's own stand in the quote, and a short text is ours only where the plan names our profile. A grade is never taken in.
"""

from collections.abc import Iterator
from typing import Any

from django.conf import settings

from fagvei.interop.careful import items, mapping, word
from fagvei.interop.fhir.library import TYPE as COLLECTION
from fagvei.interop.fhir.parts import WORDS_OF_STRENGTH
from fagvei.interop.fhir.recommendation import PROFILE, STRENGTH
from fagvei.interop.hapi.markup import to_html
from fagvei.interop.hapi.reading import Reading, read
from fagvei.interop.hapi.shape import CHAPTER, GUIDELINE, OWN_WORDS, REFERENCE, TYPE_OF_KIND, Kind, id_of, present

PLAN, LIBRARY, BUNDLE = "PlanDefinition", "Library", "Bundle"
# What a bundle has beside its plans, and says nothing of a text: codes, profiles, what the server can do.
SILENT = frozenset({"CodeSystem", "StructureDefinition", "CapabilityStatement", "OperationOutcome", "ValueSet"})
# Of a plan: what is read, and what a version has no field for and loses nothing by.
READ = frozenset(
    {
        "resourceType", "id", "meta", "language", "text", "url", "identifier", "version", "name", "title", "type", "status",
        "experimental", "date", "publisher", "description", "jurisdiction", "purpose", "usage", "copyright", "lastReviewDate",
        "approvalDate", "effectivePeriod", "topic", "relatedArtifact", "action", "contact",
    }
)  # fmt: skip


def read_either(tree: Any) -> Reading:
    """A file in the shape of the content tree, or in FHIR's."""
    return read(tree_of(tree) if isinstance(tree, dict) and word(tree.get("resourceType")) else tree)


def tree_of(resource: dict[str, Any]) -> list[dict[str, Any]]:
    """The nodes of the tree: the guideline a Library names, and under it each plan in the chapter it says it comes from.

    Resources of other kinds stand there as nodes of their own type, so that the reader names them as not understood.
    """
    resources = list(_resources(resource))
    libraries = [each for each in resources if _is_collection(each)]
    about = {address for each in libraries for address in _origins(each)}
    nodes = [_guideline(each) for each in libraries]
    for each in resources:
        kind = word(each.get("resourceType"))
        if kind == PLAN and not _is_local(each):
            nodes.append(_chapter(each, about))
        elif kind not in SILENT | {PLAN} and not _is_collection(each):
            nodes.append({"type": f"FHIR {kind}"})
    return nodes


def _resources(resource: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if resource.get("resourceType") != BUNDLE:
        yield resource
        return
    for entry in items(resource.get("entry")):
        if found := mapping(mapping(entry).get("resource")):
            yield found


def _is_collection(resource: dict[str, Any]) -> bool:
    """A Library may also hold logic; then it names no guideline."""
    codings = map(mapping, items(mapping(resource.get("type")).get("coding")))
    return resource.get("resourceType") == LIBRARY and any(each.get("code") == COLLECTION["code"] for each in codings)


def _guideline(library: dict[str, Any]) -> dict[str, Any]:
    url = next((url for url in _origins(library) if url), "")
    return present(
        {"type": GUIDELINE, "id": id_of(word(library.get("id"))), "tittel": word(library.get("title")), "url": url}
    )


def _chapter(plan: dict[str, Any], about: set[str]) -> dict[str, Any]:
    """The last page it is derived from that is not the guideline's own; where there is none, no chapter."""
    pages = {url: words for url, words in _origins(plan).items() if url and url not in about}
    url, words = next(reversed(pages.items()), ("", ""))
    return present({"type": CHAPTER, "tittel": words, "url": url, "children": [_unit(plan)]})


def _unit(plan: dict[str, Any]) -> dict[str, Any]:
    action = next((mapping(each) for each in items(plan.get("action"))), {})
    is_ours = any(word(each).endswith(f"/StructureDefinition/{PROFILE}") for each in items(_meta(plan, "profile")))
    own = word(action.get("textEquivalent"))
    short = word(plan.get("description")) or word(action.get("description"))
    node = {
        "id": id_of(_code(plan)) if is_ours else word(plan.get("url")) or word(plan.get("id")),
        "type": TYPE_OF_KIND[Kind.RECOMMENDATION],
        "tittel": "" if is_ours else word(plan.get("title")),
        "tekst": to_html(own if is_ours else own or short),
        "kortIntro": short if is_ours or own else "",
        "data": present(
            {
                "rasjonale": to_html(word(plan.get("purpose"))),
                "praktisk": to_html(word(plan.get("usage"))),
                "styrke": next(_strengths(action), ""),
            }
        ),
        "url": next(_documents(action), ""),
        "children": list(_references(plan)),
        "fagvei": {OWN_WORDS: ["kortIntro"]} if is_ours else {},
    }
    # Under a name of its own the reader says of each that it is not understood.
    return present(node) | {f"FHIR {name}": True for name in _not_read(plan)}


def _code(plan: dict[str, Any]) -> str:
    values = (word(mapping(each).get("value")) for each in items(plan.get("identifier")))
    return next((value for value in values if value), word(plan.get("id")))


def _is_local(plan: dict[str, Any]) -> bool:
    """What somebody wrote beside the national text elsewhere is not the publisher's."""
    return any(mapping(each).get("code") == "local" for each in items(_meta(plan, "tag")))


def _meta(plan: dict[str, Any], name: str) -> Any:
    return mapping(plan.get("meta")).get(name)


def _origins(resource: dict[str, Any]) -> dict[str, str]:
    """{address: words} of what it is derived from, in order."""
    rows = [mapping(each) for each in items(resource.get("relatedArtifact"))]
    found = [row for row in rows if row.get("type") == "derived-from"]
    return {word(row.get("url")): word(row.get("display")) for row in found}


def _references(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for each in map(mapping, items(plan.get("relatedArtifact"))):
        if each.get("type") == "citation":
            citation = word(each.get("citation")) or word(each.get("display"))
            note = word(each.get("display")) if each.get("citation") else ""
            yield present(
                {
                    "type": REFERENCE,
                    "tittel": citation,
                    "url": word(each.get("url")),
                    "fagvei": present({"merknad": note}),
                }
            )


def _documents(action: dict[str, Any]) -> Iterator[str]:
    """Where the text was read. Our own page, which stands there when we know no address, is no source."""
    for each in map(mapping, items(action.get("documentation"))):
        url = word(mapping(each.get("document")).get("url"))
        if url and not url.startswith(settings.FAGVEI_BASE_URL):
            yield url


def _strengths(action: dict[str, Any]) -> Iterator[str]:
    """The source's word. Another scheme's word for a strength is a grade, and grades are not taken in."""
    for concept, coding in _codings(action):
        code = word(coding.get("code"))
        if word(coding.get("system")).endswith("/CodeSystem/styrke") and code in WORDS_OF_STRENGTH:
            yield word(concept.get("text")) or WORDS_OF_STRENGTH[code]


def _codings(action: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for each in map(mapping, items(action.get("documentation"))):
        for extension in map(mapping, items(mapping(each.get("document")).get("extension"))):
            if extension.get("url") == STRENGTH:
                concept = mapping(extension.get("valueCodeableConcept"))
                yield from ((concept, mapping(coding)) for coding in items(concept.get("coding")))


def _not_read(plan: dict[str, Any]) -> Iterator[str]:
    yield from (name for name in plan if name not in READ)
    actions = [mapping(each) for each in items(plan.get("action"))]
    if len(actions) > 1 or any(each.get("action") for each in actions):
        yield "action.action"
