from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "fagvei.people"
    verbose_name = "Personer"

    def ready(self) -> None:
        from fagvei.people import demo_register, signals  # noqa: PLC0415 -- models are loaded only now

        signals.connect()
        demo_register.connect()
