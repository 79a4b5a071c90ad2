from django.apps import AppConfig


class CurriculumConfig(AppConfig):
    name = "fagvei.curriculum"
