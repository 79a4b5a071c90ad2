"""What officer and course leader see of rounds. Before the deadline nothing about applications, not even how many.

How many have applied would tell how strong an application must be; whoever knows it knows more than the applicants.
"""

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from fagvei.courses.models import (
    AllocationApproval,
    ApplicationRound,
    CourseApplication,
    CourseRun,
    ManualChange,
    OfferEvent,
    RankingCriterion,
    RoundRun,
    SeatAllocation,
    SeatOffer,
    WaitingListEntry,
)
from fagvei.courses.queries.criteria import criteria_of
from fagvei.courses.queries.joint import Neighbour, officers_of, outside_rounds
from fagvei.courses.queries.leaving import left_by, left_in
from fagvei.courses.queries.reserves import Shares, shares_in
from fagvei.courses.queries.round_tasks import runs_without_round
from fagvei.courses.queries.seats import is_course_leader, newest_allocation, replayed
from fagvei.courses.queries.terms import rule_near_start
from fagvei.courses.rules.base import Rule
from fagvei.courses.rules.seats import whole_months
from fagvei.organisations.models import RegionalEducationCentre
from fagvei.people.models import User
from fagvei.planning import seats


@dataclass(frozen=True)
class Admissions:
    """`to_collect` are announced runs nobody can apply for yet, `missed` those nobody can apply for any more.

    `left` are one's own, taken out of a round.
    """

    rounds: list[ApplicationRound]
    to_collect: list[CourseRun]
    missed: list[CourseRun]
    left: list[ManualChange]
    checks_external: bool


def admissions(centres: list[int], courses: list[int]) -> Admissions:
    joined = RoundRun.objects.standing().filter(run__host_centre__in=centres)
    rounds = ApplicationRound.objects.filter(
        Q(host_centre__in=centres) | Q(course__in=courses) | Q(pk__in=joined.values("round_id"))
    )
    outside = list(runs_without_round(centres))
    return Admissions(
        list(rounds.select_related("course__activity", "host_centre").order_by("-deadline_at", "pk")),
        [run for run in outside if run.is_before_deadline],
        [run for run in outside if not run.is_before_deadline],
        left_by(centres),
        bool(centres),
    )


@dataclass(frozen=True)
class Line:
    """One applicant in the answer for a run."""

    rank: int
    application: CourseApplication
    months: int | None
    by_lottery: bool
    offer: SeatOffer | None = None


@dataclass(frozen=True)
class RunPart:
    round_run: RoundRun
    seated: list[Line]
    waiting: list[Line]


@dataclass(frozen=True)
class InRound:
    """A run of the round, and its seats for regions first."""

    row: RoundRun
    shares: Shares | None


@dataclass(frozen=True)
class RoundPage:
    """`hosts` are those that have joined the RegUt that leads; `left` tells of runs that were taken out again.

    `changes` are those by hand that all applicants see and that are of the whole round.
    """

    parts: list[RunPart]
    runs: list[InRound]
    hosts: list[RegionalEducationCentre]
    left: list[ManualChange]
    was_previewed: bool
    criteria: list[RankingCriterion]
    allocation: SeatAllocation | None
    approvals: list[AllocationApproval]
    applicants: int
    lapsed: int
    faults: int
    changes: list[ManualChange]


def round_page(found: ApplicationRound, only: set[int] | None = None) -> RoundPage:
    """`only`: the RegUts whose own runs are shown, and those after release; None shows all, as soon as it is previewed."""
    rows = found.round_runs.standing().select_related("run__course__activity", "run__host_centre")
    round_runs = list(rows.order_by("run__starts_on", "pk"))
    hosts = joined_hosts(found, round_runs)
    shares = shares_in(round_runs)
    runs = [InRound(each, shares.get(each.run_id)) for each in round_runs]
    left = left_in(found)
    changes = list(found.manual_changes.select_related("by").order_by("-at", "-pk"))
    is_shown = found.is_over and (only is None or found.is_released)
    allocation = newest_allocation(found) if is_shown else None
    if allocation is None or not found.has_answer:
        return RoundPage([], runs, hosts, left, allocation is not None, criteria_of(found), None, [], 0, 0, 0, changes)
    problem, answer = replayed(allocation)
    applications = {each.key: each for each in found.applications.select_related("doctor")}
    lapsed = sum(each.state == CourseApplication.State.LAPSED for each in applications.values())
    return RoundPage(
        [_part(each, problem, answer, applications) for each in shown_of(round_runs, only)],
        runs,
        hosts,
        left,
        True,
        criteria_of(found),
        allocation,
        list(allocation.approvals.select_related("by")),
        len(problem.applicants),
        lapsed,
        len(seats.check(problem, answer)),
        changes,
    )


@dataclass(frozen=True)
class OwnCase:
    """Who can do what somebody with an application in the round cannot. `leads`: that somebody is the course leader.

    All the other officers: one left out would be known to have applied.
    """

    officers: list[User]
    leads: bool


def own_case(found: ApplicationRound, user: User) -> OwnCase:
    officers = [each for each in officers_of(found.host_centre_id) if each != user]
    return OwnCase(officers, is_course_leader(user, found.course))


def joined_hosts(found: ApplicationRound, round_runs: list[RoundRun]) -> list[RegionalEducationCentre]:
    others = {each.run.host_centre for each in round_runs if each.run.host_centre_id != found.host_centre_id}
    return sorted(others, key=lambda centre: centre.sort_key)


