"""Service and time, asked for one doctor or for many at once. Only confirmed service counts."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Prefetch, Q, QuerySet, Subquery

from fagvei.curriculum.models import GoalSet
from fagvei.organisations.models import Specialty
from fagvei.people.models import User
from fagvei.people.queries import doctor_ids_led_by
from fagvei.training import rules
from fagvei.training.models import Absence, Part1Confirmation, Placement
from fagvei.training.models.service import ServiceState


def with_part_1(rows: QuerySet[Placement]) -> QuerySet[Placement]:
    """Each row with the day on which the doctor's part 1 was completed, if that is confirmed: `period_of` asks the rule."""
    confirmed = Part1Confirmation.objects.filter(doctor=OuterRef("doctor")).standing().order_by("-pk")
    return rows.annotate(part_1_completed_on=Subquery(confirmed.values("completed_on")[:1]))


def placements_of(doctor: User) -> QuerySet[Placement]:
    """All that stand (drafts too), the first first, with what a page shows of each."""
    return (
        with_part_1(Placement.objects.filter(doctor=doctor).standing())
        .select_related("employment__institution", "institution", "arena", "specialty", "waiting_on")
        .order_by("starts_on", "pk")
    )


def current_placements(doctors: Iterable[User], on: dt.date) -> dict[int, list[Placement]]:
    """{doctor id: placements sent or confirmed that hold on the day}. One question."""
    rows = (
        Placement.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=on),
            doctor__in=[doctor.pk for doctor in doctors],
            state__in=[ServiceState.SENT, ServiceState.CONFIRMED],
            starts_on__lte=on,
        )
        .select_related("institution", "arena", "specialty")
        .order_by("starts_on", "pk")
    )
    found: dict[int, list[Placement]] = defaultdict(list)
    for row in with_part_1(rows):
        found[row.doctor_id].append(row)
    return dict(found)


def wards_on(user: User, day: dt.date) -> QuerySet[Placement]:
    """Service in an arena, sent or confirmed, of this person and of the doctors they lead, that holds on the day. One question."""
    return (
        Placement.objects.filter(Q(doctor_id=user.pk) | doctor_ids_led_by(user))
        .filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day),
            arena__isnull=False,
            state__in=[ServiceState.SENT, ServiceState.CONFIRMED],
            starts_on__lte=day,
        )
        .select_related("arena")
        .order_by("arena__name", "pk")
    )


def countable_time(doctor: User, on: dt.date) -> rules.Account:
    """The account of one doctor. Two questions."""
    return countable_times([doctor], on)[doctor.pk]


def countable_times(doctors: Iterable[User], on: dt.date) -> dict[int, rules.Account]:
    """{doctor id: account} for many doctors in two questions; a doctor without service has an empty account."""
    ids = [doctor.pk for doctor in doctors]
    rows = (
        with_part_1(Placement.objects.filter(doctor__in=ids).standing())
        .prefetch_related(Prefetch("absences", Absence.objects.confirmed(), to_attr="away"))
        .order_by("starts_on", "pk")
    )
    periods: dict[int, list[rules.Period]] = defaultdict(list)
    for row in rows:
        periods[row.doctor_id].append(period_of(row, row.away))
    return {pk: rules.account(periods[pk], on) for pk in ids}


def period_of(row: Placement, absences: Iterable[Absence]) -> rules.Period:
    """The row (`with_part_1`) as the rules take it; `absences` are the confirmed ones."""
    return rules.Period(
        key=row.pk,
        part=row.kind,
        percent=row.percent,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        is_confirmed=row.state == ServiceState.CONFIRMED,
        counts=row.counts,
        is_too_early=is_too_early(row),
        absences=tuple(
            rules.Away(each.kind, each.starts_on, each.ends_on, each.percent)
            for each in absences
            if each.ends_on is not None
        ),
    )


def is_too_early(row: Placement) -> bool:
    """It may have been set to count before that was refused: the rule decides, whatever the row says."""
    return not rules.may_count(row.kind, row.starts_on, row.part_1_completed_on)  # type: ignore[attr-defined]


def part_1_confirmation_of(doctor: User) -> Part1Confirmation | None:
    """The one that stands."""
    standing = Part1Confirmation.objects.filter(doctor=doctor).standing()
    return standing.select_related("by").order_by("pk").last()


def is_carried_on(*, goal_set: str, doctor: str, kind: str = GoalSet.Kind.PART_1) -> ExpressionWrapper:
    """For an annotation, by the paths to the two: a set of this kind, of a doctor who has part 1 confirmed."""
    confirmed = Part1Confirmation.objects.filter(doctor_id=OuterRef(doctor)).standing()
    is_of_kind = Q(**{f"{goal_set}__kind": kind})
    return ExpressionWrapper(is_of_kind & Q(Exists(confirmed)), output_field=BooleanField())


def service_days_in(specialty: Specialty, doctor: User, on: dt.date) -> int:
    """Seniority: days of completed service in the specialty before `on`: confirmed, counting, part 1 left out ([S26b])."""
    return service_days_of_many(specialty, [doctor.pk], on).get(doctor.pk, 0)


def service_days_of_many(specialty: Specialty, doctor_ids: Collection[int], on: dt.date) -> dict[int, int]:
    """{doctor id: days} in two questions. Absence above the limit is not completed service; days are whole whatever the percent,
    for no source says that part time is less senior (decision 0025).
    """
    rows = (
        Placement.objects.filter(
            doctor_id__in=doctor_ids,
            specialty=specialty,
            kind__in=Placement.OF_A_SPECIALTY,
            counts=True,
            starts_on__lt=on,
        )
        .confirmed()
        .prefetch_related(Prefetch("absences", Absence.objects.confirmed(), to_attr="away"))
        .order_by("starts_on", "pk")
    )
    days: dict[int, int] = defaultdict(int)
    reached: dict[int, dt.date] = {}
    for row in with_part_1(rows):
        first = max(row.starts_on, reached.get(row.doctor_id, row.starts_on))
        end = min(row.ends_on + dt.timedelta(days=1), on) if row.ends_on else on
        # Of two placements side by side a day counts once, and so does what was not served of it.
        period = replace(period_of(row, row.away), starts_on=first)  # type: ignore[attr-defined]
        days[row.doctor_id] += max(0, (end - first).days - rules.days_not_served(period, on))
        reached[row.doctor_id] = max(first, end)
    return dict(days)
