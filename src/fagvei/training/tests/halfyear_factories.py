"""A plan by half-year that people have worked with."""

from fagvei.training import actions
from fagvei.training.actions.halfyear import Place
from fagvei.training.models import PlannedItem, PlanRevision
from fagvei.training.queries import halfyear as queries


def make_plan(record, *, by=None) -> PlanRevision:
    return actions.make_halfyear_plan(doctor=record.doctor, by=by or record.doctor)


def planned(record, code: str) -> PlannedItem:
    return PlannedItem.objects.get(doctor=record.doctor, plan_goal__goal__code=code)


def move(record, code: str, half_year: str, *, reason: str = "Permisjon.", by=None, **place) -> PlanRevision:
    return actions.move_in_plan(
        doctor=record.doctor,
        items=[planned(record, code)],
        to=Place(half_year, **place),
        reason=reason,
        by=by or record.doctor,
    )


def agree(record, by, half_year: str = ""):
    half_year = half_year or queries.next_halfyear().key
    digest = queries.digest_of(half_year, queries.items_of(record.doctor))
    return actions.agree_on_halfyear(doctor=record.doctor, half_year=half_year, seen_digest=digest, by=by)


def make_halfyears(record) -> None:
    """Made, moved, noted and agreed by both: every kind of fact."""
    make_plan(record)
    half = queries.next_halfyear().key
    move(record, "RUS-002", half)
    actions.note_in_plan(
        doctor=record.doctor, half_year=half, kind="leave", text="Permisjon i mars", by=record.doctor, reason="Avtalt."
    )
    agree(record, record.doctor)
    agree(record, record.cecilie)
