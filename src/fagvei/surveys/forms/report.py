"""What the owner types after a wave: measures, counts of records, the next wave, the end of the report."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fagvei.common.forms import DateField, FagveiForm, TextField
from fagvei.surveys.rules.measures import STRATEGY_CHOICES
from fagvei.surveys.rules.record_review import SAMPLE, ReviewCounts

MISSING_DATE = _("Skriv en dato.")


class MeasureForm(FagveiForm):
    """`items` are (id, words) of what may be chosen."""

    item = forms.ChoiceField(label=_("Anbefaling"), error_messages={"required": _("Velg anbefalingen det gjelder.")})
    what = TextField(
        label=_("Hva vi gjør"),
        max_length=300,
        help_text=_("Det ene vi begynner med, så konkret at alle ser når det er gjort."),
        error_messages={"required": _("Skriv hva dere gjør.")},
    )
    responsible = TextField(
        label=_("Ansvarlig"),
        max_length=100,
        help_text=_("Rolle eller stilling, ikke navn."),
        error_messages={"required": _("Skriv hvilken rolle eller stilling som har ansvaret.")},
    )
    due_on = DateField(label=_("Frist"), error_messages={"required": MISSING_DATE})
    strategy = forms.ChoiceField(
        label=_("Strategi"),
        choices=[("", _("Velg")), *STRATEGY_CHOICES],
        error_messages={"required": _("Velg strategien som ligger nærmest.")},
    )
    measured_by = TextField(
        label=_("Slik ser vi at det virker"),
        max_length=300,
        error_messages={"required": _("Skriv hva dere ser etter.")},
    )
    obstacle = TextField(label=_("Hva kan hindre oss"), max_length=300, required=False)

    def __init__(self, *args: Any, items: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = [("", _("Velg")), *items]  # type: ignore[attr-defined]

    @property
    def content(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in {"idempotency_key", "item"}}


class MeasureDoneForm(FagveiForm):
    comment = TextField(label=_("Hva så dere?"), max_length=300, required=False)


class MeasureDropForm(FagveiForm):
    reason = TextField(
        label=_("Hvorfor stoppes det?"),
        max_length=300,
        error_messages={"required": _("Skriv hvorfor, så de som leser historikken forstår det.")},
    )


class MeasureDateForm(FagveiForm):
    due_on = DateField(label=_("Ny frist"), error_messages={"required": MISSING_DATE})
    reason = TextField(
        label=_("Hvorfor flyttes fristen?"),
        max_length=300,
        error_messages={"required": _("Skriv hvorfor, så de som leser historikken forstår det.")},
    )


def _count(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=SAMPLE,
        initial=0,
        error_messages={
            "required": _("Skriv et tall, 0 om ingen."),
            "invalid": _("Skriv et helt tall."),
            "min_value": _("Tallet kan ikke være under 0."),
            "max_value": _("Tallet kan ikke være over 10."),
        },
    )


class RecordReviewForm(FagveiForm):
    item = forms.ChoiceField(label=_("Anbefaling"), error_messages={"required": _("Velg anbefalingen det gjelder.")})
    met = _count(_("Oppfylt"))
    not_met = _count(_("Ikke oppfylt"))
    deviation_reasoned = _count(_("Avvik er begrunnet i journalen"))
    not_applicable = _count(_("Ikke aktuelt"))
    not_documented = _count(_("Ikke dokumentert"))

    def __init__(self, *args: Any, items: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = [("", _("Velg")), *items]  # type: ignore[attr-defined]

    @property
    def counts(self) -> ReviewCounts:
        names = ("met", "not_met", "deviation_reasoned", "not_applicable", "not_documented")
        return ReviewCounts(**{name: self.cleaned_data[name] for name in names})


class CloseReportForm(FagveiForm):
    no_action_reason = TextField(
        label=_("Ingen tiltak: hvorfor?"),
        max_length=300,
        required=False,
        help_text=_("Bare når det ikke blir noen ny måling, eller når noe er under målet uten tiltak."),
    )
