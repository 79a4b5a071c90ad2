"""What is typed when somebody hands over, and when a doctor changes employer."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.forms import DateField, FagveiForm, TextField
from fagvei.people.forms import PersonField
from fagvei.people.models import User
from fagvei.training.forms.fields import ObjectField


class WhenForm(FagveiForm):
    """A day and a time of day; today without a time means now."""

    person = PersonField(label=_("Person"))
    day = DateField(label=_("Fra og med"), initial=clock.today)
    time = forms.TimeField(
        label=_("Klokkeslett"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text=_("Uten klokkeslett gjelder det fra midnatt, eller fra nå når datoen er i dag."),
        error_messages={"invalid": _("Skriv klokkeslettet som 14:30.")},
    )

    def __init__(self, *args: Any, candidates: QuerySet[User], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = candidates  # type: ignore[attr-defined]

    @property
    def moment(self) -> dt.datetime:
        day, time = self.cleaned_data["day"], self.cleaned_data["time"]
        if time is None and day == clock.today():
            return clock.now()
        return dt.datetime.combine(day, time or dt.time(), tzinfo=clock.OSLO)


class HandoverForm(WhenForm):
    former = ObjectField(label=_("Hvem overleverer?"), error_messages={"required": _("Velg hvem som overleverer.")})
    reason = TextField(
        label=_("Begrunnelse for byttet"),
        max_length=500,
        error_messages={"required": _("Skriv en kort begrunnelse for byttet.")},
    )
    field_order = ["former", "person", "day", "time", "reason"]

    def __init__(self, *args: Any, present: list[User], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["former"].offer(present)  # type: ignore[attr-defined]
        if len(present) == 1:
            self.fields["former"].initial = str(present[0].public_id)


class CallOffForm(FagveiForm):
    reason = TextField(
        label=_("Hvorfor avlyses den?"),
        max_length=500,
        error_messages={"required": _("Skriv hvorfor overleveringen avlyses.")},
    )


class EmployerForm(WhenForm):
    """Who starts here, and when."""


class AnswerEmployerForm(FagveiForm):
    answer = forms.ChoiceField(
        label=_("Svaret ditt"),
        choices=[("yes", _("Ja, jeg begynner der, og mappen følger med")), ("no", _("Nei, dette stemmer ikke"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg ja eller nei."), "invalid_choice": _("Velg ja eller nei.")},
    )
