import json
from argparse import ArgumentParser
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from fagvei.audit.heads import exported_heads, heads_folder, read_head
from fagvei.audit.queries import verify_database
from fagvei.audit.verification import Finding, Head, tampering


class Command(BaseCommand):
    help = "Verify the audit log and every fact it tells about. Exit code 1 when something was tampered with."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--head",
            action="append",
            type=Path,
            metavar="FILE",
            help="a head that somebody outside has kept; may be given several times. Those in FAGVEI_HOME/audit-heads"
            " are always used, but whoever can change the database may be able to change them too",
        )
        parser.add_argument("--json", action="store_true", dest="as_json", help="print the findings as JSON")

    def handle(self, *args: Any, head: list[Path] | None, as_json: bool, **options: Any) -> None:
        findings = verify_database(self.heads(head or []), progress=self.bar if options["verbosity"] > 0 else None)
        (self.print_json if as_json else self.print_sentences)(findings)
        if any(tampering(findings)):
            raise CommandError("The audit log or the facts were tampered with.", returncode=1)

    def heads(self, given: list[Path]) -> list[Head]:
        try:
            return [*map(read_head, given), *exported_heads(heads_folder())]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CommandError(f"A head cannot be read: {error}", returncode=2) from error

    def bar(self, label: str, count: int, rows: Iterable) -> Iterable:
        return tqdm(rows, total=count, desc=f"{label:>7}", file=self.stderr, leave=False)

    def print_json(self, findings: list[Finding]) -> None:
        self.stdout.write(json.dumps([asdict(finding) for finding in findings], indent=2, ensure_ascii=False))

    def print_sentences(self, findings: list[Finding]) -> None:
        found = list(tampering(findings))
        waiting = len(findings) - len(found)
        for finding in found:
            self.stdout.write(f"{finding.code}: {finding.sentence}")
        if waiting:
            self.stdout.write(f"{waiting} new events wait for the sealer.")
        if not found:
            self.stdout.write("The audit log and the facts fit together.")
