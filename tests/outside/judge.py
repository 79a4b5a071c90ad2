"""The third judge of FHIR R4, made by others: PyPI `fhircraft` (structure, invariants). A program of its own, for it is slow to begin.

Reads a JSON list of resources, writes a JSON list of what it has against each.
"""

import importlib
import json
import re
import sys
import warnings
from typing import Any

RESOURCES = "fhircraft.fhir.resources.datatypes.R4.core"


def model_of(kind: str) -> Any:
    module = re.sub(r"(?<!^)(?=[A-Z])", "_", kind).lower()
    return getattr(importlib.import_module(f"{RESOURCES}.{module}"), kind)


def said_of(resource: dict[str, Any]) -> list[str]:
    """A broken invariant of the lighter kind comes as a warning; it counts as well."""
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        try:
            model_of(resource["resourceType"]).model_validate(resource)
        except ValueError as refusal:
            return [str(refusal)]
    return [str(each.message) for each in heard if not issubclass(each.category, DeprecationWarning)]


if __name__ == "__main__":
    sys.stdout.write(json.dumps([said_of(each) for each in json.load(sys.stdin)]))
