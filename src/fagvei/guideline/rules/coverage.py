"""How much of a guideline our sources hold: graded recommendations read first-hand, against the number a source gives."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Coverage:
    read: int
    official: int | None

    @property
    def percent(self) -> int | None:
        """Rounded down: 100 means all."""
        return self.read * 100 // self.official if self.official else None


def counts_as_read(kind: str, is_graded: bool, is_read_first_hand: bool) -> bool:
    """A recommendation with its grade, seen on the publisher's own page."""
    return kind == "recommendation" and is_graded and is_read_first_hand
