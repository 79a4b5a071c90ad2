"""What waits for somebody about seats: consent, an offer to answer, a round to open, to preview, an answer to release."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.common.addresses import address_of
from fagvei.common.prepared import prepared
from fagvei.common.tasks import Act, Task
from fagvei.courses.models import AllocationApproval, ApplicationRound, CourseApplication, SeatOffer
from fagvei.courses.queries.consent_tasks import consents_to_give
from fagvei.courses.queries.criteria import courses_with_judging
from fagvei.courses.queries.evaluation_tasks import evaluation_tasks_for
from fagvei.courses.queries.external_tasks import external_tasks_for
from fagvei.courses.queries.joint_tasks import invitations_to_answer
from fagvei.courses.queries.proposals import proposals_to_answer
from fagvei.courses.queries.round_tasks import rounds_to_open
from fagvei.courses.queries.seats import courses_led_by, is_judged, newest_allocation
from fagvei.courses.queries.standing import OUT_OF_IT, centres_of_officer
from fagvei.courses.queries.terms import answer_words, terms_of
from fagvei.courses.rules.deadlines import ANSWER_DAYS_AFTER
from fagvei.courses.rules.seats import is_short
from fagvei.people.models import User

State = ApplicationRound.State
# The words of a line and no more: most of what a page costs is columns nobody reads.
OFFER = (
    "public_id",
    "since",
    "answer_by_at",
    "application__public_id",
    "application__wishes",
    "round_run__public_id",
    *(f"round_run__run__{name}" for name in ("starts_on", "ends_on", "place", "withdraw_by_on", "fee_kroner")),
    "round_run__run__course__activity__name",
)
WISH = ("public_id", "since", "round__deadline_at", "round__course__activity__name")


def tasks_for(user: User) -> list[Task]:
    centres = centres_of_officer(user)
    return [
        *_offers(user),
        *_to_wish_anew(user),
        *consents_to_give(user),
        *_rounds(user, list(centres)),
        *evaluation_tasks_for(user),
        *external_tasks_for(user, centres),
    ]


@prepared
def _offered(user: int, now: dt.datetime) -> QuerySet[SeatOffer]:
    offers = SeatOffer.objects.filter(doctor_id=user, state=SeatOffer.State.OFFERED, answer_by_at__gt=now)
    offers = offers.select_related("application", "round_run__run__course__activity").only(*OFFER)
    return offers.order_by("answer_by_at", "pk")


@prepared
def _ended_early(user: int, now: dt.datetime) -> QuerySet[CourseApplication]:
    rows = CourseApplication.objects.filter(
        doctor_id=user,
        state=CourseApplication.State.ENDED,
        round__state=State.COLLECTING,
        round__deadline_at__gt=now,
    )
    return rows.select_related("round__course__activity").only(*WISH).order_by("since", "pk")


def _offers(user: User) -> Iterator[Task]:
    for each in _offered(user=user.pk, now=clock.now()):
        yield Task(
            "seat_offer",
            _("Svar på tilbud om plass på %(course)s") % {"course": each.round_run.run.course},
            reverse("courses:application", args=[each.application.public_id]),
            _("Svar"),
            each.since,
            due_on=each.answer_by_on,
            said=_said(each),
            act=_acceptance(each),
        )


def _said(offer: SeatOffer) -> str:
    """The line itself says the last day; where the time is short, it is said to the hour and why."""
    run = offer.round_run.run
    soon = [answer_words(offer)] if is_short(offer.since, offer.answer_by_at) else []
    return " ".join([f"{run.dates}, {run.where}.", *soon, terms_of(run)])


def _acceptance(offer: SeatOffer) -> Act | None:
    """Not from the row when a yes lets go of what was wished for after it: the page shows what that is."""
    wishes = offer.application.wishes
    is_last = not wishes or wishes[-1] == offer.round_run.key
    return Act(address_of("courses:accept_offer", offer.public_id), _("Ja, jeg tar plassen")) if is_last else None


def _to_wish_anew(user: User) -> Iterator[Task]:
    """The only wish was taken out of a round that is still open: there are other runs in it."""
    for each in _ended_early(user=user.pk, now=clock.now()):
        yield Task(
            "course_wish",
            _("Velg en annen kjøring av %(course)s: den du søkte på, er tatt ut av runden")
            % {"course": each.round.course},
            reverse("courses:application", args=[each.public_id]),
            _("Velg"),
            each.since,
            due_on=each.round.deadline_on,
        )


def _rounds(user: User, centres: list[int]) -> Iterator[Task]:
    """Those of the host whose deadline is out; those of the course leader that are previewed. None with an own application."""
    courses = courses_led_by(user)
    if not centres and not courses:
        return
    if centres:
        yield from invitations_to_answer(centres)
        yield from rounds_to_open(centres)
        yield from proposals_to_answer(user, set(centres))
    due = ApplicationRound.objects.filter(
        Q(host_centre__in=centres) | Q(course__in=courses, state=State.PREVIEWED), deadline_at__lte=clock.now()
    ).exclude(state__in=ApplicationRound.DONE)
    own = CourseApplication.objects.filter(round=OuterRef("pk"), doctor=user).exclude(state__in=OUT_OF_IT)
    rows = list(due.exclude(Exists(own)).select_related("course__activity").order_by("deadline_at", "pk"))
    judging = courses_with_judging({each.course_id for each in rows}) if rows else set()
    for each in rows:
        if each.state == State.COLLECTING and each.course_id in judging and not is_judged(each):
            yield _judging(each)
        elif each.state == State.COLLECTING:
            yield _task_of(each, "preview", _("Fordel plassene på %(course)s"), _("Forhåndsvis"))
        elif _waits_for(each, user, centres, courses):
            yield _task_of(each, "release", _("Frigi plassene på %(course)s"), _("Se og frigi"))


def _judging(found: ApplicationRound) -> Task:
    return Task(
        "seats_judge",
        _("Vurder søkerne til %(course)s") % {"course": found.course},
        reverse("courses:judgements", args=[found.public_id]),
        _("Vurder"),
        max(found.deadline_at, found.since),
        due_on=_answer_by(found),
    )


def _waits_for(found: ApplicationRound, user: User, centres: list[int], courses: list[int]) -> bool:
    allocation = newest_allocation(found)
    given = list(allocation.approvals.all()) if allocation else []
    left = {each for each in AllocationApproval.Capacity.values if each not in {row.capacity for row in given}}
    mine = {
        *({"officer"} if found.host_centre_id in centres else set()),
        *({"course_leader"} if found.course_id in courses else set()),
    }
    return bool(left & mine) and user.pk not in {row.by_id for row in given}


def _task_of(found: ApplicationRound, kind: str, title: str, act: str) -> Task:
    return Task(
        f"seats_{kind}",
        title % {"course": found.course},
        found.get_absolute_url(),
        act,
        max(found.deadline_at, found.since),
        due_on=_answer_by(found),
    )


def _answer_by(found: ApplicationRound) -> dt.date:
    """When the applicants are to have their answer (R13)."""
    return found.deadline_on + dt.timedelta(days=ANSWER_DAYS_AFTER)
