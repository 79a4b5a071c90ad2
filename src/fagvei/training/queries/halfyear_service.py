"""Service and absence as the plan by half-year shows them, and how much time is left to plan for.

Absence tells of health: only the doctor, the leader and the deputy see any of it, as on the page of service.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.people.models import User
from fagvei.training.models import Absence, EducationPlan, Placement
from fagvei.training.models.service import Service, ServiceState
from fagvei.training.queries.service import countable_time, current_placements, is_too_early, part_1_confirmation_of
from fagvei.training.rules import halfyear as rules
from fagvei.training.rules.halfyear import HalfYear
from fagvei.training.rules.time import Account


@dataclass(frozen=True)
class ServiceLine:
    """A period of service or an absence that has days in the half-year. `state` says whether it is planned or confirmed."""

    words: str
    dates: str
    state: str
    row: Service

    def touches(self, half: HalfYear) -> bool:
        return self.row.starts_on <= half.last_day and (self.row.ends_on is None or self.row.ends_on >= half.first_day)


@dataclass(frozen=True)
class TimeLeft:
    """Calendar months to plan for. `is_counted`: from confirmed service, else from the day the plan was assigned."""

    months: int
    percent: int = 100
    is_counted: bool = False
    is_of_part_1: bool = False

    @property
    def halves(self) -> list[HalfYear]:
        return rules.remaining_halfyears(today=clock.today(), months_left=self.months)


def time_left(doctor: User) -> TimeLeft:
    """By the rules of countable time when something is confirmed. Six questions at the most."""
    today = clock.today()
    plan = EducationPlan.objects.current().filter(doctor=doctor).order_by("assigned_at").first()
    found = countable_time(doctor, today)
    assigned_on = plan.assigned_at.astimezone(clock.OSLO).date() if plan else today
    percent = _percent(current_placements([doctor], today).get(doctor.pk, []))
    if plan and plan.is_of_part_1:
        return _left_of_part_1(found, assigned_on, percent)
    if not found.total:
        return TimeLeft(rules.months_left(assigned_on=assigned_on, today=today))
    has_part_1 = part_1_confirmation_of(doctor) is not None
    return TimeLeft(rules.months_by_service(found, has_part_1=has_part_1, percent=percent), percent, is_counted=True)


def _left_of_part_1(found: Account, assigned_on: dt.date, percent: int) -> TimeLeft:
    if rules.lacking_in_part_1(found) == rules.MONTHS_OF_PART_1:
        months = rules.months_left(assigned_on=assigned_on, today=found.on, of=rules.MONTHS_OF_PART_1)
        return TimeLeft(months, is_of_part_1=True)
    months = rules.months_of_part_1_by_service(found, percent=percent)
    return TimeLeft(months, percent, is_counted=True, is_of_part_1=True)


def _percent(rows: Iterable[Placement]) -> int:
    """Of what is counted and confirmed today; a full position when nothing runs."""
    running = (row for row in rows if row.state == ServiceState.CONFIRMED)
    held = sum(row.percent for row in running if row.counts and not is_too_early(row))
    return min(100, held) or 100


def service_lines(doctor: User, viewer: User) -> list[ServiceLine]:
    """What the viewer may see of it, in the order of time. Two questions."""
    placements = (
        Placement.objects.filter(doctor=doctor)
        .visible_to(viewer)
        .standing()
        .select_related("institution", "arena", "employment")
        .order_by("starts_on", "pk")
    )
    absences = Absence.objects.filter(doctor=doctor).visible_to(viewer).standing().order_by("starts_on", "pk")
    return [_period(row) for row in placements] + [_away(row) for row in absences]


def service_path(doctor: User, viewer: User) -> str:
    if doctor == viewer:
        return reverse("training:my_service")
    return reverse("training:service", args=[doctor.public_id])


def _period(row: Placement) -> ServiceLine:
    is_visit = row.institution_id != row.employment.institution_id
    words = _("Hospitering eller spesialiseringsperiode: %(where)s") if is_visit else _("Tjeneste: %(where)s")
    return ServiceLine(_share(words % {"where": row.where}, row), _dates(row), row.get_state_display(), row)


def _away(row: Absence) -> ServiceLine:
    words = _("Fravær: %(kind)s") % {"kind": row.get_kind_display()}
    return ServiceLine(_share(words, row), _dates(row), row.get_state_display(), row)


def _share(words: str, row: Service) -> str:
    return words if row.percent == 100 else f"{words}, {row.percent} %"


def _dates(row: Service) -> str:
    first = date_format(row.starts_on, "j. F Y")
    if row.ends_on is None:
        return _("fra %(first)s, uten sluttdato") % {"first": first}
    return _("%(first)s til %(last)s") % {"first": first, "last": date_format(row.ends_on, "j. F Y")}
