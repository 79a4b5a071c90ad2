"""No patient data lives here: what is refused, in forms and in actions alike, and what is only warned about."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from fagvei.common import text
from fagvei.common.refusal import Refusal

NATIONAL_ID = _("Teksten ser ut til å ha et fødselsnummer. Her skal det ikke stå pasientopplysninger.")
MAY_NAME_A_PATIENT = _(
    "Teksten ser ut til å ha initialer og en dato. Ta dem bort hvis de gjelder en pasient, eller bekreft at de ikke gjør det."
)
# Shorter columns hold codes, roles and digests: a digest may have eleven digits in a row by chance.
SHORTEST_FREE_TEXT = 100


class HoldsNationalId(Refusal):
    code = "national_id"
    message = NATIONAL_ID


def refuse_national_ids(texts: Iterable[str | None]) -> None:
    if any(text.holds_national_id(each) for each in texts if each):
        raise HoldsNationalId


def free_text_fields(model: type[models.Model]) -> list[str]:
    """The columns that hold a person's own words, and not those that `machine_fields` of the model says a program writes."""
    by_program: frozenset[str] = getattr(model, "machine_fields", frozenset())
    return [f.attname for f in model._meta.concrete_fields if f.attname not in by_program and _is_free_text(f)]


def _is_free_text(field: models.Field) -> bool:
    if field.choices:
        return False
    if isinstance(field, models.TextField):
        return True
    return isinstance(field, models.CharField) and (field.max_length or 0) >= SHORTEST_FREE_TEXT
