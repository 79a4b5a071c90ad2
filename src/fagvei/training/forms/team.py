"""What a leader and an education lead type about the team."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.forms import DateField, FagveiForm, TextField
from fagvei.people.models import User
from fagvei.training.forms.fields import ObjectField, ObjectsField
from fagvei.training.models import TaskDeadline
from fagvei.training.rules.warnings import MOST, WARNING_RULES


class GrantForm(FagveiForm):
    """Who may look at which doctors, for what, until and including which day."""

    person = ObjectField(label=_("Hvem får innsyn?"), error_messages={"required": _("Velg hvem som får innsyn.")})
    doctors = ObjectsField(label=_("I hvilke legers plan?"), error_messages={"required": _("Velg minst én lege.")})
    purpose = TextField(
        label=_("Hva skal innsynet brukes til?"),
        help_text=_("Legen ser dette. Ikke skriv pasientopplysninger."),
        max_length=300,
        error_messages={"required": _("Skriv hva innsynet skal brukes til.")},
    )
    ends_on = DateField(label=_("Til og med"))

    def __init__(self, *args: Any, people: Iterable[User], doctors: Iterable[User], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["person"].offer(people)  # type: ignore[attr-defined]
        self.fields["doctors"].offer(doctors)  # type: ignore[attr-defined]

    @property
    def ends_at(self) -> dt.datetime:
        day = self.cleaned_data["ends_on"] + dt.timedelta(days=1)
        return dt.datetime.combine(day, dt.time(), tzinfo=clock.OSLO)


class ThresholdForm(FagveiForm):
    rule = forms.ChoiceField(
        choices=[(rule.key, rule.name) for rule in WARNING_RULES.values() if rule.threshold is not None],
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Velg en av reglene på siden."),
            "invalid_choice": _("Velg en av reglene på siden."),
        },
    )
    threshold = forms.IntegerField(
        label=_("Varsle fra"),
        min_value=1,
        max_value=MOST,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": _("Skriv et tall."), "invalid": _("Skriv et helt tall.")},
    )


class DeadlineForm(FagveiForm):
    """For one kind of task: within how many days, from which day, and where that is decided."""

    kind = forms.ChoiceField(
        choices=TaskDeadline.Kind.choices,
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Velg en av oppgavene på siden."),
            "invalid_choice": _("Velg en av oppgavene på siden."),
        },
    )
    days = forms.IntegerField(
        label=_("Frist i dager"),
        help_text=_("Tomt felt tar bort fristen fra den dagen."),
        required=False,
        min_value=1,
        max_value=TaskDeadline.MOST,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": _("Skriv et helt tall.")},
    )
    valid_from = DateField(label=_("Gjelder fra"), initial=clock.today)
    reason = TextField(
        label=_("Hvor er det bestemt, og hvorfor?"),
        max_length=300,
        error_messages={"required": _("Skriv hvor fristen er bestemt, og hvorfor.")},
    )
