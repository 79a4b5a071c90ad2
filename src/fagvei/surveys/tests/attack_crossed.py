"""The attacker of `attack.py` with cross-tables in hand: everything told of a question at once, within a wave and across waves.

What is told are numbers of sets of people, each set a choice among the cells group × answer. In reduced form every set whose
number follows by adding and subtracting is a sum of rows with the factors 0 and 1, so they can be written out, all of them.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from fagvei.common.crossed import row_of, told_rows
from fagvei.common.disclosure import ItemCount, disclose, tally, told_groups
from fagvei.surveys.rules.areas import NOT_APPLICABLE, UNKNOWN
from fagvei.surveys.tests.attack import PRIME, UPPER

ANSWERS: tuple[int | str, ...] = (0, 1, 2, 3, 4, UNKNOWN, NOT_APPLICABLE)
# The last did not say.
GROUPS = ("nurse", "doctor", "other", "")
CELLS = tuple(product(GROUPS, ANSWERS))
FEW, FEW_CROSSED = 5, 10
# As many as come, and as many as leave, between two waves.
TURNOVER = 12

Person = tuple[int, str, int | str]  # number, group, answer
Cells = tuple[int, ...]


@dataclass(frozen=True)
class Wave:
    people: frozenset[Person]
    told: ItemCount
    sizes: dict[str, int]


def make_ward(draw: random.Random, **rules) -> list[Wave]:
    """A hospital of five to a hundred and twenty, measured twice or three times; some leave and come in between."""
    lean, weights = draw.random(), [draw.random() for _group in GROUPS]
    numbers = iter(range(10_000))

    def new() -> Person:
        group = draw.choices(GROUPS, weights)[0]
        aside = draw.choice(ANSWERS[5:]) if draw.random() < 0.1 else None
        return next(numbers), group, aside or draw.choice([3, 4] if draw.random() < lean else [0, 1, 2])

    people = {new() for _each in range(draw.randint(5, 120))}
    waves: list[Wave] = []
    for _wave in range(draw.randint(2, 3)):
        waves.append(measured(people, [wave.told for wave in waves], **rules))
        people -= set(draw.sample(sorted(people, key=str), min(draw.randint(0, TURNOVER), len(people))))
        people |= {new() for _each in range(draw.randint(0, TURNOVER))}
    return waves


def measured(people: set[Person], earlier: list[ItemCount], **rules) -> Wave:
    told = disclose(
        1, tally((answer, "") for _n, _g, answer in people), [e for each in earlier for e in each.as_earlier]
    )
    sizes = told_groups(Counter(group for _n, group, _a in people))
    sizes.pop("", None)
    groups = {
        group: row_of(tally((answer, "") for _n, own, answer in people if own == group)) for group in GROUPS if group
    }
    rows = told_rows(groups, told, sizes, earlier, **rules)
    return Wave(frozenset(people), told.with_rows(rows), sizes)


def leaks(waves: list[Wave]) -> Iterator[str]:
    """What the attacker found out about fewer than five people, or than ten where group and answer are crossed."""
    follows = [dict(sets_told(wave)) for wave in waves]
    for wave, found in zip(waves, follows, strict=True):
        groups = groups_with_people(wave)
        yield from (
            f"{number} people in {cells}" for cells, number in found.items() if 0 < number < limit(cells, groups)
        )
    for at, earlier in enumerate(waves):
        for later, then, now in zip(waves[at + 1 :], [follows[at]] * len(waves), follows[at + 1 :], strict=False):
            changed = earlier.people ^ later.people
            for cells in then.keys() & now.keys():
                if is_crossed(cells) and (few := _whom_it_tells_of(cells, changed)) and few < FEW_CROSSED:
                    yield f"how {few} who came or left had answered"


def _whom_it_tells_of(cells: Cells, changed: frozenset[Person]) -> int:
    """Those who came and left whose answer the difference is about: of the groups that the set cuts through."""
    cut = {group for group in GROUPS if 0 < len(_of_group(cells, group)) < len(ANSWERS)}
    return sum(1 for _number, group, _answer in changed if group in cut)


def limit(cells: Cells, groups: Sequence[str]) -> int:
    return FEW_CROSSED if is_crossed(cells, groups) else FEW


def groups_with_people(wave: Wave) -> Sequence[str]:
    """Where the sizes told are of everybody, the other groups are known to be empty: what a set holds of them is nothing."""
    return tuple(wave.sizes) if sum(wave.sizes.values()) == wave.told.sheets else GROUPS


def is_crossed(cells: Cells, groups: Sequence[str] = GROUPS) -> bool:
    """Neither some groups with all their answers, nor some answers of everybody."""
    by_group = {frozenset(_of_group(cells, group)) for group in groups}
    return len(by_group) > 1 and bool(by_group - {frozenset(), frozenset(ANSWERS)})


def _of_group(cells: Cells, group: str) -> list[int | str]:
    return [CELLS[at][1] for at in cells if CELLS[at][0] == group]


def sets_told(wave: Wave) -> Iterator[tuple[Cells, int]]:
    """Every set of cells whose number follows from what is told."""
    rows = reduced(list(_equations(wave)))
    for factors in product((0, 1), repeat=len(rows)):
        total = [
            sum(each) % PRIME for each in zip(*(row for row, f in zip(rows, factors, strict=True) if f), strict=True)
        ]
        if total and all(cell in (0, 1) for cell in total[:-1]):
            yield tuple(at for at, cell in enumerate(total[:-1]) if cell), total[-1]


def _equations(wave: Wave) -> Iterator[list[int]]:
    told = wave.told
    if told.sheets:
        yield _line(GROUPS, ANSWERS, told.sheets)
    if told.is_answered_exact:
        yield _line(GROUPS, ANSWERS[:5], told.answered)
    if not told.is_hidden and told.reached.is_exact:
        yield _line(GROUPS, UPPER, told.reached.low)
    if not told.suppressed:
        for answer, number in zip(ANSWERS, (*told.by_value, told.unknown, told.not_applicable), strict=True):
            yield _line(GROUPS, (answer,), number)
    for group, size in wave.sizes.items():
        yield _line((group,), ANSWERS, size)
    for group, row in told.rows.items():
        yield _line((group,), ANSWERS, row.people)
        yield _line((group,), UPPER, row.upper)


def _line(groups, answers, number: int) -> list[int]:
    return [int(group in groups and answer in answers) for group, answer in CELLS] + [number]


def reduced(lines: list[list[int]]) -> list[list[int]]:
    """Fully reduced: in its own column each row has one, and the others nothing."""
    rows: list[list[int]] = []
    for at in range(len(CELLS)):
        found = next((line for line in lines if line[at] % PRIME), None)
        if found is None:
            continue
        lines.remove(found)
        inverse = pow(found[at], -1, PRIME)
        found = [number * inverse % PRIME for number in found]
        lines, rows = ([_minus(each, found, at) for each in side] for side in (lines, rows))
        rows.append(found)
    return rows


def _minus(row: list[int], other: list[int], at: int) -> list[int]:
    times = row[at]
    return [(a - times * b) % PRIME for a, b in zip(row, other, strict=True)] if times else row
