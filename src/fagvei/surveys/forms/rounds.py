"""Dates, staff and codes of a wave."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fagvei.common.forms import DateField, FagveiForm, TextField
from fagvei.surveys.models import SurveyRound
from fagvei.surveys.rules.areas import PROFESSION_CHOICES
from fagvei.surveys.rules.free_text import FREE_QUESTIONS

STAFF = "staff_"
WHOLE = _("Skriv et helt tall mellom 0 og 999.")


class DatesForm(FagveiForm):
    opens_on = DateField(label=_("Åpner"), error_messages={"required": _("Velg dagen målingen åpner.")})
    closes_on = DateField(
        label=_("Lukker"),
        help_text=_("To til tre uker er nok. Målingen lukkes av seg selv dagen etter."),
        error_messages={"required": _("Velg dagen målingen lukker.")},
    )


class RoundForm(DatesForm):
    mode = forms.ChoiceField(
        label=_("Svarmåte"),
        choices=SurveyRound.Mode,
        widget=forms.RadioSelect,
        initial=SurveyRound.Mode.ANONYMOUS,
        help_text=_(
            "Kan ikke endres senere. Begge er anonyme. Tall per yrkesgruppe vises bare når minst fem har svart, og praksis "
            "etter yrkesgruppe bare når minst ti i gruppen svarte ett av de to øverste trinnene og minst ti noe annet. Det "
            "trenger store grupper."
        ),
        error_messages={"required": _("Velg svarmåte."), "invalid_choice": _("Velg et av alternativene.")},
    )

    free_question = forms.ChoiceField(
        label=_("Fritekst til slutt"),
        choices=[("", _("ingen fritekst")), *FREE_QUESTIONS],
        widget=forms.RadioSelect,
        required=False,
        help_text=_(
            "Kan ikke endres senere. Ett spørsmål som besvares med egne ord. Det som skrives, vises bare når minst ti har "
            "svart, og slettes seks måneder etter at målingen er lukket."
        ),
        error_messages={"invalid_choice": _("Velg et av alternativene.")},
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        messages = dict.fromkeys(("invalid", "min_value", "max_value"), WHOLE)
        for code, name in PROFESSION_CHOICES:
            self.fields[STAFF + code] = forms.IntegerField(
                label=_("Ansatte: %s") % name, min_value=0, max_value=999, required=False, error_messages=messages
            )

    @property
    def staff(self) -> dict[str, int]:
        return {code: self.cleaned_data[STAFF + code] or 0 for code, _name in PROFESSION_CHOICES}


class CancelForm(FagveiForm):
    reason = TextField(
        label=_("Hvorfor avlyses den?"),
        max_length=300,
        error_messages={"required": _("Skriv hvorfor målingen avlyses, så de som ventet på den forstår det.")},
    )


class OpenForm(FagveiForm):
    codes = forms.IntegerField(
        label=_("Antall svarkoder"),
        min_value=1,
        help_text=_(
            "Én til hver som skal svare, og høyst fire i reserve for lapper som blir borte. Svarer flere enn de ansatte du har "
            "oppgitt, vises ingen tall."
        ),
        error_messages=dict.fromkeys(("required", "invalid", "min_value"), _("Skriv et helt tall, minst 1.")),
    )
