"""Small numbers of a table are not shown: one could tell who it is. Nor is a number beside that would give one away."""

from collections.abc import Iterable, Mapping

Cell = tuple[str, int]


def hidden_cells(counts: Mapping[Cell, int], fewest: int) -> set[Cell]:
    """Those below `fewest`; and where a row or a column would have a single one, its smallest other too.

    Sums of rows and columns stand elsewhere on the page: one number that is missing could be computed from them.
    """
    there = {cell: number for cell, number in counts.items() if number}
    hidden = {cell for cell, number in there.items() if number < fewest}
    lines = [*_lines(there, 0), *_lines(there, 1)]
    grows = True
    while grows:
        grows = False
        for line in lines:
            shown = [cell for cell in line if cell not in hidden]
            if len(line) - len(shown) == 1 and shown:
                hidden.add(min(shown, key=lambda cell: (there[cell], str(cell))))
                grows = True
    return hidden


def _lines(cells: Iterable[Cell], place: int) -> list[list[Cell]]:
    found: dict[object, list[Cell]] = {}
    for cell in cells:
        found.setdefault(cell[place], []).append(cell)
    return list(found.values())
