"""What a doctor sees of own applications: where it stands, and after release why. Nothing about others but numbers of five or more."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagvei.common import clock
from fagvei.courses.models import (
    AllocationApproval,
    ApplicationRound,
    CourseApplication,
    CourseRun,
    ManualChange,
    RoundRun,
    SeatAllocation,
    SeatOffer,
    WaitingListEntry,
)
from fagvei.courses.queries.seats import clashes, newest_allocation, secret_of
from fagvei.courses.rules.seats import FEWEST_FOR_A_CUT_OFF, whole_months
from fagvei.people.models import User
from fagvei.planning import seats
from fagvei.planning.seats import Problem, Verdict

State = CourseApplication.State


@dataclass(frozen=True)
class Mine:
    applications: list[CourseApplication]
    open_rounds: list[ApplicationRound]


def my_courses(doctor: User) -> Mine:
    applications = list(
        CourseApplication.objects.filter(doctor=doctor)
        .select_related("round__course__activity", "waiting_on")
        .order_by("-round__deadline_at", "pk")
    )
    applied = [each.round_id for each in applications if each.state != State.WITHDRAWN]
    now = clock.now()
    first = RoundRun.objects.filter(round=OuterRef("pk")).order_by("run__starts_on", "pk")
    rounds = (
        ApplicationRound.objects.filter(opens_at__lte=now, deadline_at__gt=now, state=ApplicationRound.State.COLLECTING)
        .exclude(pk__in=applied)
        .select_related("course__activity", "host_centre")
        .annotate(number_of_runs=Count("round_runs"), first_run=Subquery(first.values("run__public_id")[:1]))
        .order_by("deadline_at", "pk")
    )
    return Mine(applications, list(rounds))


@dataclass(frozen=True)
class Choice:
    """A run one can wish for, with what is on the same days."""

    round_run: RoundRun
    clashes: list[str]


def choices_in(found: ApplicationRound, doctor: User) -> list[Choice]:
    rows = found.round_runs.select_related("run__host_centre", "run__course__activity").order_by("run__starts_on", "pk")
    return [Choice(row, clashes(doctor, row.run)) for row in rows]


@dataclass(frozen=True)
class Wish:
    """One wish on the page: the run, what came of it, and where one waits."""

    round_run: RoundRun
    offer: SeatOffer | None = None
    entry: WaitingListEntry | None = None
    ahead: int = 0
    verdict: Verdict | None = None
    sentences: list[str] = field(default_factory=list)

    @property
    def may_answer(self) -> bool:
        return (
            self.offer is not None
            and self.offer.state == SeatOffer.State.OFFERED
            and clock.now() < self.offer.answer_by_at
        )

    @property
    def place(self) -> int:
        return self.ahead + 1


@dataclass(frozen=True)
class Proof:
    """What anybody can check: who let it out and when, the promise and the secret, the hash of the transcript."""

    approvals: list[AllocationApproval]
    commitment: str
    secret: str
    public_value: str
    lottery_number: str
    sha256: str
    applicants: int


@dataclass(frozen=True)
class ApplicationPage:
    wishes: list[Wish]
    steps: list[dict[str, Any]]
    changes: list[ManualChange]
    proof: Proof | None
    clashes: list[str]
    next_runs: list[CourseRun]


def application_page(application: CourseApplication, *, is_own: bool) -> ApplicationPage:
    """The leader sees the wishes and whether there is a seat; why, how many and the proof are the doctor's."""
    found = application.round
    rows = {each.key: each for each in found.round_runs.select_related("run__course__activity", "run__host_centre")}
    wanted = [rows[key] for key in application.wishes if key in rows]
    allocation = newest_allocation(found) if found.is_released else None
    problem, verdicts = _verdicts(allocation, application) if allocation and is_own else (None, {})
    offers = {each.round_run_id: each for each in application.offers.order_by("pk")}
    entries = {each.round_run_id: each for each in application.waiting.filter(is_waiting=True)} if is_own else {}
    ahead = _ahead(entries.values())
    wishes = [
        Wish(
            row,
            offers.get(row.pk),
            entries.get(row.pk),
            ahead.get(row.pk, 0),
            verdicts.get(row.key),
            sentences_of(problem, verdicts[row.key]) if problem and row.key in verdicts else [],
        )
        for row in wanted
    ]
    changes = ManualChange.objects.filter(round_run__round=found).select_related("round_run__run__course__activity")
    before = application.state in CourseApplication.BEFORE_DEADLINE
    return ApplicationPage(
        wishes,
        _steps(application, is_own=is_own),
        list(changes) if is_own else [],
        _proof(found, allocation, problem, application) if allocation and problem else None,
        [text for row in wanted for text in clashes(application.doctor, row.run)] if before else [],
        _next_runs(application) if allocation and application.state in {State.WAITING, State.ENDED} else [],
    )


