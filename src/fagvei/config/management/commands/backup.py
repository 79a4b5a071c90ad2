import sqlite3
from argparse import ArgumentParser
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from fagvei.common import clock


class Command(BaseCommand):
    help = (
        "Copy the SQLite database while it is in use, and check the copy. PostgreSQL has pg_dump (docs/operations.md)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, metavar="FILE", help="default: FAGVEI_HOME/backup/, named by the time")

    def handle(self, *args: Any, to: Path | None, **options: Any) -> None:
        if connection.vendor != "sqlite":
            raise CommandError("This database is PostgreSQL: use pg_dump, as docs/operations.md says.")
        path = to or Path(settings.FAGVEI_HOME) / "backup" / f"{clock.now():%Y-%m-%dT%H%M%SZ}.sqlite3"
        if path.exists():
            raise CommandError(f"{path} is there already. Choose another name.")
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(path.name + ".unfinished")
        unfinished.unlink(missing_ok=True)
        copy(Path(connection.settings_dict["NAME"]), unfinished)
        unfinished.rename(path)
        self.stdout.write(str(path))


def copy(source: Path, target: Path) -> None:
    """Page by page through SQLite, so that a writer in between does no harm."""
    with closing(sqlite3.connect(source)) as database, closing(sqlite3.connect(target)) as backup:
        database.backup(backup)
        answer = backup.execute("PRAGMA integrity_check").fetchone()[0]
    target.chmod(0o600)
    if answer != "ok":
        raise CommandError(f"The copy is not whole: {answer}")
