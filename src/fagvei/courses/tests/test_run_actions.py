"""A run: dates settle plan and catalogue in one act; only the host acts; deviations need a reason and are flagged."""

import datetime as dt

import pytest

from fagvei.audit.models import AuditEvent
from fagvei.common import clock
from fagvei.courses import actions
from fagvei.courses.actions import runs as run_actions
from fagvei.courses.models import CourseRun
from fagvei.courses.rules import deadlines_for, deviations, fee_for, months_before
from fagvei.courses.tests import factories as make
from fagvei.courses.tests.checks import refused
from fagvei.people.models import Notification, User
from fagvei.training.tests.checks import last_event


def test_settling_dates_updates_the_plan_in_one_act(cast):
    run = make.make_run(cast)

    run.slot.refresh_from_db()
    assert (run.state, run.slot.state) == ("dated", "dated")
    assert [event.kind for event in run.slot.events.all()] == ["planned", "dated"]
    assert [event.kind for event in run.events.all()] == ["dated"]
    assert run.deviations == []
    assert last_event() == ("run_settled", "Eva Strand", "host")


def test_announcing_and_holding_take_the_slot_along(cast):
    start = clock.now() + dt.timedelta(days=300)
    run = make.make_run(cast, announced=True)
    assert (run.state, run.announced_on) == ("announced", clock.today())
    assert refused(lambda: actions.hold_run(run=run, by=cast.eva)) == "not_over_yet"
    assert refused(lambda: actions.announce_run(run=run, by=cast.eva)) == "already_announced"

    with clock.at(start + dt.timedelta(days=3)):
        assert refused(lambda: actions.hold_run(run=run, by=cast.eva)) == "not_over_yet"
    with clock.at(start + dt.timedelta(days=4)):
        run = actions.hold_run(run=run, by=cast.eva)

    run.slot.refresh_from_db()
    assert (run.state, run.slot.state) == ("held", "held")
    assert refused(lambda: actions.cancel_run(run=run, reason="Nei.", by=cast.eva)) == "run_not_standing"


def test_only_the_host_acts_on_a_run(cast):
    eli, slot = make.make_officer_elsewhere(cast), make.make_slot(cast)
    assert refused(lambda: actions.settle_run(slot=slot, details=make.details(), by=eli)) == "not_host"
    run = actions.settle_run(slot=slot, details=make.details(), by=cast.eva)

    for act in (
        lambda: actions.announce_run(run=run, by=eli),
        lambda: actions.cancel_run(run=run, reason="Nei.", by=eli),
        lambda: actions.change_run(run=run, details=make.details(), by=eli),
        lambda: actions.hold_run(run=run, by=eli),
    ):
        assert refused(act) == "not_host"
    assert CourseRun.objects.get().state == "dated"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"place": " "}, "place_missing"),
        ({"seats": 0}, "seats_missing"),
        ({"ends_on": dt.date(2020, 1, 1)}, "ends_before_start"),
        ({"answer_by_on": dt.date(2020, 1, 1)}, "deadline_out_of_order"),
        ({"opens_on": dt.date(2090, 1, 1)}, "deadline_out_of_order"),
        ({"opens_on": dt.date(2020, 1, 1)}, "opens_before_announced"),
        ({"fee_kroner": 7300}, "fee_not_in_table"),
        ({"days": 6}, "days_outside_dates"),
        ({"days": 0}, "days_outside_dates"),
    ],
)
def test_what_cannot_be_settled_is_refused(cast, change, code):
    slot = make.make_slot(cast)
    assert refused(lambda: actions.settle_run(slot=slot, details=make.details(**change), by=cast.eva)) == code
    slot.refresh_from_db()
    assert (slot.state, CourseRun.objects.count()) == ("planned", 0)


def test_no_run_opens_before_the_day_it_is_announced(cast):
    """A day in the past would let the host choose among the rankings that held."""
    run = make.make_run(cast, opens_on=clock.today())
    with clock.at(clock.now() + make.DAY):
        assert refused(lambda: actions.announce_run(run=run, by=cast.eva)) == "opens_before_announced"
        past = make.details(run.starts_on, opens_on=make.in_days(-1))
        assert refused(lambda: actions.change_run(run=run, details=past, by=cast.eva)) == "opens_before_announced"
        today = make.details(run.starts_on, opens_on=clock.today())
        actions.announce_run(run=actions.change_run(run=run, details=today, by=cast.eva), by=cast.eva)


