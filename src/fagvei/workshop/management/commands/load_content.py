"""`fagvei load_content`: load the content packs, after showing what would change."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from fagvei.common.refusal import Refusal
from fagvei.workshop import content


class Command(BaseCommand):
    help = "Loads the content packs: shows what would change, asks, loads all in one transaction. Can be repeated."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--pack", help="only this pack")
        parser.add_argument(
            "--from", dest="root", type=Path, default=content.CONTENT, help="packs of your own, in a folder"
        )
        parser.add_argument("--dry-run", action="store_true", help="show what would change, load nothing")
        parser.add_argument("--yes", action="store_true", help="load without asking")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            known = content.packs(options["root"]) if options["root"].is_dir() else []
            if options["pack"] and options["pack"] not in known:
                raise CommandError(_("Pakken finnes ikke. Kjente pakker: %s.") % ", ".join(known))
            loadings = content.prepare(only=options["pack"], root=options["root"])
            if not loadings:
                raise CommandError(_("Fant ingen innholdsfiler i %s.") % options["root"])
            if options["yes"] and not options["dry_run"]:
                self._tell(self._run(loadings), done=True, is_verbose=options["verbosity"] > 1)
                return
            report = self._run(loadings, dry_run=True)
            self._tell(report, done=False, is_verbose=True)
            if options["dry_run"] or not report.has_changes:
                return
            if input(_("Laste inn dette? [j/N] ")).strip().lower() not in {"j", "ja", "y", "yes"}:
                self.stdout.write(_("Ingenting er lastet inn."))
                return
            self._tell(self._run(loadings, expected=report), done=True, is_verbose=False)
        except Refusal as refusal:
            raise CommandError(f"{refusal}\n" + _("Ingenting er lastet inn.")) from refusal

    def _run(self, loadings: list[content.Loading], **options: Any) -> content.Report:
        total = sum(len(loading.items) for loading in loadings)
        with tqdm(total=total, desc=str(_("Innhold")), unit="", disable=None, leave=False) as bar:
            return content.load(loadings, step=bar.update, **options)

    def _tell(self, report: content.Report, *, done: bool, is_verbose: bool) -> None:
        if is_verbose:
            for change in report.changes:
                self._tell_change(change)
        labels = {kind.name: kind.label for kind in content.KINDS}
        for name, counter in report.counts().items():
            line = _("%(label)s: %(added)s nye, %(changed)s endret, %(unchanged)s uendret")
            values = {state: counter[state] for state in ("added", "changed", "unchanged")}
            self.stdout.write(line % {"label": labels[name], **values})
        if not report.has_changes:
            self.stdout.write(_("Ingenting å endre."))
        elif done:
            self.stdout.write(self.style.SUCCESS(_("Innholdet er lastet inn.")))

    def _tell_change(self, change: content.Change) -> None:
        if change.state == "unchanged":
            if change.note:
                self.stdout.write(f"  {change.key}: {change.note}")
            return
        self.stdout.write(f"{'+' if change.is_new else '~'} {change.key}")
        if not change.is_new:
            for name, (before, after) in change.differences.items():
                self.stdout.write(f"    {name}: {_short(before)} → {_short(after)}")


def _short(value: Any) -> str:
    text = "–" if value in (None, "") else str(value)
    return text if len(text) <= 100 else f"{text[:97]}…"
