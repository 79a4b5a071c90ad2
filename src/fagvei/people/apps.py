from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "fagvei.people"
    verbose_name = "Personer"

    def ready(self) -> None:
        from allauth.account.signals import authentication_step_completed  # noqa: PLC0415 -- models are loaded only now

        from fagvei.people.stepup import stamp_authentication  # noqa: PLC0415 -- as above

        authentication_step_completed.connect(stamp_authentication, dispatch_uid="fagvei-stamp-authentication")
