"""The parts of PICO in the order people know. A JSON column of PostgreSQL keeps no order, that of SQLite does."""

from collections.abc import Mapping

ORDER = ("P", "I", "C", "O", "T", "S")


def in_order(pico: Mapping[str, str]) -> list[tuple[str, str]]:
    """The known letters first, then other names by the alphabet."""
    return sorted(pico.items(), key=lambda part: (ORDER.index(part[0]) if part[0] in ORDER else len(ORDER), part[0]))
