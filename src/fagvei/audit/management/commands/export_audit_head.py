from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from fagvei.audit.actions import seal_everything
from fagvei.audit.heads import export_head, heads_folder


class Command(BaseCommand):
    help = "Seal what is new and write the head of the audit chain to a file. Keep copies of it outside this machine."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, metavar="FOLDER", help="where to (default: FAGVEI_HOME/audit-heads)")

    def handle(self, *args: Any, to: Path | None, **options: Any) -> None:
        seal_everything()
        path = export_head(to or heads_folder())
        if path is None:
            raise CommandError("Nothing has been done here yet, so the chain has no head.")
        self.stdout.write(str(path))
