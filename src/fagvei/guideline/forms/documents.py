"""What an owner found out about a related document."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fagvei.common.forms import FagveiForm, TextField
from fagvei.guideline.models import RelationCheck


class CheckForm(FagveiForm):
    """The day of the check is today; who checked is who is logged in."""

    status = forms.ChoiceField(
        label=_("Tilstand nå"),
        choices=RelationCheck.Status.choices,
        error_messages={"required": _("Velg hvordan dokumentet står nå.")},
    )
    status_words = TextField(label=_("Tilstanden med ord"), max_length=300, required=False)
    replaced_by = TextField(label=_("Erstattet av"), max_length=300, required=False)
    source = TextField(
        label=_("Kilde"),
        max_length=500,
        error_messages={"required": _("Oppgi hvor du fant det.")},
    )

    @property
    def content(self) -> dict[str, Any]:
        data = self.cleaned_data
        words = {name: data[name] for name in ("status", "status_words", "replaced_by")}
        return {**words, "sources": [data["source"]]}
