"""The doors of the guideline. What is published is open to all; a module beside this one for each noun."""

from fagvei.guideline.access.documents import DOCUMENT_ROWS, get_document_to_check
from fagvei.guideline.access.guideline import GUIDELINE_ROWS, get_guideline, get_unit
from fagvei.guideline.access.versions import VERSION_ROWS, can, get_version_for, require_owner, visible_to

# One line per noun: what each noun declares beside its doors.
PERMISSION_ROWS = (
    *GUIDELINE_ROWS,
    *DOCUMENT_ROWS,
    *VERSION_ROWS,
)

__all__ = [
    "PERMISSION_ROWS",
    "can",
    "get_document_to_check",
    "get_guideline",
    "get_unit",
    "get_version_for",
    "require_owner",
    "visible_to",
]
