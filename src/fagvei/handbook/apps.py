from django.apps import AppConfig


class HandbookConfig(AppConfig):
    name = "fagvei.handbook"
