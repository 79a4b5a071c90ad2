"""A storm from end to end: a world, a round, a server that is killed, two thousand people outside, and the auditor.

    python tests/storm/storm.py --people 300 --database sqlite --write docs/performance.md

FAGVEI_STORM is the number of people. Everything runs in folders under /tmp and in process groups of its own.
"""

import argparse
import asyncio
import contextlib
import json
import os
import random
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent.parent / "tools")]

import platter
import stormtable
from stormclient import Crowd
from stormplay import Plan, Play, press_at_once
from stormserver import APPLICATION, Postgres, WebServer, run_script

SEATS = "15,15"
BROKEN = "stormbroken:application"


def lead_seconds(plan: Plan, slowness: float) -> float:
    """From the opening to the deadline: long enough for most of them, and the last ones knock on a closed door."""
    return (6 + 5 * plan.kills_while_applying + 0.06 * plan.people) * slowness * plan.stretch


def in_a_loop_of_its_own(play: Coroutine[Any, Any, None]) -> None:
    """In a thread: the worker that plays may have told stories before, and then the browser's own loop runs in it."""
    with ThreadPoolExecutor(max_workers=1) as apart:
        apart.submit(asyncio.run, play).result()


def populate(home: Path, url: str, people: int) -> float:
    """Returns how slow the machine is now: 1 where two cores have little else to do."""
    began = time.monotonic()
    run_script(home, url, "stormworld", "people", str(people))
    return max(1.0, (time.monotonic() - began) / (2 + 0.002 * people))


class Sqlite:
    """One file, copied for each storm from the one where the people live."""

    name = "sqlite"
    workers = 1

    def __init__(self, people: int, schema: Path | None = None):
        self.folder = Path(tempfile.mkdtemp(prefix="fagvei-st-", dir="/tmp"))
        self.people = self.folder / "people.sqlite3"
        try:
            self._make_tables(schema)
            self.slowness = populate(self.folder, self._url(self.people), people)
        except BaseException:
            self.close()
            raise

    def _make_tables(self, schema: Path | None) -> None:
        if schema is None:
            run_script(self.folder, self._url(self.people), "fagvei.config.cli", "migrate", "--verbosity", "0")
            return
        with (
            contextlib.closing(sqlite3.connect(schema)) as one,
            contextlib.closing(sqlite3.connect(self.people)) as two,
        ):
            one.backup(two)

    @staticmethod
    def _url(path: Path) -> str:
        return f"sqlite://{path}"

    def fresh(self, name: str) -> tuple[Path, str]:
        """A home with a database of its own: (home, address)."""
        home = self.folder / name
        home.mkdir()
        path = home / "fagvei.sqlite3"
        shutil.copy(self.people, path)
        return home, self._url(path)

    def kill(self) -> None:
        """There is no server to kill."""

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


class PostgresWorlds:
    """One cluster with fsync on; each storm has a database of its own, made from the one where the people live."""

    name = "postgres"
    workers = 2  # one for each core: docs/operations.md

    def __init__(self, people: int, schema: dict[str, Any] | None = None):
        self.cluster = Postgres()
        self.folder = self.cluster.folder / "homes"
        try:
            self.folder.mkdir()
            self.folder.chmod(0o755)
            self.cluster.start()
            self.cluster.execute("CREATE DATABASE people")
            url = self.cluster.url("people")
            if schema is None or not self.cluster.load(schema, "people"):
                run_script(self.folder, url, "fagvei.config.cli", "migrate", "--verbosity", "0")
            self.slowness = populate(self.folder, url, people)
        except BaseException:
            self.close()
            raise

    def fresh(self, name: str) -> tuple[Path, str]:
        home = self.folder / name
        home.mkdir()
        self.cluster.execute(f"CREATE DATABASE {name} TEMPLATE people")
        return home, self.cluster.url(name)

    def kill(self) -> None:
        self.cluster.kill()
        self.cluster.start()

    def close(self) -> None:
        self.cluster.close()


Worlds = Sqlite | PostgresWorlds


def worlds_of(database: str, people: int, schema: Any = None) -> Worlds:
    return Sqlite(people, schema) if database == "sqlite" else PostgresWorlds(people, schema)


