"""How many goals of a set a doctor has reached or must reach: the one definition behind every number of progress."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counted:
    """The goals of one set of one doctor, counted.

    `total` stand in the plan. `approved` of them are approved, `ended` are asked for no longer and were not reached (R21), and
    `carried` belong to a part 1 that is confirmed: that is approved once, as a whole, and carried on. `expected` is what the
    source says the set has, loaded or not, None where no source says it; `carried_expected` of those belong to that part 1.
    """

    total: int
    approved: int = 0
    ended: int = 0
    carried: int = 0
    expected: int | None = None
    carried_expected: int = 0

    @property
    def of_part_1(self) -> int:
        """What is carried on, loaded or not. It stands in no number: neither as approved nor as lacking."""
        return max(self.carried, self.carried_expected)

    @property
    def whole(self) -> int:
        """Nothing is lacking of a set that ended as a whole before anything in it was reached."""
        if 0 < self.ended == self.total:
            return 0
        return max(self.total - self.carried, (self.expected or 0) - self.of_part_1) - self.ended

    @property
    def loaded(self) -> int:
        """What stands in the plan and is asked for."""
        return self.total - self.carried - self.ended

    @property
    def remaining(self) -> int:
        return self.loaded - self.approved

    @property
    def not_loaded(self) -> int:
        return self.whole - self.loaded

    @property
    def is_unknown(self) -> bool:
        """Nothing is loaded, and no source says how many there are."""
        return not self.total and self.expected is None
