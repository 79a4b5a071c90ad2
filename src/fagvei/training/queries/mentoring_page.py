"""The pages of mentoring: all series of a person, one series, one session; and for those who lead, dates alone."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.common.sealed import CannotOpen
from fagvei.people.models import Delegation, Relation, User
from fagvei.people.queries import has_role, mentor_of
from fagvei.training import rules
from fagvei.training.models import (
    GroupMember,
    MentoringAction,
    MentoringEvent,
    MentoringSeries,
    MentoringSession,
    MentoringShareWithdrawal,
    MentoringText,
)
from fagvei.training.queries.activity_page import Step

State, Kind = MentoringSession.State, MentoringText.Kind


@dataclass(frozen=True)
class Written:
    """One text, opened for somebody who may read it. `fault` says why there is nothing to read."""

    text: str
    author: User
    at: dt.datetime
    version: str
    fault: str = ""


@dataclass(frozen=True)
class Promise:
    """An agreed action with its words."""

    action: MentoringAction
    written: Written
    may_finish: bool


@dataclass
class Card:
    """One series in a list. `due_on` is the day the two have agreed to meet again by; late without an appointment."""

    series: MentoringSeries
    other: str
    is_mentor: bool
    is_running: bool
    sessions: list[MentoringSession] = field(default_factory=list)
    open_actions: int = 0

    @property
    def next(self) -> MentoringSession | None:
        ahead = [each for each in self.sessions if each.state in MentoringSession.BEFORE and not each.has_begun]
        return min(ahead, key=lambda each: each.starts_at, default=None)

    @property
    def last(self) -> MentoringSession | None:
        held = [each for each in self.sessions if each.state in MentoringSession.TOOK_PLACE]
        return max(held, key=lambda each: each.starts_at, default=None)

    @property
    def unfinished(self) -> list[MentoringSession]:
        """Begun or over, and something is left to write or close; oldest first."""
        left = [each for each in self.sessions if each.state not in MentoringSession.FINISHED and each.has_begun]
        return sorted(left, key=lambda each: each.starts_at)

    @property
    def history(self) -> list[MentoringSession]:
        shown = {each.pk for each in (*self.unfinished, *([self.next] if self.next else []))}
        return [each for each in self.sessions if each.pk not in shown]

    @property
    def due_on(self) -> dt.date | None:
        return rules.due_on(last_on=self._last_on, weeks=self.series.interval_weeks)

    @property
    def is_late(self) -> bool:
        return self.is_running and rules.is_overdue(
            last_on=self._last_on,
            weeks=self.series.interval_weeks,
            today=clock.today(),
            has_appointment=self.next is not None,
        )

    @property
    def _last_on(self) -> dt.date:
        return day_of(self.last.starts_at if self.last else self.series.started_at)


def day_of(moment: dt.datetime) -> dt.date:
    return moment.astimezone(clock.OSLO).date()


# --- All of one's series ---


@dataclass
class MentoringPage:
    """`may_start` is the mentor a doctor may begin with now; `to_start` are doctors a mentor has no series with."""

    own: list[Card]
    mentored: list[Card]
    groups: list[Card]
    ended: list[Card]
    may_start: User | None
    is_doctor: bool
    to_start: list[User]
    may_gather: bool


def mentoring_page(user: User) -> MentoringPage:
    cards = _cards(user, MentoringSeries.objects.visible_to(user))
    running = [card for card in cards if card.is_running]
    own = [card for card in running if card.series.doctor_id == user.pk]
    is_doctor = has_role(user, "doctor")
    mentored = [card for card in running if card.is_mentor and not card.series.is_group]
    return MentoringPage(
        own=own,
        mentored=sorted(mentored, key=lambda card: (not card.is_late, card.series.doctor.sort_key)),  # type: ignore[union-attr]
        groups=[card for card in running if card.series.is_group],
        ended=[card for card in cards if not card.is_running],
        may_start=mentor_of(user) if is_doctor and not own else None,
        is_doctor=is_doctor,
        to_start=doctors_without_series(user),
        may_gather=has_role(user, "mentor"),
    )


def doctors_without_series(mentor: User) -> list[User]:
    mentored = Relation.objects.active().filter(person=mentor, kind=Relation.Kind.MENTOR).values("doctor_id")
    begun = MentoringSeries.objects.filter(mentor=mentor, ended_at__isnull=True, doctor__isnull=False)
    return list(User.objects.filter(pk__in=mentored, is_active=True).exclude(pk__in=begun.values("doctor_id")))


def _cards(user: User, rows: Iterable[MentoringSeries]) -> list[Card]:
    series = {row.pk: row for row in rows.select_related("doctor", "mentor", "institution")}  # type: ignore[attr-defined]
    running = set(MentoringSeries.objects.running().filter(pk__in=series).values_list("pk", flat=True).order_by("pk"))
    sessions: dict[int, list[MentoringSession]] = defaultdict(list)
    own = MentoringSession.objects.visible_to(user).filter(series__in=series).select_related("waiting_on")
    for session in own.order_by("-starts_at", "-pk"):
        sessions[session.series_id].append(session)
    open_actions = dict(
        MentoringAction.objects.visible_to(user)
        .open()
        .filter(series__in=series)
        .order_by("series_id")
        .values_list("series_id")
        .annotate(number=Count("pk"))
    )
    return [
        Card(
            row,
            _other(row, user),
            row.mentor_id == user.pk,
            row.pk in running,
            sessions[row.pk],
            open_actions.get(row.pk, 0),
        )
        for row in series.values()
    ]


def _other(series: MentoringSeries, user: User) -> str:
    if series.is_group:
        return series.name
    return str(series.doctor if series.mentor_id == user.pk else series.mentor)


# --- One series ---


@dataclass
class SeriesPage:
    card: Card
    members: list[GroupMember]
    actions: list[Promise]
    done: list[Promise]
    size_notice: str


def series_page(series: MentoringSeries, user: User) -> SeriesPage:
    (card,) = _cards(user, MentoringSeries.objects.filter(pk=series.pk))
    actions = _promises(series, user)
    members = list(series.members.present().select_related("doctor").order_by("doctor__sort_key", "pk"))
    return SeriesPage(
        card,
        members,
        [each for each in actions if each.action.done_at is None],
        [each for each in actions if each.action.done_at is not None],
        size_notice(len(members)) if series.is_group and card.is_running else "",
    )


def size_notice(number: int) -> str:
    if not rules.is_outside_group_size(number):
        return ""
    words = _("%(rule)s Gruppen har %(number)s. Den kan møtes likevel. Kilde: %(source)s.")
    return words % {"rule": rules.GROUP_SIZE.sentence, "number": number, "source": rules.GROUP_SIZE.source}


def _promises(series: MentoringSeries, user: User) -> list[Promise]:
    actions = (
        MentoringAction.objects.visible_to(user)
        .filter(series=series)
        .select_related("owner", "session", "text__author", "text__key")
        .order_by("due_on", "created_at", "pk")
    )
    is_mentor = series.mentor_id == user.pk and series.is_running()
    return [
        Promise(
            each,
            opened(each.text),
            each.done_at is None and (is_mentor or user.pk in {each.owner_id, series.doctor_id}),
        )
        for each in actions
    ]


# --- One session ---


@dataclass
class SessionPage:
    """What the viewer may read of it. `carried` are open actions from earlier sessions of the series."""

    session: MentoringSession
    doctors: list[User]
    preparations: list[Written]
    own_preparation: Written | None
    minutes: Written | None
    notes: list[tuple[User, Written]]
    reasons: list[Written]
    agreed: list[Promise]
    carried: list[Promise]
    timeline: list[Step]
    shared_with: list[User]
    taken_back: list[MentoringShareWithdrawal]


def session_page(session: MentoringSession, user: User) -> SessionPage:
    texts = list(
        MentoringText.objects.visible_to(user)
        .filter(session=session)
        .select_related("author", "doctor", "key")
        .order_by("at", "pk")
    )
    newest = {(each.kind, each.author_id, each.doctor_id): each for each in texts}
    preparations = [opened(each) for key, each in newest.items() if key[0] == Kind.PREPARATION]
    minutes = [each for each in texts if each.kind == Kind.MINUTES]
    notes = [(each.doctor, opened(each)) for key, each in newest.items() if key[0] == Kind.NOTE and each.doctor]
    promises = _promises(session.series, user)
    shares = list(session.shares.select_related("person", "withdrawal").order_by("at", "pk"))
    return SessionPage(
        session,
        list(session.doctors.all()),
        preparations,
        next((each for each in preparations if each.author == user), None),
        opened(minutes[-1]) if minutes else None,
        notes,
        [opened(each) for each in texts if each.kind == Kind.REASON],
        [each for each in promises if each.action.session_id == session.pk],
        [each for each in promises if each.action.session_id != session.pk and each.action.done_at is None],
        [_step(event) for event in session.events.select_related("by").order_by("at", "pk")],
        [share.person for share in shares if not hasattr(share, "withdrawal")],
        [share.withdrawal for share in shares if hasattr(share, "withdrawal")],
    )


def _step(event: MentoringEvent) -> Step:
    """When it was moved, to when; not a word of why."""
    what = event.get_kind_display().capitalize()
    if event.kind in (MentoringEvent.Kind.INVITED, MentoringEvent.Kind.MOVED):
        what = f"{what}: {date_format(event.starts_at.astimezone(clock.OSLO), 'j. F Y H.i')}"
    return Step(event.at, str(event.by), what)


def opened(text: MentoringText) -> Written:
    fault, words = "", ""
    if text.is_erased:
        fault = _("Teksten er slettet.")
    else:
        try:
            words = text.text
        except CannotOpen as refusal:
            fault = str(refusal)
    return Written(words, text.author, text.at, str(text.public_id), fault)


# --- For those who lead: dates, and nothing else ---


@dataclass
class OverviewRow:
    """That they met and when; never where, what about, or who wrote."""

    doctor: User
    mentor: User | None = None
    interval_weeks: int | None = None
    last_on: dt.date | None = None
    next_on: dt.date | None = None
    group_last_on: dt.date | None = None
    due_on: dt.date | None = None
    is_late: bool = False
    has_begun: bool = False


def overview(user: User) -> list[OverviewRow]:
    """The doctors one leads, also as deputy; late first."""
    doctors = list(User.objects.filter(pk__in=led_doctor_ids(user), is_active=True).order_by("sort_key", "pk"))
    rows = {doctor.pk: OverviewRow(doctor) for doctor in doctors}
    mentors = Relation.objects.active().filter(doctor__in=doctors, kind=Relation.Kind.MENTOR).select_related("person")
    for relation in mentors.order_by("pk"):
        rows[relation.doctor_id].mentor = relation.person
    running = MentoringSeries.objects.running().filter(doctor__in=doctors)
    series = {row.doctor_id: row for row in running.order_by("pk")}
    last, ahead, in_groups = _dates(doctors)
    for pk, row in rows.items():
        row.group_last_on = in_groups.get(pk)
        if (own := series.get(pk)) is not None:
            _fill(row, own, last.get(pk), ahead.get(pk))
        else:
            row.last_on = last.get(pk)
    return sorted(rows.values(), key=lambda row: (not row.is_late, row.doctor.sort_key))


def _fill(row: OverviewRow, series: MentoringSeries, last_on: dt.date | None, next_on: dt.date | None) -> None:
    begun_on = day_of(series.started_at)
    since = max(last_on, begun_on) if last_on else begun_on
    row.has_begun, row.interval_weeks, row.last_on, row.next_on = True, series.interval_weeks, last_on, next_on
    row.due_on = rules.due_on(last_on=last_on or since, weeks=series.interval_weeks)
    row.is_late = rules.is_overdue(
        last_on=last_on or since,
        weeks=series.interval_weeks,
        today=clock.today(),
        has_appointment=next_on is not None,
    )


Dates = dict[int, dt.date]


def _dates(doctors: list[User]) -> tuple[Dates, Dates, Dates]:
    """Per doctor: the last talk with a mentor, the next one, and the last one in a group."""
    last: Dates = {}
    ahead: Dates = {}
    in_groups: Dates = {}
    through = MentoringSession.doctors.through
    rows = through._default_manager.filter(user__in=doctors).order_by("mentoringsession__starts_at", "pk")
    for doctor_id, state, starts_at, kind in rows.values_list(
        "user_id", "mentoringsession__state", "mentoringsession__starts_at", "mentoringsession__series__kind"
    ):
        if state in MentoringSession.TOOK_PLACE:
            (in_groups if kind == MentoringSeries.Kind.GROUP else last)[doctor_id] = day_of(starts_at)
        elif state in MentoringSession.BEFORE and starts_at > clock.now() and kind == MentoringSeries.Kind.ONE:
            ahead.setdefault(doctor_id, day_of(starts_at))
    return last, ahead, in_groups


def led_doctor_ids(user: User) -> list[int]:
    """As leader, or as the leader's deputy within dates; a delegate has got the task of deciding goals and nothing else."""
    deputy_for = Delegation.objects.active().filter(person=user, kind=Delegation.Kind.DEPUTY)
    led = Relation.objects.active().filter(kind=Relation.Kind.LEADER).exclude(doctor=user)
    acting = Q(pk__in=[])
    for leader_id, institution_id, doctor_id in deputy_for.order_by("pk").values_list(
        "leader_id", "institution_id", "doctor_id"
    ):
        one = Q(person_id=leader_id, institution_id=institution_id)
        acting |= one & Q(doctor_id=doctor_id) if doctor_id else one
    return list(led.filter(Q(person=user) | acting).order_by("pk").values_list("doctor_id", flat=True))
