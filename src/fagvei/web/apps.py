from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "fagvei.web"
