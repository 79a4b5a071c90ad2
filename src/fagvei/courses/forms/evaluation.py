"""What a participant sends: everything in one piece, without a name."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fagvei.common.forms import FagveiForm, TextField
from fagvei.courses.rules.evaluation import ASIDE, QUESTIONS, STEPS


class EvaluationForm(FagveiForm):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for number, question in enumerate(QUESTIONS, 1):
            self.fields[question.code] = forms.ChoiceField(
                label=f"{number}. {question.sentence}",
                choices=[*((str(step), word) for step, word in STEPS), *ASIDE],
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("Velg et svar. «Vet ikke» er også et svar."),
                    "invalid_choice": _("Velg et av alternativene."),
                },
            )
        self.fields["words"] = TextField(
            label=_("Hva bør være annerledes neste gang?"),
            long=True,
            required=False,
            help_text=_("Vises bare når minst ti har svart. Skriv ikke noe som røper hvem du er, eller om pasienter."),
        )

    @property
    def answers(self) -> dict[str, int | str]:
        given = {question.code: self.cleaned_data[question.code] for question in QUESTIONS}
        return {code: int(value) if value.isdigit() else value for code, value in given.items()}
