"""Whoever has a seat lets go what was asked for besides: other applications for the same course, and of a choice group that has enough."""

from django.db import transaction

from fagvei.courses.actions.applications import withdraw_application
from fagvei.courses.actions.offers import decline_offer, leave_waiting_list
from fagvei.courses.actions.rounds import locked_round
from fagvei.courses.actions.seat_refusals import NoSeatHeld, NotApplicant, NothingToLetGo
from fagvei.courses.models import CourseApplication, SeatOffer
from fagvei.courses.queries.same_need import to_let_go
from fagvei.people.models import User


@transaction.atomic
def let_others_go(*, application: CourseApplication, by: User) -> int:
    """Each as the doctor would have done it there.

    The rounds first and in the order of their keys, then the application, as everywhere: whoever moves seats in one of them waits.
    """
    rounds = {each.round_id: each.round for each in (application, *to_let_go(application))}
    for key in sorted(rounds):
        locked_round(rounds[key])
    rows = CourseApplication.objects.select_related("round__course", "doctor").select_for_update(of=("self",))
    row = rows.get(pk=application.pk)
    if row.doctor_id != by.pk:
        raise NotApplicant
    if row.state != CourseApplication.State.PLACED:
        raise NoSeatHeld
    others = to_let_go(row)
    if not others:
        raise NothingToLetGo
    for each in sorted(others, key=lambda other: other.round_id):
        _let_go(each, by)
    return len(others)


def _let_go(application: CourseApplication, by: User) -> None:
    if application.state in CourseApplication.BEFORE_DEADLINE:
        withdraw_application(application=application, by=by)
        return
    for entry in application.waiting.filter(is_waiting=True).select_related("application__round"):
        leave_waiting_list(entry=entry, by=by)
    # Last: a seat that is let go goes on at once, and not to another list of the same doctor.
    for offer in application.offers.filter(state=SeatOffer.State.OFFERED).select_related("application__round"):
        decline_offer(offer=offer, by=by)
