"""What can be asked: resources read one by one, and a whole guideline as one Bundle. No search, no writing."""

from fagvei import __version__
from fagvei.interop.fhir.parts import LANGUAGE, PUBLISHER, Resource, base, canonical, narrative, said

TYPES = ("Bundle", "CodeSystem", "Library", "PlanDefinition", "StructureDefinition")
# Changed by hand when what can be asked changes.
CHANGED_ON = "2026-11-26"
WORDS = "Nasjonale retningslinjer slik de er publisert i Fagvei, bare til å lese. Ingen pasientdata."


def capability_statement() -> Resource:
    return {
        "resourceType": "CapabilityStatement",
        "id": "fagvei",
        "language": LANGUAGE,
        "text": narrative(said("Fagvei, FHIR R4"), said(WORDS)),
        "url": canonical("CapabilityStatement", "fagvei"),
        "version": __version__,
        "name": "Fagvei",
        "title": "Fagvei, FHIR R4",
        "status": "active",
        "experimental": False,
        "date": CHANGED_ON,
        "publisher": PUBLISHER,
        "description": WORDS,
        "kind": "instance",
        "software": {"name": "Fagvei", "version": __version__},
        "implementation": {"description": WORDS, "url": base()},
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json", "json"],
        "rest": [
            {
                "mode": "server",
                "documentation": WORDS,
                "resource": [{"type": kind, "interaction": [{"code": "read"}]} for kind in TYPES],
            }
        ],
    }
