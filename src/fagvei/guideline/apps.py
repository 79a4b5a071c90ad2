from django.apps import AppConfig


class GuidelineConfig(AppConfig):
    name = "fagvei.guideline"
    verbose_name = "Retningslinje"

    def ready(self) -> None:
        from fagvei.guideline import targets  # noqa: PLC0415 -- models are loaded only now

        targets.register_own()
