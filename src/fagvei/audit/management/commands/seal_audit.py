from typing import Any

from django.core.management.base import BaseCommand

from fagvei.audit.actions import seal_everything


class Command(BaseCommand):
    help = "Seal every event of the audit log that has no seal. run_due does this each minute for the new ones."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{seal_everything()} events sealed.")
