"""A run moves with its programme, its number of days and its fee; one that has begun stands where it is."""

import datetime as dt
import uuid

import pytest

from fagvei.common import clock
from fagvei.courses import actions
from fagvei.courses.models import RunSession
from fagvei.courses.queries.invoice_page import invoice_basis
from fagvei.courses.rules import Fee, deadlines_for
from fagvei.courses.rules.fees import fee_after_move
from fagvei.courses.tests import factories as make
from fagvei.courses.tests import seat_factories as seats
from fagvei.courses.tests.checks import refused
from fagvei.people.models import Notification
from fagvei.training.tests.browsing import as_, post, words
from fagvei.training.tests.checks import last_event, notices

WHY = "Lokalet brant."


def move(cast, run, by: int, length: int = 5, **more):
    starts_on = run.starts_on + by * make.DAY
    return actions.move_run(
        run=run,
        starts_on=starts_on,
        ends_on=starts_on + (length - 1) * make.DAY,
        withdraw_by_on=deadlines_for(starts_on).withdraw_by_on,
        reason=WHY,
        by=cast.eva,
        **more,
    )


def teach(cast, run, day: int, title: str = "Abstinens") -> RunSession:
    nine = dt.datetime.combine(run.starts_on + day * make.DAY, dt.time(9), tzinfo=clock.OSLO)
    hour = dt.timedelta(hours=1)
    return actions.add_session(run=run, starts_at=nine, ends_at=nine + hour, title=title, by=cast.eva)


def programme(run) -> list[tuple[str, str]]:
    found = run.sessions.order_by("starts_at")
    return [(each.title, f"{each.starts_at.astimezone(clock.OSLO):%Y-%m-%d %H:%M}") for each in found]


def on_first_day(run):
    return clock.at(clock.start_of(run.starts_on) + dt.timedelta(hours=8))


# --- What has begun ---


def test_a_run_is_neither_moved_nor_cancelled_once_somebody_is_there(cast):
    found = seats.make_round(cast, 1)
    doctor = seats.make_doctors(cast, 1)[0]
    seats.serve(cast, doctor, 500, clock.today())
    row = seats.apply(cast, found, doctor)
    with seats.after_deadline(found):
        seats.release(cast, found)
        actions.accept_offer(offer=seats.offer_of(row), by=doctor)
    run = found.round_runs.get().run
    address = run.get_absolute_url()
    with clock.at(clock.start_of(run.starts_on) - dt.timedelta(hours=1)):
        before = as_(cast.eva).get(address).content.decode()
        assert (f"{address}flytt/" in before, f"{address}avlys/" in before) == (True, True)
    with on_first_day(run):
        assert refused(lambda: move(cast, run, 30)) == "begun_is_not_moved"
        page = as_(cast.eva).get(address).content.decode()
        assert [name for name in ("flytt", "avlys", "holdt") if f"{address}{name}/" in page] == ["avlys"]
    with clock.at(clock.start_of(run.ends_on + make.DAY)):
        assert refused(lambda: actions.cancel_run(run=run, reason=WHY, by=cast.eva)) == "held_is_not_cancelled"
        assert f"{address}avlys/" not in as_(cast.eva).get(address).content.decode()
    with clock.at(clock.start_of(run.ends_on)):
        assert f"{address}holdt/" in as_(cast.eva).get(address).content.decode()
        actions.register_attendance(run=run, doctor=doctor, by=cast.eva)
        assert refused(lambda: actions.cancel_run(run=run, reason=WHY, by=cast.eva)) == "held_is_not_cancelled"


