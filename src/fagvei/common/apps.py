from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate

from fagvei.common.antivirus import scanner_is_there


class CommonConfig(AppConfig):
    name = "fagvei.common"
    verbose_name = "Felles"

    def ready(self) -> None:
        checks.register(scanner_is_there, checks.Tags.security, deploy=True)
        post_migrate.connect(_reinstall_triggers, sender=self, dispatch_uid="append-only-triggers")


def _reinstall_triggers(using: str, **kwargs: Any) -> None:
    from fagvei.common.append_only import install_triggers  # noqa: PLC0415 -- models are loaded only now

    install_triggers(using)
