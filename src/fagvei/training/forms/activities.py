"""Forms about an activity: log it on a phone, sign it, object to it."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.forms import DateField, FagveiForm, TextField, UploadField
from fagvei.curriculum.models import LearningActivity
from fagvei.training.forms.fields import ObjectField, ObjectsField
from fagvei.training.models import PlanActivity

Kind = LearningActivity.Kind
NO_PATIENTS = _("Ikke skriv pasientopplysninger.")
NEEDS_NO_SIGNATURE = LearningActivity.WITHOUT_SIGNATURE
OWN_WORDS = [
    (Kind.PROCEDURE, _("Prosedyre")), (Kind.SERVICE, _("Klinisk arbeid")), (Kind.INTERNAL_TEACHING, _("Internundervisning")),
    (Kind.SIMULATION, _("Simulering")), (Kind.LITERATURE, _("Litteratur")), (Kind.COURSE, _("Kurs (kursbevis)")),
    (Kind.E_LEARNING, _("E-læring (kursbevis)")), (Kind.OTHER, _("Annet")),
]  # fmt: skip


INDEPENDENCE = [
    (PlanActivity.Independence.SUPERVISED, _("Under supervisjon")),
    (PlanActivity.Independence.INDEPENDENT, _("Selvstendig")),
    ("", _("Ikke oppgitt")),
]


class FileField(UploadField):
    """A certificate. The content is judged by the action; here only that it is one file with a name."""

    widget = forms.ClearableFileInput(attrs={"accept": "application/pdf,image/png,image/jpeg"})
    default_error_messages = {
        "required": _("Velg filen du vil legge ved."),
        "empty": _("Filen er tom. Velg en annen fil."),
        "invalid": _("Filen kom ikke frem. Prøv en gang til."),
        "missing": _("Filen kom ikke frem. Prøv en gang til."),
    }


class WhatField(forms.ChoiceField):
    """Either an activity of the plan ("a:<public id>") or a kind with the doctor's own words ("k:<kind>")."""

    default_error_messages = {
        "required": _("Velg hva du gjorde."),
        "invalid_choice": _("Valget finnes ikke lenger. Åpne siden på nytt og velg en gang til."),
    }

    def __init__(self, **kwargs: Any):
        self.activities: dict[str, LearningActivity] = {}
        super().__init__(**kwargs)

    def offer(self, activities: Iterable[LearningActivity]) -> None:
        self.activities = {f"a:{each.public_id}": each for each in activities}
        by_kind: dict[str, list[tuple[str, str]]] = {}
        for key, each in self.activities.items():
            by_kind.setdefault(each.get_kind_display().capitalize(), []).append((key, each.name))
        own_words = [(f"k:{kind}", label) for kind, label in OWN_WORDS]
        self.choices = [("", _("Velg")), (_("Med egne ord"), own_words), *by_kind.items()]

    def clean(self, value: Any) -> Any:
        key = super().clean(value)
        return (self.activities.get(key), key[2:]) if key else None


def name_what_was_done(form: FagveiForm, cleaned: dict[str, Any]) -> None:
    """`what` becomes activity and kind; an activity of the plan lends its name when the title is empty."""
    activity, kind = cleaned.get("what") or (None, "")
    cleaned["activity"], cleaned["kind"] = activity, activity.kind if activity else kind
    if activity and not cleaned.get("title"):
        cleaned["title"] = activity.name[:200]
    if "title" in cleaned and not cleaned["title"] and "what" in cleaned:
        form.add_error("title", _("Skriv med egne ord hva som ble gjort."))


