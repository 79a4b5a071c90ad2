from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "fagvei.organisations"
    verbose_name = "Virksomheter"
