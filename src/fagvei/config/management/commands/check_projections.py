"""`fagvei check_projections`: does every row with a state say what its events say?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from fagvei.common.db.snapshot import one_instant
from fagvei.config.projections import projection_faults


class Command(BaseCommand):
    help = "Compare every goal, activity, course, text, survey and message with what its events say. Changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        with one_instant():
            faults = list(projection_faults())
        for fault in faults:
            self.stderr.write(f"{fault.row}: {fault.sentence}")
        if faults:
            raise CommandError(f"{len(faults)} rows do not say what their events say.")
        self.stdout.write("Every row says what its events say.")
