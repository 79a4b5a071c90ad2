"""`fagvei import_goals FILE`: the same import as on the page, for whoever runs the server."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from fagvei.common.refusal import Refusal
from fagvei.curriculum import actions
from fagvei.curriculum.loaders import table


class Command(BaseCommand):
    help = "Imports official learning goals from CSV, XLSX or JSON (docs/import-format.md), after showing what would change."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="show what would change, import nothing")
        parser.add_argument("--yes", action="store_true", help="import without asking")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(_("Filen kan ikke åpnes: %s") % error) from error
        try:
            self._import(file.name, content, **options)
        except Refusal as refusal:
            raise CommandError(f"{refusal}\n" + _("Ingenting er importert.")) from refusal

    def _import(self, name: str, content: bytes, **options: Any) -> None:
        rows = table.read_table(name, content)
        changes = table.plan_import(rows)
        for change in changes:
            if change.state != "unchanged":
                self.stdout.write(f"{'+' if change.is_new else '~'} {change.row.code} {change.row.name}")
        changed = sum(1 for change in changes if change.state != "unchanged")
        self.stdout.write(
            _("%(changed)s mål endres, %(rest)s er som før.") % {"changed": changed, "rest": len(rows) - changed}
        )
        if not changed or options["dry_run"]:
            return
        if not options["yes"] and input(_("Importere dette? [j/N] ")).strip().lower() not in {"j", "ja"}:
            self.stdout.write(_("Ingenting er importert."))
            return
        kept = actions.keep_goal_import(
            file_name=name, digest=table.digest_of(content), rows=table.as_json(rows), by=None
        )
        table.confirm(goal_import=kept, shown=table.digest_of_changes(changes), by=None)
        self.stdout.write(self.style.SUCCESS(_("Læringsmålene er importert.")))