class Storm:
    """One round and what came of it. `broken` names what a negative control takes away; without it the server is as it is."""

    def __init__(self, worlds: Worlds, name: str, *, seed: int, broken: str = "", rounds: int = 1, seats: str = SEATS):
        self.worlds, self.seed, self.rounds, self.seats = worlds, seed, rounds, seats
        self.home, self.url = worlds.fresh(name)
        more = {"STORM_BROKEN": broken, "STORM_PLATTER": str(self.home / "platter")} if broken else {}
        if broken == "no_lock":
            run_script(self.home, self.url, "stormworld", "unguard")
        application = BROKEN if broken else APPLICATION
        self.server = WebServer(self.home, self.url, application=application, workers=worlds.workers, **more)
        self.is_on_platter = broken in {"power", "normal"}

    def kill_server(self) -> None:
        self.server.kill()
        self.server.start()

    def kill_database(self) -> None:
        self.worlds.kill()

    def cut_power(self) -> None:
        self.server.kill()
        platter.restore(self.home / "fagvei.sqlite3", self.home / "platter")
        self.server.start()

    def run(self, plan: Plan, *, lead: float | None = None, press: bool = False) -> dict[str, Any]:
        """Returns what the auditor found, with the seconds of each act."""
        began = time.monotonic()
        lead = lead_seconds(plan, self.worlds.slowness) if lead is None else lead
        asked = ("stormworld", "open", f"{lead}", self.seats, str(self.rounds))
        world = json.loads(run_script(self.home, self.url, *asked))
        world["doctors"] = world["doctors"][: plan.people]
        crowd = Crowd(self.server.port, world["sessions"], random.Random(plan.seed))
        play = Play(crowd, world, plan)
        try:
            self.server.start()
            in_a_loop_of_its_own(press_at_once(crowd, world) if press else play.all())
        finally:
            self.server.kill()  # as it stands, before anybody looks
        if self.is_on_platter:
            platter.restore(self.home / "fagvei.sqlite3", self.home / "platter")
        return self._audit(crowd, world, play, time.monotonic() - began)

    def _audit(self, crowd: Crowd, world: dict[str, Any], play: Play, seconds: float) -> dict[str, Any]:
        notes = self.home / "notes.json"
        notes.write_text(json.dumps({"notes": [asdict(each) for each in crowd.notes], "deadline": world["deadline"]}))
        began = time.monotonic()
        found = json.loads(run_script(self.home, self.url, "stormaudit", str(notes)))
        pages = sorted(crowd.page_seconds)
        return found | {
            "seconds": {**{k: round(v, 1) for k, v in play.seconds.items()}, "storm": round(seconds, 1)}
            | {"audit": round(time.monotonic() - began, 1)},
            "kills": self.server.kills - 1,
            "database_kills": getattr(getattr(self.worlds, "cluster", None), "kills", 0),
            "back_after_s": round(max(self.server.back_after), 1),
            "broken_connections": crowd.broken,
            "pages": {"number": len(pages), "slowest_s": round(pages[-1], 1)} if pages else {},
        }


def whole_storm(
    worlds: Worlds, people: int, seed: int, *, kills: int = 6, name: str = "whole", stretch: float = 1
) -> dict[str, Any]:
    """The proof. One of the kills comes while the seats are let out; on PostgreSQL the server and the database by turns."""
    storm = Storm(worlds, name, seed=seed)
    turns = [storm.kill_database, storm.kill_server] if worlds.name == "postgres" else [storm.kill_server]
    drawn = [turns[number % len(turns)] for number in range(kills - 1)]
    return storm.run(Plan(people, seed, kills=drawn, on_release=storm.kill_server, stretch=stretch))


def control(worlds: Worlds, broken: str, people: int, seed: int, *, name: str) -> dict[str, Any]:
    """The same with one promise taken away: the auditor must find it. `power` is whole, and must not be found."""
    storm = Storm(worlds, name, seed=seed, broken=broken, rounds=12 if broken == "repeatable_read" else 1)
    if broken == "repeatable_read":
        return storm.run(Plan(people, seed), lead=12 * worlds.slowness, press=True)
    if broken == "no_lock":
        return storm.run(Plan(people, seed, waves=3))
    kill = storm.kill_database if broken == "commit_off" else storm.cut_power
    return storm.run(Plan(people, seed, kills=[kill] * 2, acts=("apply",)))


@contextlib.contextmanager
def closing(worlds: Worlds) -> Iterator[Worlds]:
    try:
        yield worlds
    finally:
        worlds.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=int(os.environ.get("FAGVEI_STORM", "300")))
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    parser.add_argument("--stretch", type=float, default=1, help="of the time until the deadline")
    parser.add_argument("--write", type=Path, help="page with a table of storms that gets this one's row")
    chosen = parser.parse_args()
    with closing(worlds_of(chosen.database, chosen.people)) as worlds:
        found = whole_storm(worlds, chosen.people, chosen.seed, stretch=chosen.stretch)
    print(json.dumps(found | {"seed": chosen.seed}, indent=1))
    if chosen.write:
        stormtable.write_row(chosen.write, found, chosen.people, chosen.database)
    return 1 if found["faults"] else 0


if __name__ == "__main__":
    sys.exit(main())
