"""Every row with a state is compared with its events by `fagvei check_projections`, and a wrong one of each noun is found."""

import datetime as dt

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from test_states import nouns
from visits import nothing_stays

from fagvei.common.append_only import drop_triggers
from fagvei.common.settled import settled_models
from fagvei.config.projections import NOUNS, projection_faults

# What is compared is the same on either database.
pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

# A round has no events: its allocations and their approvals say where it stands, but not since when.
WITHOUT_EVENTS = "courses.ApplicationRound"
# The database itself refuses another state: a closed one has its counts.
REFUSED = {"courses.CourseEvaluation"}
# Rows without a state that repeat what was said last, and one field of each.
PLACED = {"courses.CourseAppointment": "to_on", "training.PlannedItem": "half_year"}


def found_by_the_command() -> set[str]:
    return {fault.row for fault in projection_faults()}


def let_it_be_spoilt(row) -> None:
    """As whoever owns the tables could: a text that stands still is let go of first."""
    if type(row) in settled_models():
        drop_triggers(connection.alias, [row._meta.db_table])


def spoil_state(row) -> None:
    """To the first other state that the database lets it be in."""
    let_it_be_spoilt(row)
    for state, _name in row._meta.get_field("state").flatchoices:
        if state == row.state:
            continue
        try:
            with transaction.atomic():
                type(row)._default_manager.filter(pk=row.pk).update(state=state)
        except IntegrityError:
            continue
        return
    raise AssertionError(f"{row._meta.label} cannot be in another state.")


def some_row(label: str):
    """Rather one that has gone on: of what has only begun, some have no event."""
    rows = list(apps.get_model(label)._default_manager.order_by("-pk"))
    assert rows, f"The world has no {label}: add one."
    return min(rows, key=lambda row: getattr(row, "state", "") == getattr(type(row)(), "state", None))


def test_the_world_says_what_its_events_say(world):
    assert [f"{fault.row}: {fault.sentence}" for fault in projection_faults()] == []


@pytest.mark.parametrize("label", sorted(nouns() - REFUSED))
def test_a_wrong_state_is_found(world, label):
    row = some_row(label)
    with nothing_stays():
        spoil_state(row)
        assert found_by_the_command() == {row.fact_id}


@pytest.mark.parametrize("label", sorted(nouns() - {WITHOUT_EVENTS}))
def test_a_wrong_instant_is_found(world, label):
    row = some_row(label)
    with nothing_stays():
        let_it_be_spoilt(row)
        type(row)._default_manager.filter(pk=row.pk).update(since=row.since + dt.timedelta(hours=1))
        assert found_by_the_command() == {row.fact_id}


@pytest.mark.parametrize(("label", "name"), PLACED.items())
def test_what_was_put_elsewhere_is_found(world, label, name):
    row = some_row(label)
    other = row.to_on + dt.timedelta(days=1) if name == "to_on" else "2099-1"
    with nothing_stays():
        type(row)._default_manager.filter(pk=row.pk).update(**{name: other})
        assert found_by_the_command() == {row.fact_id}


def test_what_has_no_state_is_named_here():
    """The other nouns say only where they were put; a new one is tried above."""
    assert {noun.rows._meta.label for noun in NOUNS if "state" not in noun.follows} == PLACED.keys()
