"""A saved file of the shape, read with care: what each unit says, and what in the file is not understood.

The file is hostile until it is read. What the file does not have, it says nothing about: it never removes a text of ours.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fagvei.common import text
from fagvei.common.refusal import Refusal
from fagvei.interop.careful import items, mapping, word
from fagvei.interop.hapi.markup import to_text
from fagvei.interop.hapi.shape import CHAPTER, GUIDELINE, LONG, OUR_ID, OWN_WORDS, PICO, REFERENCE, UNIT_TYPES

MAX_BYTES = 2 * 1024 * 1024
MAX_NODES = 2_000
MAX_DEPTH = 12
# Fields of a unit that are read, or that say nothing a version can hold.
KNOWN = frozenset(
    {
        "id", "infoId", "type", "infoType", "tekniskeData", "tittel", "kortIntro", "tekst", "data", "status", "forstPublisert",
        "sistOppdatert", "sistFagligOppdatert", "url", "lenker", "children", "fagvei",
    }
)  # fmt: skip
KNOWN_DATA = frozenset({"styrke", "nokkelInfo", *(path[1] for path in LONG.values())})
KNOWN_KEYS = frozenset(path[2] for path in LONG.values() if len(path) > 2)


class FileRefused(Refusal):
    code = "file_refused"
    message = gettext_lazy("Filen kan ikke leses.")


@dataclass
class ReadUnit:
    """What the file says of one unit. `name` is what the file calls it; `code` is ours, where the file has it.

    `chapter` are the ids, titles and addresses the file gives for the chapter it stands in; `kind` is the file's type.
    """

    name: str
    code: str
    title: str
    url: str
    kind: str = ""
    chapter: frozenset[str] = frozenset()
    words: dict[str, Any] = field(default_factory=dict)
    fault: str = ""


@dataclass
class Reading:
    """`about` are the ids, titles and addresses the file gives for its guideline."""

    about: set[str] = field(default_factory=set)
    units: list[ReadUnit] = field(default_factory=list)
    not_understood: list[str] = field(default_factory=list)
    nodes: int = 0


def parsed(content: bytes) -> Any:
    """The JSON of the file, or a sentence that says why not."""
    if len(content) > MAX_BYTES:
        raise FileRefused(_("Filen er større enn 2 MB."))
    try:
        source = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileRefused(_("Filen er ikke i UTF-8.")) from error
    try:
        tree = json.loads(source, object_pairs_hook=_without_doubles, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise FileRefused(_("Dette er ikke gyldig JSON.")) from error
    if not text.is_storable(json.dumps(tree, ensure_ascii=False)):
        raise FileRefused(_("Teksten har tegn som ikke kan lagres."))
    return tree


def read(tree: Any) -> Reading:
    """One tree with `children`, or a list of items."""
    reading = Reading()
    for node in tree if isinstance(tree, list) else [tree]:
        _walk(reading, node, 0, frozenset())
    if not reading.units:
        raise FileRefused(_("Filen har ingen anbefalinger i den formen vi kjenner."))
    return reading


def _walk(reading: Reading, node: Any, depth: int, chapter: frozenset[str]) -> None:
    if not isinstance(node, dict):
        raise FileRefused(_("Hvert element må være et objekt: {…}."))
    reading.nodes += 1
    if reading.nodes > MAX_NODES or depth > MAX_DEPTH:
        raise FileRefused(_("Filen har for mange ledd."))
    kind = _type(node)
    if kind in UNIT_TYPES:
        _unit(reading, node, kind, chapter)
        return
    names = {found for name in ("id", "tittel", "url") if (found := word(node.get(name)))}
    if kind == GUIDELINE:
        reading.about |= names
    elif kind == CHAPTER:
        chapter = frozenset(names)
    else:
        reading.not_understood.append(_("Typen «%s» er ukjent.") % kind[:60])
    for child in items(node.get("children")):
        _walk(reading, child, depth + 1, chapter)


def _unit(reading: Reading, node: dict[str, Any], kind: str, chapter: frozenset[str]) -> None:
    key = word(node.get("id"))
    title = word(node.get("tittel"))
    name = (key or title or _("uten id og tittel"))[:100]
    code = key.removeprefix(OUR_ID) if key.startswith(OUR_ID) else ""
    unit = ReadUnit(name, code, title, word(node.get("url")), kind=kind, chapter=chapter)
    reading.units.append(unit)
    try:
        unit.words = dict(_said(node))
    except FileRefused as refusal:
        unit.fault = str(refusal)
    reading.not_understood += [f"{name}: {each}" for each in _unknown(node)]


def _said(node: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Our field, and its value in the file. The publisher's own words are its title and its text."""
    quote = [_checked(node.get("tittel")), _checked(to_text(word(node.get("tekst"))))]
    if any(quote):
        yield "quote", "\n\n".join(filter(None, quote))
    if "kortIntro" in _own_words(node) and (short := _checked(node.get("kortIntro"))):
        yield "short_text", short
    data = mapping(node.get("data"))
    for name, path in LONG.items():
        place = mapping(data.get("nokkelInfo")) if len(path) > 2 else data
        if words := _checked(to_text(word(place.get(path[-1])))):
            yield name, words
    if strength := _checked(data.get("styrke"), 60):
        yield "strength_words", strength
    children = [each for each in items(node.get("children")) if isinstance(each, dict)]
    if references := [_reference(each) for each in children if REFERENCE in _type(each)]:
        yield "references", references
    for each in children:
        if PICO in _type(each) and mapping(each.get("data")):
            yield "pico", {_checked(name, 60): _checked(value) for name, value in mapping(each["data"]).items()}


