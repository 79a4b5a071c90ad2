"""`fagvei bench`: build nations of several sizes beside our own database, and measure the pages on each."""

import hashlib
import json
import os
import platform
import subprocess
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

import fagvei
from fagvei.common import clock
from fagvei.common.memory import settle
from fagvei.workshop import content, nation
from fagvei.workshop.bench import measure, report, seats
from fagvei.workshop.bench.measure import Measured
from fagvei.workshop.bench.pages import Goals

SIZES = "150,1700,6000"
SEED = 1
# One leader has so many doctors, all with the largest plan.
TEAM = 60
# So many wards measure themselves: six waves, each answered by forty (issue 5).
WARDS = 60
# Each size is measured so many times, in turns, and the middle one counts: a busy minute strikes one turn alone.
TURNS = 3
RESULT = "measured: "
# What the rows of a nation depend on.
SHAPING = (
    *("*/migrations/*.py", "workshop/bulk.py", "workshop/nation/*.py", "content/*/*.json"),
    *("common/disclosure.py", "surveys/rules/areas.py"),
)


class Command(BaseCommand):
    help = "Measures pages on nations of several sizes, each in an SQLite file of its own. Never fails for being slow."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--sizes", default=SIZES, help=f"numbers of doctors (default {SIZES})")
        parser.add_argument("--quick", action="store_true", help="the smallest size only")
        parser.add_argument("--requests", type=int, default=60, help="requests for each page (default 60)")
        parser.add_argument("--check", action="store_true", help="exit code 1 when a goal is missed")
        parser.add_argument(
            "--write",
            type=Path,
            help="page with markers to write the table into (default: docs/performance.md, when all sizes are measured)",
        )
        parser.add_argument("--measure", type=int, metavar="DOCTORS", help="used by the command itself")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["measure"]:
            self._measure_here(options["measure"], options["requests"])
            return
        sizes = [150] if options["quick"] else sorted(int(size) for size in options["sizes"].split(","))
        turns = [{size: self._measure_apart(size, options["requests"]) for size in sizes} for _turn in range(TURNS)]
        results = {size: report.middle([turn[size] for turn in turns]) for size in sizes}
        text = f"{self._machine(sizes, options['requests'])}\n\n{report.table(results)}"
        rounds = seats.measure_rounds(options["requests"])
        missed, missed_seats = report.missed(results, Goals()), seats.missed(rounds)
        text_of_seats = f"{seats.table(rounds)}\n\n{report.summary(missed_seats)}"
        self.stdout.write(f"\n{text}\n\n{report.summary(missed)}\n\n{text_of_seats}")
        page = options["write"] or (
            Path("docs/performance.md") if options["sizes"] == SIZES and not options["quick"] else None
        )
        if page is not None and page.exists():
            report.write_between_markers(page, f"{text}\n\n{report.summary(missed)}")
            report.write_between_markers(page, text_of_seats, seats.BEGIN, seats.END)
        if options["check"] and (missed or missed_seats):
            raise CommandError("Some goals are missed.")

    def _measure_apart(self, size: int, requests: int) -> dict[str, Measured]:
        """In a process of its own, because Django is bound to one database from its start."""
        path = self._database(size)
        # Another database, the same settings otherwise; `-v` keeps the bars.
        environment = os.environ | {
            "DATABASE_URL": f"sqlite://{path}",
            "DJANGO_SETTINGS_MODULE": "fagvei.config.settings",
        }
        command = [sys.executable, "-m", "fagvei.config.cli", "bench", f"--measure={size}", f"--requests={requests}"]
        result = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603 -- ourselves
        lines = [line for line in result.stdout.splitlines() if line.startswith(RESULT)]
        if result.returncode or not lines:
            raise CommandError(f"Measuring {size} doctors failed.\n{result.stdout}")
        rows = json.loads(lines[-1].removeprefix(RESULT))
        return {row["key"]: Measured(**row) for row in rows}

    def _database(self, size: int) -> Path:
        folder = settings.FAGVEI_HOME / "bench"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"nation-{size}-{_stamp()}.sqlite3"

    def _measure_here(self, size: int, requests: int) -> None:
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # whitenoise warns when there is none
        path = Path(settings.DATABASES["default"]["NAME"])
        done = path.with_suffix(".done")
        if not done.exists():
            self._build(path, size)
            done.touch()
        settle()  # as in a server
        with tqdm(desc=f"{size} leger", unit=" sider", disable=None, file=self.stderr) as bar:
            rows = [asdict(row) for row in measure.measure_all(requests, lambda title: bar.update())]
        self.stdout.write(RESULT + json.dumps(rows))

    def _build(self, path: Path, size: int) -> None:
        for stale in path.parent.glob(f"nation-{size}-*"):
            stale.unlink()
        call_command("migrate", verbosity=0)
        content.load(content.prepare())
        wish = nation.Wish(doctors=size, on=clock.today(), seed=SEED, with_files=False, team=TEAM, wards=WARDS)
        with tqdm(total=size, desc=f"Bygger {size} leger", unit="", disable=None, file=self.stderr) as bar:
            nation.generate(wish, step=bar.update)

    def _machine(self, sizes: list[int], requests: int) -> str:
        load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0
        return (
            f"Measured {clock.today()} on {os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}, "
            f"{measure.database_line()}, {TURNS} turns of {requests} requests a page, sizes {', '.join(map(str, sizes))} doctors, "
            f"load of the machine {load:.1f}."
        )


def _stamp() -> str:
    """Changes when a nation would be built otherwise."""
    package = Path(fagvei.__file__).parent
    digest = hashlib.sha256()
    for pattern in SHAPING:
        for path in sorted(package.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
