from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "fagvei.config"
    verbose_name = "Oppsett"
