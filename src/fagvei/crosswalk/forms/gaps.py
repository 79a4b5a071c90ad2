"""Reading and a course for a gap: what, for whom, by when. A lesson has the form of the calendar."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fagvei.common.forms import DateField, FagveiForm
from fagvei.courses.models import CourseRun
from fagvei.crosswalk.models.teaching_plans import PlanState
from fagvei.organisations.models import LearningArena
from fagvei.training.forms.fields import NOT_AMONG, ObjectField

LONGEST = 300


class _ForWhom(FagveiForm):
    arena = ObjectField(label=_("For hvem?"), required=False)

    def __init__(self, *args: Any, arenas: Iterable[LearningArena], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["arena"].offer(  # type: ignore[attr-defined]
            arenas,
            label=lambda arena: gettext("Leger med tjeneste på %s") % arena,
            empty=_("Alle leger i spesialisering ved virksomheten"),
        )


class ReadingForm(_ForWhom):
    reading = forms.ChoiceField(
        label=_("Hva skal leses?"), required=False, error_messages={"invalid_choice": NOT_AMONG}
    )
    due_on = DateField(label=_("Lest innen"), error_messages={"required": _("Velg når det skal være lest.")})
    field_order = ["reading", "arena", "due_on"]

    def __init__(self, *args: Any, code: str, references: Iterable[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        own = gettext("%(code)s med begrunnelse") % {"code": code}
        self.fields["reading"].choices = [("", own), *((each[:LONGEST], each) for each in references)]  # type: ignore[attr-defined]


class CourseForm(_ForWhom):
    run = ObjectField(label=_("Hvilket kurs?"), error_messages={"required": _("Velg en kursgjennomføring.")})
    field_order = ["run", "arena"]

    def __init__(self, *args: Any, runs: Iterable[CourseRun], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["run"].offer(runs, label=lambda run: f"{run.course}, {run.dates}, {run.where}")  # type: ignore[attr-defined]


class MarkForm(FagveiForm):
    state = forms.ChoiceField(choices=PlanState, widget=forms.HiddenInput)
