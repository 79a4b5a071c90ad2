"""The six-year plan: only the liaison plans, every step has a reason and stays in the story."""

import datetime as dt

import pytest

from fagvei.common import clock
from fagvei.courses import actions
from fagvei.courses.models import PlanSlot
from fagvei.courses.rules import half_of
from fagvei.courses.tests import factories as make
from fagvei.courses.tests.checks import refused
from fagvei.training.tests.checks import last_event


def story(slot) -> list[tuple[str, str, int, int]]:
    return list(slot.events.values_list("kind", "state_after", "year_after", "half_after"))


def test_the_liaison_puts_a_course_in_the_plan(cast):
    slot = make.make_slot(cast, starts_on=dt.date(2028, 3, 1))

    assert (slot.state, slot.year, slot.half, slot.host_centre) == ("planned", 2028, 1, cast.centre)
    assert story(slot) == [("planned", "planned", 2028, 1)]
    assert last_event() == ("slot_planned", "Eva Strand", "liaison")


def test_an_officer_elsewhere_cannot_plan_for_the_liaison(cast):
    eli, course = make.make_officer_elsewhere(cast), make.make_course(cast)

    plan = {"course": course, "host_centre": cast.centre_elsewhere, "year": 2028, "half": 1}
    assert refused(lambda: actions.plan_slot(**plan, by=eli)) == "not_liaison"
    assert PlanSlot.objects.count() == 0


def test_a_pattern_fills_the_six_years_once(cast):
    course = make.make_course(cast)
    this_year = clock.today().year
    wish = {"course": course, "host_centre": cast.centre, "pattern": [1, 1, 0], "first_year": this_year + 1, "half": 2}

    made = actions.plan_from_pattern(**wish, by=cast.eva)

    assert [slot.year - this_year for slot in made] == [1, 2, 4, 5]
    assert refused(lambda: actions.plan_from_pattern(**wish, by=cast.eva)) == "nothing_to_plan"


def test_a_slot_is_moved_paused_resumed_and_cancelled_with_reasons(cast):
    slot = make.make_slot(cast, starts_on=dt.date(2028, 3, 1))

    assert refused(lambda: actions.move_slot(slot=slot, year=2028, half=2, reason=" ", by=cast.eva)) == "reason_missing"
    actions.move_slot(slot=slot, year=2028, half=2, reason="Kurslederen kan ikke.", by=cast.eva)
    actions.pause_slot(slot=slot, reason="Få søkere.", by=cast.eva)
    actions.resume_slot(slot=slot, by=cast.eva)
    slot = actions.cancel_slot(slot=slot, reason="Slått sammen.", by=cast.eva)

    assert story(slot) == [
        ("planned", "planned", 2028, 1),
        ("moved", "planned", 2028, 2),
        ("paused", "paused", 2028, 2),
        ("resumed", "planned", 2028, 2),
        ("cancelled", "cancelled", 2028, 2),
    ]
    assert last_event() == ("slot_cancelled", "Eva Strand", "liaison")
    assert refused(lambda: actions.resume_slot(slot=slot, by=cast.eva)) == "slot_not_open"


def test_nothing_is_planned_in_a_half_year_that_is_over(cast):
    year, half = half_of(clock.today())
    before = (year, 1) if half == 2 else (year - 1, 2)
    course = make.make_course(cast)

    plan = {"course": course, "host_centre": cast.centre, "year": before[0], "half": before[1]}
    assert refused(lambda: actions.plan_slot(**plan, by=cast.eva)) == "slot_in_the_past"


def test_an_external_course_is_not_planned_here(cast):
    course = make.make_course(cast, organiser="external", external_url="https://example.org/kurs")

    plan = {"course": course, "host_centre": cast.centre, "year": 2099, "half": 1}
    assert refused(lambda: actions.plan_slot(**plan, by=cast.eva)) == "externally_arranged"


def test_a_projection_is_what_the_last_event_says(cast):
    slot = make.make_slot(cast)
    actions.pause_slot(slot=slot, reason="Venter.", by=cast.eva)

    for row in PlanSlot.objects.all():
        last = row.events.last()
        assert (row.state, row.year, row.half, row.since) == (
            last.state_after,
            last.year_after,
            last.half_after,
            last.at,
        )


@pytest.mark.parametrize("role", ["leader", "member"])
def test_only_somebody_with_the_role_is_appointed(cast, role):
    geir, course = make.make_leader(cast), make.make_course(cast)
    term = {"course": course, "person": geir, "role": role, "from_on": make.in_days(0), "to_on": make.in_days(400)}

    if role == "member":
        assert refused(lambda: actions.appoint(**term, by=cast.eva)) == "not_for_appointment"
        return
    actions.appoint(**term, by=cast.eva)
    assert last_event() == ("course_appointed", "Eva Strand", "liaison")
    assert refused(lambda: actions.appoint(**term, by=cast.eva)) == "already_appointed"


def test_an_appointment_is_ended_before_its_time_with_a_reason(cast):
    course, term = make.make_course(cast), (make.in_days(-10), make.in_days(400))
    appointment = actions.appoint(
        course=course, person=make.make_leader(cast), role="leader", from_on=term[0], to_on=term[1], by=cast.eva
    )

    ended = actions.end_appointment(appointment=appointment, reason="Ny jobb.", by=cast.eva)

    assert ended.to_on == clock.today()
    assert [(event.kind, event.to_on_after) for event in ended.events.all()] == [
        ("appointed", term[1]),
        ("ended", clock.today()),
    ]
    assert refused(lambda: actions.end_appointment(appointment=ended, reason="To.", by=cast.eva)) == "appointment_ended"
