from django.apps import AppConfig


class CrosswalkConfig(AppConfig):
    name = "fagvei.crosswalk"
    verbose_name = "Læringsmål og anbefalinger"
