"""The table for the screen and for docs/performance.md, and what of our goals holds."""

import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from fagvei.workshop.bench.measure import Measured
from fagvei.workshop.bench.pages import Goals

BEGIN, END = "<!-- bench:begin -->", "<!-- bench:end -->"
STRICT = frozenset(
    {
        "plan", "plan-leader", "inbox-doctor", "inbox-supervisor", "inbox-leader", "team", "team-warnings",
        "guideline", "guideline-search", "gap-report", "gap-national",
    }
)  # fmt: skip
TIMES = ("p50", "p95", "sql", "floor")
Sizes = Mapping[int, Mapping[str, Measured]]


def exponent(times: Mapping[int, float]) -> float:
    """The slope of log(time) over log(doctors), by least squares: 0 = the same time at any size, 1 = twice at twice the size."""
    points = [(math.log(size), math.log(max(each, 1e-6))) for size, each in times.items()]
    if len(points) < 2:
        return math.nan
    mean_x, mean_y = (sum(values) / len(points) for values in zip(*points, strict=True))
    spread = sum((x - mean_x) ** 2 for x, _y in points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / spread


def middle(turns: Sequence[Mapping[str, Measured]]) -> dict[str, Measured]:
    """Of several turns the middle one, time by time. Counts are the largest, so that a question that comes and goes shows."""
    return {
        key: replace(
            each,
            **{name: statistics.median(getattr(turn[key], name) for turn in turns) for name in TIMES},
            queries=max(turn[key].queries for turn in turns),
        )
        for key, each in turns[0].items()
    }


def table(sizes: Sizes) -> str:
    """One line a page. Times are of the largest size; queries and medians of every size."""
    order = sorted(sizes)
    largest = sizes[order[-1]]
    names = " / ".join(f"{size:,}".replace(",", " ") for size in order)
    lines = [
        f"| page | rows | kB | p50 ms | p95 ms | SQL ms | floor ms | × floor | queries at {names} | p50 ms at {names} | growth |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for key, each in largest.items():
        here = [sizes[size][key] for size in order]
        cells = [
            each.title,
            str(each.rows),
            f"{each.kilobytes:.0f}",
            f"{each.p50:.1f}",
            f"{each.p95:.1f}",
            f"{each.sql:.1f}",
            f"{each.floor:.1f}",
            f"{each.p50 / each.floor:.1f}",
            " / ".join(str(at.queries) for at in here),
            " / ".join(f"{at.p50:.1f}" for at in here),
            _signed(exponent({size: sizes[size][key].p50 for size in order})),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def missed(sizes: Sizes, goals: Goals) -> list[str]:
    """Sentences about the pages with goals that do not reach them. Query counts must not grow on any page."""
    order = sorted(sizes)
    sentences = []
    for key, each in sizes[order[-1]].items():
        counts = {sizes[size][key].queries for size in order}
        if len(counts) > 1:
            sentences.append(f"{each.title}: the number of queries differs between the sizes: {sorted(counts)}.")
        if key not in STRICT:
            continue
        if each.p50 > goals.times_floor * each.floor:
            sentences.append(
                f"{each.title}: {each.p50 / each.floor:.1f} times the floor, wanted at most {goals.times_floor:g}."
            )
        if each.p95 > goals.p95_ms:
            sentences.append(f"{each.title}: p95 is {each.p95:.0f} ms, wanted at most {goals.p95_ms:g}.")
        growth = exponent({size: sizes[size][key].p50 for size in order})
        if growth > goals.exponent:
            sentences.append(f"{each.title}: grows with exponent {growth:.2f}, wanted at most {goals.exponent:g}.")
    return sentences


def write_between_markers(path: Path, text: str, begin: str = BEGIN, end: str = END) -> None:
    page = path.read_text(encoding="utf-8")
    before, after = page[: page.index(begin) + len(begin)], page[page.index(end) :]
    path.write_text(f"{before}\n{text}\n{after}", encoding="utf-8")


def summary(sentences: Iterable[str]) -> str:
    found = list(sentences)
    return "\n".join(["Not reached:", *(f"- {each}" for each in found)]) if found else "All goals are reached."


def _signed(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:+.2f}"
