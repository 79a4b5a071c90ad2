"""What a respondent sends: a code, then everything in one piece. The code is the key against sending twice."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fagvei.common.forms import FagveiForm, TextField
from fagvei.surveys.models import RoundItem
from fagvei.surveys.rules.areas import ASIDE, HINDRANCES, PRACTICE, PROFESSION_CHOICES, QUESTIONS, STEPS
from fagvei.surveys.rules.free_text import MOST_SIGNS

VALUE, HINDRANCE = "svar_", "hinder_"
CHOOSE = _("Velg et av alternativene.")
Areas = Sequence[tuple[str | Promise, Sequence[RoundItem]]]


class CodeForm(FagveiForm):
    code = TextField(
        label=_("Svarkode"),
        max_length=40,
        help_text=_("Tolv tegn. Står på arket du fikk."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Skriv koden som står på arket.")},
    )


class AnswersForm(FagveiForm):
    """A ruler for each question; for practice also what hinders. Last, one's own words where the wave asks for them."""

    # The button that sends, for the press that says it is no patient.
    remembered_buttons = ("send",)
    code = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, areas: Areas, asks_profession: bool, free_question: str = "", **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.areas = areas
        self.asked = [row for _name, rows in areas for row in rows]
        for number, asked in enumerate(self.asked, 1):
            self._ask(number, asked)
        if asks_profession:
            self.fields["profession"] = forms.ChoiceField(
                label=_("Yrkesgruppe"),
                choices=[("", _("vil ikke oppgi")), *PROFESSION_CHOICES],
                required=False,
                help_text=_(
                    "Vises bare som tall: hvor mange i gruppen som svarte, fra fem, og gruppens praksis når minst ti svarte "
                    "ett av de to øverste trinnene og minst ti noe annet."
                ),
            )
        if free_question:
            self.fields["words"] = TextField(
                label=free_question,
                long=True,
                max_length=MOST_SIGNS,
                required=False,
                help_text=_(
                    "Vises bare når minst ti har svart, i trukket rekkefølge og uten de andre svarene dine. Skriv "
                    "aldri navn eller noe om pasienter, og ikke noe som røper hvem du eller andre er."
                ),
            )

    def _ask(self, number: int, asked: RoundItem) -> None:
        kind, key = asked.item.kind, asked.item.public_id
        self.fields[f"{VALUE}{key}"] = forms.ChoiceField(
            label=f"{number}. {asked.unit_version.shown}",
            help_text=str(QUESTIONS[kind]),
            choices=[*((str(step), word) for step, word in STEPS[kind]), *ASIDE],
            widget=forms.RadioSelect,
            error_messages={
                "required": _("Velg et svar. «Vet ikke» og «gjelder ikke oss» er også svar."),
                "invalid_choice": CHOOSE,
            },
        )
        if kind == PRACTICE:
            self.fields[f"{HINDRANCE}{key}"] = forms.ChoiceField(
                label=_("Hva hindrer mest i spørsmål %d?") % number,
                choices=[("", _("ingenting, eller vet ikke")), *HINDRANCES],
                required=False,
                error_messages={"invalid_choice": CHOOSE},
            )

    @property
    def by_area(self) -> list[tuple[str | Promise, list[BoundField]]]:
        """(name of the area, its fields); what belongs to none comes after (`of_no_area`)."""
        return [(name, [self[field] for row in rows for field in self._fields_of(row)]) for name, rows in self.areas]

    @property
    def of_no_area(self) -> list[BoundField]:
        asked = {field for row in self.asked for field in self._fields_of(row)}
        return [field for field in self.visible_fields() if field.name not in asked]

    def _fields_of(self, row: RoundItem) -> list[str]:
        names = (f"{VALUE}{row.item.public_id}", f"{HINDRANCE}{row.item.public_id}")
        return [name for name in names if name in self.fields]

    @property
    def answers(self) -> dict[int, tuple[int | str, str]]:
        found: dict[int, tuple[int | str, str]] = {}
        for asked in self.asked:
            value = self.cleaned_data[f"{VALUE}{asked.item.public_id}"]
            hindrance = self.cleaned_data.get(f"{HINDRANCE}{asked.item.public_id}", "")
            found[asked.item_id] = (int(value) if value.isdigit() else value, hindrance)
        return found
