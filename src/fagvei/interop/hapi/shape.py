"""The names of the shape, said once for the writer and the reader. Where a name is our own, it stands under `fagvei`."""

from typing import Any

from fagvei.guideline.models import UnitVersion
from fagvei.interop.hapi.markup import to_html

Kind = UnitVersion.Kind
GUIDELINE, CHAPTER, REFERENCE, PICO = "retningslinje", "kapittel", "referanse", "pico"
# Of a guideline the shape knows recommendations alone. What else stands in a chapter is never called one.
TYPE_OF_KIND = {
    Kind.RECOMMENDATION: "anbefaling",
    Kind.EXPLANATION: "forklaring",
    Kind.EVIDENCE: "kunnskapsgrunnlag",
    Kind.LEGAL_DUTY: "lovpålagt plikt",
    Kind.PATHWAY: "pasientforløp",
    Kind.DEFINITION: "definisjon",
    Kind.SCOPE: "mandat",
    Kind.GOAL: "mål",
    Kind.PRINCIPLE: "prinsipp",
}
UNIT_TYPES = frozenset(TYPE_OF_KIND.values())
KIND_OF_TYPE = {word: kind for kind, word in TYPE_OF_KIND.items()}
STRENGTHS = {"skal": UnitVersion.Strength.MUST, "bør": UnitVersion.Strength.SHOULD, "kan": UnitVersion.Strength.MAY}
WORD_OF_STRENGTH = {strength: word for word, strength in STRENGTHS.items()}
OUR_ID = "fagvei-"
# Our field, and where it stands in a unit of the file. `kortIntro` is ours only where the file says so.
LONG = {
    "practical_advice": ("data", "praktisk"),
    "rationale": ("data", "rasjonale"),
    "benefits_and_harms": ("data", "nokkelInfo", "fordelerogulemper"),
    "values_and_preferences": ("data", "nokkelInfo", "verdierogpreferanser"),
}
OWN_WORDS = "egneOrd"


def id_of(code: str) -> str:
    """Ours: our sources do not hold the ids of the publisher."""
    return f"{OUR_ID}{code}"


def strength_of(version: UnitVersion) -> str:
    """The source's word, or the plain one for what it was."""
    if version.strength_words or not version.strength:
        return version.strength_words
    return WORD_OF_STRENGTH[UnitVersion.Strength(version.strength)]


def put(target: dict[str, Any], path: tuple[str, ...], text: str) -> None:
    """Set a long text at its place. What is empty is left out."""
    if text:
        for name in path[:-1]:
            target = target.setdefault(name, {})
        target[path[-1]] = to_html(text)


def present(fields: dict[str, Any]) -> dict[str, Any]:
    """Without what is not known."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}
