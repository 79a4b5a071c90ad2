"""`fagvei generate_nation`: fill the database with fictional doctors, for measuring and for trying pages on many rows."""

import datetime as dt
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from fagvei.common import clock
from fagvei.common.refusal import Refusal
from fagvei.curriculum.models import GoalSet
from fagvei.workshop import content, nation


class Command(BaseCommand):
    help = "Builds a nation of fictional doctors with plans, all marked as demo data. Repeatable by seed and day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--doctors", type=int, default=150, help="how many doctors (default 150)")
        parser.add_argument(
            "--goals", type=int, default=300, help="goals of the tenth with the largest plan (default 300)"
        )
        parser.add_argument("--seed", type=int, default=1, help="another seed is another nation (default 1)")
        parser.add_argument(
            "--today", type=dt.date.fromisoformat, help="the nation's today, as 2026-11-25 (default: today)"
        )
        parser.add_argument("--database-only", action="store_true", help="write no files: no attachments")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["doctors"] < 1:
            raise CommandError("--doctors must be at least 1.")
        wish = nation.Wish(
            doctors=options["doctors"],
            on=options["today"] or clock.today(),
            most_goals=options["goals"],
            seed=options["seed"],
            with_files=not options["database_only"],
        )
        started = time.monotonic()
        try:
            if not GoalSet.objects.exists():
                self.stdout.write("Laster inn innholdspakkene først.")
                content.load(content.prepare())
            with tqdm(total=wish.doctors, desc="Leger", unit="", disable=None, file=self.stderr) as bar:
                written = nation.generate(wish, step=bar.update)
        except Refusal as refusal:
            raise CommandError(f"{refusal}\nIngenting er skrevet.") from refusal
        if options["verbosity"] > 0:
            self._tell(written, time.monotonic() - started)

    def _tell(self, written: dict[str, int], seconds: float) -> None:
        for label, count in sorted(written.items()):
            self.stdout.write(f"{count:>10,} {label}".replace(",", " "))
        total = f"{sum(written.values()):,}".replace(",", " ")
        self.stdout.write(self.style.SUCCESS(f"{total} rader på {seconds:.0f} sekunder."))
