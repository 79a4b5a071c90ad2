"""What is typed about a run. Empty deadlines mean what the rules say."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.forms import DateField, FagveiForm, TextField
from fagvei.courses.actions import DaysOutsideDates, RunDetails
from fagvei.courses.models import CourseRun
from fagvei.courses.rules.deadlines import deadlines_for

MOST_SEATS, MOST_DAYS = 2000, 60
BY_THE_RULES = _("La stå tom for å følge reglene.")
NUMBER = {"invalid": _("Skriv et helt tall."), "required": _("Skriv et tall.")}


def days_within_dates(form: FagveiForm) -> None:
    """Said beside the number, before the action refuses it."""
    given = form.cleaned_data
    first, last, days = given.get("starts_on"), given.get("ends_on"), given.get("days")
    if "days" in form.fields and first and last and days and first <= last and days > (last - first).days + 1:
        form.add_error("days", DaysOutsideDates.message)


class RunForm(FagveiForm):
    starts_on = DateField(label=_("Første dag"), error_messages={"required": _("Velg første dag.")})
    ends_on = DateField(label=_("Siste dag"), error_messages={"required": _("Velg siste dag.")})
    days = forms.IntegerField(label=_("Antall kursdager"), min_value=1, max_value=MOST_DAYS, error_messages=NUMBER)
    is_digital = forms.BooleanField(label=_("Kurset er digitalt"), required=False)
    place = TextField(label=_("Sted"), max_length=200, required=False)
    language = forms.ChoiceField(
        label=_("Språk"),
        choices=[(value, str(label).capitalize()) for value, label in CourseRun.Language.choices],
        error_messages={"required": _("Velg språk."), "invalid_choice": _("Velg et av alternativene.")},
    )
    seats = forms.IntegerField(label=_("Antall plasser"), min_value=1, max_value=MOST_SEATS, error_messages=NUMBER)
    opens_on = DateField(label=_("Søknaden åpner"), required=False, help_text=BY_THE_RULES)
    deadline_on = DateField(label=_("Søknadsfrist"), required=False, help_text=BY_THE_RULES)
    answer_by_on = DateField(label=_("Svar senest"), required=False, help_text=BY_THE_RULES)
    withdraw_by_on = DateField(label=_("Avmeldingsfrist"), required=False, help_text=BY_THE_RULES)
    fee_kroner = forms.TypedChoiceField(
        label=_("Kursavgift"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Fra de felles satsene. Kilden sier ikke om kunngjøringen eller kursstarten avgjør."),
        error_messages={"invalid_choice": _("Velg en av satsene.")},
    )
    deviation_reason = TextField(
        label=_("Grunn, hvis fristene avviker fra reglene"), long=True, required=False, max_length=500
    )

    def __init__(
        self, *args: Any, rates: list[int], shared_deadlines: Collection[dt.date] = frozenset(), **kwargs: Any
    ):
        """`shared_deadlines`: of one national application. Whoever takes one of them has the reason in that."""
        super().__init__(*args, **kwargs)
        self.shared_deadlines = shared_deadlines
        choices = [("", _("Ikke fastsatt")), *((str(rate), f"{rate} kr") for rate in rates)]
        self.fields["fee_kroner"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        days_within_dates(self)
        return given

    @property
    def details(self) -> RunDetails:
        given = dict(self.cleaned_data)
        given.pop("idempotency_key")
        given.pop("reason", None)
        due = deadlines_for(given["starts_on"])
        # What the rules say for the opening may be over; one cannot apply before it is announced.
        opens_on = given["opens_on"] or max(due.announce_by_on, clock.today())
        deadline_on = given["deadline_on"] or due.deadline_on
        is_shared = deadline_on in self.shared_deadlines and deadline_on != due.deadline_on
        if is_shared and not given["deviation_reason"]:
            given["deviation_reason"] = gettext("Felles søknadsfrist for den nasjonale søknaden.")
        answer_by_on = given["answer_by_on"] or deadline_on + (due.answer_by_on - due.deadline_on)
        given |= {
            "opens_on": opens_on,
            "deadline_on": deadline_on,
            "answer_by_on": answer_by_on,
            "withdraw_by_on": given["withdraw_by_on"] or due.withdraw_by_on,
        }
        return RunDetails(**given)


class AnnouncedRunForm(RunForm):
    """Without what the announcement fixed: a day that is written here would change nothing."""

    FIXED = ("starts_on", "ends_on", "days", "opens_on", "deadline_on", "answer_by_on", "withdraw_by_on")

    reason = TextField(
        label=_("Grunn, hvis sted, språk, kursavgift eller om kurset er digitalt, endres"),
        required=False,
        max_length=500,
        help_text=_("De som har plass, har søkt eller venter, får beskjed. Grunnen står på kursets side."),
    )

    def __init__(self, *args: Any, is_in_round: bool = False, **kwargs: Any):
        """`is_in_round`: the number of seats is changed for the round, where everybody reads why."""
        super().__init__(*args, **kwargs)
        self.fixed = (*self.FIXED, "seats") if is_in_round else self.FIXED
        for name in self.fixed:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        return {name: self.initial[name] for name in self.fixed} | (super().clean() or self.cleaned_data)


def initial_of(run: CourseRun) -> dict[str, Any]:
    """The run as it stands, for the form that changes it."""
    names = (
        "starts_on", "ends_on", "days", "is_digital", "place", "language", "seats", "deadline_on", "answer_by_on",
        "withdraw_by_on", "fee_kroner", "deviation_reason", "opens_on",
    )  # fmt: skip
    return {name: getattr(run, name) for name in names}


class MoveRunForm(FagveiForm):
    starts_on = DateField(label=_("Ny første dag"), error_messages={"required": _("Velg første dag.")})
    ends_on = DateField(label=_("Ny siste dag"), error_messages={"required": _("Velg siste dag.")})
    days = forms.IntegerField(label=_("Antall kursdager"), min_value=1, max_value=MOST_DAYS, error_messages=NUMBER)
    withdraw_by_on = DateField(label=_("Ny avmeldingsfrist"), required=False, help_text=BY_THE_RULES)
    place = TextField(label=_("Sted"), max_length=200, required=False)
    reason = TextField(label=_("Begrunnelse"), error_messages={"required": _("Skriv hvorfor kurset flyttes.")})

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        days_within_dates(self)
        return given

    @property
    def withdraw_by(self) -> dt.date:
        """Where nothing is written, by the rules; whoever cannot come on the new days has at least until tomorrow."""
        starts_on, tomorrow = self.cleaned_data["starts_on"], clock.today() + dt.timedelta(days=1)
        by_the_rules = deadlines_for(starts_on).withdraw_by_on
        default = max(by_the_rules, tomorrow) if tomorrow < starts_on else by_the_rules
        return self.cleaned_data["withdraw_by_on"] or default


class SessionForm(FagveiForm):
    day = DateField(label=_("Dag"), error_messages={"required": _("Velg dag.")})
    begins = forms.TimeField(
        label=_("Begynner"),
        widget=forms.TimeInput(attrs={"type": "time"}),
        error_messages={"required": _("Velg et klokkeslett."), "invalid": _("Skriv klokkeslettet som 14:30.")},
    )
    ends = forms.TimeField(
        label=_("Slutter"),
        widget=forms.TimeInput(attrs={"type": "time"}),
        error_messages={"required": _("Velg et klokkeslett."), "invalid": _("Skriv klokkeslettet som 14:30.")},
    )
    title = TextField(label=_("Tema"), max_length=300, error_messages={"required": _("Skriv hva det handler om.")})
    teacher_name = TextField(label=_("Underviser"), max_length=200, required=False)

    def at(self, name: str) -> dt.datetime:
        return dt.datetime.combine(self.cleaned_data["day"], self.cleaned_data[name], tzinfo=clock.OSLO)
