"""The same procedure once more, and many in one go."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fagvei.common import text
from fagvei.common.forms import FagveiForm, TextField, UploadField
from fagvei.common.rows import MAX_BYTES
from fagvei.training.forms.activities import NO_PATIENTS, DayForm, IndependenceField, TimesField
from fagvei.training.forms.fields import ObjectField

LONGEST_LIST = 60_000


class LogAgainForm(DayForm):
    """What was done and for which goals stays as it was; the rest is filled in and may be changed."""

    arena = ObjectField(label=_("Hvor"), required=False)
    place = TextField(label=_("Annet sted"), required=False)
    independence = IndependenceField()
    supervisor = ObjectField(
        label=_("Supervisør"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hvem som skal signere.")},
    )
    repetitions = TimesField()
    reflection = TextField(label=_("Kort refleksjon"), long=True, required=False, help_text=NO_PATIENTS)

    def __init__(self, *args: Any, page: Any, is_procedure: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        offer: dict[str, Any] = self.fields
        offer["arena"].offer(page.arenas, empty=_("Annet sted"))
        offer["supervisor"].offer(page.supervisors)
        self.fields["reflection"].widget.attrs["rows"] = 2
        if not is_procedure:
            del self.fields["independence"]


class ListField(forms.CharField):
    """Cells from a spreadsheet. Each line is judged by itself, so that the sentence can name it."""

    widget = forms.Textarea(attrs={"rows": 8, "spellcheck": "false"})
    default_error_messages = {
        "not_storable": _("Teksten har tegn som ikke kan lagres. Lim den inn på nytt."),
        "max_length": _("Listen er for lang. Del den i flere, med høyst 200 rader i hver."),
    }

    def __init__(self, **kwargs: Any):
        fixed: dict[str, Any] = {"max_length": LONGEST_LIST, "strip": False}
        super().__init__(**fixed | {"error_messages": self.default_error_messages} | kwargs)

    def to_python(self, value: Any) -> str:
        value = super().to_python(value)
        if not text.is_storable(value):
            raise ValidationError(self.error_messages["not_storable"], code="not_storable")
        return value


class ListForm(FagveiForm):
    rows = ListField(
        label=_("Lim inn fra regnearket"),
        required=False,
        help_text=_("Én rad per linje. Ikke ta med pasientopplysninger."),
    )
    upload = UploadField(
        label=_("Eller velg en fil"),
        required=False,
        allow_empty_file=True,  # judged with the rest of the file, with a sentence that tells more
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.ics"}),
        help_text=_("CSV, XLSX eller en kalender (ICS)."),
        error_messages={
            "max_length": _("Filnavnet er for langt. Gi filen et kortere navn."),
            "invalid": _("Filen kom ikke fram. Velg den på nytt."),
            "missing": _("Filen kom ikke fram. Velg den på nytt."),
        },
    )
    supervisor = ObjectField(
        label=_("Send til"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("For rader uten navn i kolonnen «supervisør»."),
    )
    independence = IndependenceField(help_text=_("For rader der kolonnen «selvstendighet» er tom."))
    shown = forms.RegexField(r"^[0-9a-f]{64}$", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, page: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        offer: dict[str, Any] = self.fields
        offer["supervisor"].offer(page.supervisors, empty=_("Ingen nå: lagre som kladder"))
        self.fields["shown"].error_messages["invalid"] = _("Se over listen på nytt før den legges inn.")

    def clean_upload(self) -> Any:
        upload = self.cleaned_data["upload"]
        if upload is None:
            return None
        if upload.size > MAX_BYTES:
            raise ValidationError(_now("Filen er større enn 10 MB. Del den i flere filer."))
        if not text.is_storable(upload.name):
            raise ValidationError(_now("Filnavnet har tegn som ikke kan lagres. Gi filen et annet navn."))
        return upload
