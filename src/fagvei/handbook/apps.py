from django.apps import AppConfig


class HandbookConfig(AppConfig):
    name = "fagvei.handbook"
    verbose_name = "Håndbok"

    def ready(self) -> None:
        from fagvei.handbook import targets  # noqa: PLC0415 -- models are loaded only now

        targets.register_own()
