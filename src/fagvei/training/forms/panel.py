"""What is typed about an assessment panel."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.forms import DateField, FagveiForm, TextField
from fagvei.people.models import User
from fagvei.training.forms.fields import ObjectField, ObjectsField
from fagvei.training.models import PanelItem, PanelOutcome, PlanGoal

NO_PATIENTS = _("Ikke skriv pasientopplysninger.")


def goal_label(goal: PlanGoal) -> str:
    doubt = f" ({_('en uttalelse fraråder')})" if getattr(goal, "is_doubted", False) else ""
    return f"{goal.goal.code} {goal.revision.shown_name}{doubt}"


class CallPanelForm(FagveiForm):
    goals = ObjectsField(
        label=_("Hvilke mål er det tvil om?"), error_messages={"required": _("Velg minst ett læringsmål.")}
    )
    doubt = TextField(label=_("Hva gjelder tvilen?"), long=True, required=False, help_text=NO_PATIENTS)
    members = ObjectsField(
        label=_("Hvem skal være med, i tillegg til leder og veileder?"),
        required=False,
    )
    day = DateField(label=_("Dato"))
    time = forms.TimeField(
        label=_("Klokkeslett"),
        widget=forms.TimeInput(attrs={"type": "time"}),
        error_messages={"required": _("Velg et klokkeslett."), "invalid": _("Skriv klokkeslettet som 14:30.")},
    )
    place = TextField(label=_("Sted"), max_length=200, required=False)
    doctor_takes_part = forms.ChoiceField(
        label=_("Deltar legen?"),
        choices=[("yes", _("Ja, som hovedregel")), ("no", _("Nei. Veilederen orienterer legen før og etter"))],
        widget=forms.RadioSelect,
        initial="yes",
        error_messages={"required": _("Velg om legen deltar."), "invalid_choice": _("Velg ett av de to svarene.")},
    )

    def __init__(self, *args: Any, goals: Iterable[PlanGoal], people: Iterable[User], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["goals"].offer(goals, label=goal_label)  # type: ignore[attr-defined]
        self.fields["members"].offer(people)  # type: ignore[attr-defined]
        if not self.fields["members"].choices:  # type: ignore[attr-defined]
            del self.fields["members"]

    @property
    def meets_at(self) -> dt.datetime:
        return dt.datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"], tzinfo=clock.OSLO)


class PanelGoalForm(FagveiForm):
    goal = ObjectField(label=_("Læringsmål"), error_messages={"required": _("Velg et læringsmål.")})
    doubt = TextField(label=_("Hva gjelder tvilen?"), required=False, help_text=NO_PATIENTS)

    def __init__(self, *args: Any, goals: Iterable[PlanGoal], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["goal"].offer(goals, label=goal_label)  # type: ignore[attr-defined]


class TellForm(FagveiForm):
    comment = TextField(label=_("Kort om hva legen fikk vite"), long=True, required=False, help_text=NO_PATIENTS)


class HoldPanelForm(FagveiForm):
    """Whether the doctor was there, minutes, and three fields for each goal on the agenda."""

    doctor_took_part = forms.ChoiceField(
        label=_("Var legen med?"),
        choices=[("yes", _("Ja")), ("no", _("Nei. Veilederen orienterer legen etterpå"))],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Velg om legen var med."),
            "invalid_choice": _("Velg ett av de to svarene."),
        },
    )
    minutes = TextField(
        label=_("Referat"),
        long=True,
        help_text=_("Legen leser referatet etter møtet. Ikke skriv pasientopplysninger."),
        error_messages={"required": _("Skriv referat fra møtet.")},
    )

    def __init__(self, *args: Any, items: Iterable[PanelItem], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.items = list(items)
        for item in self.items:
            code = item.plan_goal.goal.code
            self.fields[f"advice-{item.public_id}"] = forms.ChoiceField(
                label=_("%(code)s: hva kom kollegiet til?") % {"code": code},
                choices=PanelOutcome.Advice.choices,
                widget=forms.RadioSelect,
                error_messages={"required": _("Velg et utfall."), "invalid_choice": _("Velg ett av utfallene.")},
            )
            self.fields[f"comment-{item.public_id}"] = TextField(
                label=_("%(code)s: begrunnelse") % {"code": code}, required=False
            )
            self.fields[f"follow_up_on-{item.public_id}"] = DateField(
                label=_("%(code)s: følges opp innen (bare ved oppfølging)") % {"code": code}, required=False
            )

    @property
    def outcomes(self) -> dict[PanelItem, tuple[str, str, dt.date | None]]:
        names = ("advice", "comment", "follow_up_on")
        return {item: tuple(self.cleaned_data[f"{name}-{item.public_id}"] for name in names) for item in self.items}
