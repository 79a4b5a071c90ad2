"""How many goals of a set a doctor has reached or must reach."""


def whole_of_set(*, total: int, approved: int, ended: int, expected: int | None, is_carried_on: bool) -> int:
    """Goals, counted.

    `total` stand in the plan, `approved` of them are reached, `ended` are asked for no longer and were not reached (R21),
    and `expected` is what the source says the set has, loaded or not; None where no source says it. Nothing is lacking of
    part 1 that is confirmed, nor of a set that ended as a whole before anything in it was reached.
    """
    if is_carried_on or 0 < ended == total:
        return approved
    return max(total, expected or 0) - ended
