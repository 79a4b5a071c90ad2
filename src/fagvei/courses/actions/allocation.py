"""Preview and release: the officer sees the answer first, and two people let it out together."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.courses.actions.applications import Kind as ApplicationKind
from fagvei.courses.actions.applications import State as ApplicationState
from fagvei.courses.actions.applications import move_application, record_application
from fagvei.courses.actions.criteria_refusals import JudgementMissing
from fagvei.courses.actions.lapsing import let_lapse
from fagvei.courses.actions.offers import make_offer
from fagvei.courses.actions.rounds import locked_round
from fagvei.courses.actions.seat_refusals import (
    AllocationOutdated,
    AllocationReplaced,
    AllocationWrong,
    CapacityGiven,
    NotReleaser,
    PublicValueFixed,
    PublicValueMissing,
    PublicValueNotAnnounced,
    RoundCancelled,
    RoundNotOver,
    RoundReleased,
    SamePersonTwice,
)
from fagvei.courses.actions.standing import check_not_own, host_capacity
from fagvei.courses.models import (
    AllocationApproval,
    ApplicationRound,
    RunEvent,
    SeatAllocation,
    WaitingListEntry,
)
from fagvei.courses.queries.criteria import is_as_judged
from fagvei.courses.queries.seats import is_course_leader, is_judged, newest_allocation, problem_of
from fagvei.courses.queries.standing import is_host
from fagvei.courses.rules.seats import is_short
from fagvei.people.actions import notify
from fagvei.people.models import User
from fagvei.planning import seats
from fagvei.planning.seats import Allocation, Problem

Capacity = AllocationApproval.Capacity


@transaction.atomic
def preview_allocation(*, round: ApplicationRound, by: User, public_value: str = "") -> SeatAllocation:
    """Freeze the round and write down the answer. May be done again until it is released; the last one counts."""
    found = locked_round(round)
    acting_as = host_capacity(by, found)
    check_not_own(by, round=found)
    _check_not_done(found)
    if not found.is_over:
        raise RoundNotOver
    value = _public_value(found, public_value)
    if not is_judged(found):
        raise JudgementMissing
    found.public_value = value
    let_lapse(found)
    problem = problem_of(found)
    transcript = seats.write(problem, seats.solve(problem))
    allocation = SeatAllocation.objects.create(
        round=found, transcript=transcript, sha256=seats.digest(transcript), by=by
    )
    _move_round(found, ApplicationRound.State.PREVIEWED)
    _record("seats_previewed", found, by, acting_as, [allocation])
    return allocation


def _public_value(found: ApplicationRound, typed: str) -> str:
    """The first one stands: whoever could preview with another one could go on until the list pleased."""
    value = " ".join(typed.split())
    if value and not found.public_value_source:
        raise PublicValueNotAnnounced
    if found.public_value and value not in {"", found.public_value}:
        raise PublicValueFixed
    if found.public_value_source and not (value or found.public_value):
        raise PublicValueMissing
    return value or found.public_value


@transaction.atomic
def approve_release(*, allocation: SeatAllocation, by: User) -> SeatAllocation:
    """The first of the two waits for the other; the second lets the answer out."""
    found = locked_round(allocation.round)
    _check_not_done(found)
    newest = newest_allocation(found)
    if newest is None or newest.pk != allocation.pk:
        raise AllocationReplaced
    capacity = _releasing_capacity(newest, found, by)
    check_not_own(by, round=found)
    problem, answer = _checked(newest, found)
    approval = AllocationApproval.objects.create(allocation=newest, capacity=capacity, by=by)
    _record("seats_release_approved", found, by, capacity, [approval])
    if newest.approvals.count() == len(Capacity):
        _release(found, newest, problem, answer, by)
    return newest


def _check_not_done(found: ApplicationRound) -> None:
    if found.is_released:
        raise RoundReleased
    if found.is_cancelled:
        raise RoundCancelled


def _releasing_capacity(allocation: SeatAllocation, found: ApplicationRound, by: User) -> str:
    """As officer or as course leader, whichever is left. Whoever is both counts as course leader: of officers there are more."""
    given = {each.capacity: each.by_id for each in allocation.approvals.all()}
    mine = [
        *([Capacity.COURSE_LEADER] if is_course_leader(by, found.course) else []),
        *([Capacity.OFFICER] if is_host(by, found) else []),
    ]
    if not mine:
        raise NotReleaser
    left = [each for each in mine if each not in given]
    if by.pk in given.values():
        raise SamePersonTwice
    if not left:
        raise CapacityGiven
    return left[0]


def _checked(allocation: SeatAllocation, found: ApplicationRound) -> tuple[Problem, Allocation]:
    """Run it again from what was written down, let the judge look at it, and compare with the seats there are now."""
    problem, answer = seats.replay(allocation.transcript)
    if seats.digest(allocation.transcript) != allocation.sha256 or seats.check(problem, answer):
        raise AllocationWrong
    if {run.key: run.seats for run in problem.runs} != {each.key: each.seats for each in found.round_runs.standing()}:
        raise AllocationOutdated
    if not is_as_judged(problem, found) or _is_moved_since(allocation, found):
        raise AllocationOutdated
    return problem, answer


def _is_moved_since(allocation: SeatAllocation, found: ApplicationRound) -> bool:
    """Service is counted until the course starts, so on another day another may come first."""
    moved = RunEvent.objects.filter(kind=RunEvent.Kind.MOVED, at__gte=allocation.at)
    return moved.filter(run__in=found.round_runs.standing().values("run")).exists()


def _release(
    found: ApplicationRound, allocation: SeatAllocation, problem: Problem, answer: Allocation, by: User
) -> None:
    applications = {each.key: each for each in found.applications.select_related("doctor")}
    for each in applications.values():
        each.round = found
    round_runs = {
        each.key: each for each in found.round_runs.standing().select_for_update(of=("self",)).select_related("run")
    }
    strongest = {
        key: sorted(taken, key=lambda who: _strength(problem, who, key)) for key, taken in answer.taken().items()
    }
    is_short_for_some = False
    for key, people in sorted(strongest.items()):
        for who in people:
            offer = make_offer(round_runs[key], applications[who], by=None, acting_as="system", reason="")
            is_short_for_some |= is_short(offer.since, offer.answer_by_at)
    for key, order in answer.waiting.items():
        WaitingListEntry.objects.bulk_create(
            [
                WaitingListEntry(round_run=round_runs[key], application=applications[who], place=place)
                for place, who in enumerate(order, start=1)
            ]
        )
    for each in applications.values():
        if each.state == ApplicationState.SENT:
            event = move_application(
                each, ApplicationKind.LISTED, to=ApplicationState.WAITING, by=None, acting_as="system"
            )
            record_application("course_waiting", each, None, "system", [event])
    _move_round(found, ApplicationRound.State.RELEASED)
    _record("seats_released", found, by, "", [allocation])
    _tell_all(found, is_short_for_some)


def _strength(problem: Problem, who: str, key: str) -> tuple[int, ...]:
    applicant = problem.applicant_by_key[who]
    claim = next(each for each in applicant.claims if each.run == key)
    return tuple(-value for value in applicant.priority(claim))


def _move_round(found: ApplicationRound, to: str) -> None:
    found.state, found.since = to, clock.now()
    found.save()


def collect_again(found: ApplicationRound) -> list[ApplicationRound]:
    """What was previewed counts no more: a run has left. The round waits for the host that leads, and returns when it was moved."""
    if found.state != ApplicationRound.State.PREVIEWED:
        return []
    _move_round(found, ApplicationRound.State.COLLECTING)
    return [found]


def end_round(found: ApplicationRound, by: User, acting_as: str) -> None:
    """No run is left in it: there is nothing to apply for and nothing to share."""
    _move_round(found, ApplicationRound.State.CANCELLED)
    _record("round_cancelled", found, by, acting_as, [])


def _tell_all(found: ApplicationRound, is_short_for_some: bool) -> None:
    """The same words to all who applied: an e-mail that reveals nothing."""
    text = _("Kursplassene i en runde du har søkt i, er fordelt.")
    if is_short_for_some:
        text = _(
            "Kursplassene i en runde du har søkt i, er fordelt. Et av kursene begynner snart, så en svarfrist er kort."
        )
    told = found.applications.exclude(state__in=[ApplicationState.WITHDRAWN, ApplicationState.LAPSED])
    for each in told.select_related("doctor"):
        notify(
            user=each.doctor,
            kind="seats_released",
            text=text,
            path=reverse("courses:application", args=[each.public_id]),
        )


def _record(name: str, found: ApplicationRound, by: User, acting_as: str, facts: list) -> None:
    audit.record(
        name,
        target=found,
        by=by,
        acting_as=acting_as,
        controller=found.host_centre,
        details={"course": found.course.code},
        facts=[found, *facts],
    )
