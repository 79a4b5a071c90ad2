"""`fagvei relock_content_keys`: after a new secret has been put first in FAGVEI_CONTENT_KEY."""

from typing import Any

from django.core.management.base import BaseCommand

from fagvei.training.actions import relock_content_keys


class Command(BaseCommand):
    help = "Lock every key of texts with the newest secret in FAGVEI_CONTENT_KEY, so that older ones can be taken away."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{relock_content_keys(by=None)} keys locked anew.")
