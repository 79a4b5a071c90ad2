import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections

from fagvei.config.due import run_due


class Command(BaseCommand):
    help = "Do what is due: seal and export the audit log, bring back failed and lost tasks, remove what has expired."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", type=float, metavar="SECONDS", help="again and again, with this pause between")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done, due or not")

    def handle(self, *args: Any, loop: float | None, dry_run: bool, **options: Any) -> None:
        while True:
            done = run_due(dry_run=dry_run)
            self.tell(done, quiet=not dry_run and options["verbosity"] < 2)
            if not loop:
                break
            close_old_connections()
            time.sleep(loop)
        if failed := [name for name, result in done.items() if isinstance(result, Exception)]:
            raise CommandError(f"These jobs failed: {', '.join(failed)}.")

    def tell(self, done: dict[str, int | Exception], *, quiet: bool) -> None:
        for name, result in done.items():
            if isinstance(result, Exception):
                self.stderr.write(f"{name}: {type(result).__name__}: {result}")
            elif not quiet:
                self.stdout.write(f"{name}: {result}")
