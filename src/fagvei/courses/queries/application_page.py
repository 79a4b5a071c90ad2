"""What a doctor sees of own applications: where it stands, and after release why. Nothing about others but numbers of five or more."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.common.prepared import prepared
from fagvei.courses.models import (
    AllocationApproval,
    ApplicationEvent,
    ApplicationRound,
    Course,
    CourseApplication,
    CourseAttendance,
    CourseRun,
    ExternalCertificate,
    ManualChange,
    NoShow,
    RoundRun,
    SeatAllocation,
    SeatOffer,
    WaitingListEntry,
)
from fagvei.courses.queries.absence_page import no_shows_of
from fagvei.courses.queries.catalogue import specialties_of
from fagvei.courses.queries.clashes import Clashes
from fagvei.courses.queries.criteria import Line, criteria_of, lines_of
from fagvei.courses.queries.external_page import external_of
from fagvei.courses.queries.reserves import Shares, shares_in
from fagvei.courses.queries.seats import newest_allocation, reasons_of, secret_of
from fagvei.courses.queries.terms import answer_words, rule_near_start, terms_of
from fagvei.courses.queries.why import sentences_of
from fagvei.courses.rules.base import Rule
from fagvei.people.models import User
from fagvei.planning.seats import Problem, Reasons, Verdict

State = CourseApplication.State


@dataclass(frozen=True)
class Mine:
    """`taken` are the applications whose course the doctor has taken, `cancelled` those whose seat is in a cancelled run.

    `other_rounds` are of courses for other specialties than the doctor's own.
    """

    applications: list[CourseApplication]
    taken: set[int]
    cancelled: set[int]
    open_rounds: list[ApplicationRound]
    other_rounds: list[ApplicationRound]
    external: list[ExternalCertificate]
    absent: list[NoShow]


def my_courses(doctor: User) -> Mine:
    applications = list(
        CourseApplication.objects.filter(doctor=doctor)
        .select_related("round__course__activity", "waiting_on")
        .order_by("-round__deadline_at", "pk")
    )
    applied = [each.round_id for each in applications if each.state not in CourseApplication.APPLIES_AGAIN]
    now = clock.now()
    first = RoundRun.objects.standing().filter(round=OuterRef("pk")).order_by("run__starts_on", "pk")
    rounds = (
        ApplicationRound.objects.filter(opens_at__lte=now, deadline_at__gt=now, state=ApplicationRound.State.COLLECTING)
        .exclude(pk__in=applied)
        .select_related("course__activity", "host_centre")
        .annotate(
            number_of_runs=Count("round_runs", filter=Q(round_runs__left_at__isnull=True)),
            first_run=Subquery(first.values("run__public_id")[:1]),
        )
        .order_by("deadline_at", "pk")
    )
    attended = CourseAttendance.objects.standing().filter(doctor=doctor)
    offers = SeatOffer.objects.filter(doctor=doctor, round_run__run__in=attended.values("run_id"))
    taken = set(offers.values_list("application_id", flat=True))
    cancelled = set(seats_in_cancelled_runs(doctor).values_list("application_id", flat=True))
    own, others = _for_own_specialties(list(rounds), doctor)
    return Mine(applications, taken, cancelled, own, others, external_of(doctor), no_shows_of(doctor))


def _for_own_specialties(
    rounds: list[ApplicationRound], doctor: User
) -> tuple[list[ApplicationRound], list[ApplicationRound]]:
    """Those of courses that are recommended for a specialty the doctor has a plan in, and the others. Without a plan: all."""
    specialties = specialties_of(doctor)
    activity = "activity__"
    for_all = Q(**{f"{activity}is_for_all_specialties": True})
    excepted = Q(**{f"{activity}for_all_specialties_but__in": specialties})
    meant = Course.objects.filter(Q(**{f"{activity}specialties__in": specialties}) | (for_all & ~excepted))
    own = set(meant.values_list("pk", flat=True)) if specialties else {each.course_id for each in rounds}
    return [each for each in rounds if each.course_id in own], [each for each in rounds if each.course_id not in own]


def seats_in_cancelled_runs(doctor: User) -> QuerySet[SeatOffer]:
    """Where the application says that one has a seat, and the course is not held."""
    return SeatOffer.objects.filter(
        doctor=doctor,
        state=SeatOffer.State.ACCEPTED,
        application__state=CourseApplication.State.PLACED,
        round_run__run__state=CourseRun.State.CANCELLED,
    )


@dataclass(frozen=True)
class Choice:
    """A run one can wish for. What is on the same days is asked when it is shown: a form that is sent needs it not."""

    round_run: RoundRun
    finder: Clashes
    shares: Shares | None = None

    @cached_property
    def clashes(self) -> list[str]:
        return self.finder.of(self.round_run.run)


def choices_in(found: ApplicationRound, doctor: User) -> list[Choice]:
    rows = _runs_in(round=found.pk)
    for row in rows:
        row.round = found
    shares = shares_in(rows)
    finder = Clashes(doctor, [row.run for row in rows], besides=found)
    return [Choice(row, finder, shares.get(row.run_id)) for row in rows]


@prepared
def _runs_in(round: int) -> QuerySet[RoundRun]:
    rows = RoundRun.objects.standing().filter(round_id=round)
    return rows.select_related("run__host_centre__region", "run__course__activity").order_by("run__starts_on", "pk")


@dataclass(frozen=True)
class Wish:
    """One wish on the page: the run, what came of it, and where one waits."""

    round_run: RoundRun
    offer: SeatOffer | None = None
    entry: WaitingListEntry | None = None
    ahead: int = 0
    verdict: Verdict | None = None
    sentences: list[str] = field(default_factory=list)
    shares: Shares | None = None
    attendance: CourseAttendance | None = None

    @property
    def has_begun(self) -> bool:
        return self.round_run.run.starts_on <= clock.today()

    @property
    def is_cancelled(self) -> bool:
        return self.round_run.run.state == CourseRun.State.CANCELLED

    @property
    def may_answer(self) -> bool:
        return (
            self.offer is not None
            and self.offer.state == SeatOffer.State.OFFERED
            and clock.now() < self.offer.answer_by_at
        )

    @property
    def terms(self) -> str:
        return terms_of(self.round_run.run)

    @property
    def answer(self) -> str:
        return answer_words(self.offer) if self.offer else ""

    @property
    def near_start(self) -> Rule | None:
        return rule_near_start(self.round_run.run)

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
    received_at: dt.datetime | None
    changes: list[ManualChange]
    proof: Proof | None
    clashes: list[str]
    next_runs: list[CourseRun]
    own_criteria: list[Line]

    @property
    def has_lost_seat(self) -> bool:
        """The seat that the doctor has taken is in a run that is not held."""
        held = [each for each in self.wishes if each.offer and each.offer.state == SeatOffer.State.ACCEPTED]
        return bool(held) and all(each.is_cancelled for each in held)

    @property
    def attendance(self) -> CourseAttendance | None:
        return next((each.attendance for each in self.wishes if each.attendance), None)


def application_page(application: CourseApplication, *, is_own: bool) -> ApplicationPage:
    """The leader sees the wishes and whether there is a seat; why, how many and the proof are the doctor's."""
    found = application.round
    rows = {each.key: each for each in found.round_runs.select_related("run__course__activity", "run__host_centre")}
    wanted = [rows[key] for key in application.wishes if key in rows]
    allocation = newest_allocation(found) if found.is_released else None
    reasons = reasons_of(allocation) if allocation and is_own else None
    verdicts = _verdicts(reasons, application)
    criteria = criteria_of(found) if is_own else []
    own = {each.component: each.words for each in criteria}
    has_judging = any(each.is_judged for each in criteria)
    offers = {each.round_run_id: each for each in application.offers.order_by("pk")}
    entries = {each.round_run_id: each for each in application.waiting.filter(is_waiting=True)} if is_own else {}
    ahead = _ahead(entries.values())
    shares = shares_in(wanted)
    attended = _attended(application.doctor) if is_own else {}
    wishes = [
        Wish(
            row,
            offers.get(row.pk),
            entries.get(row.pk),
            ahead.get(row.pk, 0),
            verdicts.get(row.key),
            _sentences(reasons, application, verdicts, row, own, shares.get(row.run_id)),
            shares.get(row.run_id),
            attended.get(row.run_id),
        )
        for row in wanted
    ]
    changes = ManualChange.objects.filter(Q(round=found) | Q(round_run__round=found))
    changes = changes.select_related("round_run__run__course__activity")
    events = list(application.events.select_related("by").order_by("at", "pk"))
    before = application.state in CourseApplication.BEFORE_DEADLINE
    lost = any(each.is_cancelled and each.offer for each in wishes)
    return ApplicationPage(
        wishes,
        _steps(events),
        next((each.at for each in events if each.receipt and each.receipt == application.receipt), None),
        list(changes) if is_own else [],
        _proof(found, allocation, reasons.problem, application) if allocation and reasons else None,
        _clashes(application, [row.run for row in wanted]) if before else [],
        _next_runs(application) if lost or _waits_for_another(application, allocation) else [],
        lines_of(application, is_released=allocation is not None) if has_judging else [],
    )


