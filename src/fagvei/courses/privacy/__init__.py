"""How each field of the courses is sorted and how long each table is kept: a file for each noun, put together here."""

from fagvei.common.sensitivity import Retention, Sort
from fagvei.courses.privacy import (
    absence,
    attendance,
    calendar,
    criteria,
    evaluation,
    external,
    joint,
    plan,
    proposals,
    reserves,
    seats,
)

_NOUNS = (absence, attendance, calendar, criteria, evaluation, external, joint, plan, proposals, reserves, seats)

FIELDS: dict[str, Sort] = {name: sort for noun in _NOUNS for name, sort in noun.FIELDS.items()}
RETENTION: dict[str, Retention] = {name: kept for noun in _NOUNS for name, kept in noun.RETENTION.items()}
