"""Bring what the old portal says, and decide about it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fagvei.common import text
from fagvei.common.forms import FagveiForm, TextField, UploadField
from fagvei.common.rows import MAX_BYTES
from fagvei.training.models import TransferReport

SEEN = _("Skjemaet er ikke helt. Åpne siden på nytt og les en gang til.")


class BringTransferForm(FagveiForm):
    kind = forms.ChoiceField(
        label=_("Hva legger du inn?"),
        choices=[
            (TransferReport.Kind.REPORT, _("Rapport fra den gamle portalen")),
            (TransferReport.Kind.PAPERS, _("Papirer fra turnus eller gammel ordning, bare som vedlegg")),
        ],
        initial=TransferReport.Kind.REPORT,
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hva du legger inn."), "invalid_choice": _("Velg ett av de to.")},
    )
    title = TextField(
        label=_("Kort om hva det er"),
        help_text=_("For eksempel «Rapport fra Kompetanseportalen, Helse Vest»."),
        error_messages={"required": _("Skriv kort hva det er.")},
    )
    file = UploadField(
        label=_("Fil"),
        required=False,
        allow_empty_file=True,
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.pdf,.png,.jpg,.jpeg"}),
        help_text=_("CSV, XLSX eller PDF med tekst. Papirer kan også være PNG eller JPEG. Høyst 10 MB."),
        error_messages={
            "max_length": _("Filnavnet er for langt. Gi filen et kortere navn."),
            "invalid": _("Filen kom ikke fram. Velg den på nytt."),
            "missing": _("Filen kom ikke fram. Velg den på nytt."),
        },
    )
    pasted = TextField(
        label=_("Eller lim inn teksten i rapporten"),
        long=True,
        required=False,
        max_length=200_000,
        help_text=_("Én linje for hvert mål og hver aktivitet: kode; tittel; dato; signert av; tilstand."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > MAX_BYTES:
            raise ValidationError(_now("Filen er større enn 10 MB. Del den i flere filer."))
        if file and not text.is_storable(file.name):
            raise ValidationError(_now("Filnavnet har tegn som ikke kan lagres. Gi filen et annet navn."))
        return file

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        has_file, has_text = bool(data.get("file")), bool(data.get("pasted"))
        is_report = data.get("kind") == TransferReport.Kind.REPORT
        if "file" not in self.errors and "pasted" not in self.errors:
            if is_report and has_file == has_text:
                self.add_error("file", _now("Velg en fil eller lim inn teksten, ett av de to."))
            elif not is_report and not has_file:
                self.add_error("file", _now("Velg filen som skal ligge ved."))
        return data


class ImportTransferForm(FagveiForm):
    """The digest of the judgement that was shown travels with the button."""

    shown = forms.RegexField(
        r"^[0-9a-f]{64}$", widget=forms.HiddenInput, error_messages={"required": SEEN, "invalid": SEEN}
    )


class ConfirmTransferredForm(FagveiForm):
    seen_digest = forms.RegexField(
        r"^[0-9a-f]{64}$", widget=forms.HiddenInput, error_messages={"required": SEEN, "invalid": SEEN}
    )


class RefuseTransferredForm(FagveiForm):
    reason = TextField(
        label=_("Hvorfor bekreftes det ikke?"),
        long=True,
        help_text=_("Legen leser dette. Ikke skriv pasientopplysninger."),
        error_messages={"required": _("Skriv hvorfor, så legen vet hva som mangler.")},
    )
