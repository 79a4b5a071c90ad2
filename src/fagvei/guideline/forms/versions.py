"""What an owner writes in a draft, and what a reviewer answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fagvei.common.forms import DateField, FagveiForm, TextField
from fagvei.guideline.forms.layers import PicoField, QuoteField, ReferencesField, as_stored
from fagvei.guideline.models import UnitVersion

Label = UnitVersion.Label
CHOICES = [
    (Label.AMENDED.value, _("Endret")),
    (Label.UNCHANGED.value, _("Gjennomgått, uendret")),
    (Label.DELETED.value, _("Slettet")),
]


class VersionForm(FagveiForm):
    label = forms.ChoiceField(
        label=_("Hva er gjort"),
        choices=CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hva som er gjort.")},
    )
    reason = TextField(
        label=_("Begrunnelse for endringen"),
        long=True,
        help_text=_("Leseren ser den ved siden av forskjellen."),
        error_messages={"required": _("Skriv hvorfor, så leseren kan forstå endringen.")},
    )
    strength = forms.ChoiceField(
        label=_("Styrke"), required=False, choices=[("", _("ikke oppgitt")), *UnitVersion.Strength.choices]
    )
    quote = QuoteField()
    short_text = TextField(
        label=_("Kort tekst"), long=True, error_messages={"required": _("Skriv hva anbefalingen sier.")}
    )
    rationale = TextField(label=_("Begrunnelse for anbefalingen"), long=True, required=False)
    practical_advice = TextField(label=_("Praktiske råd"), long=True, required=False)
    benefits_and_harms = TextField(label=_("Fordeler og ulemper"), long=True, required=False)
    values_and_preferences = TextField(label=_("Verdier og preferanser"), long=True, required=False)
    references = ReferencesField()
    pico = PicoField()
    note = TextField(label=_("Merknad"), long=True, required=False)
    source = TextField(
        label=_("Kilde"),
        max_length=500,
        error_messages={"required": _("Oppgi kilden. Uten kilde kan ikke teksten vises.")},
    )
    review_due_on = DateField(label=_("Skal gjennomgås innen"), required=False)

    @property
    def content(self) -> dict[str, Any]:
        words = {name: value for name, value in self.cleaned_data.items() if name != "idempotency_key"}
        return {**words, **as_stored(words, self.initial)}


class ReasonForm(FagveiForm):
    reason = TextField(
        label=_("Hvorfor trekkes den tilbake?"), long=True, error_messages={"required": _("Skriv hvorfor.")}
    )


class ReturnForm(FagveiForm):
    comment = TextField(
        label=_("Hva må rettes?"),
        long=True,
        error_messages={"required": _("Skriv hva som må rettes, så retningslinjeeieren kan gjøre det.")},
    )


class ShownForm(FagveiForm):
    """`shown` is the print of the text on the page: another text is not approved."""

    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)


class ApproveForm(ShownForm):
    comment = TextField(label=_("Kommentar til vurderingen"), long=True, required=False)
