"""Open, renew and close the address of one's own calendar."""

import uuid

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.common.refusal import Refusal
from fagvei.courses.actions.seat_refusals import DoctorsOnly
from fagvei.courses.models import PersonalCalendar
from fagvei.courses.rules.calendar_secret import print_of, secret_of
from fagvei.people.models import User
from fagvei.people.queries import has_role


class CalendarClosed(Refusal):
    code = "calendar_closed"
    message = _("Du har ingen kalenderadresse som er åpen.")


@transaction.atomic
def open_calendar(*, by: User) -> PersonalCalendar:
    """A new address. One that was open before works no longer."""
    if not has_role(by, "doctor"):
        raise DoctorsOnly
    row, is_new = PersonalCalendar.objects.select_for_update().get_or_create(doctor=by)
    name = "personal_calendar_renewed" if row.is_open else "personal_calendar_opened"
    row.seed = row.seed if is_new else uuid.uuid4()
    row.secret_hash, row.since = print_of(secret_of(row.seed)), clock.now()
    row.save()
    audit.record(name, target=row, by=by, acting_as="doctor", subject=by)
    return row


@transaction.atomic
def close_calendar(*, by: User) -> PersonalCalendar:
    row = PersonalCalendar.objects.select_for_update().filter(doctor=by).exclude(secret_hash="").first()
    if row is None:
        raise CalendarClosed
    row.secret_hash, row.since = "", clock.now()
    row.save()
    audit.record("personal_calendar_closed", target=row, by=by, acting_as="doctor", subject=by)
    return row
