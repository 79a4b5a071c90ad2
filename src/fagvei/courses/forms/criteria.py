"""A course's own ranking, line by line; and what the officer says of each applicant."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from fagvei.common.forms import DateField, FagveiForm, TextField
from fagvei.courses.models import RankingCriterion
from fagvei.courses.queries.criteria import Line
from fagvei.courses.rules.criteria import MOST_CRITERIA

Kind = RankingCriterion.Kind
KINDS = [("", _("Ingen")), *((value, str(label).capitalize()) for value, label in Kind.choices)]


class SetCriteriaForm(FagveiForm):
    """The first line goes first. No line at all brings the common rule back."""

    valid_from_on = DateField(label=_("Gjelder fra"), error_messages={"required": _("Velg fra når reglene gjelder.")})
    source = TextField(
        label=_("Kilde"),
        help_text=_(
            "Hvor det er bestemt eller kunngjort, for eksempel et vedtak i kurskomiteen med dato. Vises åpent."
        ),
        max_length=300,
        error_messages={"required": _("Skriv hvor det er bestemt eller kunngjort.")},
    )
    reason = TextField(
        label=_("Begrunnelse"),
        help_text=_("Vises åpent sammen med reglene."),
        error_messages={"required": _("Skriv hvorfor. Begrunnelsen vises åpent sammen med reglene.")},
    )

    def __init__(self, *args: Any, standing: Iterable[RankingCriterion] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        rows = dict(enumerate(standing, start=1))
        names = []
        for number in range(1, MOST_CRITERIA + 1):
            row = rows.get(number)
            self.fields[f"kind_{number}"] = forms.ChoiceField(
                label=_("%(number)s. regel") % {"number": number},
                choices=KINDS,
                required=False,
                initial=row.kind if row else "",
                error_messages={"invalid_choice": _("Velg et av alternativene.")},
            )
            self.fields[f"sentence_{number}"] = TextField(
                label=_("%(number)s. regel, slik den står i kunngjøringen") % {"number": number},
                help_text=_("Bare for det som vurderes av RegUt for hver søker."),
                required=False,
                max_length=500,
                initial=row.sentence if row else "",
            )
            names += [f"kind_{number}", f"sentence_{number}"]
        self.order_fields(["valid_from_on", *names, "source", "reason"])

    @property
    def valid_from(self) -> dt.date:
        return self.cleaned_data["valid_from_on"]

    @property
    def criteria(self) -> list[tuple[str, str]]:
        lines = [
            (self.cleaned_data.get(f"kind_{number}", ""), self.cleaned_data.get(f"sentence_{number}", ""))
            for number in range(1, MOST_CRITERIA + 1)
        ]
        return [(kind, sentence) for kind, sentence in lines if kind]

    def clean(self) -> dict[str, Any]:
        super().clean()
        for number in range(1, MOST_CRITERIA + 1):
            kind, sentence = self.cleaned_data.get(f"kind_{number}"), self.cleaned_data.get(f"sentence_{number}")
            if kind == Kind.BY_HAND and not sentence:
                self.add_error(f"sentence_{number}", ValidationError(_("Skriv regelen slik den står i kunngjøringen.")))
            elif kind != Kind.BY_HAND and sentence:
                self.add_error(
                    f"sentence_{number}",
                    ValidationError(_("Det Fagvei regner ut, har sin egen setning. La feltet stå tomt.")),
                )
        return self.cleaned_data


@dataclass(frozen=True)
class Said:
    """The fields for one applicant and one criterion; the third is there once the answer was previewed."""

    line: Line
    met: BoundField
    reason: BoundField
    public: BoundField | None = None


class JudgeForm(FagveiForm):
    """As many as one wants at a time; whoever is left empty waits."""

    def __init__(self, *args: Any, lines: Iterable[Line], was_previewed: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.lines, self.was_previewed = list(lines), was_previewed
        for line in self.lines:
            before = line.judgement
            self.fields[f"met_{line.key}"] = forms.ChoiceField(
                label=_("Er regelen oppfylt for %(name)s?") % {"name": line.application.doctor},
                widget=forms.RadioSelect,
                choices=[("yes", _("Oppfylt")), ("no", _("Ikke oppfylt"))],
                required=False,
                initial=("yes" if before.is_met else "no") if before else "",
                error_messages={"invalid_choice": _("Velg et av alternativene.")},
            )
            self.fields[f"reason_{line.key}"] = TextField(
                label=_("Begrunnelse til %(name)s") % {"name": line.application.doctor},
                required=False,
                max_length=500,
                initial=before.reason if before else "",
            )
            if was_previewed:
                self.fields[f"public_{line.key}"] = TextField(
                    label=_("Begrunnelse til alle søkerne"),
                    help_text=_(
                        "Tildelingen er forhåndsvist, så alle søkerne ser hvorfor noe er vurdert på nytt. "
                        "Skriv uten navn og uten det som bare søkeren selv skal vite."
                    ),
                    required=False,
                    max_length=500,
                )

    def said(self) -> list[Said]:
        return [
            Said(
                line,
                self[f"met_{line.key}"],
                self[f"reason_{line.key}"],
                self[f"public_{line.key}"] if self.was_previewed else None,
            )
            for line in self.lines
        ]

    def clean(self) -> dict[str, Any]:
        super().clean()
        for line in self.lines:
            met, reason = self.cleaned_data.get(f"met_{line.key}"), self.cleaned_data.get(f"reason_{line.key}")
            if met and not reason and not self.has_error(f"reason_{line.key}"):
                self.add_error(f"reason_{line.key}", ValidationError(_("Skriv hvorfor. Søkeren får se det.")))
            if reason and not met and not self.has_error(f"met_{line.key}"):
                self.add_error(f"met_{line.key}", ValidationError(_("Velg om regelen er oppfylt.")))
            public = f"public_{line.key}"
            if met and self.was_previewed and not self.cleaned_data.get(public) and not self.has_error(public):
                self.add_error(public, ValidationError(_("Skriv hvorfor. Alle søkerne ser begrunnelsen, uten navn.")))
        return self.cleaned_data

    @property
    def judged(self) -> list[tuple[Line, bool, str, str]]:
        given = self.cleaned_data
        return [
            (
                line,
                given[f"met_{line.key}"] == "yes",
                given[f"reason_{line.key}"],
                given.get(f"public_{line.key}", ""),
            )
            for line in self.lines
            if given.get(f"met_{line.key}")
        ]
