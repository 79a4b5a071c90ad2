"""The allocation of seats at three sizes: the engine alone, and the whole way from plain data to answer."""

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from fagvei.planning.seats import acceptance, check, solve
from fagvei.planning.seats.generated import NATIONAL, generate
from fagvei.workshop.bench.report import exponent

SIZES = ((471, 53), (3_895, 1_209), NATIONAL)
WANTED_MS, WANTED_EXPONENT = 10.0, 1.2
BEGIN, END = "<!-- seats:begin -->", "<!-- seats:end -->"


@dataclass(frozen=True)
class Round:
    """Milliseconds, medians. `engine` is deferred acceptance; `whole` also numbers the claims and names the answer."""

    applications: int
    runs: int
    reserves: bool
    engine: float
    whole: float
    faults: int


def measure_rounds(times: int, sizes: Iterable[tuple[int, int]] = SIZES) -> list[Round]:
    return [_measure(*size, reserves, times) for reserves in (False, True) for size in sizes]


def _measure(applications: int, runs: int, reserves: bool, times: int) -> Round:
    problem = generate(applications, runs, reserves=reserves)
    numbered = acceptance.number_claims(problem)
    return Round(
        applications,
        runs,
        reserves,
        engine=statistics.median(_timed(lambda: acceptance.accept(numbered)) for _time in range(times)),
        whole=statistics.median(_timed(lambda: solve(problem)) for _time in range(times)),
        faults=len(check(problem, solve(problem))),
    )


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def table(rounds: Iterable[Round]) -> str:
    lines = [
        "| applications | runs | reserves | engine ms | with numbering and answer ms | faults found |",
        "|--:|--:|---|--:|--:|--:|",
    ]
    for each in rounds:
        kept = "a sixth of the seats for each region" if each.reserves else "none"
        cells = [
            str(each.applications),
            str(each.runs),
            kept,
            f"{each.engine:.2f}",
            f"{each.whole:.1f}",
            str(each.faults),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def missed(rounds: Iterable[Round]) -> list[str]:
    rows, sentences = list(rounds), []
    largest = max(each.applications for each in rows)
    for reserves in sorted({each.reserves for each in rows}):
        kind = "with reserves" if reserves else "without reserves"
        times = {each.applications: each.engine for each in rows if each.reserves == reserves}
        growth = exponent(times)
        if times[largest] > WANTED_MS:
            sentences.append(f"Seats {kind}: {times[largest]:.1f} ms, wanted at most {WANTED_MS:g}.")
        if growth > WANTED_EXPONENT:
            sentences.append(f"Seats {kind}: grows with exponent {growth:.2f}, wanted at most {WANTED_EXPONENT:g}.")
    sentences += [f"Seats: {each.faults} faults at {each.applications}." for each in rows if each.faults]
    return sentences
