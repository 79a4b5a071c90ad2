from typing import Any

from django.core.management.base import BaseCommand

from fagvei.config.privacy import missing_retention, unsorted_fields


class Command(BaseCommand):
    help = "Print the fields that no room's privacy.py sorts, ready to be pasted there, and personal models without retention."

    def handle(self, *args: Any, **options: Any) -> None:
        room = ""
        for name in unsorted_fields():
            label, _, field = name.partition(".")
            if label != room:
                room = label
                self.stdout.write(f"# {room}/privacy.py")
            self.stdout.write(f'    "{field}": Sort.OPEN,')
        for name in missing_retention():
            self.stdout.write(f"{name} has personal fields and no retention")
