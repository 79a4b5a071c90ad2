"""Which kind of file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from fagvei.common.forms import FagveiForm

KIND = _("Velg CSV eller XLSX.")


class FetchForm(FagveiForm):
    kind = forms.ChoiceField(
        choices=[("xlsx", "XLSX"), ("csv", "CSV")], error_messages={"required": KIND, "invalid_choice": KIND}
    )
