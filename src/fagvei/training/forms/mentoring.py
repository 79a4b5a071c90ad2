"""Forms of mentoring. What is written here is for the two alone, and each form says so."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock, text
from fagvei.common.forms import DateField, FagveiForm, TextField
from fagvei.organisations.models import TrainingInstitution
from fagvei.people.forms import PersonField
from fagvei.people.models import User
from fagvei.training.forms.fields import ObjectField
from fagvei.training.rules import LONGEST_INTERVAL_WEEKS, SHORTEST_INTERVAL_WEEKS

FOR_THE_TWO = _("Bare du og den andre leser dette. Ikke skriv pasientopplysninger.")
FOR_THE_GROUP = _("Alle som er med i samtalen, leser dette. Ikke skriv pasientopplysninger.")


class TimeField(forms.TimeField):
    default_error_messages = {"invalid": _("Skriv klokkeslettet som 14:30.")}
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")

    def to_python(self, value: Any) -> dt.time | None:
        if isinstance(value, str) and not text.is_storable(value):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class IntervalForm(FagveiForm):
    interval_weeks = forms.IntegerField(
        label=_("Hvor mange uker mellom samtalene?"),
        min_value=SHORTEST_INTERVAL_WEEKS,
        max_value=LONGEST_INTERVAL_WEEKS,
        help_text=_("Det dere to avtaler. Ingen nasjonal regel sier hvor ofte; grensen 1–26 er Fagveis valg."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": _("Skriv hvor mange uker dere har avtalt."),
            "invalid": _("Skriv et helt tall."),
            "min_value": _("Velg fra 1 til 26 uker."),
            "max_value": _("Velg fra 1 til 26 uker."),
        },
    )


class StartMentoringForm(IntervalForm):
    """A doctor starts with the own mentor; a mentor says with whom."""

    doctor = ObjectField(
        label=_("Lege"), widget=forms.RadioSelect, error_messages={"required": _("Velg hvem du skal veilede.")}
    )
    field_order = ["doctor", "interval_weeks"]

    def __init__(self, *args: Any, doctors: Iterable[User], **kwargs: Any):
        super().__init__(*args, **kwargs)
        offered = list(doctors)
        self.fields["doctor"].offer(offered)  # type: ignore[attr-defined]
        if len(offered) == 1:
            self.fields["doctor"].initial = str(offered[0].public_id)
            self.fields["doctor"].widget = forms.HiddenInput()


class StartGroupForm(FagveiForm):
    name = TextField(
        label=_("Hva skal gruppen hete?"),
        max_length=120,
        help_text=_("Legene i gruppen ser navnet."),
        error_messages={"required": _("Skriv hva gruppen skal hete.")},
    )
    institution = ObjectField(label=_("Virksomhet"), error_messages={"required": _("Velg virksomheten.")})

    def __init__(self, *args: Any, institutions: Iterable[TrainingInstitution], **kwargs: Any):
        super().__init__(*args, **kwargs)
        offered = list(institutions)
        self.fields["institution"].offer(offered)  # type: ignore[attr-defined]
        self.fields["institution"].initial = str(offered[0].public_id)
        if len(offered) == 1:
            self.fields["institution"].widget = forms.HiddenInput()


class SessionTimeForm(FagveiForm):
    day = DateField(label=_("Dato"), error_messages={"required": _("Velg datoen.")})
    time = TimeField(label=_("Klokkeslett"), error_messages={"required": _("Skriv klokkeslettet.")})
    place = TextField(label=_("Sted"), required=False, help_text=_("Et rom eller et møterom på nett."))

    @property
    def starts_at(self) -> dt.datetime:
        return dt.datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"], clock.OSLO)


class MoveSessionForm(SessionTimeForm):
    reason = TextField(
        label=_("Hvorfor flyttes samtalen?"),
        help_text=_("Bare de som er med i samtalen, leser det."),
        error_messages={"required": _("Skriv hvorfor samtalen flyttes.")},
    )


class CancelSessionForm(FagveiForm):
    reason = TextField(
        label=_("Hvorfor avlyses samtalen?"),
        help_text=_("Bare de som er med i samtalen, leser det."),
        error_messages={"required": _("Skriv hvorfor samtalen avlyses.")},
    )


class PreparationForm(FagveiForm):
    text = TextField(
        label=_("Hva vil du snakke om?"), long=True, error_messages={"required": _("Skriv hva du vil snakke om.")}
    )

    def __init__(self, *args: Any, hint: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = hint
        self.fields["text"].widget.attrs["rows"] = 8


class MinutesForm(FagveiForm):
    """`seen` is the version that stood in the field: nobody writes over what he or she has not read."""

    text = TextField(label=_("Referat"), long=True, error_messages={"required": _("Skriv referatet.")})
    seen = forms.RegexField(
        regex=r"^([0-9a-f-]{36})?$",
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid": _("Åpne siden på nytt og prøv igjen.")},
    )

    def __init__(self, *args: Any, hint: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = hint
        self.fields["text"].widget.attrs["rows"] = 12


class SessionNoteForm(FagveiForm):
    doctor = ObjectField(
        label=_("Hvem gjelder notatet?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hvem notatet gjelder.")},
    )
    text = TextField(
        label=_("Personlig notat"),
        long=True,
        help_text=_("Bare legen det gjelder, og veilederen leser dette. Ikke skriv pasientopplysninger."),
        error_messages={"required": _("Skriv notatet.")},
    )

    def __init__(self, *args: Any, doctors: Iterable[User], **kwargs: Any):
        super().__init__(*args, **kwargs)
        offered = list(doctors)
        self.fields["doctor"].offer(offered)  # type: ignore[attr-defined]
        if len(offered) == 1:
            self.fields["doctor"].initial = str(offered[0].public_id)
            self.fields["doctor"].widget = forms.HiddenInput()


class AgreeActionForm(FagveiForm):
    text = TextField(label=_("Hva er avtalt?"), error_messages={"required": _("Skriv hva som skal gjøres.")})
    owner = ObjectField(
        label=_("Hvem gjør det?"), widget=forms.RadioSelect, error_messages={"required": _("Velg hvem som gjør det.")}
    )
    due_on = DateField(label=_("Frist"), required=False)

    def __init__(self, *args: Any, people: Iterable[User], hint: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = hint
        self.fields["owner"].offer(people)  # type: ignore[attr-defined]


class MemberForm(FagveiForm):
    person = PersonField(label=_("Lege"))

    def __init__(self, *args: Any, candidates: QuerySet[User], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = candidates  # type: ignore[attr-defined]
