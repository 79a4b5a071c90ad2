"""What follows, by adding and subtracting, about a group of people from what was told of groups within and around it. No database.

The same people may answer in a survey of their ward and in one of the whole institution. Each number may be safe beside each
other one, and yet the institution less all its wards is two people. So what is about to be told of a ward, or of the
institution, is held against everything that could be put together to about the same people:

- the institution: the sum of some wards; an earlier wave of it, with what changed in some wards since;
- a ward: the institution less some of the other wards; an earlier wave of it, with what changed in the institution since, but
  not in some of the others.

What is put together is held against it as an earlier wave would be (`disclosure`, the difference rule). Of several ways that
give as many people the widest span counts, so more is held back than each of them asks for, never less.

Tables by profession are told of the institution or of its wards, not of both: `is_on_another_level`. The same goes for how
many of each profession answered, and of one ward they are told again only where nobody in particular came or left:
`told_sizes`.

Source: ../reference/reliability.md section 6.11 and threat 21 (differences across views and waves).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from fagvei.common.disclosure import Earlier, ItemCount, K, Span, told_groups


@dataclass(frozen=True)
class Told:
    """What was told of one question in one wave, and of whom: a ward by its number, or None for the whole institution."""

    ward: int | None
    count: ItemCount


@dataclass(frozen=True)
class Sizes:
    """How many answered in one wave, and what was told of how many of each profession."""

    ward: int | None
    sheets: int
    told: Mapping[str, int]


@dataclass(frozen=True)
class _Known:
    """So many people, of whom at least `low` and at most `high` answered one of the upper steps. A change may be below zero."""

    sheets: int
    low: int
    high: int

    def __add__(self, other: "_Known") -> "_Known":
        return _Known(self.sheets + other.sheets, self.low + other.low, self.high + other.high)

    def __sub__(self, other: "_Known") -> "_Known":
        return _Known(self.sheets - other.sheets, self.low - other.high, self.high - other.low)


NOBODY = _Known(0, 0, 0)


def alike(told: Iterable[Told], ward: int | None) -> list[Earlier]:
    """What was told, or follows from it, about people who may be the same: of the ward, or of the institution when None.

    Each wave of the ward and of the institution as it stands; for the institution, of each ward too.
    """
    rows = list(told)
    near = [each for each in rows if ward is None or each.ward in (ward, None)]
    alone = [earlier for each in near for earlier in each.count.as_earlier]
    return list(dict.fromkeys([*alone, *_put_together(rows, ward)]))


def is_on_another_level(told: Iterable[Told], ward: int | None) -> bool:
    """A table by profession was told of the institution, and this is a ward; or of a ward, and this is the institution."""
    return any(each.count.rows for each in told if (each.ward is None) != (ward is None))


def told_sizes(counts: Mapping[str, int], earlier: Iterable[Sizes], ward: int | None) -> dict[str, int]:
    """How many of each profession answered, or nothing where an earlier wave would make it a number of one to four.

    `counts` are all who answered, also the nameless group "": a group as well, only without a name to be told by. All or
    nothing: what is left out of a partition follows from the rest of it.
    """
    now = Sizes(ward, sum(counts.values()), {name: n for name, n in told_groups(counts).items() if name})
    for then in earlier:
        if then.told and ((then.ward is None) != (ward is None) or (then.ward == ward and _tells_of_few(now, then))):
            return {}
    return dict(now.told)


def _tells_of_few(now: Sizes, then: Sizes) -> bool:
    """Of what both tell, each profession and all the others together: one that changed, and by fewer than five."""
    both = now.told.keys() & then.told.keys()
    changes = [now.told[name] - then.told[name] for name in both]
    others = now.sheets - then.sheets - sum(changes)
    return bool(both) and any(0 < abs(change) < K for change in (*changes, others))


def _put_together(told: Sequence[Told], ward: int | None) -> list[Earlier]:
    waves: dict[int | None, list[_Known]] = {}
    for each in told:
        known = [_Known(one.sheets, one.reached.low, one.reached.high) for one in each.count.as_earlier]
        waves.setdefault(each.ward, []).extend(known)
    whole, own = waves.pop(None, []), waves.pop(ward, [])
    others = list(waves.values())
    if ward is None and not others:
        # Each wave stands alone already; put together with nothing, those with as many people would become one wide span.
        return []
    if ward is None:
        ways = [*_sums([NOBODY], others), *_sums(whole, [_changes(of) for of in others])]
    else:
        since = [one + change for one in own for change in _changes(whole)]
        ways = [
            *_sums(whole, [[NOBODY - one for one in of] for of in others]),
            *_sums(since, [_changes(of) for of in others]),
        ]
    return [Earlier(way.sheets, _clipped(way)) for way in ways if way.sheets > 0]


def _changes(waves: Sequence[_Known]) -> list[_Known]:
    """From each wave to each other one."""
    return [later - earlier for earlier, later in permutations(waves, 2)]


def _sums(starts: Iterable[_Known], choices: Iterable[Sequence[_Known]]) -> list[_Known]:
    """Each start with one or none of each of the choices added; of those with as many people, the widest span."""
    found: dict[int, _Known] = {}
    for start in starts:
        _keep(found, start)
    for options in choices:
        for known in list(found.values()):
            for option in options:
                _keep(found, known + option)
    return list(found.values())


def _keep(found: dict[int, _Known], known: _Known) -> None:
    there = found.get(known.sheets, known)
    found[known.sheets] = _Known(known.sheets, min(there.low, known.low), max(there.high, known.high))


def _clipped(known: _Known) -> Span:
    low = min(max(0, known.low), known.sheets)
    return Span(low, max(low, min(known.high, known.sheets)))
