"""`fagvei verify_export`: is this exported record as it left the house? Asks no database."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from fagvei.interop import verify_export


class Command(BaseCommand):
    help = (
        "Check an exported record (JSON or the archive) without the database. Exit code 1 when something does not fit."
    )
    requires_system_checks: list = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--key", action="append", default=[], help="a key of the installation, as it publishes it")
        parser.add_argument("--head", type=Path, help="a head of the log that somebody outside has kept")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            head = json.loads(options["head"].read_text(encoding="utf-8")) if options["head"] else None
            findings = verify_export.verify_file(str(options["file"]), head, tuple(options["key"]))
        except (verify_export.Unreadable, OSError, ValueError) as error:
            raise CommandError(str(error), returncode=2) from error
        for finding in findings:
            self.stdout.write(f"{'notice' if finding.is_notice else finding.code}: {finding.sentence}")
        if any(not finding.is_notice for finding in findings):
            raise CommandError("The export is not as it left Fagvei.", returncode=1)
        self.stdout.write(self.style.SUCCESS(verify_export.verdict(findings)))
