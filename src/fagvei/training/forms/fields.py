"""Choices among a person's own objects: what is not in the list cannot be chosen, whatever is sent."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

capital_letter = lazy(lambda text: capfirst(str(text)), str)
NOT_AMONG = _("Valget finnes ikke lenger. Åpne siden på nytt og velg en gang til.")


def capital(choices: Iterable[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """The choices of a model as they stand in a form: each with a capital letter, in the reader's language."""
    return [(value, capital_letter(label)) for value, label in choices]


class ObjectField(forms.TypedChoiceField):
    """One of the given objects, by its public id."""

    default_error_messages = {"invalid_choice": NOT_AMONG}

    def __init__(self, **kwargs: Any):
        super().__init__(empty_value=None, **kwargs)

    def offer(self, objects: Iterable[Any], label: Callable[[Any], str] = str, empty: Any = None) -> None:
        offered = {str(each.public_id): each for each in objects}
        self.coerce = offered.__getitem__  # set here, because each form has its own copy of the field
        choices = [(key, label(each)) for key, each in offered.items()]
        self.choices = choices if empty is None else [("", empty), *choices]


class EvidenceField(forms.ChoiceField):
    """One of several kinds of rows, each kind under its heading: what somebody has seen the doctor do."""

    default_error_messages = {"invalid_choice": NOT_AMONG}

    def __init__(self, **kwargs: Any):
        self.offered: dict[str, Any] = {}
        super().__init__(**kwargs)

    def offer(self, groups: Iterable[tuple[Any, Iterable[Any]]], label: Callable[[Any], str], empty: Any) -> None:
        choices: list[Any] = [("", empty)]
        for heading, rows in groups:
            named = {str(row.public_id): row for row in rows}
            self.offered |= named
            choices.append((heading, [(key, label(row)) for key, row in named.items()]))
        self.choices = [choice for choice in choices if choice[1]]

    def clean(self, value: Any) -> Any:
        return self.offered.get(super().clean(value))


class ObjectsField(forms.TypedMultipleChoiceField):
    """Some of the given objects, by their public ids."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {"invalid_choice": NOT_AMONG, "invalid_list": NOT_AMONG}

    def __init__(self, **kwargs: Any):
        super().__init__(empty_value=[], **kwargs)

    def offer(self, objects: Iterable[Any], label: Callable[[Any], str] = str) -> None:
        offered = {str(each.public_id): each for each in objects}
        self.coerce = offered.__getitem__  # as above
        self.choices = [(key, label(each)) for key, each in offered.items()]
