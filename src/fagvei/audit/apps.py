from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "fagvei.audit"
    verbose_name = "Hendelseslogg"
