"""The doctor registers and changes employments, periods of service and absence. What cannot be true is refused here."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fagvei.audit import actions as audit
from fagvei.common.models import Fact
from fagvei.organisations.models import LearningArena, Specialty, TrainingInstitution
from fagvei.people.models import User
from fagvei.people.queries import institution_of
from fagvei.training import rules
from fagvei.training.actions.service_refusals import (
    AbsenceOverlaps,
    ArenaElsewhere,
    BadPercent,
    CountsBeforePart1,
    EmployerIsNoInstitution,
    EmployerMissing,
    EmploymentOverlaps,
    HoldsMore,
    MoreThanEmployment,
    OutsideEmployment,
    OutsidePlacement,
    Part1NotConfirmed,
    PlacementOverlaps,
    PlaceMissing,
    ServiceEndsBeforeStart,
    ServiceLocked,
    SpecialtyMissing,
    TooManyPercent,
)
from fagvei.training.actions.standing import check_own_record
from fagvei.training.models import Absence, Employment, Part1Confirmation, Placement, ServiceEvent
from fagvei.training.models.service import Service, ServiceState

Kind, State = ServiceEvent.Kind, ServiceState


@transaction.atomic
def register_employment(
    *,
    doctor: User,
    percent: int,
    starts_on: dt.date,
    by: User,
    institution: TrainingInstitution | None = None,
    employer: str = "",
    ends_on: dt.date | None = None,
) -> Employment:
    row = Employment(
        doctor=doctor, institution=institution, employer=employer, percent=percent, starts_on=starts_on, ends_on=ends_on
    )
    return _register(row, by, "employment_registered")


@transaction.atomic
def register_placement(
    *,
    employment: Employment,
    kind: str,
    percent: int,
    starts_on: dt.date,
    by: User,
    institution: TrainingInstitution | None = None,
    arena: LearningArena | None = None,
    place: str = "",
    specialty: Specialty | None = None,
    ends_on: dt.date | None = None,
) -> Placement:
    """A period of service. Other service than the parts of the training counts first when the leader says so, with a reason."""
    row = Placement(
        doctor=employment.doctor,
        employment=employment,
        institution=institution,
        arena=arena,
        place=place,
        kind=kind,
        specialty=specialty,
        percent=percent,
        starts_on=starts_on,
        ends_on=ends_on,
        counts=kind != Placement.Kind.OTHER,
    )
    return _register(row, by, "placement_registered")


@transaction.atomic
def register_absence(
    *, placement: Placement, kind: str, starts_on: dt.date, ends_on: dt.date, by: User, percent: int = 100
) -> Absence:
    row = Absence(
        doctor=placement.doctor, placement=placement, kind=kind, percent=percent, starts_on=starts_on, ends_on=ends_on
    )
    return _register(row, by, "absence_registered")


@transaction.atomic
def change_service(*, row: Service, by: User, **content: Any) -> Service:
    """The doctor mends what is a draft or was returned; it is a draft again. `content` holds the fields that change."""
    row = locked(row)
    check_own_record(by, row.doctor_id)
    if not row.is_draft:
        raise ServiceLocked
    allowed = {name.removesuffix("_id") for name in row.content_fields}
    if unknown := set(content) - allowed:
        raise ValueError(f"{row._meta.label} has no such content: {unknown}")
    for name, value in content.items():
        setattr(row, name, value)
    if isinstance(row, Placement):
        row.counts = row.kind != Placement.Kind.OTHER
    check_truth(row)
    check_employer(row)
    event = move_service(row, Kind.CHANGED, to=State.DRAFT, by=by, acting_as="doctor")
    record("service_changed", row, by, "doctor", [event])
    return row


def _register(row: Any, by: User, name: str) -> Any:
    lock_service_of(row.doctor)
    check_own_record(by, row.doctor_id)
    check_truth(row)
    check_employer(row)
    row.save()
    event = move_service(row, Kind.REGISTERED, to=State.DRAFT, by=by, acting_as="doctor")
    record(name, row, by, "doctor", [event])
    return row


# --- What can be true ---


def check_truth(row: Service) -> None:
    """Refuses dates, percents and places that cannot be true beside everything else that stands."""
    if row.ends_on is not None and row.ends_on < row.starts_on:
        raise ServiceEndsBeforeStart
    if not 1 <= row.percent <= 100:
        raise BadPercent
    if isinstance(row, Employment):
        _check_employment(row)
    elif isinstance(row, Placement):
        _check_placement(row)
    elif isinstance(row, Absence):
        _check_absence(row)


def _check_employment(row: Employment) -> None:
    if bool(row.institution_id) == bool(row.employer.strip()):
        raise EmployerMissing
    others = list(_others(row).select_related("institution"))
    same = [other for other in others if other.employer_key == row.employer_key]
    _refuse_overlap(row, same, EmploymentOverlaps)
    _refuse_too_many_percent([row, *others])
    if row.pk:
        for held in row.placements.standing():
            if not rules.is_within(span(held), span(row)) or held.percent > row.percent:
                raise HoldsMore


def _check_placement(row: Placement) -> None:
    if row.institution is None and not row.place.strip():
        raise PlaceMissing
    if row.arena is not None and row.arena.institution_id != row.institution_id:
        raise ArenaElsewhere
    if row.kind in Placement.OF_A_SPECIALTY and row.specialty_id is None:
        raise SpecialtyMissing
    if row.employment.state == State.ANNULLED or not rules.is_within(span(row), span(row.employment)):
        raise OutsideEmployment
    if row.percent > row.employment.percent:
        raise MoreThanEmployment
    check_part_1(row)
    others = list(_others(row).select_related("employment"))
    key = row.employment.employer_key
    _refuse_overlap(row, [other for other in others if other.employment.employer_key == key], PlacementOverlaps)
    _refuse_too_many_percent([row, *others])
    if row.pk and any(not rules.is_within(span(held), span(row)) for held in row.absences.standing()):
        raise HoldsMore


def _check_absence(row: Absence) -> None:
    if row.placement.state == State.ANNULLED or not rules.is_within(span(row), span(row.placement)):
        raise OutsidePlacement
    _refuse_overlap(row, list(_others(row).filter(placement=row.placement_id)), AbsenceOverlaps)


def check_employer(row: Service) -> None:
    """Outside the institutions nobody could sign the certificate that part 2 and 3 need (§ 25 first paragraph e [S53], K-5).

    Not asked when what is confirmed is only ended: what stands from before that was refused must not be locked.
    """
    held: Iterable[Placement] = ()
    if isinstance(row, Placement) and row.employment.institution_id is None:
        held = [row]
    elif isinstance(row, Employment) and row.institution_id is None and row.pk:
        held = row.placements.standing()
    if any(each.kind in Placement.OF_A_SPECIALTY for each in held):
        raise EmployerIsNoInstitution


def check_part_1(row: Placement) -> None:
    """R2: no service in part 2 or 3 before part 1 is confirmed."""
    if not rules.may_begin(row.kind, row.starts_on, _part_1_completed_on(row)):
        raise Part1NotConfirmed


def check_may_count(row: Placement) -> None:
    """R2-1: other service counts no earlier than part 2 or 3 would."""
    if not rules.may_count(row.kind, row.starts_on, _part_1_completed_on(row)):
        raise CountsBeforePart1


def _part_1_completed_on(row: Placement) -> dt.date | None:
    standing = Part1Confirmation.objects.filter(doctor=row.doctor_id).standing().order_by("pk").last()
    return standing.completed_on if standing else None


def _others(row: Service) -> Any:
    return type(row)._default_manager.filter(doctor=row.doctor_id).standing().exclude(pk=row.pk)


def _refuse_overlap(row: Service, others: Iterable[Service], refusal: type[AbsenceOverlaps] | Any) -> None:
    for other in others:
        if rules.overlap(span(row), span(other)):
            raise refusal(f"{refusal.message} {_('Den andre:')} {dates_of(other)}.")


def _refuse_too_many_percent(rows: Iterable[Service]) -> None:
    if rules.most_percent([(each.starts_on, each.ends_on, each.percent) for each in rows]) > 100:
        raise TooManyPercent


def span(row: Service) -> tuple[dt.date, dt.date | None]:
    return row.starts_on, row.ends_on


def dates_of(row: Service) -> str:
    end = date_format(row.ends_on, "j. F Y") if row.ends_on else _("uten sluttdato")
    return f"{date_format(row.starts_on, 'j. F Y')} – {end}"


# --- What all verbs on service share ---


def lock_service_of(doctor: User) -> None:
    """One at a time for each doctor: two periods at once could each be true, and not both."""
    User.objects.select_for_update(no_key=True).get(pk=doctor.pk)


def locked(row: Any) -> Any:
    """The row as it is now, with everything about the doctor's service held still."""
    lock_service_of(row.doctor)
    related = [
        name
        for name in ("employment__institution", "placement", "institution", "arena", "specialty")
        if _has(row, name)
    ]
    return type(row)._default_manager.select_related("doctor", *related).get(pk=row.pk)


