"""Propose a pair, answer a proposal, take a pair back."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from fagvei.common.forms import FagveiForm, TextField
from fagvei.curriculum.models import LearningGoal
from fagvei.guideline.models import NormativeUnit


class ProposeForm(FagveiForm):
    """By the codes that stand on the two pages, so that the form is the same with and without JavaScript."""

    found_goal: LearningGoal | None = None
    found_unit: NormativeUnit | None = None

    goal = TextField(
        label=_("Læringsmålets kode"),
        max_length=20,
        help_text=_("For eksempel RUS-032"),
        error_messages={"required": _("Skriv koden på læringsmålet.")},
    )
    unit = TextField(
        label=_("Anbefalingens kode"),
        max_length=40,
        help_text=_("For eksempel ALK-NIVA-3"),
        error_messages={"required": _("Skriv koden på anbefalingen.")},
    )
    reason = TextField(
        label=_("Hvorfor hører de sammen?"),
        long=True,
        help_text=_("Leseren ser begrunnelsen."),
        error_messages={"required": _("Skriv hvorfor, så andre kan forstå det.")},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self.found_goal = LearningGoal.objects.filter(code__iexact=data.get("goal", "")).first()
        self.found_unit = NormativeUnit.objects.filter(code__iexact=data.get("unit", "")).first()
        if data.get("goal") and self.found_goal is None:
            self.add_error("goal", _("Vi finner ikke et læringsmål med denne koden."))
        if data.get("unit") and self.found_unit is None:
            self.add_error("unit", _("Vi finner ikke en anbefaling med denne koden."))
        return data

    @property
    def goal_found(self) -> LearningGoal:
        """Only asked of a form without errors."""
        return cast("LearningGoal", self.found_goal)

    @property
    def unit_found(self) -> NormativeUnit:
        return cast("NormativeUnit", self.found_unit)


class ApproveForm(FagveiForm):
    """`shown` is the print of the texts on the page: others are not approved."""

    shown = forms.CharField(widget=forms.HiddenInput, max_length=20)
    note = TextField(label=_("Merknad"), long=True, required=False)


class ConfirmForm(FagveiForm):
    """One press: the print of the texts on the page."""

    shown = forms.CharField(widget=forms.HiddenInput, max_length=20)


class RejectForm(FagveiForm):
    note = TextField(
        label=_("Hvorfor hører de ikke sammen?"),
        long=True,
        error_messages={"required": _("Skriv hvorfor, så andre kan forstå det.")},
    )


class WithdrawForm(FagveiForm):
    note = TextField(
        label=_("Hvorfor trekkes den tilbake?"),
        long=True,
        error_messages={"required": _("Skriv hvorfor, så andre kan forstå det.")},
    )