def _reference(node: dict[str, Any]) -> dict[str, str]:
    citation = _checked(node.get("tittel")) or _checked(to_text(word(node.get("tekst"))))
    if not citation:
        raise FileRefused(_("En referanse har ingen tekst."))
    url = _checked(node.get("url"), 500)
    note = _checked(mapping(node.get("fagvei")).get("merknad"))
    return {"citation": citation, "note": note, "url": url if url.startswith(("https://", "http://")) else ""}


def _unknown(node: dict[str, Any]) -> Iterator[str]:
    data = mapping(node.get("data"))
    yield from (_("feltet «%s» er ukjent.") % str(name)[:60] for name in node if name not in KNOWN)
    yield from (_("feltet «%s» er ukjent.") % f"data.{name}"[:60] for name in data if name not in KNOWN_DATA)
    for name in mapping(data.get("nokkelInfo")):
        if name not in KNOWN_KEYS:
            yield _("feltet «%s» er ukjent.") % f"nokkelInfo.{name}"[:60]
    if node.get("kortIntro") and "kortIntro" not in _own_words(node):
        yield _("«kortIntro» er utgiverens, og blir ikke vår korte tekst.")
    for child in items(node.get("children")):
        kind = _type(child) if isinstance(child, dict) else ""
        if REFERENCE not in kind and PICO not in kind:
            yield _("et ledd av typen «%s» er ikke lest.") % kind[:60]


def _checked(value: Any, longest: int = text.MAX_LONG) -> str:
    """A text that can be stored, or a sentence that says why not."""
    words = word(value)
    if not text.is_storable(words):
        raise FileRefused(_("Teksten har tegn som ikke kan lagres."))
    words = text.tidy(words)
    if text.holds_national_id(words):
        raise FileRefused(_("Teksten ser ut til å ha et fødselsnummer."))
    if len(words) > longest:
        raise FileRefused(_("En tekst er lengre enn %s tegn.") % longest)
    return words


def _type(node: dict[str, Any]) -> str:
    technical = mapping(node.get("tekniskeData"))
    names = (node.get("type"), node.get("infoType"), technical.get("subtype"), technical.get("infoType"))
    return next((found for name in names if (found := word(name))), "").strip().lower()


def _own_words(node: dict[str, Any]) -> list[Any]:
    return items(mapping(node.get("fagvei")).get(OWN_WORDS))


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def _refuse(name: str) -> None:
    raise ValueError(name)