def test_called_off_in_the_morning_of_the_first_day_it_costs_nobody_anything(cast):
    """The lecturer is ill at seven: before, whoever had a seat was invoiced for a course that was not given."""
    found = seats.make_round(cast, 2)
    rows = [seats.apply(cast, found, doctor) for doctor in seats.make_doctors(cast, 3)]
    with seats.after_deadline(found):
        seats.release(cast, found)
        seated = next(row for row in rows if row.offers.exists())
        actions.accept_offer(offer=seats.offer_of(seated), by=seated.doctor)
    run = found.round_runs.get().run
    with on_first_day(run):
        actions.cancel_run(run=run, reason=WHY, by=cast.eva)
        run.refresh_from_db()
        (line,) = invoice_basis(run).lines
        assert (run.state, line.kroner, line.note) == ("cancelled", None, "kurset er avlyst")
        assert notices(seated.doctor)[-1] == "run_cancelled"


def test_an_attendance_keeps_the_run_where_it_is(cast):
    """Also where nobody has a seat that was given here."""
    with clock.at(clock.now() - 300 * make.DAY):
        run = make.make_run(cast, starts_on=make.in_days(296), announced=True)
    make.attend(cast, cast.anna, run)
    assert refused(lambda: actions.cancel_run(run=run, reason=WHY, by=cast.eva)) == "held_is_not_cancelled"


def test_one_that_nobody_had_a_seat_in_is_put_away_later_too(cast):
    """Never announced: it cannot be held either, and would stand for ever."""
    run = make.make_run(cast)
    with on_first_day(run):
        assert refused(lambda: move(cast, run, 30)) == "begun_is_not_moved"
        assert actions.cancel_run(run=run, reason=WHY, by=cast.eva).state == "cancelled"


# --- The programme ---


@pytest.mark.parametrize("by", [14, 200])
def test_the_programme_goes_along_at_the_same_hours(cast, by):
    run = make.make_run(cast, announced=True)
    teach(cast, run, 0), teach(cast, run, 4, "Etikk")

    moved = move(cast, run, by)

    assert programme(moved) == [
        ("Abstinens", f"{moved.starts_on} 09:00"),
        ("Etikk", f"{moved.ends_on} 09:00"),
    ]


def test_what_is_on_none_of_the_new_days_falls_out_and_the_receipt_says_so(cast):
    run = make.make_run(cast, announced=True)
    teach(cast, run, 0), teach(cast, run, 4, "Etikk")
    starts_on = run.starts_on + 14 * make.DAY
    given = {"starts_on": starts_on, "ends_on": starts_on + 3 * make.DAY, "days": 4, "place": "Oslo", "reason": WHY}
    sent = {**given, "idempotency_key": str(uuid.uuid4())}

    answer = as_(cast.eva).post(f"{run.get_absolute_url()}flytt/", sent, follow=True)

    assert "1 programpost lå utenfor de nye dagene og er tatt ut." in words(answer)
    run.refresh_from_db()
    assert (run.days, programme(run)) == (4, [("Abstinens", f"{starts_on} 09:00")])


def test_days_that_are_changed_before_the_announcement_take_the_programme_along(cast):
    run = make.make_run(cast)
    teach(cast, run, 1)
    later = make.details(run.starts_on + 7 * make.DAY)
    changed = actions.change_run(run=run, details=later, by=cast.eva)
    assert programme(changed) == [("Abstinens", f"{run.starts_on + 8 * make.DAY} 09:00")]


def test_one_point_of_the_programme_is_changed_on_its_page(cast):
    run = make.make_run(cast, announced=True)
    session = teach(cast, run, 0)
    address = f"/programposter/{session.public_id}/endre/"
    assert address in as_(cast.eva).get(run.get_absolute_url()).content.decode()
    assert as_(cast.anna).get(address).status_code == 403
    assert as_(cast.eva).get(address).context["form"].initial["begins"] == dt.time(9)
    given = {
        "day": f"{run.ends_on}",
        "begins": "13:00",
        "ends": "14:00",
        "title": "Rus og etikk",
        "teacher_name": "Geir Sand",
    }

    assert "må ligge på kursdagene" in words(post(cast.eva, address, **{**given, "ends": "12:00"}))
    post(cast.eva, address, **given)

    assert programme(run) == [("Rus og etikk", f"{run.ends_on} 13:00")]
    assert last_event() == ("run_session_changed", "Eva Strand", "host")
    with clock.at(clock.start_of(run.ends_on)):
        actions.hold_run(run=run, by=cast.eva)
        nine = clock.start_of(run.ends_on) + dt.timedelta(hours=9)
        again = {"starts_at": nine, "ends_at": nine + dt.timedelta(hours=1), "title": "Sent", "by": cast.eva}
        assert refused(lambda: actions.change_session(session=session, **again)) == "run_not_standing"


