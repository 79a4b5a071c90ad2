"""Which counts of a closed survey may be told, so that nobody can be found by them. Pure functions, no database.

What each person answered to a question is one of seven: five steps, "vet ikke", "gjelder ikke oss". We never tell how many
gave each of the seven as such. We split the people of the wave step by step, and tell a split only when every part of it has
at least `k` people: first those with a step from those with none, then the two upper steps from the rest, then the steps one
by one. What is told is therefore always a partition of all who answered into blocks of `k` or more, and whatever is added or
subtracted within it is a union of such blocks.

- k rule: no part below five. Source: ../reference/reliability.md section 6.11 and threat 21; guideline-features.md section
  9.4. That it is settable up and never below five is said there too, and ten for two things crossed
  (`crossed.py`) and for free text.
- Remainder rule: a split is told whole or not at all, so what is not told has at least `k` people as well.
- Same-answer rule: a split with an empty part is not told, for it would say what everybody answered.
- Where the upper steps cannot be told, the side is: a span (0 to 4, or all but at most 4), never a number.
- Difference rule: a difference of two waves is a number too. Where the wave has fewer than `k` people more or less than an
  earlier one, most of them are the same people, so the number of the upper steps is told only when it differs by `k` or
  more; else the earlier span is told, wider by `k` - 1 on both sides and as one with those it overlaps, the two sides among
  them: of a side that the earlier span took its part of, what is left may be one number. No other split is told at all. What
  can be put together to about the same people, of an institution and its wards, counts as an earlier wave (`nested`).
"""

import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, TypeVar

Group = TypeVar("Group", str, int)
K = 5
"""Fewest people behind a number."""

# The two answers beside the five steps.
UNKNOWN, NOT_APPLICABLE = "unknown", "not_applicable"

Values = tuple[int, int, int, int, int]
NO_VALUES: Values = (0, 0, 0, 0, 0)


@dataclass(frozen=True)
class Span:
    """At least `low` and at most `high` people."""

    low: int
    high: int

    @property
    def is_exact(self) -> bool:
        return self.low == self.high


NOTHING = Span(0, 0)


@dataclass(frozen=True)
class Row:
    """`upper` of `people` in a group answered one of the two upper steps; the others gave another step or none."""

    upper: int
    people: int

    def without(self, other: "Row") -> "Row":
        return Row(self.upper - other.upper, self.people - other.people)

    def is_safe(self, k: int) -> bool:
        return min(self.upper, self.people - self.upper) >= k

    def is_about_few(self, earlier: "Row", k: int) -> bool:
        """So few came or left, and so little changed, that the difference would be about them."""
        return abs(self.people - earlier.people) < k and abs(self.upper - earlier.upper) < k


@dataclass(frozen=True)
class ItemCount:
    """What may be told of one question in one wave.

    `suppressed`: the steps, "vet ikke" and "gjelder ikke oss" are not told, and the zeros in their place mean nothing; only
    `reached` is. `is_hidden`: not even that. `is_as_before`: it lies so near what a wave of about the same people told, or
    so near a side of it, that only a span around both is told; that may be all of them, and then nothing is said. `reached`
    is how many answered one of the two upper steps, out of `answered`: exactly those with a step when `is_answered_exact`,
    else all who handed in a sheet: up to four of them without a step, or any number where `is_again`, for of about the same
    people as an earlier wave it is never told how many had no step.
    """

    item_id: int
    answered: int
    by_value: Values
    unknown: int
    not_applicable: int
    hindrances: dict[str, int]
    suppressed: bool
    sheets: int = 0
    reached: Span = NOTHING
    is_answered_exact: bool = False
    is_hidden: bool = False
    is_as_before: bool = False
    is_again: bool = False
    version_id: int = 0
    # Of groups, what `crossed` lets be told.
    rows: dict[str, Row] = field(default_factory=dict)

    @property
    def as_earlier(self) -> "list[Earlier]":
        """What a later wave is held against: nothing where nothing was told, or no more than an earlier wave had told."""
        return [] if self.is_hidden or self.is_as_before else [Earlier(self.sheets, self.reached)]

    def with_rows(self, rows: dict[str, Row]) -> "ItemCount":
        return replace(self, rows=rows)


@dataclass(frozen=True)
class Tally:
    """How many gave each of the seven answers to one question, and what they said hinders. Never leaves the closing."""

    by_value: Values
    unknown: int
    not_applicable: int
    hindrances: Mapping[str, int] = field(default_factory=dict)

    @property
    def with_step(self) -> int:
        return sum(self.by_value)

    @property
    def aside(self) -> int:
        return self.unknown + self.not_applicable

    @property
    def sheets(self) -> int:
        return self.with_step + self.aside

    @property
    def seven(self) -> tuple[int, ...]:
        return (*self.by_value, self.unknown, self.not_applicable)

    @property
    def upper(self) -> int:
        return self.by_value[3] + self.by_value[4]


def tally(answers: Iterable[tuple[int | str, str]]) -> Tally:
    """(step or code, hindrance or "") of everybody who answered a question."""
    values, hindrances = Counter[int | str](), Counter[str]()
    for value, hindrance in answers:
        values[value] += 1
        if hindrance:
            hindrances[hindrance] += 1
    by_value = (values[0], values[1], values[2], values[3], values[4])
    return Tally(by_value, values[UNKNOWN], values[NOT_APPLICABLE], dict(hindrances))


Splitter = Callable[[Sequence[int], int], bool]


def may_split(parts: Sequence[int], k: int = K) -> bool:
    """Every part has `k` people or more: the k rule, the remainder rule and the same-answer rule in one."""
    return len(parts) > 1 and min(parts) >= k


