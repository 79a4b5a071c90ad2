"""A run moves to other days, and what is offered in it is answered by the same rule again."""

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.courses.actions.manual_changes import locked_round_run
from fagvei.courses.actions.runs import move_run_alone
from fagvei.courses.actions.standing import HOST
from fagvei.courses.models import CourseRun, OfferEvent, RoundRun, SeatOffer
from fagvei.courses.queries.seats import starts_at
from fagvei.courses.rules.seats import answer_by_again
from fagvei.people.actions import notify
from fagvei.people.models import User

MOVED = gettext_noop("Kurset er flyttet, og svarfristen følger regelen på nytt.")


@transaction.atomic
def move_run(
    *,
    run: CourseRun,
    starts_on: dt.date,
    ends_on: dt.date,
    withdraw_by_on: dt.date,
    reason: str,
    by: User,
    place: str | None = None,
    days: int | None = None,
) -> CourseRun:
    """To other days. Whoever has a seat keeps it and is told, and so are those who hope for one; plan and programme follow.

    The round is locked first, as by everything that happens in one.
    """
    standing = RoundRun.objects.standing().select_related("round").filter(run=run).first()
    row = locked_round_run(standing)[1] if standing is not None else None
    moved = move_run_alone(
        run=run,
        starts_on=starts_on,
        ends_on=ends_on,
        withdraw_by_on=withdraw_by_on,
        reason=reason,
        by=by,
        place=place,
        days=days,
    )
    if row is not None:
        _answer_by_the_rule_again(row, moved, by)
    return moved


def _answer_by_the_rule_again(row: RoundRun, moved: CourseRun, by: User) -> None:
    """By the rule from when it was offered, and before the course begins (R16). What is too late stays too late."""
    offers = SeatOffer.objects.select_for_update(of=("self",)).select_related("doctor", "application")
    for offer in offers.filter(round_run=row, state=SeatOffer.State.OFFERED, answer_by_at__gt=clock.now()).order_by(
        "pk"
    ):
        due = answer_by_again(offer.since, offer.answer_by_at, clock.now(), starts_at(moved))
        if due == offer.answer_by_at:
            continue
        offer.answer_by_at = due
        offer.save(update_fields=["answer_by_at"])
        event = OfferEvent.objects.create(
            offer=offer, state_after=offer.state, reason=MOVED, by=by, acting_as=HOST, at=clock.now()
        )
        audit.record(
            "seat_offer_moved",
            target=offer,
            by=by,
            acting_as=HOST,
            subject=offer.doctor,
            controller=moved.host_centre,
            facts=[offer, event],
        )
        notify(
            user=offer.doctor,
            kind="seat_offered",
            text=_("Kurset du er tilbudt plass på, er flyttet, og svarfristen er en annen. Se den på søknaden."),
            path=reverse("courses:application", args=[offer.application.public_id]),
        )
