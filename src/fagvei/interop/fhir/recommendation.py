"""A recommendation as a PlanDefinition. The source's own words stand in `action.textEquivalent` and nowhere else.

A grade goes where its scheme says what it measures: the letter of SIGN is about evidence, the word of GRADE about
strength. Neither is ever turned into the other, and a text that was changed after it was graded carries no grade.
"""

from typing import Any

from fagvei.guideline.models import Guideline, UnitVersion
from fagvei.guideline.rules.words import TOPICS
from fagvei.interop.fhir.parts import (
    LANGUAGE,
    NORWAY,
    PUBLISHER,
    Resource,
    address,
    canonical,
    coding_of_grade,
    coding_of_strength,
    copyright_of,
    copyright_of_local,
    day,
    linked,
    marks_of,
    name_of,
    narrative,
    present,
    quoted,
    said,
)

KIND = "PlanDefinition"
LOCAL = ".lokal"
EXTENSIONS = "http://hl7.org/fhir/StructureDefinition"
EVIDENCE, STRENGTH = f"{EXTENSIONS}/cqf-qualityOfEvidence", f"{EXTENSIONS}/cqf-strengthOfRecommendation"
# Which of the two a scheme measures, in the words of our explanation of it.
MEASURED_BY = {"SIGN": EVIDENCE, "GRADE": STRENGTH}
TYPE = {
    "system": "http://terminology.hl7.org/CodeSystem/plan-definition-type",
    "code": "eca-rule",
    "display": "ECA Rule",
}
PROFILE = "anbefaling"
OWN_WORDS = "Kort med Fagveis egne ord, ikke offisiell tekst."


def is_recommendation(version: UnitVersion) -> bool:
    """What explains, defines or obliges by law is no plan of action, and is not made into one."""
    return version.kind == UnitVersion.Kind.RECOMMENDATION


def id_of(version: UnitVersion) -> str:
    return version.unit.code + (LOCAL if version.layer == UnitVersion.Layer.LOCAL else "")


def stands_alone(version: UnitVersion) -> bool:
    """A local text where the guideline has none. Expects `versions_in_force` of the unit."""
    in_force: list[UnitVersion] = version.unit.versions_in_force  # type: ignore[attr-defined]
    return all(each.layer == UnitVersion.Layer.LOCAL for each in in_force)


def plan_definition(version: UnitVersion) -> Resource:
    unit = version.unit
    guideline = unit.chapter.guideline
    key = id_of(version)
    due_on = version.due_on(guideline.updated_on)
    is_national = version.layer == UnitVersion.Layer.NATIONAL
    return {
        "resourceType": KIND,
        "id": key,
        "meta": {
            "versionId": str(version.number),
            "lastUpdated": version.since.isoformat(timespec="seconds"),
            "profile": [canonical("StructureDefinition", PROFILE)],
            "tag": marks_of(version),
        },
        "language": LANGUAGE,
        "text": _read_by_people(version),
        **present(
            {
                "url": canonical(KIND, key),
                "identifier": [{"system": f"{address(guideline)}anbefalinger/", "value": unit.code}],
                "version": str(version.number),
                "name": name_of(key),
                "title": f"{unit.code}: {version.short_text}",
                "type": {"coding": [TYPE]},
                "status": "retired" if version.label == UnitVersion.Label.DELETED else "active",
                "experimental": version.is_demo,
                "date": day(version.published_on),
                "publisher": PUBLISHER,
                "description": version.short_text,
                "jurisdiction": NORWAY,
                "purpose": version.rationale,
                "usage": version.practical_advice,
                "copyright": copyright_of_local(guideline) if stands_alone(version) else copyright_of(guideline),
                "lastReviewDate": day(guideline.updated_on) if is_national and version.author_id is None else None,
                "effectivePeriod": present({"end": day(due_on)}),
                "topic": [{"text": _topic(version)}] if version.topic else [],
                "relatedArtifact": _related(version),
                "action": [_action(version)],
            }
        ),
    }


