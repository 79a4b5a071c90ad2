from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from fagvei.web.unavailable import page_alone


class Command(BaseCommand):
    help = "Write the page that the proxy shows when Fagvei does not answer: danger signs and emergency numbers in one file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, required=True, metavar="FILE", help="where the proxy reads it")
        parser.add_argument("--check", action="store_true", help="write nothing; exit code 1 when the file is old")

    def handle(self, *args: Any, to: Path, check: bool, **options: Any) -> None:
        text = page_alone()
        if not check:
            to.write_text(text, encoding="utf-8")
        elif not to.exists() or to.read_text(encoding="utf-8") != text:
            raise CommandError(f"{to} is old. Run fagvei error_page --to {to}.")
