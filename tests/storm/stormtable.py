"""One row for each storm of a size on a database, in the page where what is measured stands."""

import datetime as dt
import os
from pathlib import Path
from typing import Any

BEGIN, END = "<!-- storm:begin -->", "<!-- storm:end -->"
HEAD = (
    "| people | database | measured on | load | kills: server, database "
    "| back after s | forms | counted | a second | busiest second | p50 s | p99 s | slowest s | faults |",
    "|--:|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|",
)


def write_row(page: Path, found: dict[str, Any], people: int, database: str) -> None:
    """A new storm of the same size on the same database takes the place of the older one."""
    text = page.read_text(encoding="utf-8")
    before, after = text[: text.index(BEGIN) + len(BEGIN)], text[text.index(END) :]
    rows = [line for line in text[len(before) : text.index(END)].splitlines() if line.startswith("| ")][1:]
    kept = [row for row in rows if _place_of(row) != (people, database)]
    table = [*HEAD, *sorted([*kept, row_of(found, people, database)], key=_place_of)]
    page.write_text("\n".join([before, *table, after]), encoding="utf-8")


def row_of(found: dict[str, Any], people: int, database: str) -> str:
    counts, load = found["counts"], os.getloadavg()[0]
    seconds = (f"{counts[name] / 1000:.1f}" for name in ("p50_ms", "p99_ms", "slowest_ms"))
    faults = ", ".join(f"{kind}: {what[0]}" for kind, what in found["faults"].items()) or "none"
    kills = f"{found['kills']}, {found['database_kills']}"
    numbers = (counts[name] for name in ("forms", "counted", "per_second", "busiest_second"))
    when = dt.date.today().isoformat()
    cells = [people, database, when, f"{load:.0f}", kills, found["back_after_s"], *numbers, *seconds, faults]
    return f"| {' | '.join(map(str, cells))} |"


def seconds_with_somebody_waiting(notes: list[dict[str, Any]]) -> float:
    """The length of all times between a form sent and its answer, laid together."""
    seconds, until = 0.0, 0.0
    for sent_at, answered_at in sorted((note["sent_at"], note["answered_at"]) for note in notes):
        seconds += max(0.0, answered_at - max(sent_at, until))
        until = max(until, answered_at)
    return seconds


def _place_of(row: str) -> tuple[int, str]:
    people, database = [cell.strip() for cell in row.split("|")[1:3]]
    return int(people), database