def sentences_of(problem: Problem, verdict: Verdict) -> list[str]:
    """Why, in words. The cut-off is told in whole months, and only where at least five applied."""
    told = [_("Du var nr. %(rank)s av %(of)s som søkte denne.") % {"rank": verdict.rank, "of": verdict.of}]
    code = verdict.reason.code
    if code == "seat_elsewhere":
        return [_("Du fikk plass på et ønske du satte høyere.")]
    if code == "no_seats":
        return [*told, _("Gjennomføringen hadde ingen plasser.")]
    if verdict.component is None or verdict.cut_off is None:
        return told
    if code == "lost_on_lottery":
        told.append(_("Du sto likt med den siste som fikk plass, og loddtrekningen avgjorde."))
    elif problem.components[verdict.component] == "seniority" and verdict.of >= FEWEST_FOR_A_CUT_OFF:
        told += _months(verdict)
    else:
        told.append(_("Plassene gikk til søkere som sto foran deg etter regelen."))
    for change in verdict.would_change:
        if change.code == "more_seats":
            count = change.values["seats"]
            told.append(
                ngettext(
                    "Med én plass til hadde du fått plass.", "Med %(count)s plasser til hadde du fått plass.", count
                ) % {"count": count}
            )  # fmt: skip
    return told


def _months(verdict: Verdict) -> list[str]:
    own = next((each.values["own"] for each in verdict.would_change if each.code == "more_value"), 0)
    last = verdict.cut_off[verdict.component] if verdict.cut_off and verdict.component is not None else 0
    cut_off, mine = whole_months(last), whole_months(own)
    told = [
        _("Plassene gikk til søkere med minst %(cut_off)s måneders tjeneste ved kursstart. Du har %(own)s.")
        % {"cut_off": cut_off, "own": mine}
    ]
    if cut_off == mine:
        told.append(_("Forskjellen var mindre enn en måned."))
    return told


def _verdicts(allocation: SeatAllocation, application: CourseApplication) -> tuple[Problem, dict[str, Verdict]]:
    problem, answer = seats.replay(allocation.transcript)
    if application.key not in problem.applicant_by_key:
        return problem, {}
    return problem, {each.run: each for each in seats.explain(problem, answer, application.key)}


def _ahead(entries: Iterable[WaitingListEntry]) -> dict[int, int]:
    """{run in round: how many wait before}. One question for each list one stands on."""
    return {
        each.round_run_id: WaitingListEntry.objects.filter(
            round_run=each.round_run_id, is_waiting=True, place__lt=each.place
        ).count()
        for each in entries
    }


def _steps(application: CourseApplication, *, is_own: bool) -> list[dict[str, Any]]:
    events = application.events.select_related("by").order_by("-at", "-pk")
    return [
        {
            "at": event.at,
            "who": event.by or _("Fagvei"),
            "what": event.get_kind_display().capitalize(),
            "text": event.comment,
        }
        for event in events
    ]


def _proof(
    found: ApplicationRound, allocation: SeatAllocation, problem: Problem, application: CourseApplication
) -> Proof:
    applicant = problem.applicant_by_key.get(application.key)
    return Proof(
        list(allocation.approvals.select_related("by")),
        found.commitment,
        secret_of(found),
        found.public_value,
        f"{applicant.lottery:064x}" if applicant else "",
        allocation.sha256,
        len(problem.applicants),
    )


def _next_runs(application: CourseApplication) -> list[CourseRun]:
    """Other runs of the course one can still apply for, or soon."""
    runs = CourseRun.objects.filter(course=application.round.course_id, deadline_at__gt=clock.now())
    coming = runs.filter(state__in=CourseRun.STANDING).exclude(in_round__round=application.round_id)
    return list(coming.select_related("course__activity").order_by("starts_on", "pk")[:3])
