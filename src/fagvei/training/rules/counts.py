"""How few a number may be of before it tells about persons: below five nothing, and nothing that follows by subtraction."""

from collections.abc import Sequence

# Architecture, privacy rule 11; the same bound as elsewhere in the house.
FEWEST = 5


def shown(counts: Sequence[int]) -> list[int | None]:
    """The parts of a whole that is shown too: None where the number is withheld.

    Parts below five are withheld. What is withheld must be at least two parts and five persons together, or the
    whole less the rest would give it away; then the smallest other part is withheld as well. A whole below five shows nothing.
    """
    if sum(counts) < FEWEST:
        return [None] * len(counts)
    hidden = {place for place, count in enumerate(counts) if 0 < count < FEWEST}
    while hidden and (len(hidden) < 2 or sum(counts[place] for place in hidden) < FEWEST):
        others = [place for place in range(len(counts)) if place not in hidden]
        if not others:
            break
        # Somebody must be among what is added, so zeros come last.
        hidden.add(min(others, key=lambda place: (counts[place] == 0, counts[place], place)))
    return [None if place in hidden else count for place, count in enumerate(counts)]


def shown_of(count: int, whole: int) -> int | None:
    """A number out of a whole that is shown: withheld when it or the rest of the whole is below five."""
    return shown([count, whole - count])[0]


def shown_alone(count: int) -> int | None:
    return count if count >= FEWEST else None
