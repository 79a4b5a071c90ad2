"""Forms about a goal: completing, opinions, deciding, requirements."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fagvei.common.forms import FagveiForm, TextField
from fagvei.curriculum.models import LearningActivity, Requirement
from fagvei.people.models import User
from fagvei.training.forms.fields import EvidenceField, ObjectField, ObjectsField
from fagvei.training.models import Assessment, Opinion, PlanActivity

NO_PATIENTS = _("Ikke skriv pasientopplysninger.")


class CompleteGoalForm(FagveiForm):
    """The date is today's by itself; the mentor is asked without being chosen."""

    comment = TextField(
        label=_("Kort om hvordan du har nådd målet"),
        long=True,
        required=False,
        help_text=_("De som uttaler seg, og lederen, leser dette. Ikke skriv pasientopplysninger."),
    )
    supervisors = ObjectsField(
        label=_("Hvilken supervisør skal uttale seg?"),
        error_messages={"required": _("Velg minst én supervisør som skal uttale seg.")},
    )

    def __init__(self, *args: Any, supervisors: Iterable[User], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["supervisors"].offer(supervisors)  # type: ignore[attr-defined]


class OpinionForm(FagveiForm):
    verdict = forms.ChoiceField(
        label=_("Din uttalelse"),
        choices=[
            (Opinion.Verdict.RECOMMENDS, _("Jeg anbefaler at målet godkjennes")),
            (Opinion.Verdict.ADVISES_AGAINST, _("Jeg fraråder at målet godkjennes nå")),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Velg om du anbefaler eller fraråder."),
            "invalid_choice": _("Velg ett av de to svarene."),
        },
    )
    level_seen = forms.ChoiceField(
        label=_("Nivået du har sett i arbeid"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Velg ett av nivåene.")},
    )
    reason = TextField(
        label=_("Begrunnelse"),
        long=True,
        help_text=_(
            "Hva har du sett legen gjøre? Lederen leser dette nå, legen når det er avgjort. Ikke skriv pasientopplysninger."
        ),
        error_messages={"required": _("Skriv hva uttalelsen bygger på.")},
    )

    def __init__(self, *args: Any, levels: Iterable[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["level_seen"].choices = [("", _("Vet ikke, eller ikke aktuelt")), *levels]  # type: ignore[attr-defined]


class SignOffForm(FagveiForm):
    """`reason` is asked for when something is against: a negative opinion, or activities that were not done.

    `seen` is how many opinions the page shows; the page writes it, so that a form which comes back has the new number.
    """

    seen = forms.IntegerField(required=False, min_value=0, max_value=1000, widget=forms.HiddenInput)
    reason = TextField(
        label=_("Begrunnelse for å godkjenne likevel"),
        long=True,
        error_messages={"required": _("Skriv hvorfor kompetansen likevel er nådd, eller returner målet.")},
    )

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needs_reason
        self.fields["reason"].widget.attrs["rows"] = 2


class ReturnGoalForm(FagveiForm):
    comment = TextField(
        label=_("Hva mangler?"),
        long=True,
        help_text=_("Legen leser dette, og alle uttalelsene."),
        error_messages={"required": _("Skriv hva som mangler, så legen kan gjøre noe med det.")},
    )


class ReasonForm(FagveiForm):
    reason = TextField(
        label=_("Begrunnelse"),
        long=True,
        help_text=NO_PATIENTS,
        error_messages={"required": _("Skriv en begrunnelse. Den blir stående sammen med vedtaket.")},
    )


class RaiseRepetitionsForm(FagveiForm):
    activity = ObjectField(label=_("Aktivitet"), error_messages={"required": _("Velg aktiviteten kravet gjelder.")})
    repetitions = forms.IntegerField(
        label=_("Antall ganger"),
        min_value=1,
        max_value=9999,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": _("Skriv hvor mange ganger."), "invalid": _("Skriv et helt tall.")},
    )
    reason = TextField(
        label=_("Begrunnelse"),
        error_messages={"required": _("Skriv hvorfor denne legen trenger flere enn minstekravet.")},
    )
    evidence = EvidenceField(
        label=_("Kravet bygger på"),
        required=False,
        help_text=_(
            "Det du eller andre har sett legen gjøre. Kan stå tomt bare når antallet settes tilbake til minstekravet."
        ),
    )

    def __init__(
        self,
        *args: Any,
        activities: Iterable[LearningActivity],
        evidence: Iterable[tuple[Any, Iterable[Any]]],
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        offer: dict[str, Any] = self.fields
        offer["activity"].offer(activities)
        offer["evidence"].offer(evidence, label=evidence_label, empty=_("Velg vurdering, aktivitet eller uttalelse"))


class EquivalentForm(FagveiForm):
    requirement = ObjectField(
        label=_("Anbefalt aktivitet som erstattes"), error_messages={"required": _("Velg hva som erstattes.")}
    )
    plan_activity = ObjectField(
        label=_("Godtas i stedet"), error_messages={"required": _("Velg aktiviteten som godtas.")}
    )
    reason = TextField(
        label=_("Begrunnelse"),
        help_text=_("Hvorfor er den minst like god?"),
        error_messages={"required": _("Skriv hvorfor aktiviteten er minst like god.")},
    )

    def __init__(
        self, *args: Any, requirements: Iterable[Requirement], activities: Iterable[PlanActivity], **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.fields["requirement"].offer(requirements, label=requirement_label)  # type: ignore[attr-defined]
        self.fields["plan_activity"].offer(activities, label=activity_label)  # type: ignore[attr-defined]


def requirement_label(requirement: Requirement) -> str:
    return str(requirement.activity) if requirement.activity else str(requirement.get_kind_display()).capitalize()


def evidence_label(row: Assessment | PlanActivity | Opinion) -> str:
    if isinstance(row, PlanActivity):
        return activity_label(row)
    if isinstance(row, Assessment):
        return f"{row.title}, {row.assessor_name} ({row.held_on:%d.%m.%Y})"
    return f"{row.plan_goal.goal.code}: {row.by} ({timezone.localtime(row.at):%d.%m.%Y})"


def activity_label(activity: PlanActivity) -> str:
    return f"{activity.title} ({activity.done_on:%d.%m.%Y})"