def _action(version: UnitVersion) -> Resource:
    return present(
        {
            "title": version.unit.code,
            "description": version.short_text,
            "textEquivalent": version.quote,
            "documentation": _documentation(version),
        }
    )


def _documentation(version: UnitVersion) -> list[Resource]:
    """One entry for the grade and one for the strength: each is said by the source, and they are two things."""
    found = []
    if version.grade and not version.grade_is_of_older_text:
        extension = MEASURED_BY.get(version.grade.scheme.code, EVIDENCE)
        found.append(_document(version, "Gradering", extension, coding_of_grade(version.grade)))
    if version.strength:
        word = version.strength_words
        found.append(_document(version, "Styrke", STRENGTH, coding_of_strength(version.strength), word))
    return found or [_document(version, "Kilde")]


def _document(
    version: UnitVersion, title: str, extension: str = "", coding: Resource | None = None, word: str = ""
) -> Resource:
    """`word` is the source's own, where it gives one."""
    concept = {"coding": [coding], "text": word or coding["display"]} if coding else {}
    source = version.source if version.source.startswith(("http://", "https://")) else ""
    document = {
        "extension": [{"url": extension, "valueCodeableConcept": concept}] if concept else [],
        "url": source or address(version.unit),
        "title": version.source if stands_alone(version) else version.unit.chapter.guideline.title,
    }
    return {"type": "documentation", "display": title, "document": present(document)}


def _related(version: UnitVersion) -> list[Resource]:
    rows = [] if stands_alone(version) else _origins(version)
    rows += [{"type": "documentation", "display": f"Lest i: {each}"[:500]} for each in version.sources if each]
    rows += [_citation(each) for each in version.references]
    return rows


def _origins(version: UnitVersion) -> list[Resource]:
    guideline = version.unit.chapter.guideline
    source = {"type": "derived-from", "display": f"{guideline.publisher}: {guideline.title} ({guideline.code})"}
    chapter = version.unit.chapter
    rows: list[Resource] = [{**source, "url": guideline.official_url}]
    if version.layer == UnitVersion.Layer.LOCAL:
        rows.append({"type": "derived-from", "resource": canonical(KIND, version.unit.code)})
    if chapter.official_url and chapter.official_url != guideline.official_url:
        rows.append({"type": "derived-from", "display": chapter.title, "url": chapter.official_url})
    return rows


def _citation(reference: dict[str, Any]) -> Resource:
    note, url = reference.get("note", ""), reference.get("url", "")
    return present({"type": "citation", "display": note, "citation": reference["citation"], "url": url})


def _publisher(guideline: Guideline) -> str:
    return linked(f"Kilde: {guideline.publisher}, {guideline.title}", guideline.official_url)


def _topic(version: UnitVersion) -> str:
    return str(TOPICS.get(version.topic, version.topic))


def _read_by_people(version: UnitVersion) -> Resource:
    guideline = version.unit.chapter.guideline
    grade = str(version.grade) if version.grade else version.grade_words or "ikke gradert"
    older = " (gitt for teksten denne bygger på)" if version.grade_is_of_older_text else ""
    marks = ", ".join(each["display"] for each in marks_of(version))
    return narrative(
        said(f"{version.unit.code} · {guideline.code}"),
        quoted(version.quote),
        said(version.short_text),
        said(copyright_of_local(guideline) if stands_alone(version) else OWN_WORDS),
        said(f"Gradering: {grade}{older}. {marks.capitalize()}."),
        said(f"Fordeler og ulemper: {version.benefits_and_harms}" if version.benefits_and_harms else ""),
        said(f"Verdier og preferanser: {version.values_and_preferences}" if version.values_and_preferences else ""),
        said(version.note),
        said(f"Kilde: {version.source}") if stands_alone(version) else _publisher(guideline),
    )
