from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "fagvei.courses"
    verbose_name = "Kurs"

    def ready(self) -> None:
        from fagvei.courses import targets  # noqa: PLC0415 -- models are loaded only now

        targets.register_own()
