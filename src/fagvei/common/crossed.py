"""Which rows of a cross-table may be told: how many of a group answered one of the two upper steps. No database.

What is told of a question splits all who answered in two by the upper steps (`disclosure`). A row splits that once more, into
the group and everybody else. All rows of a table together are told as one partition: each published group, and the rest as if
it were a group, has a number above and a number below, and every one of these cells has at least ten people.

- k rule: ten in each cell, above and below. Source: ../reference/guideline-features.md section 9.4 and the issue (k = 10 for
  cross-tables).
- Remainder rule: what is left of the question when the published rows are taken away is a cell too, with ten or nobody in it;
  else the smallest row goes with it (secondary suppression).
- Only where the question itself is told exactly, and only groups whose size is told (`disclosure.told_groups`): a row must
  not tell the size of another group by subtraction, nor the upper steps where the question gives a span.
- Difference rule: a row, or the rest, that has fewer than ten people more or less than in an earlier table of the same
  question, and a number that changed by fewer than ten, is about those who came and left. It is not told again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from fagvei.common.disclosure import ItemCount, Row, Tally

K = 10
"""Fewest people behind a cell of two things crossed."""

NOBODY = Row(0, 0)
Table = Mapping[str, Row]


def row_of(found: Tally) -> Row:
    return Row(found.upper, found.sheets)


def told_rows(
    groups: Table,
    told: ItemCount,
    sizes: Mapping[str, int],
    earlier: Iterable[ItemCount] = (),
    *,
    k: int = K,
    keeps_remainder: bool = True,
    keeps_difference: bool = True,
) -> dict[str, Row]:
    """`groups` are all who answered, also the nameless group "". `told` is what is told of the question itself, `sizes` of the
    groups, `earlier` of the same question before. The two last say which rules are kept, so that a test can plant a leak.
    """
    if told.is_hidden or told.is_as_before or not told.reached.is_exact:
        return {}
    rows = {group: row for group, row in groups.items() if group in sizes and row.is_safe(k)}
    whole = Row(told.reached.low, told.sheets)
    before = [(each.rows, Row(each.reached.low, each.sheets)) for each in earlier if each.rows]
    while rows and (gone := _gone(rows, whole, before, k, keeps_remainder, keeps_difference)):
        del rows[gone]
    return rows


def _gone(
    rows: Table, whole: Row, before: Sequence[tuple[Table, Row]], k: int, keeps_remainder: bool, keeps_difference: bool
) -> str:
    """The next row that may not be told, "" when all may."""
    rest = _rest(rows, rows, whole)
    if keeps_remainder and rest != NOBODY and not rest.is_safe(k):
        return _smallest(rows, rows)
    if keeps_difference:
        return next((group for then, all_then in before for group in _about_few(rows, whole, then, all_then, k)), "")
    return ""


def _about_few(rows: Table, whole: Row, then: Table, all_then: Row, k: int) -> Iterator[str]:
    """Of the groups told in both tables: those that changed by few; the smallest where everybody else did."""
    both = [group for group in rows if group in then]
    if not both:
        return
    yield from (group for group in both if rows[group].is_about_few(then[group], k))
    rest, rest_then = _rest(rows, both, whole), _rest(then, both, all_then)
    if (rest, rest_then) != (NOBODY, NOBODY) and rest.is_about_few(rest_then, k):
        yield _smallest(rows, both)


def _rest(rows: Table, groups: Iterable[str], whole: Row) -> Row:
    for group in groups:
        whole = whole.without(rows[group])
    return whole


def _smallest(rows: Table, groups: Iterable[str]) -> str:
    return min(groups, key=lambda group: (rows[group].people, group))
