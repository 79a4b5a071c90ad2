"""Danger signs and emergency numbers: the program holds the words, the pack holds the source, and the two must agree."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from fagvei.common.packs import Change, Entry, ItemRefused, Kind
from fagvei.guideline.rules.danger import as_written


class DangerEntry(Entry):
    code: str = Field(pattern=r"^[A-Z0-9-]+$", max_length=40)
    text: str = Field(min_length=1, max_length=300)


def load_danger(entry: DangerEntry, *, by: Any) -> Change:
    """Nothing is stored: what an error page says cannot come from a database."""
    if as_written().get(entry.code) != entry.text:
        raise ItemRefused(_("Teksten er en annen enn den programmet viser når databasen er borte."), "text")
    return Change("dangers", entry.code)


DANGERS = Kind(
    "dangers",
    gettext_lazy("Faresignaler og nødnumre"),
    DangerEntry,
    lambda entry: entry.code,
    load_danger,
)
