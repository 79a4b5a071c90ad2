from django.apps import AppConfig


class CurriculumConfig(AppConfig):
    name = "fagvei.curriculum"
    verbose_name = "Læringsmål og læringsaktiviteter"

    def ready(self) -> None:
        from fagvei.curriculum import targets  # noqa: PLC0415 -- models are loaded only now

        targets.register_own()
