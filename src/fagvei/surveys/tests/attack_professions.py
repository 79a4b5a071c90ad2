"""An attacker who reads how many of each profession answered, of an institution and its wards, wave after wave.

As in `attack_nested`: who works where is known, and who answered once answers again.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from fagvei.common.nested import Sizes, told_sizes

FEW = 5
WARDS, OUTSIDE = (1, 2), 0
# The last did not say.
PROFESSIONS = ("nurse", "doctor", "other", "")
Person = tuple[int, str]
Tell = Callable[[dict[str, int], Sequence[Sizes], int | None], dict[str, int]]


@dataclass(frozen=True)
class Wave:
    people: frozenset[Person]
    sizes: Sizes

    def number_of(self, professions: frozenset[str]) -> int | None:
        """Where it follows from the sizes told and from how many answered: some told, with all the others or without."""
        told = self.sizes.told
        if professions <= told.keys():
            return sum(told[each] for each in professions)
        left_out = frozenset(PROFESSIONS) - professions
        return self.sizes.sheets - sum(told[each] for each in left_out) if left_out <= told.keys() else None


def make_institution(draw: random.Random, tell: Tell = told_sizes) -> list[Wave]:
    numbers = iter(range(10_000))
    weights = [draw.random() for _each in PROFESSIONS]

    def some(low: int, high: int) -> set[Person]:
        return {(next(numbers), draw.choices(PROFESSIONS, weights)[0]) for _each in range(draw.randint(low, high))}

    staff = {place: some(0, 7) if place == OUTSIDE else some(5, 40) for place in (*WARDS, OUTSIDE)}
    measured = draw.choice([(1,), (None,), (*WARDS, None)])
    waves: list[Wave] = []
    for _turn in range(draw.randint(1, 3)):
        for ward in draw.sample(measured, len(measured)):
            people = frozenset(staff[ward] if ward else set().union(*staff.values()))
            told = tell(Counter(profession for _n, profession in people), [each.sizes for each in waves], ward)
            waves.append(Wave(people, Sizes(ward, len(people), told)))
        for place, there in staff.items():
            there -= set(draw.sample(sorted(there), min(draw.choice([0, 1, 2, 12]), len(there))))
            there |= some(0, 0) if place == OUTSIDE else some(*draw.choice([(0, 2), (12, 15)]))
    return waves


def leaks(waves: Sequence[Wave]) -> Iterator[str]:
    """Numbers of the same professions that add up to something about one to four people, and are not nothing."""
    some = [frozenset(each) for size in range(1, len(PROFESSIONS)) for each in combinations(PROFESSIONS, size)]
    for professions in some:
        known = [(wave, n) for wave in waves if (n := wave.number_of(professions)) is not None]
        for signs in product((0, 1, -1), repeat=min(len(known), 5)):
            left: Counter[Person] = Counter()
            number = 0
            for sign, (wave, n) in zip(signs, known, strict=False):
                number += sign * n
                for person in wave.people if sign else ():
                    left[person] += sign * (person[1] in professions)
            if 0 < number < FEW and 0 < sum(1 for times in left.values() if times) < FEW:
                yield f"{number} of {sorted(professions)} by {sum(map(abs, signs))} waves"


def attacked(institutions: int, seed: int, tell: Tell = told_sizes) -> list[str]:
    draw = random.Random(seed)
    return [leak for _each in range(institutions) for leak in leaks(make_institution(draw, tell))]
