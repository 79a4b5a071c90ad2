"""The guideline as FHIR R4, read only. What each resource holds and what others say of it stands in docs/fhir.md."""

from fagvei.interop.fhir.bundle import bundle, resources
from fagvei.interop.fhir.capability import TYPES, capability_statement
from fagvei.interop.fhir.reading import find

__all__ = ["TYPES", "bundle", "capability_statement", "find", "resources"]