class DayForm(FagveiForm):
    """The day with one tap when it is today or yesterday."""

    when = forms.ChoiceField(
        label=_("Når"),
        choices=[("today", _("I dag")), ("yesterday", _("I går")), ("date", _("Dato"))],
        widget=forms.RadioSelect,
        initial="today",
        error_messages={"required": _("Velg når."), "invalid_choice": _("Velg når.")},
    )
    done_on = DateField(label=_("Dato"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("when") == "date":
            if "done_on" in cleaned and not cleaned["done_on"]:
                self.add_error("done_on", _("Velg datoen."))
        else:
            cleaned["done_on"] = clock.today() - dt.timedelta(days=cleaned.get("when") == "yesterday")
        return cleaned


class TimesField(forms.IntegerField):
    """How many times it was done."""

    default_error_messages = {
        "required": _("Skriv hvor mange ganger."),
        "invalid": _("Skriv et helt tall."),
        "min_value": _("Antallet må være minst 1."),
        "max_value": _("Antallet kan være høyst 500 på én gang."),
    }

    def __init__(self, **kwargs: Any):
        fixed: dict[str, Any] = {"label": _("Antall ganger"), "initial": 1, "min_value": 1, "max_value": 500}
        fixed["widget"] = forms.NumberInput(attrs={"inputmode": "numeric"})
        super().__init__(**fixed | {"error_messages": self.default_error_messages} | kwargs)


class IndependenceField(forms.ChoiceField):
    """In the regulation's words, or nothing said."""

    def __init__(self, **kwargs: Any):
        fixed: dict[str, Any] = {
            "label": _("Selvstendighet"),
            "required": False,
            "choices": INDEPENDENCE,
            "widget": forms.RadioSelect,
            "error_messages": {"invalid_choice": _("Velg ett av svarene.")},
        }
        super().__init__(**fixed | kwargs)


class ActivityForm(DayForm):
    """One screen on a phone. `plan` is the bundle `queries.log_page`: everything to choose from is the doctor's own."""

    what = WhatField(label=_("Hva gjorde du?"))
    title = TextField(label=_("Med egne ord"), required=False, help_text=_("Kan stå tomt når aktiviteten har navn."))
    arena = ObjectField(label=_("Hvor"), required=False)
    place = TextField(label=_("Annet sted"), required=False)
    goals = ObjectsField(label=_("Mål"), error_messages={"required": _("Velg minst ett mål aktiviteten hører til.")})
    supervisor = ObjectField(
        label=_("Supervisør"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hvem som skal signere, eller lagre en kladd.")},
    )
    repetitions = TimesField()
    independence = IndependenceField(
        help_text=_("Bare for prosedyrer. Supervisøren ser svaret når aktiviteten skal signeres.")
    )
    reflection = TextField(label=_("Kort refleksjon"), long=True, required=False, help_text=NO_PATIENTS)
    upload = FileField(label=_("Vedlegg"), required=False, help_text=_("PDF, PNG eller JPEG, høyst 10 MB."))

    def __init__(self, *args: Any, page: Any, with_file: bool = True, **kwargs: Any):
        super().__init__(*args, **kwargs)
        offer: dict[str, Any] = self.fields
        offer["what"].offer(page.learning_activities)
        offer["arena"].offer(page.arenas, empty=_("Annet sted"))
        offer["goals"].offer(page.plan_goals)
        offer["supervisor"].offer(page.supervisors)
        self.fields["reflection"].widget.attrs["rows"] = 2
        self.fields["what"].widget.attrs |= {
            "hx-get": reverse("training:log_activity"),
            "hx-trigger": "change",
            "hx-target": "#goal-choice",
            "hx-include": "[name='goals']",
        }
        if not with_file:
            del self.fields["upload"]
        self.fields["supervisor"].required = not self.is_bound or self._is_to_be_signed()

    def _is_to_be_signed(self) -> bool:
        """A draft, a course and e-learning need nobody to sign."""
        key = self.data.get(self.add_prefix("what"), "")
        activity = self.fields["what"].activities.get(key)  # type: ignore[attr-defined]
        kind = activity.kind if activity else key[2:]
        return self.data.get("then") == "finish" and kind not in NEEDS_NO_SIGNATURE

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        name_what_was_done(self, cleaned)
        return cleaned

    def facts(self) -> dict[str, Any]:
        """What `log_activity` and `change_activity` take."""
        names = (
            "kind",
            "title",
            "done_on",
            "goals",
            "activity",
            "arena",
            "place",
            "repetitions",
            "independence",
            "reflection",
            "supervisor",
        )
        return {name: self.cleaned_data[name] for name in names}

    @property
    def needs_signature(self) -> bool:
        return self.cleaned_data["kind"] not in NEEDS_NO_SIGNATURE

    def is_planned(self, sent: Any) -> bool:
        """A draft with a date ahead is a plan; what is finished must have been done."""
        return sent.get("then") != "finish" and self.cleaned_data["done_on"] > clock.today()


class MarkOnBehalfForm(FagveiForm):
    what = WhatField(label=_("Hva har legen gjort?"))
    title = TextField(label=_("Med egne ord"), required=False, help_text=_("Kan stå tomt når aktiviteten har navn."))
    done_on = DateField(label=_("Når"), error_messages={"required": _("Velg datoen.")})
    goals = ObjectsField(label=_("Mål"), error_messages={"required": _("Velg minst ett mål.")})
    reason = TextField(
        label=_("Hvorfor markerer du på vegne av legen?"),
        long=True,
        help_text=_("Legen får beskjed og kan komme med innsigelse."),
        error_messages={"required": _("Skriv hvorfor du markerer på vegne av legen.")},
    )

    def __init__(self, *args: Any, page: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        offer: dict[str, Any] = self.fields
        offer["what"].offer(page.learning_activities)
        offer["goals"].offer(page.plan_goals)
        self.fields["reason"].widget.attrs["rows"] = 2

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        name_what_was_done(self, cleaned)
        return cleaned


class SendActivityForm(FagveiForm):
    supervisor = ObjectField(
        label=_("Supervisør"), widget=forms.RadioSelect, error_messages={"required": _("Velg hvem som skal signere.")}
    )

    def __init__(self, *args: Any, supervisors: Iterable[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["supervisor"].offer(supervisors)  # type: ignore[attr-defined]


class SignActivityForm(FagveiForm):
    """`seen_digest` is what stood on the screen: a signature holds for that and nothing else."""

    comment = TextField(label=_("Kommentar"), required=False, long=True, help_text=NO_PATIENTS)
    seen_digest = forms.RegexField(
        regex=r"^[0-9a-f]{64}$",
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Åpne aktiviteten og les den før du signerer."),
            "invalid": _("Åpne aktiviteten og les den før du signerer."),
        },
    )


class ReturnActivityForm(FagveiForm):
    """Stands beside `SignActivityForm`, which has a comment too; with the same id, the label would point at the other one."""

    comment = TextField(
        label=_("Hva må endres?"),
        long=True,
        help_text=NO_PATIENTS,
        error_messages={"required": _("Skriv hva legen må endre.")},
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **{"auto_id": "return_%s", **kwargs})


class ObjectForm(FagveiForm):
    reason = TextField(
        label=_("Hvorfor er du ikke enig?"), long=True, error_messages={"required": _("Skriv hvorfor du ikke er enig.")}
    )


class AnswerObjectionForm(FagveiForm):
    answer = forms.ChoiceField(
        label=_("Svar på innsigelsen"),
        choices=[
            ("accept", _("Jeg tar innsigelsen til følge, og aktiviteten annulleres")),
            ("keep", _("Aktiviteten blir stående")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg et svar."), "invalid_choice": _("Velg et av de to svarene.")},
    )
    reason = TextField(
        label=_("Begrunnelse"), long=True, error_messages={"required": _("Skriv en begrunnelse til legen.")}
    )


class AnnulForm(FagveiForm):
    """Stands beside `AnswerObjectionForm`, which has a reason too."""

    reason = TextField(
        label=_("Hvorfor annulleres aktiviteten?"), long=True, error_messages={"required": _("Skriv hvorfor.")}
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **{"auto_id": "annul_%s", **kwargs})


class AttachForm(FagveiForm):
    upload = FileField(label=_("Vedlegg"), help_text=_("PDF, PNG eller JPEG, høyst 10 MB. Ingen pasientopplysninger."))
