"""Where the loaded content was read: one line per source."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import Count, Max, Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fagvei.handbook.models import Sourced

MEANINGS: dict[str, str | Promise] = {
    Sourced.Verification.PRIMARY: _("Lest der kravet er gitt, for eksempel i forskriften."),
    Sourced.Verification.SECONDARY: _("Lest hos noen som gjengir kilden."),
    Sourced.Verification.ADJUNCT: _("Utfyller en annen kilde."),
    Sourced.Verification.INFERRED: _("Står ikke direkte i kilden; sluttet av det som står rundt."),
    Sourced.Verification.MISSING: _("Lett etter, ikke funnet. Vises som tomt."),
    Sourced.Verification.DEMO: _("Oppdiktet, til utprøving."),
    Sourced.Verification.IMPORTED: _("Lagt inn av virksomheten selv."),
}


def verifications() -> list[dict[str, Any]]:
    return [{"label": value.label, "meaning": MEANINGS[value]} for value in Sourced.Verification]


def sources() -> list[dict[str, Any]]:
    """Every source of every sourced model, with the newest date it was read; one query per model."""
    found: dict[str, dict[str, Any]] = {}
    for model in _sourced_models():
        rows = model._default_manager.exclude(source="").order_by().values("source")
        for row in rows.annotate(retrieved_on=Max("retrieved_on"), number=Count("pk")):
            line = found.setdefault(row["source"], {"source": row["source"], "retrieved_on": None, "number": 0})
            line["number"] += row["number"]
            dates = [day for day in (line["retrieved_on"], row["retrieved_on"]) if day]
            line["retrieved_on"] = max(dates, default=None)
    return sorted(found.values(), key=lambda line: (-line["number"], line["source"]))


def _sourced_models() -> Iterable[type[Model]]:
    return (model for model in apps.get_models() if issubclass(model, Sourced))
