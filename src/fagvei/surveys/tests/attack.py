"""An attacker who reads everything that is told of a ward, knows who works there when, and can add and subtract.

The attacker knows how the rules work and assumes the worst for us: that everybody who stays answers as before.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from fagvei.common.disclosure import Earlier, ItemCount, Span, disclose, same_people, tally, told_groups
from fagvei.surveys.rules.areas import NOT_APPLICABLE, UNKNOWN

PRIME = 2**61 - 1
ATOMS = 7
UPPER, ASIDE, ALL = (3, 4), (5, 6), tuple(range(ATOMS))
FEW = 5

Person = tuple[int, int | str, str]  # number, answer, profession


@dataclass(frozen=True)
class Wave:
    people: frozenset[Person]
    told: ItemCount
    professions: dict[str, int]


@dataclass
class Ward:
    waves: list[Wave] = field(default_factory=list)


def make_ward(draw: random.Random, *, keeps_difference: bool = True, **rules) -> Ward:
    """A ward of three to forty, measured two or three times; a few leave and come in between."""
    ward, number = Ward(), 0
    lean = draw.random()
    people: set[Person] = set()

    def new() -> Person:
        nonlocal number
        number += 1
        return number, _answer(draw, lean), draw.choice(["doctor", "nurse", "other"])

    people |= {new() for _each in range(draw.randint(3, 40))}
    for _wave in range(draw.randint(2, 3)):
        earlier = [told for each in ward.waves for told in each.told.as_earlier]
        found = tally((answer, "") for _number, answer, _profession in people)
        told = disclose(1, found, earlier if keeps_difference else (), **rules)
        counts: dict[str, int] = {}
        for _number, _given, profession in people:
            counts[profession] = counts.get(profession, 0) + 1
        ward.waves.append(Wave(frozenset(people), told, told_groups(counts, rules.get("k", FEW))))
        for gone in draw.sample(sorted(people, key=str), min(draw.randint(0, 2), len(people))):
            people.discard(gone)
        people |= {new() for _each in range(draw.randint(0, 2))}
    return ward


def _answer(draw: random.Random, lean: float) -> int | str:
    if draw.random() < 0.1:
        return draw.choice([UNKNOWN, NOT_APPLICABLE])
    return draw.choice([3, 4] if draw.random() < lean else [0, 1, 2])


def leaks(ward: Ward) -> list[str]:
    """What the attacker found out about fewer than five people."""
    found = [leak for wave in ward.waves for leak in (*_by_adding(wave), *_by_profession(wave))]
    return found + list(_by_waves(ward.waves))


def _by_adding(wave: Wave) -> Iterator[str]:
    """Every set of answers whose number follows from what is told of the question, by adding and subtracting."""
    rows = _reduced(_equations(wave.told))
    if not rows:
        return
    for chosen in range(1, 2**ATOMS):
        value = _follows([chosen >> at & 1 for at in range(ATOMS)], rows)
        if value is not None and 0 < value < FEW:
            yield f"{value} people answered within {chosen:07b}"


def _equations(told: ItemCount) -> list[tuple[tuple[int, ...], int]]:
    known: list[tuple[Sequence[int], int]] = [(ALL, told.sheets)] if told.sheets else []
    if told.is_answered_exact:
        known.append((ALL[:5], told.answered))
    if not told.is_hidden and told.reached.is_exact:
        known.append((UPPER, told.reached.low))
    if not told.suppressed:
        known += [((at,), value) for at, value in enumerate((*told.by_value, told.unknown, told.not_applicable))]
    return [(tuple(int(at in atoms) for at in ALL), value) for atoms, value in known]


def _reduced(equations: Sequence[tuple[tuple[int, ...], int]]) -> list[tuple[int, list[int]]]:
    """(pivot, row with the number at the end), each pivot once."""
    rows: list[tuple[int, list[int]]] = []
    for atoms, value in equations:
        row = _without([*atoms, value], rows)
        pivot = next((at for at in range(ATOMS) if row[at]), None)
        if pivot is None:
            continue
        inverse = pow(row[pivot], -1, PRIME)
        rows.append((pivot, [number * inverse % PRIME for number in row]))
    return rows


def _without(row: list[int], rows: Sequence[tuple[int, list[int]]]) -> list[int]:
    for pivot, known in rows:
        if times := row[pivot]:
            row = [(a - times * b) % PRIME for a, b in zip(row, known, strict=True)]
    return row


def _follows(atoms: list[int], rows: Sequence[tuple[int, list[int]]]) -> int | None:
    rest = _without([*atoms, 0], rows)
    return None if any(rest[:ATOMS]) else -rest[ATOMS] % PRIME


def _by_profession(wave: Wave) -> Iterator[str]:
    for profession, count in wave.professions.items():
        if 0 < count < FEW:
            yield f"{count} of {profession}"
    rest = wave.told.sheets - sum(wave.professions.values())
    if wave.told.sheets and wave.professions and 0 < rest < FEW:
        yield f"{rest} of the professions left out"


def _by_waves(waves: Sequence[Wave]) -> Iterator[str]:
    """Two numbers of almost the same people: the difference is what those who came and left had answered."""
    for at, earlier in enumerate(waves):
        for later in waves[at + 1 :]:
            changed = {number for number, *_rest in earlier.people ^ later.people}
            both = (earlier.told, later.told)
            if 0 < len(changed) < FEW and all(not each.is_hidden and each.reached.is_exact for each in both):
                yield f"how {len(changed)} who came or left had answered"


# --- Everything that may lie behind what is told ---


def told_of(upper: int, lower: int, aside: int, earlier: Sequence[Earlier] = (), **rules) -> ItemCount:
    answers: list[int | str] = [4] * upper + [0] * lower + [UNKNOWN] * aside
    return disclose(1, tally((each, "") for each in answers), earlier, **rules)


def pinned(sheets: int, say: Callable[..., ItemCount] = told_of) -> list[str]:
    """Groups of one to four whose number is the same in everything that would have been told alike."""
    behind: dict[str, list[tuple[int, int, int]]] = {}
    for upper in range(sheets + 1):
        for lower in range(sheets - upper + 1):
            parts = (upper, lower, sheets - upper - lower)
            behind.setdefault(repr(say(*parts)), []).append(parts)
    return [
        f"{told}: {group[0][part]}"
        for told, group in behind.items()
        for part in range(3)
        if len({each[part] for each in group}) == 1 and 0 < group[0][part] < FEW
    ]


def recovered_by_turnover(sheets: int, came: int, left: int, *, keeps_difference: bool = True) -> list[str]:
    """How those who came had answered, where what is told of two waves leaves one number for it."""
    behind: dict[str, set[tuple[int, int]]] = {}
    for upper in range(sheets + 1):
        for of_left in range(min(left, upper) + 1):
            if left - of_left > sheets - upper:
                continue
            for of_came in range(came + 1):
                first = told_of(upper, sheets - upper, 0)
                before = first.as_earlier if keeps_difference else []
                later = upper - of_left + of_came
                second = told_of(later, sheets - left + came - later, 0, before)
                behind.setdefault(repr((first, second)), set()).add((of_came, of_left))
    all_ways = (came + 1) * (left + 1)
    return [told for told, ways in behind.items() if all_ways > 1 and len(ways) == 1 and _is_about_them(told)]


def narrowed_by_waves(sheets: int, before: Sequence[Earlier]) -> list[str]:
    """Of a wave of so many after this was told: what is told in its place of fewer than five numbers, but a number itself.

    A number itself may be told where each side has five people, and five or more changed since what was told of the same.
    """
    behind: dict[tuple[Span, bool], list[int]] = {}
    for upper in range(sheets + 1):
        told = told_of(upper, sheets - upper, 0, before)
        behind.setdefault((told.reached, told.is_as_before), []).append(upper)
    same = [each.reached for each in before if same_people(sheets, each.sheets)]
    return [
        f"{sheets} after {before}: {span} is one of {numbers}"
        for (span, _is_as_before), numbers in behind.items()
        if (not _is_a_fair_number(span.low, sheets, same) if span.is_exact else len(numbers) < FEW)
    ]


def _is_a_fair_number(number: int, sheets: int, told: Sequence[Span]) -> bool:
    return FEW <= number <= sheets - FEW and all(not span.low - FEW < number < span.high + FEW for span in told)


def told_after(sheets: int, before: Sequence[Earlier] = ()) -> set[Earlier]:
    """Everything that a wave of so many can tell anew after this was told."""
    return {earlier for upper in range(sheets + 1) for earlier in told_of(upper, sheets - upper, 0, before).as_earlier}


def sizes_near(sheets: int) -> range:
    """So many as may be the same people, and can be split."""
    return range(max(2 * FEW, sheets - FEW + 1), sheets + FEW)


def _is_about_them(told: str) -> bool:
    return "is_hidden=False" in told
