"""`fagvei erase_mentoring`: destroys the key to what was written in mentoring with a doctor."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from fagvei.people.models import User
from fagvei.training.actions import destroy_content_key
from fagvei.training.models import MentoringText


class Command(BaseCommand):
    help = "Erase what was written in mentoring with a doctor, by destroying the key. Cannot be undone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument(
            "--yes", action="store_true", help="do it; without this it only says how many texts there are"
        )

    def handle(self, *args: Any, username: str, yes: bool, **options: Any) -> None:
        doctor = User.objects.filter(username=username).first()
        if doctor is None:
            raise CommandError(f"Nobody is called {username}.")
        if not yes:
            count = MentoringText.objects.filter(key__doctor=doctor, key__destroyed_at__isnull=True).count()
            self.stdout.write(f"{count} texts would be erased. Add --yes to destroy the key.")
            return
        self.stdout.write(f"{destroy_content_key(doctor=doctor, by=None)} texts erased.")