def _sentences(
    reasons: Reasons | None,
    application: CourseApplication,
    verdicts: dict[str, Verdict],
    row: RoundRun,
    own: dict[str, str],
    shares: Shares | None,
) -> list[str]:
    if reasons is None or row.key not in verdicts:
        return []
    return sentences_of(reasons, application.key, verdicts[row.key], own, shares.names if shares else {})


def _attended(doctor: User) -> dict[int, CourseAttendance]:
    return {each.run_id: each for each in CourseAttendance.objects.standing().filter(doctor=doctor)}


def _verdicts(reasons: Reasons | None, application: CourseApplication) -> dict[str, Verdict]:
    if reasons is None or application.key not in reasons.problem.applicant_by_key:
        return {}
    return {each.run: each for each in reasons.of(application.key)}


def _clashes(application: CourseApplication, runs: list[CourseRun]) -> list[str]:
    """Each once, though it may lie on the days of several wishes."""
    finder = Clashes(application.doctor, runs, besides=application.round)
    return list(dict.fromkeys(text for run in runs for text in finder.of(run)))


def first_run_left(application: CourseApplication) -> RoundRun | None:
    """Where one applies anew, when one's last wish was taken out of a round that is still open."""
    if application.state != State.ENDED or not application.round.is_open:
        return None
    rows = application.round.round_runs.standing().select_related("run")
    return rows.order_by("run__starts_on", "pk").first()


def _waits_for_another(application: CourseApplication, allocation: SeatAllocation | None) -> bool:
    """Ended before release: what was wished for was taken out of the round."""
    return application.state == State.ENDED or (allocation is not None and application.state == State.WAITING)


def _ahead(entries: Iterable[WaitingListEntry]) -> dict[int, int]:
    """{run in round: how many wait before}. One question for each list one stands on."""
    return {
        each.round_run_id: WaitingListEntry.objects.filter(
            round_run=each.round_run_id, is_waiting=True, place__lt=each.place
        ).count()
        for each in entries
    }


def _steps(events: list[ApplicationEvent]) -> list[dict[str, Any]]:
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
    coming = runs.filter(state__in=CourseRun.STANDING).exclude(
        pk__in=application.round.round_runs.standing().values("run")
    )
    return list(coming.select_related("course__activity").order_by("starts_on", "pk")[:3])
