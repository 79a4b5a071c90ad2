"""The pages of internal teaching: the calendar, one's hours of the year, and what the units offer."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Q

from fagvei.common import clock
from fagvei.organisations.models import LearningArena, TrainingInstitution
from fagvei.people.models import User
from fagvei.people.queries import active_roles, has_role, institution_of
from fagvei.training import rules
from fagvei.training.models import Attendance, Placement, PlanGoal, TeachingSession
from fagvei.training.models.teaching import ORGANISERS
from fagvei.training.queries.mentoring_page import led_doctor_ids

AHEAD, BACK = dt.timedelta(days=60), dt.timedelta(days=14)
SHOWN = 40


@dataclass
class YearHours:
    """Minutes attended in a year of seventy hours, and what the calendar still has. `missing` even if all is attended."""

    year: int
    minutes: int
    minutes_ahead: int
    attended: list[Attendance] = field(default_factory=list)

    @property
    def hours(self) -> str:
        return hours_of(self.minutes)

    @property
    def hours_ahead(self) -> str:
        return hours_of(self.minutes_ahead)

    @property
    def missing(self) -> str:
        short = rules.shortfall(minutes=self.minutes, minutes_ahead=self.minutes_ahead)
        return hours_of(short) if short else ""

    @property
    def left(self) -> str:
        return hours_of(max(0, rules.TEACHING_HOURS * 60 - self.minutes))

    @property
    def whole_hours(self) -> int:
        return self.minutes // 60


@dataclass
class LedRow:
    doctor: User
    hours: str
    whole_hours: int


@dataclass
class TeachingPage:
    own: YearHours | None
    upcoming: list[TeachingSession]
    recent: list[TeachingSession]
    led: list[LedRow]
    organises: bool


def hours_of(minutes: int) -> str:
    """ "12", or "12,5": to a quarter, with the Norwegian comma."""
    quarters = round(minutes / 15)
    whole, rest = divmod(quarters, 4)
    return f"{whole}{('', ',25', ',5', ',75')[rest]}"


def teaching_page(user: User) -> TeachingPage:
    now = clock.now()
    visible = (
        TeachingSession.objects.visible_to(user)
        .select_related("institution", "arena", "teacher")
        .order_by("starts_at", "pk")
    )
    upcoming = visible.filter(ends_at__gte=now - rules.AFTER, starts_at__lt=now + AHEAD)
    organises = active_roles(user).filter(role__in=ORGANISERS).exists()
    teaches = visible.filter(ends_at__lt=now, ends_at__gt=now - BACK)
    return TeachingPage(
        year_hours(user) if has_role(user, "doctor") else None,
        list(upcoming[:SHOWN]),
        list(teaches if organises else teaches.filter(teacher=user)),
        _led(user),
        organises,
    )


def year_hours(doctor: User) -> YearHours:
    first, last = _year_around(clock.now())
    attended = list(
        Attendance.objects.standing()
        .filter(doctor=doctor, session__starts_at__gte=first, session__starts_at__lt=last)
        .select_related("session")
        .order_by("-session__starts_at", "pk")
    )
    there = {row.session_id for row in attended}
    ahead = [row for row in _lessons_ahead(doctor, last) if row.pk not in there]
    minutes_ahead = rules.minutes_together((row.starts_at, row.ends_at) for row in ahead)
    return YearHours(clock.today().year, sum(row.session.minutes for row in attended), minutes_ahead, attended)


def _lessons_ahead(doctor: User, last: dt.datetime) -> list[TeachingSession]:
    """What the doctor can come to: lessons for the whole institution, and of the unit where the doctor serves that day."""
    placements = Placement.objects.filter(doctor=doctor, arena__isnull=False).standing()
    served = list(placements.order_by("pk").values_list("arena_id", "starts_on", "ends_on"))

    def serves_there(row: TeachingSession) -> bool:
        day = row.starts_at.astimezone(clock.OSLO).date()
        return any(
            arena == row.arena_id and first <= day and (end is None or day <= end) for arena, first, end in served
        )

    open_to_doctor = Q(institution=institution_of(doctor), arena=None) | Q(
        arena__in={arena for arena, *_days in served}
    )
    rows = TeachingSession.objects.planned().filter(open_to_doctor, ends_at__gt=clock.now(), starts_at__lt=last)
    return [row for row in rows.order_by("starts_at", "pk") if row.arena_id is None or serves_there(row)]


def _led(user: User) -> list[LedRow]:
    ids = led_doctor_ids(user)
    if not ids:
        return []
    first, last = _year_around(clock.now())
    minutes: dict[int, int] = defaultdict(int)
    rows = Attendance.objects.standing().filter(
        doctor_id__in=ids, session__starts_at__gte=first, session__starts_at__lt=last
    )
    for doctor_id, starts_at, ends_at in rows.order_by("pk").values_list(
        "doctor_id", "session__starts_at", "session__ends_at"
    ):
        minutes[doctor_id] += rules.minutes_of(starts_at, ends_at)
    doctors = User.objects.filter(pk__in=ids, is_active=True).order_by("sort_key", "pk")
    return [LedRow(each, hours_of(minutes[each.pk]), minutes[each.pk] // 60) for each in doctors]


def _year_around(moment: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    year = moment.astimezone(clock.OSLO).year
    return tuple(dt.datetime(each, 1, 1, tzinfo=clock.OSLO) for each in (year, year + 1))  # type: ignore[return-value]


# --- One session ---


@dataclass
class SessionPage:
    session: TeachingSession
    goals: list
    own_goals: list[PlanGoal]
    own: Attendance | None
    attendances: list[Attendance]


def teaching_session_page(session: TeachingSession, user: User) -> SessionPage:
    """The names of those who were there only for those who teach or organise; the number for nobody else."""
    visible = Attendance.objects.visible_to(user).filter(session=session).select_related("doctor", "by", "annulled_by")
    rows = list(visible.order_by("doctor__sort_key", "pk"))
    return SessionPage(
        session,
        list(session.goals.order_by("code")),
        list(PlanGoal.objects.filter(doctor=user, goal__in=session.goals.all()).in_current_plan().order_by("pk")),
        next((row for row in rows if row.doctor_id == user.pk and row.annulled_at is None), None),
        rows,
    )


# --- What the units offer ---


@dataclass
class UnitHours:
    """Hours of one unit in one year; what is for the whole institution counts for each unit."""

    name: str
    held: int
    ahead: int

    @property
    def hours_held(self) -> str:
        return hours_of(self.held)

    @property
    def hours_ahead(self) -> str:
        return hours_of(self.ahead)

    @property
    def hours(self) -> str:
        return hours_of(self.held + self.ahead)

    @property
    def whole_hours(self) -> int:
        return (self.held + self.ahead) // 60

    @property
    def missing(self) -> str:
        short = rules.shortfall(minutes=self.held, minutes_ahead=self.ahead)
        return hours_of(short) if short else ""


def offered(institution: TrainingInstitution, year: int) -> list[UnitHours]:
    first, last = (dt.datetime(each, 1, 1, tzinfo=clock.OSLO) for each in (year, year + 1))
    now = clock.now()
    held: dict[int | None, int] = defaultdict(int)
    ahead: dict[int | None, int] = defaultdict(int)
    rows = TeachingSession.objects.planned().filter(institution=institution, starts_at__gte=first, starts_at__lt=last)
    for arena_id, starts_at, ends_at in rows.order_by("pk").values_list("arena_id", "starts_at", "ends_at"):
        (held if ends_at <= now else ahead)[arena_id] += rules.minutes_of(starts_at, ends_at)
    return [
        UnitHours(arena.name, held[arena.pk] + held[None], ahead[arena.pk] + ahead[None])
        for arena in LearningArena.objects.filter(institution=institution).order_by("sort_key", "pk")
    ]