def _has(row: Any, name: str) -> bool:
    return any(column.name == name.split("__")[0] for column in row._meta.fields)


def move_service(
    row: Any,
    kind: str,
    *,
    to: str,
    by: User,
    acting_as: str,
    comment: str = "",
    waiting_on: User | None = None,
) -> ServiceEvent:
    """The only place that writes the state: add the event and let the row follow."""
    if to != row.state and to not in row.MOVES[row.state]:
        raise AssertionError(f"{row._meta.label} cannot go from {row.state} to {to}.")
    event = ServiceEvent.objects.create(
        **{row._meta.model_name: row},
        kind=kind,
        state_after=to,
        waiting_on=waiting_on,
        by=by,
        acting_as=acting_as,
        comment=comment,
        content_digest=row.content_digest(),
    )
    if kind == Kind.REGISTERED or (row.state, row.waiting_on_id) != (to, event.waiting_on_id):
        row.since = event.at
    row.state, row.waiting_on = to, waiting_on
    row.save()
    return event


def record(name: str, row: Any, by: User, acting_as: str, facts: list[Fact], **details: Any) -> None:
    audit.record(
        name,
        target=row,
        by=by,
        acting_as=acting_as,
        subject=row.doctor,
        controller=institution_of(row.doctor) or "",
        details=details,
        facts=[row, *facts],
    )
