"""What follows from a changed recommendation, in the keeper's own words."""

from django import forms
from django.utils.translation import gettext_lazy as _

from fagvei.common.forms import FagveiForm, TextField
from fagvei.crosswalk.models import ChangeAnswer


class AnswerForm(FagveiForm):
    part = forms.ChoiceField(choices=ChangeAnswer.Part, widget=forms.HiddenInput)
    shown = forms.CharField(widget=forms.HiddenInput, max_length=20)
    note = TextField(
        label=_("Hva følger av endringen?"),
        long=True,
        help_text=_("For eksempel hva som endres i kurset, eller at ingenting må endres og hvorfor."),
        error_messages={"required": _("Skriv hva som følger av endringen, også når ingenting må gjøres.")},
    )
