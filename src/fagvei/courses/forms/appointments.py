"""What is typed when somebody is appointed to a course."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fagvei.common.forms import DateField, FagveiForm
from fagvei.courses.models import CourseAppointment
from fagvei.people.models import User


class AppointForm(FagveiForm):
    person = forms.TypedChoiceField(
        label=_("Hvem"),
        empty_value=None,
        error_messages={"required": _("Velg en person."), "invalid_choice": _("Velg en av personene i listen.")},
    )
    role = forms.ChoiceField(
        label=_("I rollen"),
        choices=[(value, str(label).capitalize()) for value, label in CourseAppointment.Role.choices],
        error_messages={"required": _("Velg en rolle."), "invalid_choice": _("Velg et av alternativene.")},
    )
    from_on = DateField(label=_("Fra"), error_messages={"required": _("Velg fra når.")})
    to_on = DateField(label=_("Til og med"), error_messages={"required": _("Velg til når.")})

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any):
        super().__init__(*args, **kwargs)
        offered = {str(person.public_id): person for person in people}
        self.fields["person"].coerce = offered.__getitem__  # type: ignore[attr-defined]
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            ("", _("Velg")),
            *((key, str(person)) for key, person in offered.items()),
        ]
