"""A new recommendation: where it stands, what it says, by which grade and source."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fagvei.common.forms import DateField, FagveiForm, TextField
from fagvei.guideline.forms.layers import PicoField, QuoteField, ReferencesField, as_stored
from fagvei.guideline.models import EvidenceGrade, Guideline, UnitVersion
from fagvei.guideline.rules.new_units import next_code

Kind = UnitVersion.Kind
# What somebody writes here. Mandate, goals and principles are the guideline's own words about itself.
KINDS = (Kind.RECOMMENDATION, Kind.EXPLANATION, Kind.LEGAL_DUTY, Kind.PATHWAY, Kind.DEFINITION)


class NewTextForm(FagveiForm):
    """What a new text says, the first time and as long as it is a draft."""

    kind = forms.ChoiceField(
        label=_("Type"),
        choices=[(kind.value, kind.label) for kind in KINDS],
        initial=Kind.RECOMMENDATION.value,
        error_messages={"required": _("Velg hva slags tekst det er.")},
    )
    reason = TextField(
        label=_("Hvorfor trengs den?"),
        long=True,
        help_text=_("Leseren ser begrunnelsen ved siden av merket «ny»."),
        error_messages={"required": _("Skriv hvorfor, så leseren kan forstå endringen.")},
    )
    quote = QuoteField()
    short_text = TextField(
        label=_("Kort tekst"), long=True, error_messages={"required": _("Skriv hva anbefalingen sier.")}
    )
    strength = forms.ChoiceField(
        label=_("Styrke"), required=False, choices=[("", _("ikke oppgitt")), *UnitVersion.Strength.choices]
    )
    grade = forms.ChoiceField(
        label=_("Gradering"),
        required=False,
        help_text=_("Ordning og kode slik kilden gir dem. En gradering regnes aldri om."),
        error_messages={"invalid_choice": _("Velg en av graderingene.")},
    )
    rationale = TextField(label=_("Begrunnelse for anbefalingen"), long=True, required=False)
    practical_advice = TextField(label=_("Praktiske råd"), long=True, required=False)
    benefits_and_harms = TextField(label=_("Fordeler og ulemper"), long=True, required=False)
    values_and_preferences = TextField(label=_("Verdier og preferanser"), long=True, required=False)
    references = ReferencesField()
    pico = PicoField()
    source = TextField(
        label=_("Kilde"),
        max_length=500,
        error_messages={"required": _("Oppgi kilden. Uten kilde kan ikke teksten vises.")},
    )
    review_due_on = DateField(label=_("Skal gjennomgås innen"), required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        rows = EvidenceGrade.objects.select_related("scheme").order_by("scheme__position", "position")
        self.grades = {str(grade): grade for grade in rows}
        named = [(name, name) for name in self.grades]
        self.fields["grade"].choices = [("", _("ikke gradert")), *named]  # type: ignore[attr-defined]

    @property
    def content(self) -> dict[str, Any]:
        words = {name: value for name, value in self.cleaned_data.items() if name != "idempotency_key"}
        return {**words, "grade": self.grades.get(words["grade"]), **as_stored(words, self.initial)}


class NewUnitForm(NewTextForm):
    chapter = forms.ChoiceField(
        label=_("Kapittel"), error_messages={"required": _("Velg kapittel."), "invalid_choice": _("Velg kapittel.")}
    )
    code = TextField(
        label=_("Kode"),
        max_length=40,
        help_text=_("En kode som begynner med LOK-, viser at teksten ikke er retningslinjens egen."),
        error_messages={"required": _("Skriv en kode.")},
    )
    target_groups = forms.MultipleChoiceField(
        label=_("Hvem den angår"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Velg blant målgruppene.")},
    )
    field_order = ("chapter", "code", "kind", "reason", "quote", "short_text", "strength", "grade")

    def __init__(self, *args: Any, guideline: Guideline, taken: list[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.chapters = {chapter.slug: chapter for chapter in guideline.chapters.order_by("position")}
        self.groups = {group.code: group for group in guideline.target_groups.order_by("position")}
        chapters = [(slug, str(chapter)) for slug, chapter in self.chapters.items()]
        self.fields["chapter"].choices = [("", _("velg kapittel")), *chapters]  # type: ignore[attr-defined]
        groups = [(code, group.shown) for code, group in self.groups.items()]
        self.fields["target_groups"].choices = groups  # type: ignore[attr-defined]
        self.fields["code"].initial = next_code(taken)

    @property
    def content(self) -> dict[str, Any]:
        words = super().content
        groups = [self.groups[code] for code in words["target_groups"]]
        return {**words, "chapter": self.chapters[words["chapter"]], "target_groups": groups}
