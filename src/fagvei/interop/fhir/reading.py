"""One resource by type and id, or None."""

import re
from collections.abc import Callable

from fagvei.guideline.models import GradingScheme, Guideline, NormativeUnit
from fagvei.guideline.queries.guideline_page import line_of_any_layer, versions_in_force
from fagvei.interop.fhir import codes
from fagvei.interop.fhir.bundle import bundle, recommendations
from fagvei.interop.fhir.capability import TYPES
from fagvei.interop.fhir.library import library
from fagvei.interop.fhir.parts import Resource, scheme_id
from fagvei.interop.fhir.profile import profile
from fagvei.interop.fhir.recommendation import LOCAL, PROFILE, id_of, is_recommendation, plan_definition

# What an id may be in FHIR. Nothing else is looked up.
ID = re.compile(r"[A-Za-z0-9.-]{1,64}")


def find(kind: str, key: str) -> Resource | None:
    return _FINDERS[kind](key) if kind in TYPES and ID.fullmatch(key) else None


def _plan(key: str) -> Resource | None:
    code = key.removesuffix(LOCAL)
    units = NormativeUnit.objects.select_related("chapter__guideline").prefetch_related(versions_in_force())
    unit = units.filter(code=code).first()
    line = line_of_any_layer(unit) if unit else None
    # As in the guideline's own list: what only stood here and was taken out is gone.
    if line is None or (line.is_local_only and line.is_deleted):
        return None
    versions = {id_of(version): version for version in (line.version, line.local) if version}
    version = versions.get(key)
    return plan_definition(version) if version and is_recommendation(version) else None


def _guideline(key: str) -> Guideline | None:
    return Guideline.objects.filter(slug=key).first()


def _library(key: str) -> Resource | None:
    guideline = _guideline(key)
    return library(guideline, map(plan_definition, recommendations(guideline))) if guideline else None


def _bundle(key: str) -> Resource | None:
    guideline = _guideline(key)
    return bundle(guideline) if guideline else None


def _code_system(key: str) -> Resource | None:
    own = {each["id"]: each for each in (codes.of_strength(), codes.of_marks())}
    if key in own:
        return own[key]
    schemes = GradingScheme.objects.prefetch_related("grades").order_by("position", "code")
    return next((codes.of_scheme(scheme) for scheme in schemes if scheme_id(scheme.code) == key), None)


def _structure(key: str) -> Resource | None:
    return profile() if key == PROFILE else None


_FINDERS: dict[str, Callable[[str], Resource | None]] = {
    "Bundle": _bundle,
    "CodeSystem": _code_system,
    "Library": _library,
    "PlanDefinition": _plan,
    "StructureDefinition": _structure,
}
