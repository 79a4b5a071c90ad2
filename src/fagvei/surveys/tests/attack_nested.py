"""An attacker who reads what is told of an institution and of its wards, wave after wave, and adds and subtracts all of it.

As in `attack`: who works where is known, and everybody who stays answers as before.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from fagvei.common.disclosure import Earlier, ItemCount, disclose, tally
from fagvei.common.nested import Told, alike

FEW = 5
GROWS = 0.4  # of the wards get many new people between two waves, the others a few
WARDS, OUTSIDE = (1, 2, 3), 0
Person = tuple[int, int]  # number, step
Hold = Callable[[Sequence[Told], int | None], Sequence[Earlier]]


@dataclass(frozen=True)
class Wave:
    ward: int | None
    people: frozenset[Person]
    count: ItemCount

    @property
    def is_exact(self) -> bool:
        return not self.count.is_hidden and self.count.reached.is_exact


def two_at_a_time(told: Sequence[Told], ward: int | None) -> list[Earlier]:
    """The rule as it was: each wave by itself."""
    near = [each for each in told if ward is None or each.ward in (ward, None)]
    return [earlier for each in near for earlier in each.count.as_earlier]


def make_institution(draw: random.Random, *, hold: Hold = alike) -> list[Wave]:
    """Two or three wards and a few people outside them; all are measured, and the whole, once or twice, in any order."""
    number = 0
    staff: dict[int, set[Person]] = {}

    def new(lean: float) -> Person:
        nonlocal number
        number += 1
        return number, 4 if draw.random() < lean else 1

    leans = {place: draw.uniform(0.3, 0.7) for place in (*WARDS, OUTSIDE)}
    wards = WARDS[: draw.randint(2, 3)]
    for place in (*wards, OUTSIDE):
        many = draw.randint(0, 7) if place == OUTSIDE else draw.randint(10, 24)
        staff[place] = {new(leans[place]) for _each in range(many)}
    waves: list[Wave] = []
    for _turn in range(draw.randint(1, 2)):
        for ward in draw.sample((*wards, None), len(wards) + 1):
            people = frozenset(staff[ward] if ward else set().union(*staff.values()))
            told = [Told(each.ward, each.count) for each in waves]
            found = tally((step, "") for _number, step in people)
            waves.append(Wave(ward, people, disclose(1, found, hold(told, ward))))
        for place, there in staff.items():
            for gone in draw.sample(sorted(there), min(draw.randint(0, 2), len(there))):
                there.discard(gone)
            grows = place != OUTSIDE and draw.random() < GROWS
            there |= {new(leans[place]) for _each in range(draw.randint(10, 20) if grows else draw.randint(0, 2))}
    return waves


def leaks(waves: Sequence[Wave]) -> Iterator[str]:
    """Numbers that add up to something about one to four people and nobody else."""
    exact = [wave for wave in waves if wave.is_exact]
    for signs in product((0, 1, -1), repeat=len(exact)):
        if sum(map(abs, signs)) < 2:
            continue
        left: Counter[Person] = Counter()
        for sign, wave in zip(signs, exact, strict=True):
            for person in wave.people:
                left[person] += sign
        about = [person for person, times in left.items() if times]
        if 0 < len(about) < FEW:
            parts = [
                f"{'+' if sign > 0 else '-'}{wave.ward or 'all'}"
                for sign, wave in zip(signs, exact, strict=True)
                if sign
            ]
            yield f"how {len(about)} answered: {' '.join(parts)}"


def attacked(institutions: int, seed: int, **rules) -> list[str]:
    draw = random.Random(seed)
    return [leak for _each in range(institutions) for leak in leaks(make_institution(draw, **rules))]
