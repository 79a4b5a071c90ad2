import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from fagvei.common import clock
from fagvei.config.retention import report


class Command(BaseCommand):
    help = (
        "Tell how long each table is kept, and for how many rows the time has run out on a day. Changes nothing: "
        "`fagvei run_due` removes what has expired."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", type=dt.date.fromisoformat, metavar="DATE", help="the day (default today)")
        parser.add_argument(
            "--approved",
            type=dt.date.fromisoformat,
            metavar="DATE",
            help="as if every doctor had been approved as a specialist on this day",
        )

    def handle(self, *args: Any, on: dt.date | None, approved: dt.date | None, **options: Any) -> None:
        moment = dt.datetime.combine(on, dt.time(), tzinfo=dt.UTC) if on else clock.now()
        for line in report(moment, approved):
            self.stdout.write(
                f"{line.kept.value}  {line.model:<40} {line.rows:>8} rows, {line.expired:>8} have run out"
            )
