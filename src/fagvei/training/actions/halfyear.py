"""Make the plan by half-year, move in it with a reason, note what else happens, and agree on the next half-year."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.organisations.models import LearningArena, TrainingInstitution
from fagvei.people.actions import notify
from fagvei.people.models import User
from fagvei.people.queries import deciding_capacity, mentor_of
from fagvei.training.actions.halfyear_refusals import (
    ForeignItem,
    HalfYearEmpty,
    HalfYearNotNext,
    HalfYearPast,
    NoPlanYet,
    NotDoctorOrMentor,
    NothingChosen,
    NothingMoved,
    NothingToPlace,
    NotPlanner,
    NotWhatWasAgreed,
)
from fagvei.training.actions.refusals import MentorMissing, ReasonMissing
from fagvei.training.actions.standing import home_institution
from fagvei.training.models import EducationPlan, HalfYearAgreement, PlanMove, PlannedItem, PlanRevision
from fagvei.training.queries import halfyear as queries
from fagvei.training.rules import halfyear as rules
from fagvei.training.rules.halfyear import HalfYear

Kind = PlannedItem.Kind
MAY_PLAN = frozenset({"doctor", "mentor", "leader", "deputy"})


@dataclass(frozen=True)
class Place:
    """Where something is to stand. No half-year takes it out of the plan."""

    half_year: str
    arena: LearningArena | None = None
    institution: TrainingInstitution | None = None


@transaction.atomic
def make_halfyear_plan(*, doctor: User, by: User) -> PlanRevision:
    """Place what the curriculum asks for and nobody has placed yet, by the rule of `rules.halfyear`."""
    capacity = _planning(by, doctor)
    institution = home_institution(doctor)
    if not EducationPlan.objects.current().filter(doctor=doctor).exists():
        raise NoPlanYet
    missing = queries.unplaced(doctor)
    if not missing:
        raise NothingToPlace
    proposed = queries.proposal_for(doctor, missing)
    arenas = queries.arenas_by_goal(institution, [goal.goal_id for goal in missing.goals])
    places: list[tuple[PlannedItem, Place]] = [
        (_item_of(doctor, Kind.GOAL, plan_goal=goal), Place(proposed["goal", goal.pk].key, arenas.get(goal.goal_id)))
        for goal in missing.goals
    ]
    places += [
        (_item_of(doctor, Kind.ACTIVITY, activity=each), Place(proposed["activity", each.pk].key))
        for each in missing.activities
    ]
    return _revise(doctor, PlanRevision.Kind.MADE, places, by=by, capacity=capacity)


@transaction.atomic
def move_in_plan(
    *, doctor: User, items: Iterable[PlannedItem], to: Place, reason: str, by: User, keep_arena: bool = False
) -> PlanRevision:
    """Move one or many at once. `keep_arena` leaves each where it is learned and moves the time alone."""
    capacity = _planning(by, doctor)
    chosen = _chosen(doctor, items)
    _check_time(to.half_year)
    places = [(item, _kept(item, to.half_year) if keep_arena else to) for item in chosen]
    moved = [(item, place) for item, place in places if _differs(item, place)]
    if not moved:
        raise NothingMoved
    touched = {item.half_year for item, _place in moved} | {to.half_year}
    was_placed = any(item.half_year for item, _place in moved)
    _check_reason(doctor, reason, was_placed, touched)
    return _revise(doctor, PlanRevision.Kind.MOVED, moved, by=by, capacity=capacity, reason=reason)


@transaction.atomic
def note_in_plan(
    *,
    doctor: User,
    half_year: str,
    kind: str,
    text: str,
    by: User,
    institution: TrainingInstitution | None = None,
    reason: str = "",
) -> PlanRevision:
    """Leave, part time, a course, a visiting placement: what shapes a half-year and is no goal."""
    if kind not in PlannedItem.NOTES:
        raise ValueError(f"{kind} is no kind of note.")
    capacity = _planning(by, doctor)
    _check_time(half_year)
    if not text.strip():
        raise ReasonMissing(_("Skriv hva som skjer i halvåret."))
    _check_reason(doctor, reason, False, {half_year})
    item = PlannedItem.objects.create(doctor=doctor, kind=kind, text=text)
    place = Place(half_year, None, institution)
    return _revise(doctor, PlanRevision.Kind.NOTED, [(item, place)], by=by, capacity=capacity, reason=reason)


@transaction.atomic
def agree_on_halfyear(*, doctor: User, half_year: str, seen_digest: str, by: User) -> HalfYearAgreement:
    """The doctor and the mentor both press. What each agrees to is the content that was shown."""
    mentor = mentor_of(doctor)
    role = "doctor" if by == doctor else "mentor" if by == mentor else ""
    if not role:
        raise NotDoctorOrMentor
    if mentor is None:
        raise MentorMissing
    User.objects.select_for_update().get(pk=doctor.pk)
    if half_year not in (queries.next_halfyear().key, HalfYear.of(clock.today()).key):
        raise HalfYearNotNext
    items = queries.items_of(doctor)
    if not any(item.half_year == half_year for item in items):
        raise HalfYearEmpty
    standing = queries.standing_of(half_year, items, queries.agreements_of(doctor))
    if seen_digest != standing.digest:
        raise NotWhatWasAgreed
    given = standing.by_doctor if role == "doctor" else standing.by_mentor
    if given is not None and given.by_id == by.pk:
        return given
    revision = PlanRevision.objects.filter(doctor=doctor).order_by("-number")[0]
    agreement = HalfYearAgreement.objects.create(
        doctor=doctor, half_year=half_year, revision=revision, content_digest=seen_digest, by=by, acting_as=role
    )
    _record("halfyear_agreed", agreement, doctor, by, role, [agreement], details={"half_year": half_year})
    other = mentor if role == "doctor" else doctor
    is_first = len(standing.missing) == 2
    text = _("Det neste halvåret venter på at du avtaler det.") if is_first else _("Det neste halvåret er avtalt.")
    notify(user=other, kind="halfyear_agreed", text=text, path=plan_path(other, doctor))
    return agreement


def plan_path(reader: User, doctor: User) -> str:
    if reader == doctor:
        return reverse("training:my_halfyears")
    return reverse("training:halfyears", args=[doctor.public_id])


def place(item: PlannedItem, where: Place, revision: PlanRevision) -> PlanMove:
    """The only place that writes where an item stands, with the move it comes from."""
    move = PlanMove.objects.create(
        revision=revision, item=item, half_year=where.half_year, arena=where.arena, institution=where.institution
    )
    item.half_year, item.arena, item.institution = move.half_year, move.arena, move.institution
    item.save(update_fields=["half_year", "arena", "institution"])
    return move


def _revise(
    doctor: User,
    kind: PlanRevision.Kind,
    places: Sequence[tuple[PlannedItem, Place]],
    *,
    by: User,
    capacity: str,
    reason: str = "",
) -> PlanRevision:
    User.objects.select_for_update().get(pk=doctor.pk)  # revisions of one plan are numbered one by one
    number = PlanRevision.objects.filter(doctor=doctor).count() + 1
    revision = PlanRevision.objects.create(
        doctor=doctor,
        institution=home_institution(doctor),
        number=number,
        kind=kind,
        reason=reason.strip(),
        by=by,
        acting_as=capacity,
    )
    moves = [place(item, where, revision) for item, where in places]
    name = f"halfyear_plan_{kind}"
    items = [item for item, _where in places]
    _record(name, revision, doctor, by, capacity, [revision, *moves, *items], details={"moves": len(moves)})
    if by != doctor:
        text = _("Planen din for halvårene er endret.")
        notify(user=doctor, kind=name, text=text, path=reverse("training:my_halfyears"))
    return revision


def _planning(by: User, doctor: User) -> str:
    capacity = "doctor" if by == doctor else deciding_capacity(by, doctor) or ""
    if capacity not in MAY_PLAN:
        capacity = "mentor" if by == mentor_of(doctor) else ""
    if not capacity:
        raise NotPlanner
    return capacity


def _item_of(doctor: User, kind: str, **thing: Any) -> PlannedItem:
    """The same row when it was taken out and is placed again, so that its history stays one."""
    item, _created = PlannedItem.objects.get_or_create(doctor=doctor, kind=kind, **thing)
    return item


def _chosen(doctor: User, items: Iterable[PlannedItem]) -> list[PlannedItem]:
    ids = {item.pk for item in items}
    if not ids:
        raise NothingChosen
    rows = list(PlannedItem.objects.select_for_update().filter(pk__in=ids, doctor=doctor).order_by("pk"))
    if len(rows) != len(ids):
        raise ForeignItem
    return rows


def _kept(item: PlannedItem, half_year: str) -> Place:
    return Place(half_year, item.arena, item.institution)


def _differs(item: PlannedItem, to: Place) -> bool:
    return (item.half_year, item.arena, item.institution) != (to.half_year, to.arena, to.institution)


def _check_time(half_year: str) -> None:
    """What is past is history: nothing is planned there."""
    found = HalfYear.parse(half_year)
    if half_year and (found is None or found < HalfYear.of(clock.today())):
        raise HalfYearPast


def _check_reason(doctor: User, reason: str, was_placed: bool, half_years: set[str]) -> None:
    if reason.strip():
        return
    items, agreements = queries.items_of(doctor), queries.agreements_of(doctor)
    is_agreed = any(queries.standing_of(each, items, agreements).is_agreed for each in half_years if each)
    if rules.needs_reason(was_placed=was_placed, is_agreed=is_agreed):
        raise ReasonMissing(_("Skriv hvorfor planen endres. Begrunnelsen står i historikken."))


def _record(name: str, target: object, doctor: User, by: User, capacity: str, facts: list, *, details: dict) -> None:
    audit.record(
        name,
        target=target,
        by=by,
        acting_as=capacity,
        subject=doctor,
        controller=home_institution(doctor),
        details=details,
        facts=facts,
    )
