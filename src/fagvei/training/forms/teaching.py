"""Forms of internal teaching: the code in the room, a lesson, the calendar file, attendance for another."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock, text
from fagvei.common.forms import DateField, FagveiForm, TextField, UploadField
from fagvei.curriculum.models import LearningGoal
from fagvei.organisations.models import LearningArena, TrainingInstitution
from fagvei.people.forms import PersonField
from fagvei.people.models import User
from fagvei.training.forms.fields import ObjectField
from fagvei.training.forms.mentoring import TimeField
from fagvei.training.rules.teaching_calendar import LARGEST


class CheckInForm(FagveiForm):
    code = TextField(
        label=_("Koden i rommet"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Skriv koden som står i rommet."), "max_length": _("Koden har seks tegn.")},
    )


class TeachingForm(FagveiForm):
    title = TextField(label=_("Tema"), error_messages={"required": _("Skriv hva undervisningen handler om.")})
    day = DateField(label=_("Dato"), error_messages={"required": _("Velg datoen.")})
    begins = TimeField(label=_("Fra"), error_messages={"required": _("Skriv når den begynner.")})
    ends = TimeField(label=_("Til"), error_messages={"required": _("Skriv når den slutter.")})
    arena = ObjectField(
        label=_("Enhet"), required=False, help_text=_("Uten enhet gjelder undervisningen hele virksomheten.")
    )
    place = TextField(label=_("Sted"), required=False)
    teacher_name = TextField(
        label=_("Hvem underviser?"), required=False, help_text=_("En som skal vise koden, velger du etterpå.")
    )
    goals = TextField(
        label=_("Læringsmål den dekker"),
        required=False,
        help_text=_("Koder med komma mellom, som RUS-001, FKM-04. Bare da teller oppmøte mot målet."),
    )

    def __init__(self, *args: Any, arenas: Iterable[LearningArena], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["arena"].offer(arenas, empty=_("Hele virksomheten"))  # type: ignore[attr-defined]

    def clean_goals(self) -> str:
        """The codes as they were typed; the goals themselves stand in `named_goals`."""
        codes = [
            part.strip().upper() for part in self.cleaned_data["goals"].replace(";", ",").split(",") if part.strip()
        ]
        found = {goal.code: goal for goal in LearningGoal.objects.filter(code__in=codes)}
        if unknown := [code for code in codes if code not in found]:
            raise forms.ValidationError(_now("Dette målet finnes ikke: %(codes)s.") % {"codes": ", ".join(unknown[:5])})
        self.named_goals = [found[code] for code in dict.fromkeys(codes)]
        return self.cleaned_data["goals"]

    def facts(self) -> dict[str, Any]:
        """What `plan_teaching` and `change_teaching` take."""
        given = self.cleaned_data
        return {
            "title": given["title"],
            "starts_at": dt.datetime.combine(given["day"], given["begins"], clock.OSLO),
            "ends_at": dt.datetime.combine(given["day"], given["ends"], clock.OSLO),
            "arena": given["arena"],
            "place": given["place"],
            "teacher_name": given["teacher_name"],
            "goals": self.named_goals,
        }


class CancelTeachingForm(FagveiForm):
    reason = TextField(
        label=_("Hvorfor avlyses undervisningen?"),
        help_text=_("Alle som ser kalenderen, leser dette."),
        error_messages={"required": _("Skriv hvorfor undervisningen avlyses.")},
    )


class CalendarForm(FagveiForm):
    upload = UploadField(
        label=_("Kalenderfil (.ics)"),
        help_text=_("Høyst 1 MB. Den samme filen kan tas inn igjen: det som er flyttet eller avlyst, følger med."),
        error_messages={
            "required": _("Velg en fil."),
            "empty": _("Filen er tom."),
            "invalid": _("Velg en fil."),
            "missing": _("Velg en fil."),
        },
    )
    arena = ObjectField(label=_("Enhet"), required=False)

    def __init__(self, *args: Any, arenas: Iterable[LearningArena], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["arena"].offer(arenas, empty=_("Hele virksomheten"))  # type: ignore[attr-defined]

    def clean_upload(self) -> Any:
        upload = self.cleaned_data["upload"]
        if upload.size > LARGEST:
            raise forms.ValidationError(_("Kalenderen er større enn 1 MB. Eksporter en kortere periode."))
        if not text.is_storable(upload.name):
            raise forms.ValidationError(_("Velg en fil."))
        return upload


class TeacherForm(FagveiForm):
    person = PersonField(label=_("Underviser"))

    def __init__(self, *args: Any, candidates: QuerySet[User], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = candidates  # type: ignore[attr-defined]


class MarkAttendanceForm(FagveiForm):
    person = PersonField(label=_("Lege"))
    reason = TextField(
        label=_("Hvorfor registrerer du for legen?"),
        help_text=_("Legen får beskjed og leser dette."),
        error_messages={"required": _("Skriv hvorfor du registrerer oppmøtet for legen.")},
    )

    def __init__(self, *args: Any, candidates: QuerySet[User], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = candidates  # type: ignore[attr-defined]


class AnnulAttendanceForm(FagveiForm):
    reason = TextField(
        label=_("Hvorfor annulleres oppmøtet?"), error_messages={"required": _("Skriv hvorfor oppmøtet annulleres.")}
    )


def arenas_of(institution: TrainingInstitution) -> list[LearningArena]:
    return list(LearningArena.objects.filter(institution=institution))
