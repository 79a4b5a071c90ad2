from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "fagvei.surveys"
    verbose_name = "GAP-undersøkelser"
