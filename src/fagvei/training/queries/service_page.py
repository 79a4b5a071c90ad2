"""What the page of service and time shows: positions with their periods and absences, what counts, and who has the ball."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagvei.common import clock
from fagvei.people.models import User
from fagvei.people.queries import institution_of, leader_of
from fagvei.training import rules
from fagvei.training.models import Absence, Employment, Part1Confirmation, Placement, ServiceCertificate, ServiceEvent
from fagvei.training.models.service import Service, ServiceState
from fagvei.training.queries.activity_page import Step
from fagvei.training.queries.certificates import certificates_of, turn_of
from fagvei.training.queries.service import countable_time, part_1_confirmation_of, period_of, placements_of
from fagvei.training.rules.time import RULES_READ_ON, TIME_RULES
from fagvei.training.rules.time_words import line_words, months_words, number, remaining_words

State = ServiceState


@dataclass
class Shown:
    """One row: `words` and `mark` say the state and who has the ball, `inner` what lies within it."""

    row: Any
    words: str
    mark: str
    account: str = ""
    comment: str = ""
    inner: list["Shown"] = field(default_factory=list)


@dataclass
class ServicePage:
    doctor: User
    is_own: bool
    part_1: Part1Confirmation | None
    account: rules.Account
    positions: list[Shown]
    steps: list[Step]
    certificates: list[tuple[ServiceCertificate, User | None]]
    on: dt.date

    @property
    def headline(self) -> str:
        return headline_of(self.account)

    @property
    def total(self) -> str:
        return number(self.account.total)

    @property
    def whole_months(self) -> int:
        return floor(self.account.total)

    @property
    def needed(self) -> int:
        return int(rules.TOTAL_TIME.months)

    @property
    def sums(self) -> list[tuple[str, str]]:
        """What counts of each part, in words."""
        named: list[tuple[str, Fraction]] = [
            (str(label), self.account.counted_in(part)) for part, label in Placement.Kind.choices
        ]
        return [(label, months_words(months)) for label, months in named if months]

    @property
    def waiting(self) -> list[Shown]:
        """What the viewer must do something with, in the order in which it can be done."""
        return [each for each in flat(self.positions) if each.mark == "mine"]

    @property
    def waiting_words(self) -> str:
        number = len(self.waiting)
        return ngettext("%(n)s registrering venter på deg", "%(n)s registreringer venter på deg", number) % {
            "n": number
        }

    @property
    def rules(self) -> tuple:
        return TIME_RULES

    @property
    def rules_read_on(self) -> dt.date:
        return RULES_READ_ON


def service_page(doctor: User, viewer: User) -> ServicePage:
    """Eight questions, whatever the number of rows. `viewer` is the doctor, the leader or the deputy."""
    on, is_own, leader, home = clock.today(), doctor == viewer, leader_of(doctor), institution_of(doctor)
    absences = list(_seen(Absence.objects.filter(doctor=doctor), is_own).select_related("waiting_on"))
    placements = list(_seen(placements_of(doctor), is_own))
    employments = _seen(Employment.objects.filter(doctor=doctor), is_own).select_related("institution", "waiting_on")
    events = _events(doctor)
    comments = _latest_comments(events)
    account = rules.account([period_of(row, _confirmed(absences, row)) for row in placements], on)
    lines = {line.period.key: line_words(line) for line in account.lines}
    shown = _Shower(leader, is_own, comments)
    periods = defaultdict(list)
    for row in placements:
        inner = [shown.of(each) for each in absences if each.placement_id == row.pk]
        periods[row.employment_id].append(shown.of(row, account=lines[row.pk], inner=inner))
    positions = [shown.of(row, inner=periods[row.pk]) for row in employments.order_by("starts_on", "pk")]
    seen = {(type(each.row), each.row.pk) for each in flat(positions)}
    return ServicePage(
        doctor,
        is_own,
        part_1_confirmation_of(doctor),
        account,
        positions,
        _steps(events, seen),
        [(row, turn_of(row, leader=leader, home=home)) for row in certificates_of(doctor)],
        on,
    )


def headline_of(account: rules.Account) -> str:
    if not account.lines:
        return _("Tjenestetiden er ikke registrert ennå.")
    return remaining_words(account)


def headline(doctor: User) -> str:
    """For the start page. Two questions."""
    return headline_of(countable_time(doctor, clock.today()))


def flat(shown: Iterable[Shown]) -> list[Shown]:
    return [found for each in shown for found in (each, *flat(each.inner))]


def _seen(rows: Any, is_own: bool) -> Any:
    rows = rows.standing().order_by("starts_on", "pk")
    return rows if is_own else rows.exclude(state__in=Service.DRAFTS)


def _confirmed(absences: list[Absence], row: Placement) -> list[Absence]:
    return [each for each in absences if each.placement_id == row.pk and each.state == State.CONFIRMED]


class _Shower:
    """What is sent waits for the leader of now, whoever led when it was sent."""

    def __init__(self, leader: User | None, is_own: bool, comments: dict[tuple[type, int], str]):
        self.leader, self.is_own, self.comments = leader, is_own, comments

    def of(self, row: Any, **more: Any) -> Shown:
        words, mark = self._words(row)
        comment = self.comments.get((type(row), row.pk), "") if row.state == State.RETURNED else ""
        return Shown(row, words, mark, comment=comment, **more)

    def _words(self, row: Any) -> tuple[str, str]:
        if row.state == State.SENT:
            if self.is_own:
                return _("Venter på %(name)s") % {"name": self.leader or row.waiting_on}, "waiting"
            return _("Venter på bekreftelse"), "mine"
        return {
            State.DRAFT: (_("Kladd, ikke sendt"), "mine"),
            State.RETURNED: (_("Returnert til deg"), "mine"),
        }.get(row.state, (_("Bekreftet"), "done"))


def _events(doctor: User) -> list[ServiceEvent]:
    of_doctor = Q(employment__doctor=doctor) | Q(placement__doctor=doctor) | Q(absence__doctor=doctor)
    return list(
        ServiceEvent.objects.filter(of_doctor)
        .select_related("by", "employment__institution", "placement__institution", "placement__arena", "absence")
        .order_by("at", "pk")
    )


def _latest_comments(events: list[ServiceEvent]) -> dict[tuple[type, int], str]:
    return {_owner(event): event.comment for event in events if event.kind == ServiceEvent.Kind.RETURNED}


def _owner(event: ServiceEvent) -> tuple[type, int]:
    row = event.employment or event.placement or event.absence
    return type(row), row.pk  # type: ignore[union-attr]


def _steps(events: list[ServiceEvent], seen: set[tuple[type, int]]) -> list[Step]:
    """Who did what, newest first; of what is annulled too, but never of others' drafts."""
    return [
        Step(event.at, str(event.by), f"{_name(event)}: {event.get_kind_display()}", event.comment)
        for event in reversed(events)
        if _owner(event) in seen or _is_annulled(event)
    ]


def _is_annulled(event: ServiceEvent) -> bool:
    row = event.employment or event.placement or event.absence
    return row is not None and row.state == State.ANNULLED


def _name(event: ServiceEvent) -> str:
    row = event.employment or event.placement or event.absence
    return f"{str(row._meta.verbose_name).capitalize()}, {row}" if row else ""