def shown_of(round_runs: list[RoundRun], only: set[int] | None) -> list[RoundRun]:
    return [each for each in round_runs if only is None or each.run.host_centre_id in only]


def _part(
    row: RoundRun, problem: seats.Problem, answer: seats.Allocation, applications: dict[str, CourseApplication]
) -> RunPart:
    order = sorted(
        (
            (each.priority(claim), each.key)
            for each in problem.applicants
            for claim in each.claims
            if claim.run == row.key
        ),
        reverse=True,
    )
    strengths = [priority for priority, _who in order]
    lines = {
        who: Line(number, applications[who], _months(problem, priority), _tied(strengths, number - 1))
        for number, (priority, who) in enumerate(order, start=1)
    }
    waiting = answer.waiting.get(row.key, ())
    # Whoever has a seat owes it to the lottery only where an equal one has none.
    unlucky = {priority[:-1] for priority, who in order if who in waiting}
    seated = [
        replace(lines[who], by_lottery=priority[:-1] in unlucky)
        for priority, who in order
        if answer.seats.get(who) == row.key
    ]
    return RunPart(row, seated, [lines[who] for who in waiting])


def _months(problem: seats.Problem, priority: tuple[int, ...]) -> int | None:
    if "seniority" not in problem.components:
        return None
    return whole_months(priority[problem.components.index("seniority")])


def _tied(strengths: list[tuple[int, ...]], number: int) -> bool:
    """The lottery decided between this one and a neighbour."""
    own = strengths[number][:-1]
    near = strengths[max(0, number - 1) : number] + strengths[number + 1 : number + 2]
    return any(other[:-1] == own for other in near)


@dataclass(frozen=True)
class WaitingPart:
    round_run: RoundRun
    offers: list[SeatOffer]
    waiting: list[WaitingListEntry]
    log: list[dict[str, Any]]
    shares: Shares | None = None

    @property
    def free(self) -> int:
        return max(0, self.round_run.seats - self.round_run.taken)

    @property
    def near_start(self) -> Rule | None:
        return rule_near_start(self.round_run.run)


def waiting_page(found: ApplicationRound, only: set[int] | None = None) -> list[WaitingPart]:
    """Seats, who waits in which order, and every move with its reason, the newest first. Of `only` these RegUts' runs."""
    all_rows = found.round_runs.standing().select_related("run__course__activity", "run__host_centre")
    rows = shown_of(list(all_rows.order_by("run__starts_on", "pk")), only)
    shares = shares_in(rows)
    offers = list(SeatOffer.objects.filter(round_run__in=rows).select_related("doctor").order_by("seat_no", "pk"))
    entries = list(
        WaitingListEntry.objects.filter(round_run__in=rows)
        .filter(Q(is_waiting=True) | Q(left_list_at__isnull=False))
        .select_related("application__doctor")
        .order_by("place")
    )
    left = [each for each in entries if each.left_list_at]
    events = list(
        OfferEvent.objects.filter(offer__round_run__in=rows)
        .select_related("offer__doctor", "by")
        .order_by("-at", "-pk")
    )
    changes = list(ManualChange.objects.filter(round_run__in=rows).select_related("by").order_by("-at", "-pk"))
    return [
        WaitingPart(
            row,
            [each for each in offers if each.round_run_id == row.pk and each.state in SeatOffer.HOLDING],
            [each for each in entries if each.round_run_id == row.pk and each.is_waiting],
            _log(row, events, changes, left),
            shares.get(row.run_id),
        )
        for row in rows
    ]


def _log(
    row: RoundRun, events: list[OfferEvent], changes: list[ManualChange], left: list[WaitingListEntry]
) -> list[dict[str, Any]]:
    """Whoever leaves the list needs give no reason, and is not named."""
    moves = [
        {"at": each.at, "who": each.by or "Fagvei", "what": f"{each.offer.doctor}: {each.get_state_after_display()}",
         "text": _reason(each)}
        for each in events
        if each.offer.round_run_id == row.pk
    ]  # fmt: skip
    by_hand = [
        {"at": each.at, "who": each.by, "what": each.get_kind_display().capitalize(), "text": each.reason}
        for each in changes
        if each.round_run_id == row.pk
    ]
    gone = [
        {"at": each.left_list_at, "who": _("En som ventet"), "what": _("Forlot ventelisten"), "text": ""}
        for each in left
        if each.round_run_id == row.pk
    ]
    return sorted([*moves, *by_hand, *gone], key=lambda step: step["at"], reverse=True)


def _reason(event: OfferEvent) -> str:
    """The first offers were made by the rule; nothing else is offered without a reason."""
    is_first = event.state_after == SeatOffer.State.OFFERED and not event.reason
    return _("Plass etter regelen da plassene ble frigitt.") if is_first else event.reason


def runs_beside(run: CourseRun, neighbours: list[Neighbour]) -> list[CourseRun]:
    """Runs of the course with the same deadline which nobody can apply for yet: one's own, and of hosts that have joined."""
    beside = CourseRun.objects.filter(
        course=run.course_id,
        host_centre=run.host_centre_id,
        deadline_at=run.deadline_at,
        state=CourseRun.State.ANNOUNCED,
    )
    own = list(outside_rounds(beside).exclude(pk=run.pk).select_related("host_centre").order_by("starts_on", "pk"))
    return [*own, *(each.run for each in neighbours if each.has_joined)]
