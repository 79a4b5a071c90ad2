"""A survey set up, and recommendations chosen."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.template.defaultfilters import capfirst
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from fagvei.common.forms import FagveiForm, TextField
from fagvei.guideline.models import Guideline
from fagvei.organisations.models import TrainingInstitution
from fagvei.surveys.queries.survey_page import AreaOffered
from fagvei.surveys.rules.areas import AREA_CHOICES, QUESTIONS, STEPS
from fagvei.surveys.rules.shares import fewest_to_reach

USUAL_TARGET = 80
CHOOSE = _("Velg et av alternativene.")
AREA = "omrade_"


class OfferedField(forms.TypedChoiceField):
    """One of the rows that are offered, by a key of its own."""

    default_error_messages = {"invalid_choice": CHOOSE, "required": CHOOSE}

    def offer(self, offered: dict[str, Any], names: dict[str, str]) -> None:
        self.coerce = offered.__getitem__
        self.choices = list(names.items())


def reason_field() -> TextField:
    return TextField(
        label=_("Hvorfor disse?"),
        max_length=500,
        error_messages={"required": _("Skriv hvorfor, så kollegene kan forstå valget.")},
    )


def target_field() -> forms.IntegerField:
    return forms.IntegerField(
        label=_("Mål i prosent"),
        min_value=0,
        max_value=100,
        initial=USUAL_TARGET,
        help_text=format_lazy(
            _(
                "Andelen som svarer ett av de to øverste trinnene. Målet er deres eget. At {target} prosent er nådd, kan bare vises "
                "når minst {fewest} svarer: med 12 svar vises høyst «minst 8 av 12»."
            ),
            target=USUAL_TARGET,
            fewest=fewest_to_reach(USUAL_TARGET),
        ),
        error_messages={
            "required": _("Skriv målet i prosent."),
            "invalid": _("Skriv et helt tall mellom 0 og 100."),
            "min_value": _("Skriv et helt tall mellom 0 og 100."),
            "max_value": _("Skriv et helt tall mellom 0 og 100."),
        },
    )


class SurveyForm(FagveiForm):
    title = TextField(
        label=_("Hva skal undersøkelsen hete?"), error_messages={"required": _("Gi undersøkelsen et navn.")}
    )
    guideline = OfferedField(label=_("Retningslinje"))
    ward = OfferedField(label=_("Hvem måles?"), help_text=_("En avdeling, eller hele virksomheten."))
    reason = TextField(
        label=_("Hvorfor måler dere?"),
        long=True,
        help_text=_("Den som svarer, ser dette. Ikke skriv pasientopplysninger."),
        error_messages={"required": _("Skriv hvorfor, så kollegene kan forstå valget.")},
    )

    def __init__(
        self,
        *args: Any,
        guidelines: Iterable[Guideline],
        institutions: Iterable[TrainingInstitution],
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        known = {each.slug: each for each in guidelines}
        self.fields["guideline"].offer(known, {slug: f"{each.code} {each.title}" for slug, each in known.items()})  # type: ignore[attr-defined]
        wards: dict[str, Any] = {}
        for institution in institutions:
            wards[str(institution.public_id)] = (institution, None)
            wards |= {str(arena.public_id): (institution, arena) for arena in institution.arenas.all()}
        names = {key: f"{arena}, {home}" if arena else str(home) for key, (home, arena) in wards.items()}
        self.fields["ward"].offer(wards, names)  # type: ignore[attr-defined]

    @property
    def content(self) -> dict[str, Any]:
        institution, arena = self.cleaned_data["ward"]
        names = ("title", "guideline", "reason")
        return {name: self.cleaned_data[name] for name in names} | {"institution": institution, "arena": arena}


class ItemsForm(FagveiForm):
    """Several recommendations with one reason and one target; with another reason, once more."""

    area = forms.ChoiceField(
        label=_("Spørsmålsområde"),
        choices=AREA_CHOICES,
        widget=forms.RadioSelect,
        help_text=_("Holdning og behov for kompetanse spørres for seg, atskilt fra praksis."),
        error_messages={"required": _("Velg et spørsmålsområde."), "invalid_choice": CHOOSE},
    )
    units = forms.MultipleChoiceField(
        label=_("Anbefalinger"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Bare anbefalinger med tekst i våre kilder kan velges."),
        error_messages={"required": _("Velg minst én anbefaling."), "invalid_choice": CHOOSE},
    )
    reason = reason_field()
    target = target_field()

    def __init__(self, *args: Any, choices: Iterable[tuple[str, list[tuple[str, str]]]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["units"].choices = list(choices)  # type: ignore[attr-defined]


class TemplateForm(FagveiForm):
    """The seven areas, each with its own question and answers; one reason and one target for what is chosen now."""

    def __init__(self, *args: Any, areas: Iterable[AreaOffered], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.areas = list(areas)
        for each in self.areas:
            self.fields[f"{AREA}{each.area.code}"] = forms.MultipleChoiceField(
                label=capfirst(str(each.area.name)),
                choices=each.choices,
                initial=each.chosen,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=_("Det spørres: «%(question)s» Svar: %(steps)s.")
                % {
                    "question": QUESTIONS[each.area.kind],
                    "steps": ", ".join(str(word) for _step, word in STEPS[each.area.kind]),
                },
                error_messages={"invalid_choice": CHOOSE},
            )
        self.fields["reason"] = reason_field()
        self.fields["target"] = target_field()

    @property
    def chosen(self) -> dict[str, list[str]]:
        """{area: codes}"""
        return {each.area.code: self.cleaned_data[f"{AREA}{each.area.code}"] for each in self.areas}
