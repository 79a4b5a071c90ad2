"""The sorting of all rooms' fields, put together; what is missing, stale or too lenient in it."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.conf import settings
from django.db import models

from fagvei.common.sensitivity import Retention, Sort
from fagvei.config.settings import ROOMS

_LABELS = {room.split(".")[-1] for room in ROOMS}


def sorted_fields() -> dict[str, Sort]:
    """{"people.User.email": Sort.PERSONAL}"""
    return {f"{label}.{name}": sort for label, module in _modules() for name, sort in module.FIELDS.items()}


def retention() -> dict[str, Retention]:
    """{"people.User": Retention.DECISION}"""
    return {f"{label}.{name}": kept for label, module in _modules() for name, kept in module.RETENTION.items()}


def all_fields() -> dict[str, models.Field]:
    return {
        f"{model._meta.label}.{field.name}": field
        for model in apps.get_models()
        if model._meta.app_label in _LABELS
        for field in [*model._meta.concrete_fields, *model._meta.many_to_many]
        if not field.primary_key
    }


def unsorted_fields() -> list[str]:
    known = sorted_fields()
    return [name for name in all_fields() if name not in known]


def stale_names() -> list[str]:
    known = set(all_fields())
    tables = {name.rpartition(".")[0] for name in known}
    return sorted(set(sorted_fields()) - known) + sorted(set(retention()) - tables)


def missing_retention() -> list[str]:
    """Models with a field that is not open, and no word on how long it is kept."""
    personal = {name.rpartition(".")[0] for name, sort in sorted_fields().items() if sort != Sort.OPEN}
    return sorted(personal - set(retention()))


def too_lenient() -> list[str]:
    """Fields sorted as open that cannot be: they point at a user, hold an address, or are free text beside one."""
    fields = all_fields()
    about_persons = {name.rpartition(".")[0] for name, field in fields.items() if _points_at_user(field)}
    return [
        name
        for name, sort in sorted_fields().items()
        if sort == Sort.OPEN
        and name in fields
        and (
            _points_at_user(fields[name])
            or isinstance(fields[name], (models.EmailField, models.FileField))
            or (isinstance(fields[name], models.TextField) and name.rpartition(".")[0] in about_persons)
        )
    ]


def _points_at_user(field: models.Field) -> bool:
    return field.related_model is not None and field.related_model._meta.label == settings.AUTH_USER_MODEL


def _modules() -> list:
    return [
        (room.split(".")[-1], import_module(f"{room}.privacy"))
        for room in ROOMS
        if find_spec(f"{room}.privacy") is not None
    ]
