"""The door of a doctor's calendar: the secret in the address, and an account that is open."""

from typing import Any

from django.http import Http404

from fagvei.courses.models import PersonalCalendar
from fagvei.courses.rules.calendar_secret import print_of
from fagvei.people.models import User


def doctor_of_secret(secret: str) -> User:
    rows = PersonalCalendar.objects.select_related("doctor").filter(doctor__is_active=True)
    row = rows.filter(secret_hash=print_of(secret)).first()
    if row is None:
        raise Http404
    return row.doctor


def calendar_of(user: Any) -> PersonalCalendar | None:
    """One's own, when it is open."""
    return PersonalCalendar.objects.filter(doctor=user).exclude(secret_hash="").first()
