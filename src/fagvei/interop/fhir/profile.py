"""What a recommendation of ours always has, as a profile: source and own words are said, and there is one action."""

from fagvei.interop.fhir.parts import LANGUAGE, PUBLISHER, Resource, canonical, narrative, said
from fagvei.interop.fhir.recommendation import PROFILE

KIND = "StructureDefinition"
BASE = "http://hl7.org/fhir/StructureDefinition/PlanDefinition"
WORDS = "En anbefaling fra Fagvei: alltid med tekst for lesere, adresse, versjon, kilde og nøyaktig én handling."
ALWAYS = ("text", "url", "version", "title", "type", "description", "copyright", "relatedArtifact")


def profile() -> Resource:
    elements = [{"id": "PlanDefinition", "path": "PlanDefinition"}]
    elements += [_element(name, min=1) for name in ALWAYS]
    elements += [_element("action", min=1, max="1"), _element("action.documentation", min=1)]
    return {
        "resourceType": KIND,
        "id": PROFILE,
        "language": LANGUAGE,
        "text": narrative(said("Anbefaling"), said(WORDS)),
        "url": canonical(KIND, PROFILE),
        "version": "1",
        "name": "Anbefaling",
        "title": "Anbefaling",
        "status": "active",
        "experimental": False,
        "publisher": PUBLISHER,
        "description": WORDS,
        "fhirVersion": "4.0.1",
        "kind": "resource",
        "abstract": False,
        "type": "PlanDefinition",
        "baseDefinition": BASE,
        "derivation": "constraint",
        "differential": {"element": elements},
    }


def _element(name: str, **bounds: object) -> dict:
    return {"id": f"PlanDefinition.{name}", "path": f"PlanDefinition.{name}", **bounds}
