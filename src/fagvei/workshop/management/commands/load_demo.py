"""`fagvei load_demo`: fictional people with histories, relative to today. Keeps what is there."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from fagvei.workshop.demo.load import demo_is_loaded, load_demo


class Command(BaseCommand):
    help = "Load fictional people, institutions and histories. Does nothing when they are there."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.FAGVEI_DEMO:
            raise CommandError("load_demo is for the demo only: FAGVEI_ENV must be demo.")
        if demo_is_loaded():
            self.stdout.write("The demo people are there already; nothing was changed.")
            return
        load_demo(progress=lambda text: self.stdout.write(text))
