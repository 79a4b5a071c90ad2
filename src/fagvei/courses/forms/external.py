"""What is typed about a course that others arranged."""

from django import forms
from django.utils.translation import gettext_lazy as _

from fagvei.common.forms import DateField, FagveiForm, TextField
from fagvei.training.forms.activities import FileField

KINDS = _("PDF, PNG eller JPEG, høyst 10 MB. Ingen pasientopplysninger.")
CHANGED = _("Skjemaet er ikke helt. Åpne siden på nytt og se på filen en gang til.")


class SendCertificateForm(FagveiForm):
    ended_on = DateField(label=_("Siste kursdag"), error_messages={"required": _("Skriv datoen for siste kursdag.")})
    place = TextField(label=_("Sted"), required=False, max_length=200, help_text=_("Slik det står på beviset."))
    upload = FileField(label=_("Kursbeviset"), help_text=KINDS)


class SendAgainForm(SendCertificateForm):
    upload = FileField(
        label=_("Et annet kursbevis"),
        required=False,
        help_text=_("Bare når filen skal byttes. PDF, PNG eller JPEG, høyst 10 MB."),
    )


class ApproveForm(FagveiForm):
    """The digest of the file that was shown travels with the button."""

    shown = forms.RegexField(
        r"^[0-9a-f]{64}$", widget=forms.HiddenInput, error_messages={"required": CHANGED, "invalid": CHANGED}
    )
    comment = TextField(label=_("Kommentar til legen"), required=False, long=True)
