"""A whole guideline as one collection."""

from fagvei.guideline.models import GradingScheme, Guideline, UnitVersion
from fagvei.guideline.queries.guideline_page import ChapterLines, guideline_page
from fagvei.interop.fhir.codes import systems
from fagvei.interop.fhir.library import library
from fagvei.interop.fhir.parts import Resource, canonical
from fagvei.interop.fhir.profile import profile
from fagvei.interop.fhir.recommendation import is_recommendation, plan_definition


def recommendations(guideline: Guideline) -> list[UnitVersion]:
    """In force, in the order of the guideline; a local layer right after the national text, or at the end of its chapter."""
    found = []
    for each in guideline_page(guideline).chapters:
        found += [version for version in _versions(guideline, each) if is_recommendation(version)]
    return found


def _versions(guideline: Guideline, each: ChapterLines) -> list[UnitVersion]:
    each.chapter.guideline = guideline
    return [version for line in each.all_lines for version in (line.version, line.local) if version is not None]


def resources(guideline: Guideline) -> list[Resource]:
    versions = recommendations(guideline)
    plans = [plan_definition(version) for version in versions]
    used = {version.grade.scheme_id for version in versions if version.grade}
    schemes = GradingScheme.objects.filter(pk__in=used).prefetch_related("grades").order_by("position", "code")
    return [library(guideline, plans), *plans, *systems(schemes), profile()]


def bundle(guideline: Guideline) -> Resource:
    """Its id is the guideline's own address."""
    rows = resources(guideline)
    return {
        "resourceType": "Bundle",
        "id": guideline.slug,
        "identifier": {"system": "urn:ietf:rfc:3986", "value": canonical("Bundle", guideline.slug)},
        "type": "collection",
        "entry": [{"fullUrl": canonical(each["resourceType"], each["id"]), "resource": each} for each in rows],
    }
