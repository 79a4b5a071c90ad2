"""The shape of a rule of this room: a page can print its sentence and where it comes from."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Rule:
    name: str
    sentence: str | Promise
    source: str | Promise