def disclose(
    item_id: int,
    found: Tally,
    earlier: Iterable["Earlier"] = (),
    *,
    k: int = K,
    splits: Splitter = may_split,
    version_id: int = 0,
) -> ItemCount:
    """What may be told of a question. `earlier` is what was told of it in waves before, `splits` the rule of splitting."""
    before = [each for each in earlier if same_people(found.sheets, each.sheets, k)]
    knows_aside = not before and splits((found.with_step, found.aside), k)
    base = found.with_step if knows_aside else found.sheets
    is_hidden = base < 2 * k
    as_before = None if is_hidden else _as_before(found.upper, base, before, k)
    reached = NOTHING if is_hidden else as_before or _reached(found.upper, base, k, splits)
    tells_steps = not is_hidden and knows_aside and splits(found.seven, k)
    return ItemCount(
        item_id=item_id,
        answered=0 if is_hidden else base,
        by_value=found.by_value if tells_steps else NO_VALUES,
        unknown=found.unknown if tells_steps else 0,
        not_applicable=found.not_applicable if tells_steps else 0,
        hindrances={} if is_hidden or before else told_hindrances(found, k),
        suppressed=not tells_steps,
        sheets=told_sheets(found.sheets, k),
        reached=reached,
        is_answered_exact=knows_aside,
        is_hidden=is_hidden,
        is_as_before=as_before is not None,
        is_again=bool(before),
        version_id=version_id,
    )


def untold(count: ItemCount) -> ItemCount:
    """Nothing of it, whatever might be told by number alone: left out like one that too few answered."""
    if count.is_hidden:
        return count
    return ItemCount(
        item_id=count.item_id,
        answered=0,
        by_value=NO_VALUES,
        unknown=0,
        not_applicable=0,
        hindrances={},
        suppressed=True,
        sheets=count.sheets,
        is_hidden=True,
        version_id=count.version_id,
    )


@dataclass(frozen=True)
class Earlier:
    """What an earlier wave told of the same question: out of how many people, and the upper steps."""

    sheets: int
    reached: Span


def same_people(sheets: int, earlier: int, k: int = K) -> bool:
    """So few came or left that a difference of two numbers would be about them."""
    return abs(sheets - earlier) < k


def fewest_to_tell_again(k: int = K) -> int:
    """Of fewer, nothing can be told of a wave after one of as many: the two sides and what is near the first leave no room."""
    return 3 * k - 2


def told_sheets(sheets: int, k: int = K) -> int:
    """How many handed in a sheet, when that is told: 0 when they are too few."""
    return sheets if sheets >= k else 0


def coarse(sheets: int, k: int = K) -> Span:
    """All that is told while a wave is open: the five that the number lies in."""
    return Span(sheets // k * k, sheets // k * k + k - 1)


def told_groups(counts: Mapping[Group, int], k: int = K) -> dict[Group, int]:
    """How many of each group, where at least `k`; when what is left out has fewer, the smallest told goes with it."""
    told = {group: count for group, count in counts.items() if count >= k}
    left_out = sum(counts.values()) - sum(told.values())
    while told and 0 < left_out < k:
        smallest = min(told, key=lambda group: (told[group], group))
        left_out += told.pop(smallest)
    return told


def told_hindrances(found: Tally, k: int = K) -> dict[str, int]:
    """What hinders, each named by at least `k`, when those who did not name it are at least `k` too."""
    nothing = found.sheets - sum(found.hindrances.values())
    told = told_groups({**found.hindrances, "": nothing}, k)
    return {code: count for code, count in told.items() if code and may_split((count, found.sheets - count), k)}


def stored(count: ItemCount) -> dict[str, Any]:
    """As `restored` reads it back."""
    kept = {name: value for name, value in asdict(count).items() if name not in {"item_id", "version_id"}}
    rows = {group: [row.upper, row.people] for group, row in count.rows.items()}
    told = {**kept, "by_value": list(count.by_value), "reached": [count.reached.low, count.reached.high]}
    return {**told, "rows": rows}


def restored(item_id: int, kept: Mapping[str, Any], *, version_id: int = 0) -> ItemCount:
    by_value, reached = tuple(kept["by_value"]), Span(*kept["reached"])
    rows = {group: Row(*row) for group, row in kept.get("rows", {}).items()}
    told = {**kept, "by_value": by_value, "reached": reached, "rows": rows}
    return ItemCount(item_id=item_id, version_id=version_id, **told)


def shuffle(rows: list) -> None:
    """So that the place in a file tells nothing of who came when."""
    secrets.SystemRandom().shuffle(rows)


def _as_before(upper: int, base: int, before: Sequence[Earlier], k: int) -> Span | None:
    """The earlier span, wider by `k` - 1, that the number lies in; those that overlap are told as one, and so are the sides.

    Which of two overlapping spans was told would itself say where in them the number lies. None where the number lies in no
    earlier span, nor in a side that one of them overlaps: all of that side is then left.
    """
    sides = _sides(base, k) if before else ()
    merged: list[Span] = []
    for span in sorted((*sides, *(_around(each.reached, base, k) for each in before)), key=lambda each: each.low):
        if merged and span.low <= merged[-1].high:
            span = Span(merged[-1].low, max(merged.pop().high, span.high))
        merged.append(span)
    return next((span for span in merged if span.low <= upper <= span.high and span not in sides), None)


def _reached(upper: int, base: int, k: int, splits: Splitter) -> Span:
    if splits((upper, base - upper), k):
        return Span(upper, upper)
    low, high = _sides(base, k)
    return low if upper < k else high


def _sides(base: int, k: int) -> tuple[Span, Span]:
    """Fewer than `k`, and all but fewer than `k`."""
    return Span(0, k - 1), Span(base - k + 1, base)


def _around(span: Span, base: int, k: int) -> Span:
    return Span(max(0, span.low - k + 1), min(base, span.high + k - 1))
