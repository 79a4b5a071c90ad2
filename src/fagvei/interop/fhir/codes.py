"""Code systems of our own: a grading scheme with its words, the strength of a recommendation, how a text was read.

Only the schemes that an exported recommendation uses. None of them is mapped to another.
"""

from collections.abc import Iterable
from typing import Any

from fagvei.guideline.models import GradingScheme
from fagvei.guideline.queries.unit_page import STRENGTH_WORDS
from fagvei.interop.fhir.parts import (
    LANGUAGE,
    MARKS,
    PUBLISHER,
    WORDS_OF_STRENGTH,
    Resource,
    canonical,
    listed,
    name_of,
    narrative,
    present,
    said,
    scheme_id,
)

KIND = "CodeSystem"
OWN_VERSION = "1"


def of_scheme(scheme: GradingScheme) -> Resource:
    concepts = [
        present({"code": grade.code, "display": f"{scheme.code} {grade.code}", "definition": grade.words})
        for grade in sorted(scheme.grades.all(), key=lambda grade: grade.position)
    ]
    return _system(scheme_id(scheme.code), scheme.name, scheme.words, concepts, copyright=f"Kilde: {scheme.source}")


def of_strength() -> Resource:
    concepts = [
        {"code": code, "display": word, "definition": str(STRENGTH_WORDS[code])}
        for code, word in WORDS_OF_STRENGTH.items()
    ]
    words = "Ordet kilden bruker om hvor bindende en anbefaling er. Satt bare der kilden gir ordet."
    return _system("styrke", "Styrke: skal, bør, kan", words, concepts)


def of_marks() -> Resource:
    concepts = [{"code": code, "display": word} for code, word in MARKS.items()]
    words = "Hvordan Fagvei har lest en tekst, og om den er lokal eller demodata."
    return _system("merke", "Merker på tekster", words, concepts)


def systems(schemes: Iterable[GradingScheme]) -> list[Resource]:
    return [*(of_scheme(scheme) for scheme in schemes), of_strength(), of_marks()]


def _system(key: str, title: str, words: str, concepts: list[dict[str, Any]], **more: Any) -> Resource:
    rows = [" – ".join(filter(None, (each["display"], each.get("definition", "")))) for each in concepts]
    return {
        "resourceType": KIND,
        "id": key,
        "language": LANGUAGE,
        "text": narrative(said(title), said(words), listed(rows)),
        "url": canonical(KIND, key),
        "version": OWN_VERSION,
        "name": name_of(key),
        "title": title,
        "status": "active",
        "experimental": False,
        "publisher": PUBLISHER,
        "description": words,
        **more,
        "caseSensitive": True,
        "content": "complete",
        "count": len(concepts),
        "concept": concepts,
    }
