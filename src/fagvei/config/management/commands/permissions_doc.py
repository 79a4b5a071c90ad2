from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from fagvei.config.permission_matrix import as_markdown


class Command(BaseCommand):
    help = "Write the permission matrix as a document."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, default=Path("docs/permissions.md"), metavar="FILE")
        parser.add_argument("--check", action="store_true", help="write nothing; exit code 1 when the document is old")

    def handle(self, *args: Any, to: Path, check: bool, **options: Any) -> None:
        text = as_markdown()
        if not check:
            to.write_text(text, encoding="utf-8")
        elif not to.exists() or to.read_text(encoding="utf-8") != text:
            raise CommandError(f"{to} is old. Run fagvei permissions_doc.")
