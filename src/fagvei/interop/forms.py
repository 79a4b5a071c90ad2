"""The shape of an export: one of three kinds of file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from fagvei.common.forms import FagveiForm


class ExportForm(FagveiForm):
    kind = forms.ChoiceField(
        choices=[("zip", _("Alt i én fil (ZIP)")), ("pdf", _("Til å lese (PDF)")), ("json", _("Data (JSON)"))],
        error_messages={
            "required": _("Velg hva du vil hente ut."),
            "invalid_choice": _("Velg ett av de tre valgene."),
        },
    )