def test_dates_outside_the_half_year_belong_to_the_liaison(cast):
    slot = make.make_slot(cast)
    later = make.details(make.in_days(600))
    assert refused(lambda: actions.settle_run(slot=slot, details=later, by=cast.eva)) == "outside_half_year"


def test_a_deviation_needs_a_reason_and_is_flagged(cast):
    soon = make.in_days(120)
    slot = make.make_slot(cast, starts_on=soon)
    given = make.details(soon)
    assert refused(lambda: actions.settle_run(slot=slot, details=given, by=cast.eva)) == "deviation_reason_missing"

    reasoned = make.details(soon, deviation_reason="Ekstra kurs etter stor søkning.")
    run = actions.settle_run(slot=slot, details=reasoned, by=cast.eva)

    assert [each.rule.code for each in run.deviations] == ["R13-announce"]


def test_moving_keeps_and_tells_those_who_have_a_seat(cast, monkeypatch):
    run = make.make_run(cast, announced=True)
    monkeypatch.setattr(run_actions, "people_with_seat", lambda run: User.objects.filter(pk=cast.anna.pk))
    new_start = run.starts_on + dt.timedelta(days=250)

    run = actions.move_run(
        run=run,
        starts_on=new_start,
        ends_on=new_start + dt.timedelta(days=4),
        withdraw_by_on=deadlines_for(new_start).withdraw_by_on,
        reason="Lokalet brant.",
        by=cast.eva,
    )

    run.slot.refresh_from_db()
    assert (run.starts_on, run.state) == (new_start, "announced")
    assert (run.slot.year, run.slot.half) == run_actions.half_of(new_start)
    assert run.slot.events.last().kind == "moved"
    assert [note.kind for note in Notification.objects.filter(user=cast.anna)] == ["run_moved"]
    assert last_event() == ("run_moved", "Eva Strand", "host")


def test_cancelling_needs_a_reason_and_tells(cast, monkeypatch):
    run = make.make_run(cast)
    monkeypatch.setattr(run_actions, "people_with_seat", lambda run: User.objects.filter(pk=cast.anna.pk))
    assert refused(lambda: actions.cancel_run(run=run, reason="", by=cast.eva)) == "reason_missing"

    run = actions.cancel_run(run=run, reason="For få søkere.", by=cast.eva)

    run.slot.refresh_from_db()
    assert (run.state, run.slot.state) == ("cancelled", "cancelled")
    assert [note.kind for note in Notification.objects.filter(user=cast.anna)] == ["run_cancelled"]


def test_seats_are_never_fewer_than_those_who_have_one(cast, monkeypatch):
    run = make.make_run(cast, announced=True)
    monkeypatch.setattr(run_actions, "people_with_seat", lambda run: User.objects.all())
    fewer = make.details(seats=2)
    assert refused(lambda: actions.change_run(run=run, details=fewer, by=cast.eva)) == "seats_taken"


def test_an_announced_run_keeps_its_dates_when_it_is_changed(cast):
    run = make.make_run(cast, announced=True)
    other = make.details(run.starts_on + dt.timedelta(days=1), place="Tromsø", seats=12)

    changed = actions.change_run(run=run, details=other, reason="Større rom.", by=cast.eva)

    assert (changed.place, changed.seats) == ("Tromsø", 12)
    assert (changed.starts_on, changed.deadline_at) == (run.starts_on, run.deadline_at)


