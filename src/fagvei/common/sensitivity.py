"""How each field of each model is sorted, and how long personal ones are kept. Each room has a `privacy.py` with its own.

A room's `privacy.py` holds `FIELDS`, {"Model.field": Sort}, and `RETENTION`, {"Model": Retention}. House tests compare both
with the models, so a new field without a sort fails; `fagvei unsorted_fields` prints what is missing.
"""

from enum import StrEnum


class Sort(StrEnum):
    """Free text that a person writes about a person is personal, whatever it says."""

    OPEN = "open"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"


class Retention(StrEnum):
    """Classes of docs/privacy.md. The controller decides the years in the end."""

    DECISION = "A"  # decisions with legal effect, and who could take them: archive, not erasable
    EVIDENCE = "B"  # until specialist approval, appeal period and two years
    FORMATIVE = "C"  # until approval and one year; own unsent drafts at once
    ADMINISTRATION = "D"  # one year after it is closed
    TECHNICAL = "E"  # 30 days
    ACCESS_LOG = "F"  # five years
    SURVEY = "G"  # until the report is closed, six months at most
    NEVER = "H"  # not stored at all


def sort_fields(model: str, *, open: str = "", personal: str = "", sensitive: str = "") -> dict[str, Sort]:
    """{"Model.field": Sort} from names with spaces between."""
    groups = ((Sort.OPEN, open), (Sort.PERSONAL, personal), (Sort.SENSITIVE, sensitive))
    return {f"{model}.{name}": sort for sort, names in groups for name in names.split()}
