"""How each field of the guideline is sorted and how long each table is kept: a file for each noun, put together here."""

from fagvei.common.sensitivity import Retention, Sort
from fagvei.guideline.privacy import comment_followers, comments, consensus, guideline, plain_texts, versions

_NOUNS = (comment_followers, comments, consensus, guideline, plain_texts, versions)

FIELDS: dict[str, Sort] = {name: sort for noun in _NOUNS for name, sort in noun.FIELDS.items()}
RETENTION: dict[str, Retention] = {name: kept for noun in _NOUNS for name, kept in noun.RETENTION.items()}
