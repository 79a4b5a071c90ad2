"""Every noun whose row follows from its events, in all rooms, rebuilt and compared."""

from collections.abc import Iterator

from fagvei.common.projections import Deviation, faults_of
from fagvei.courses.queries import projections as courses
from fagvei.crosswalk.queries import projections as crosswalk
from fagvei.guideline.queries import projections as guideline
from fagvei.handbook import queries as handbook
from fagvei.surveys.queries import projections as surveys
from fagvei.training.queries import projections as training

NOUNS = (
    *handbook.NOUNS,
    *guideline.NOUNS,
    *training.NOUNS,
    *surveys.NOUNS,
    *courses.NOUNS,
    *crosswalk.NOUNS,
)


def projection_faults() -> Iterator[Deviation]:
    """The record has tables of steps per kind and is replayed by its room; the others are replayed by their moves."""
    yield from training.projection_faults()
    yield from courses.round_faults()
    for noun in NOUNS:
        yield from faults_of(noun)
