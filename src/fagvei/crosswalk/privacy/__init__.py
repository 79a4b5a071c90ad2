"""How each field of the crosswalk is sorted and how long each table is kept: a file for each noun, put together here."""

from fagvei.common.sensitivity import Retention, Sort
from fagvei.crosswalk.privacy import changes, pairs, teaching_plans

_NOUNS = (changes, pairs, teaching_plans)

FIELDS: dict[str, Sort] = {name: sort for noun in _NOUNS for name, sort in noun.FIELDS.items()}
RETENTION: dict[str, Retention] = {name: kept for noun in _NOUNS for name, kept in noun.RETENTION.items()}