# --- Days and fee ---


def test_a_move_takes_the_number_of_days_and_the_fee_follows_the_table(cast):
    for days, kroner in ((5, 7500), (4, 6300)):
        rate = {"days": days, "kroner": kroner, "valid_from_on": clock.today(), "retrieved_on": clock.today()}
        actions.save_fee_rate(**rate, source="https://example.org/satser", verification="primary", by=None)
    found = seats.make_round(cast, 1)
    doctor = seats.make_doctors(cast, 1)[0]
    seats.apply(cast, found, doctor)
    run = found.round_runs.get().run
    as_it_is = {"seats": 1, "place": "Sted 1", "fee_kroner": 7500, "deviation_reason": "Felles frist."}
    run = actions.change_run(run=run, details=make.details(run.starts_on, **as_it_is), reason=WHY, by=cast.eva)

    assert refused(lambda: move(cast, run, 14, length=4)) == "days_outside_dates"
    moved = move(cast, run, 14, length=4, days=4)

    assert (moved.days, moved.fee_kroner) == (4, 6300)
    assert moved.events.last().content["days"] == 4
    told = Notification.objects.filter(user=doctor, kind="run_moved").get()
    assert "kursavgiften er en annen" in told.text


@pytest.mark.parametrize(
    ("kroner", "after", "becomes"),
    [
        (None, Fee(90, 90), None),
        (100, Fee(100, 110), 100),
        (100, Fee(90, 95), 90),
        (110, Fee(90, 95), 95),
        (100, Fee(None, None), None),
    ],
)
def test_a_settled_fee_goes_by_the_day_that_decided_until_now(kroner, after, becomes):
    assert fee_after_move(kroner, Fee(100, 110), after) == becomes


def test_more_days_than_the_dates_hold_are_refused_beside_the_number(cast):
    slot = make.make_slot(cast)
    given = {"starts_on": make.in_days(300), "ends_on": make.in_days(302), "days": 5, "seats": 30, "place": "Oslo"}
    page = post(cast.eva, f"{slot.get_absolute_url()}fastsett/", language="no", **{k: f"{v}" for k, v in given.items()})
    assert page.context["form"].errors["days"] == [str(actions.DaysOutsideDates.message)]


# --- Where the number of seats is changed ---


def test_the_officer_finds_where_the_number_of_seats_is_changed_before_and_after_release(cast):
    found = seats.make_round(cast, 1)
    doctor = seats.make_doctors(cast, 1)[0]
    seats.serve(cast, doctor, 500, clock.today())
    seats.apply(cast, found, doctor)
    link = f'href="{found.get_absolute_url()}venteliste/"'
    run = found.round_runs.get().run

    def shown() -> str:
        page = as_(cast.eva).get(found.get_absolute_url())
        assert link in page.content.decode()
        return "Plasser og venteliste" if "Plasser og venteliste" in words(page) else "Antallet plasser"

    assert shown() == "Antallet plasser"
    change = as_(cast.eva).get(f"{run.get_absolute_url()}endre/")
    assert link in change.content.decode()
    assert "seats" not in change.context["form"].fields
    with seats.after_deadline(found):
        assert shown() == "Antallet plasser"
        allocation = actions.preview_allocation(round=found, by=cast.eva)
        assert shown() == "Antallet plasser"
        for person in (cast.eva, cast.geir):
            actions.approve_release(allocation=allocation, by=person)
        assert shown() == "Plasser og venteliste"
