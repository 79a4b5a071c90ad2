"""Anna's plan by half-year: made, moved with a reason, a leave noted, the next half-year agreed by her and waiting for Cecilie.

Nora's and Line's are made and agreed by both.
"""

import datetime as dt
from types import SimpleNamespace

from fagvei.common import clock
from fagvei.organisations.models import LearningArena
from fagvei.people.models import User
from fagvei.training import actions
from fagvei.training.actions.halfyear import Place
from fagvei.training.models import PlannedItem
from fagvei.training.queries import halfyear as queries
from fagvei.training.rules.halfyear import HalfYear


def tell_halfyear(cast: SimpleNamespace, today: dt.datetime) -> None:
    anna = cast.anna
    arenas = list(LearningArena.objects.filter(institution__code="fjellheim").order_by("name"))
    with clock.at(today - dt.timedelta(days=200)):
        actions.make_halfyear_plan(doctor=anna, by=anna)
    with clock.at(today - dt.timedelta(days=150)):
        _give_arenas(cast, arenas)
    with clock.at(today - dt.timedelta(days=40)):
        _move_for_leave(cast)
    with clock.at(today - dt.timedelta(days=3)):
        half = queries.next_halfyear().key
        digest = queries.digest_of(half, queries.items_of(anna))
        actions.agree_on_halfyear(doctor=anna, half_year=half, seen_digest=digest, by=anna)

    _agree(cast.nora, cast.cecilie, "Målene venter på andre, og kan bli avgjort først i neste halvår.", today)
    _agree(cast.line, cast.cecilie, "Arenaen har plass først i neste halvår.", today)


def _agree(doctor: User, mentor: User, reason: str, today: dt.datetime) -> None:
    """The next half-year; what waits for it is the last that the first plan placed."""
    with clock.at(today - dt.timedelta(days=9)):
        actions.make_halfyear_plan(doctor=doctor, by=doctor)
        coming = queries.next_halfyear()  # the present one, when the demo is loaded just after the turn of a half-year
    items = queries.items_of(doctor)
    if not any(item.half_year == coming.key for item in items):
        with clock.at(today - dt.timedelta(days=8)):
            last = [item for item in items if item.kind == PlannedItem.Kind.GOAL][-2:]
            actions.move_in_plan(
                doctor=doctor, items=last, to=Place(coming.key), keep_arena=True, reason=reason, by=doctor
            )
    for days, person in ((7, doctor), (5, mentor)):
        with clock.at(today - dt.timedelta(days=days)):
            digest = queries.digest_of(coming.key, queries.items_of(doctor))
            actions.agree_on_halfyear(doctor=doctor, half_year=coming.key, seen_digest=digest, by=person)


def _give_arenas(cast: SimpleNamespace, arenas: list[LearningArena]) -> None:
    """Each half-year at one arena, in turn."""
    items = [item for item in queries.items_of(cast.anna) if item.kind == PlannedItem.Kind.GOAL]
    now = HalfYear.of(clock.today()).key
    halves = sorted({item.half_year for item in items if item.half_year >= now})
    for number, half in enumerate(halves[:4]):
        actions.move_in_plan(
            doctor=cast.anna,
            items=[item for item in items if item.half_year == half],
            to=Place(half, arenas[number % len(arenas)]),
            reason="Rotasjonsplanen for avdelingen er klar.",
            by=cast.cecilie,
        )


def _move_for_leave(cast: SimpleNamespace) -> None:
    coming = queries.next_halfyear()
    goals = [item for item in queries.items_of(cast.anna) if item.kind == PlannedItem.Kind.GOAL]
    moved = [item for item in goals if item.half_year == coming.key][:2]
    if moved:
        actions.move_in_plan(
            doctor=cast.anna,
            items=moved,
            to=Place(coming.next.key),
            keep_arena=True,
            reason="permisjon",
            by=cast.anna,
        )
    for kind, text in ((PlannedItem.Kind.LEAVE, "To måneder"), (PlannedItem.Kind.PART_TIME, "80 prosent etterpå")):
        actions.note_in_plan(doctor=cast.anna, half_year=coming.key, kind=kind, text=text, by=cast.anna)
