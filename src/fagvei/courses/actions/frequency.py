"""The liaison says how often a course is normally run in a region. In versions; the slots without a date follow in the same act."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.courses.actions.plan import Kind, State, move_to, put_in_plan, record_slot
from fagvei.courses.actions.refusals import (
    ExternallyArranged,
    FrequencyReasonMissing,
    FrequencyUnchanged,
    PatternWrong,
)
from fagvei.courses.actions.standing import capacity_to_plan_at
from fagvei.courses.models import Course, FrequencyPattern, FrequencyVersion, PlanSlot
from fagvei.courses.rules.frequency import LONGEST_PATTERN, MOST_IN_A_YEAR, Following, follow
from fagvei.courses.rules.halfyears import half_of, pattern_years, plan_years
from fagvei.organisations.models import RegionalEducationCentre
from fagvei.people.models import User


@dataclass(frozen=True)
class Frequency:
    """Runs in each year of the pattern, over and over from its first year. `half` None: spring and autumn in turn."""

    pattern: tuple[int, ...]
    first_year: int
    half: int | None = None
    is_at_least: bool = False


@dataclass(frozen=True)
class FrequencySet:
    """The version, and what followed in the plan."""

    version: FrequencyVersion
    followed: Following


@transaction.atomic
def set_frequency(
    *, course: Course, centre: RegionalEducationCentre, wanted: Frequency, source: str, reason: str, by: User
) -> FrequencySet:
    """In the region of the centre. Runs with dates stand, and so does a slot on pause."""
    acting_as = capacity_to_plan_at(by, course, centre)
    row = Course.objects.select_for_update(of=("self",)).select_related("activity", "centre").get(pk=course.pk)
    if row.organiser != Course.Organiser.REGUT:
        raise ExternallyArranged
    if not source.strip() or not reason.strip():
        raise FrequencyReasonMissing
    _check_pattern(wanted.pattern)
    held = row.patterns.filter(region=centre.region_id).first()
    if held is not None and _of(held) == wanted:
        raise FrequencyUnchanged
    version = FrequencyVersion.objects.create(
        course=row,
        region_id=centre.region_id,
        number=row.frequency_versions.filter(region=centre.region_id).count() + 2,
        replaced_sentence=held.sentence if held else "",
        source=source,
        reason=reason,
        is_applied=_may_change(held),
        by=by,
        **_columns(wanted),
    )
    followed = _apply(version, wanted, held, centre, acting_as) if version.is_applied else Following()
    audit.record(
        "frequency_set",
        target=version,
        by=by,
        acting_as=acting_as,
        controller=row.centre or centre,
        details={"course": row.code, "version": version.number, "is_applied": version.is_applied},
        facts=[version],
    )
    return FrequencySet(version, followed)


def _of(held: FrequencyPattern) -> Frequency | None:
    if held.first_year is None:
        return None
    return Frequency(tuple(held.pattern), held.first_year, held.half, held.is_at_least)


def _columns(wanted: Frequency) -> dict[str, object]:
    return vars(wanted) | {"pattern": list(wanted.pattern)}


def _check_pattern(pattern: tuple[int, ...]) -> None:
    if not 1 <= len(pattern) <= LONGEST_PATTERN or not all(0 <= number <= MOST_IN_A_YEAR for number in pattern):
        raise PatternWrong


def _may_change(held: FrequencyPattern | None) -> bool:
    """What a source says is read-only in the demo; where none says anything, the demo may make it up."""
    return held is None or held.is_demo or not settings.FAGVEI_DEMO


def _apply(
    version: FrequencyVersion,
    wanted: Frequency,
    held: FrequencyPattern | None,
    centre: RegionalEducationCentre,
    acting_as: str,
) -> Following:
    row = held or FrequencyPattern(course=version.course, region=version.region, is_demo=settings.FAGVEI_DEMO)
    for name, value in _columns(wanted).items():
        setattr(row, name, value)
    row.sentence, row.version = "", version.number
    row.source, row.retrieved_on, row.verification = version.source, clock.today(), row.Verification.IMPORTED
    row.save()
    return _let_the_plan_follow(version, wanted, centre, acting_as)


def _let_the_plan_follow(
    version: FrequencyVersion, wanted: Frequency, centre: RegionalEducationCentre, acting_as: str
) -> Following:
    years = plan_years(clock.today())
    slots = PlanSlot.objects.filter(course=version.course, host_centre=centre, year__in=years).order_by("pk")
    rows = {
        slot.pk: slot for slot in slots.select_related("course__centre", "host_centre").select_for_update(of=("self",))
    }
    planned = [slot for slot in rows.values() if slot.state == State.PLANNED]
    settled = [slot for slot in rows.values() if slot.state not in {State.PLANNED, State.CANCELLED}]
    found = follow(
        pattern_years(list(wanted.pattern), wanted.first_year, years),
        half=wanted.half,
        is_at_least=wanted.is_at_least,
        planned=[(slot.pk, slot.year, slot.half) for slot in planned],
        settled=[(slot.year, slot.half) for slot in settled],
        now=half_of(clock.today()),
    )
    by, reason = version.by, version.reason
    for key in found.out:
        event = move_to(rows[key], Kind.CANCELLED, to=State.CANCELLED, by=by, reason=reason)
        record_slot("slot_cancelled", rows[key], by, acting_as, event)
    for key, (year, half) in found.moved.items():
        rows[key].year, rows[key].half = year, half
        event = move_to(rows[key], Kind.MOVED, to=State.PLANNED, by=by, reason=reason)
        record_slot("slot_moved", rows[key], by, acting_as, event)
    for year, half in found.new:
        put_in_plan(version.course, centre, year, half, by, acting_as, is_demo=settings.FAGVEI_DEMO, reason=reason)
    return found
