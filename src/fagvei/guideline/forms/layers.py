"""The layers of a text that are more than a paragraph: the source's own words, references, PICO."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from fagvei.common.forms import TextField
from fagvei.guideline.forms.pico import PicoField, pico_in
from fagvei.guideline.forms.references import ReferencesField, references_in

__all__ = ["PicoField", "QuoteField", "ReferencesField", "as_stored"]


class QuoteField(TextField):
    def __init__(self, **kwargs: Any):
        super().__init__(
            long=True,
            required=False,
            label=_("Sitat fra kilden"),
            help_text=_("Ordrett det kilden skriver, og ingenting annet. Egne ord står i den korte teksten."),
            **kwargs,
        )


def as_stored(words: dict[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """References and PICO in the shape a version keeps them in."""
    return {
        "references": references_in(words["references"], before.get("references", [])),
        "pico": pico_in(words["pico"], before.get("pico", {})),
    }