@pytest.mark.parametrize(
    "change", [{"place": "Tromsø"}, {"is_digital": True}, {"language": "en"}, {"fee_kroner": 7500}]
)
def test_a_new_place_or_fee_of_an_announced_run_has_a_reason_in_its_story(cast, change):
    rate = {"days": 5, "kroner": 7500, "valid_from_on": clock.today(), "retrieved_on": clock.today()}
    actions.save_fee_rate(**rate, source="https://example.org/satser", verification="primary", by=None)
    run = make.make_run(cast, announced=True)
    other = make.details(run.starts_on, **change)
    assert refused(lambda: actions.change_run(run=run, details=other, reason=" ", by=cast.eva)) == "why_changed_missing"

    changed = actions.change_run(run=run, details=other, reason="Lokalet er sagt opp.", by=cast.eva)

    assert {name: getattr(changed, name) for name in change} == change
    assert run.events.last().reason == "Lokalet er sagt opp."
    event = AuditEvent.objects.order_by("pk").last()
    assert (event.name, event.details["changed"]) == ("run_changed", list(change))


def test_a_run_that_is_not_announced_or_keeps_its_place_asks_for_no_reason(cast):
    run = make.make_run(cast)
    moved = actions.change_run(run=run, details=make.details(run.starts_on, place="Tromsø"), by=cast.eva)
    actions.announce_run(run=run, by=cast.eva)
    more = actions.change_run(run=run, details=make.details(run.starts_on, place="Tromsø", seats=40), by=cast.eva)
    assert (moved.place, more.seats) == ("Tromsø", 40)


def test_the_programme_lies_on_the_days_of_the_course(cast):
    run = make.make_run(cast)
    at_nine = clock.start_of(run.starts_on) + dt.timedelta(hours=9)
    post = {"run": run, "title": "Abstinens", "by": cast.eva, "teacher_name": "Geir Sand"}

    session = actions.add_session(**post, starts_at=at_nine, ends_at=at_nine + dt.timedelta(hours=1))
    assert [each.title for each in run.sessions.all()] == ["Abstinens"]
    late = at_nine + dt.timedelta(days=9)
    outside = {"starts_at": late, "ends_at": late + dt.timedelta(hours=1)}
    assert refused(lambda: actions.add_session(**post, **outside)) == "session_outside_run"

    actions.remove_session(session=session, by=cast.eva)
    assert run.sessions.count() == 0
    assert last_event() == ("run_session_removed", "Eva Strand", "host")


# --- The rules ---


def test_months_before_the_end_of_a_long_month_is_the_end_of_a_short_one():
    assert months_before(dt.date(2027, 8, 31), 6) == dt.date(2027, 2, 28)
    assert months_before(dt.date(2027, 3, 15), 3) == dt.date(2026, 12, 15)


def test_deadlines_follow_from_the_first_day():
    due = deadlines_for(dt.date(2027, 10, 12))
    assert due.announce_by_on == dt.date(2027, 4, 12)
    assert due.deadline_on == dt.date(2027, 7, 12)
    assert due.answer_by_on == dt.date(2027, 7, 26)
    assert due.withdraw_by_on == dt.date(2027, 9, 14)


def test_each_rule_that_is_broken_is_named():
    found = deviations(
        starts_on=dt.date(2027, 10, 12),
        announced_on=dt.date(2027, 4, 13),
        deadline_on=dt.date(2027, 7, 13),
        answer_by_on=dt.date(2027, 7, 28),
        withdraw_by_on=dt.date(2027, 9, 15),
        today=dt.date(2027, 4, 13),
    )
    assert [each.rule.code for each in found] == ["R13-announce", "R13-deadline", "R13-answer", "R13-withdraw"]


class _Rate:
    def __init__(self, days, kroner, valid_from_on):
        self.days, self.kroner, self.valid_from_on = days, kroner, valid_from_on


def test_both_rates_are_shown_when_they_differ():
    rates = [_Rate(5, 100, dt.date(2026, 7, 1)), _Rate(5, 110, dt.date(2027, 7, 1)), _Rate(4, 90, dt.date(2026, 7, 1))]
    days = {"announced_on": dt.date(2027, 4, 1), "starts_on": dt.date(2027, 10, 1)}
    fee = fee_for(rates, days=5, **days)
    assert (fee.choices, fee.differ) == ([100, 110], True)
    assert fee_for(rates, days=4, **days).differ is False
    assert fee_for(rates, days=3, **days).choices == []
