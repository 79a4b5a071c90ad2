"""Upload a table, confirm what was shown, correct a coverage."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fagvei.common import text
from fagvei.common.forms import DateField, FagveiForm, TextField, UploadField
from fagvei.common.rows import MAX_BYTES
from fagvei.curriculum.models import ChoiceGroup, CoverageCorrection, GoalSet, LearningActivity, LearningGoal
from fagvei.organisations.models import RegionalEducationCentre


class ImportForm(FagveiForm):
    file = UploadField(
        label=_("Fil"),
        allow_empty_file=True,  # judged with the rest of the file, with a sentence that tells more
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.json"}),
        help_text=_("CSV, XLSX eller JSON, høyst 10 MB."),
        error_messages={
            "required": _("Velg en fil."),
            "max_length": _("Filnavnet er for langt. Gi filen et kortere navn."),
            "invalid": _("Filen kom ikke fram. Velg den på nytt."),
            "missing": _("Filen kom ikke fram. Velg den på nytt."),
        },
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(_now("Filen er større enn 10 MB. Del den i flere filer."))
        if not text.is_storable(file.name):
            raise ValidationError(_now("Filnavnet har tegn som ikke kan lagres. Gi filen et annet navn."))
        return file


class ConfirmForm(FagveiForm):
    """The digest of the differences that were shown travels with the button."""

    shown = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        sentence = _("Skjemaet er ikke helt. Se gjennom forskjellene på nytt.")
        self.fields["shown"].error_messages |= {"required": sentence, "invalid": sentence}


class ProcedurePlaceForm(FagveiForm):
    place = TextField(
        label=_("Sted utenfor egen virksomhet"),
        required=False,
        help_text=_("Kan stå tomt når prosedyren ikke læres et bestemt sted."),
    )
    centre = forms.ModelChoiceField(
        label=_("Ansvarlig RegUt"),
        queryset=RegionalEducationCentre.objects.all(),
        to_field_name="code",
        empty_label=None,
        error_messages={"required": _("Velg hvilken RegUt som har ansvaret."), "invalid_choice": _("Velg en RegUt.")},
    )
    source = TextField(label=_("Kilde"), error_messages={"required": _("Skriv hvor opplysningen kommer fra.")})


def _where_it_is_decided() -> TextField:
    return TextField(
        label=_("Hvor det er bestemt"),
        max_length=300,
        help_text=_("For eksempel møte i kurskomiteen med dato, eller en adresse."),
        error_messages={"required": _("Skriv hvor det er bestemt.")},
    )


class ContributionForm(FagveiForm):
    """One more goal. A course of a choice group says whether it is the course or the group that contributes."""

    GROUP = "g:"

    what = forms.ChoiceField(
        label=_("Hva som bidrar"), error_messages={"invalid_choice": _("Velg et av alternativene.")}
    )
    goal = forms.ChoiceField(
        label=_("Læringsmål"),
        error_messages={"required": _("Velg et mål."), "invalid_choice": _("Velg et av målene i listen.")},
    )
    source = _where_it_is_decided()
    reason = TextField(
        label=_("Hvorfor"),
        long=True,
        help_text=_("Står åpent i historien."),
        error_messages={"required": _("Skriv hvorfor kurset bidrar til målet.")},
    )

    def __init__(
        self,
        *args: Any,
        course: LearningActivity,
        groups: Iterable[ChoiceGroup],
        goals: Iterable[LearningGoal],
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.course = course
        self.groups = {f"{self.GROUP}{group.code}": group for group in groups}
        self.goals = {goal.code: goal for goal in goals}
        choices = [(code, f"{code} {goal.shown_name}") for code, goal in self.goals.items()]
        self.fields["goal"].choices = [("", _("Velg et mål")), *choices]  # type: ignore[attr-defined]
        if self.groups:
            named = [(key, group.name) for key, group in self.groups.items()]
            self.fields["what"].choices = [("", course.name), *named]  # type: ignore[attr-defined]
            self.fields["what"].required = False
        else:
            del self.fields["what"]

    @property
    def contribution(self) -> dict[str, Any]:
        """Goal, and the course or the group."""
        group = self.groups.get(self.cleaned_data.get("what", ""))
        goal = self.goals[self.cleaned_data["goal"]]
        return {"goal": goal, "group": group} if group else {"goal": goal, "activity": self.course}


class CorrectionForm(FagveiForm):
    kind = forms.ChoiceField(
        label=_("Hva er feil?"),
        choices=[each for each in CoverageCorrection.Kind.choices if each[0] != CoverageCorrection.Kind.ADD],
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hva som er feil.")},
    )
    new_goal = TextField(
        label=_("Riktig mål"),
        max_length=20,
        required=False,
        help_text=_("Koden, for eksempel RUS-032. Bare når aktiviteten bidrar til et annet mål."),
    )
    source = _where_it_is_decided()
    reason = TextField(
        label=_("Begrunnelse"),
        long=True,
        help_text=_("Står åpent i historien."),
        error_messages={"required": _("Skriv hvorfor koblingen er feil.")},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        code, is_move = data.get("new_goal", "").upper(), data.get("kind") == CoverageCorrection.Kind.MOVE
        data["new_goal"] = LearningGoal.objects.filter(code=code).first() if is_move and code else None
        if is_move and "new_goal" not in self.errors and data["new_goal"] is None:
            self.add_error("new_goal", _now("Målet finnes ikke. Skriv koden slik den står i læringsmålene."))
        return data


class TransitionRuleForm(FagveiForm):
    code = forms.SlugField(
        label=_("Kode"),
        max_length=40,
        help_text=_("Små bokstaver, tall og bindestrek. Samme kode gir en ny versjon."),
        error_messages={"required": _("Skriv en kode."), "invalid": _("Koden kan ha bokstaver, tall og bindestrek.")},
    )
    goal_set = forms.ChoiceField(
        label=_("Sett"), error_messages={"required": _("Velg settet."), "invalid_choice": _("Velg et av settene.")}
    )
    name = TextField(label=_("Navn"), max_length=200, error_messages={"required": _("Skriv hva regelen heter.")})
    sentence = TextField(
        label=_("Regelen i én setning"), long=True, error_messages={"required": _("Skriv regelen i én setning.")}
    )
    section = TextField(label=_("Paragraf"), max_length=100, error_messages={"required": _("Skriv paragrafen.")})
    source = TextField(label=_("Kilde"), max_length=300, error_messages={"required": _("Skriv kilden.")})
    assigned_before_on = DateField(
        label=_("Gjelder planer tildelt før"), error_messages={"required": _("Skriv datoen regelen gjelder fra.")}
    )
    until_on = DateField(label=_("Siste dag å søke etter den"), required=False)
    is_ended = forms.BooleanField(label=_("Regelen er avsluttet"), required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.sets = {row.code: row for row in GoalSet.objects.order_by("position", "code")}
        self.fields["goal_set"].choices = [(code, row.name) for code, row in self.sets.items()]  # type: ignore[attr-defined]

    def clean_goal_set(self) -> GoalSet:
        return self.sets[self.cleaned_data["goal_set"]]
