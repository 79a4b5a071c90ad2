"""What waits for somebody about seats: consent, an offer to answer, a round to open, to preview, an answer to release."""

import datetime as dt
from collections.abc import Collection, Iterator

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.common.prepared import prepared
from fagvei.common.tasks import Task
from fagvei.courses.models import AllocationApproval, ApplicationRound, CourseApplication, SeatOffer
from fagvei.courses.queries.criteria import courses_with_judging
from fagvei.courses.queries.evaluation_tasks import evaluation_tasks_for
from fagvei.courses.queries.external_tasks import external_tasks_for
from fagvei.courses.queries.joint_tasks import invitations_to_answer
from fagvei.courses.queries.round_tasks import rounds_to_open
from fagvei.courses.queries.seats import courses_led_by, is_judged, newest_allocation
from fagvei.courses.queries.standing import centres_of_officer
from fagvei.courses.rules.deadlines import ANSWER_DAYS_AFTER
from fagvei.people.models import User
from fagvei.people.queries import circle_of

State = ApplicationRound.State
# The words of a line and no more: most of what a page costs is columns nobody reads.
OFFER = ("since", "answer_by_at", "application__public_id", "round_run__run__course__activity__name")
WISH = ("public_id", "since", "round__deadline_at", "round__course__activity__name")
CONSENT = (
    "public_id",
    "since",
    "doctor__full_name",
    "waiting_on__full_name",
    "round__deadline_at",
    "round__course__activity__name",
)


def tasks_for(user: User) -> list[Task]:
    centres = centres_of_officer(user)
    return [
        *_offers(user),
        *_to_wish_anew(user),
        *_consents(user),
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
def _awaiting(led: Collection[int], now: dt.datetime) -> QuerySet[CourseApplication]:
    rows = CourseApplication.objects.filter(
        doctor_id__in=led, state=CourseApplication.State.AWAITING, round__deadline_at__gt=now
    )
    rows = rows.select_related("doctor", "waiting_on", "round__course__activity").only(*CONSENT)
    return rows.order_by("since", "pk")


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
        )


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


def _consents(user: User) -> Iterator[Task]:
    if not (led := circle_of(user).leads):
        return
    for each in _awaiting(led=led, now=clock.now()):
        for_whom = each.waiting_on.full_name if each.waiting_on and each.waiting_on_id != user.pk else ""
        yield Task(
            "course_consent",
            _("Samtykke til kurs for %(name)s: %(course)s") % {"name": each.doctor, "course": each.round.course},
            reverse("courses:application", args=[each.public_id]),
            _("Svar på søknaden"),
            each.since,
            due_on=each.round.deadline_on,
            for_whom=for_whom,
        )


def _rounds(user: User, centres: list[int]) -> Iterator[Task]:
    """Those of the host whose deadline is out; those of the course leader that are previewed."""
    courses = courses_led_by(user)
    if not centres and not courses:
        return
    if centres:
        yield from invitations_to_answer(centres)
        yield from rounds_to_open(centres)
    due = ApplicationRound.objects.filter(
        Q(host_centre__in=centres) | Q(course__in=courses, state=State.PREVIEWED), deadline_at__lte=clock.now()
    ).exclude(state__in=ApplicationRound.DONE)
    rows = list(due.select_related("course__activity").order_by("deadline_at", "pk"))
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
