"""The shape of an export, one of three kinds of file; of a content tree that is taken in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fagvei.common.forms import FagveiForm, TextField, UploadField


class ExportForm(FagveiForm):
    kind = forms.ChoiceField(
        choices=[("zip", _("Alt i én fil (ZIP)")), ("pdf", _("Til å lese (PDF)")), ("json", _("Data (JSON)"))],
        error_messages={
            "required": _("Velg hva du vil hente ut."),
            "invalid_choice": _("Velg ett av de tre valgene."),
        },
    )


class BadgeForm(FagveiForm):
    """The text of a badge: three parts in the signs of a machine. Nobody's words get through."""

    badge = forms.RegexField(
        r"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$",
        label=_("Merket"),
        strip=True,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_("Åpne filen i et tekstprogram, og lim inn alt som står i den. Den begynner med eyJ."),
        error_messages={
            "required": _("Lim inn teksten i merket."),
            "max_length": _("Teksten er for lang til å være et merke."),
            "invalid": _("Dette er ikke teksten i et merke. Åpne filen på nytt, og lim inn alt som står i den."),
        },
    )


class TreeForm(FagveiForm):
    """A saved file of the content tree."""

    file = UploadField(
        label=_("Fil"),
        allow_empty_file=True,  # judged with the rest of the file, with a sentence that tells more
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".json,application/json,application/fhir+json"}),
        help_text=_("JSON, høyst 2 MB."),
        error_messages={
            "required": _("Velg en fil."),
            "max_length": _("Filnavnet er for langt. Gi filen et kortere navn."),
            "invalid": _("Filen kom ikke fram. Velg den på nytt."),
            "missing": _("Filen kom ikke fram. Velg den på nytt."),
        },
    )


class ConfirmTreeForm(FagveiForm):
    """The file and the digest of what was shown travel with the button."""

    tree = forms.CharField(widget=forms.HiddenInput, strip=False)
    shown = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    reason = TextField(
        label=_("Begrunnelse for endringene"),
        long=True,
        help_text=_("Leseren ser den ved siden av forskjellen, på hvert av utkastene."),
        error_messages={"required": _("Skriv hvorfor, så leseren kan forstå endringen.")},
    )

    with_new = forms.BooleanField(
        label=_("Lag utkast også av tekstene som bare står i filen"), initial=True, required=False
    )

    def __init__(self, *args: Any, has_new: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not has_new:
            del self.fields["with_new"]
        sentence = _("Skjemaet er ikke helt. Velg filen på nytt.")
        for name in ("tree", "shown"):
            self.fields[name].error_messages |= {"required": sentence, "invalid": sentence}
