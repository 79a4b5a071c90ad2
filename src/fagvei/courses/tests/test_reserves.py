"""Seats for a region first: who sets them, when, what the round does with them, and what each applicant is told."""

import pytest
from django.urls import reverse

from fagvei.common import clock
from fagvei.courses import actions
from fagvei.courses.models import CourseApplication, RunReserves, SeatOffer
from fagvei.courses.queries.application_page import application_page
from fagvei.courses.queries.seats import newest_allocation, replayed
from fagvei.courses.tests import factories as make
from fagvei.courses.tests import joint_factories as joint
from fagvei.courses.tests import seat_factories as seats
from fagvei.courses.tests.checks import refused
from fagvei.courses.tests.seat_checks import assert_seats_sound
from fagvei.planning.seats import check
from fagvei.training.tests.browsing import as_, post, words
from fagvei.training.tests.checks import last_event

NORTH = "helse-nord"


@pytest.fixture
def run(cast):
    """Dated, with two seats; Helse Nord has a RegUt."""
    joint.eli_of(cast)
    return joint.make_dated(cast, make.make_course(cast), cast.eva, cast.centre, seats=2)


def set_one(cast, run, **reserves: int) -> RunReserves:
    return actions.set_reserves(run=run, reserves={NORTH: 1, **reserves}, reason="Nord mangler leger.", by=cast.eva)


def test_the_host_sets_them_with_a_reason_before_announcing(cast, run):
    decided = set_one(cast, run)
    assert (decided.reserves, decided.reason) == ({NORTH: 1}, "Nord mangler leger.")
    assert last_event() == ("run_reserves_set", "Eva Strand", "host")
    text = words(as_(None).get(run.get_absolute_url()))
    assert "1 for Helse Nord. Grunn: Nord mangler leger." in text
    actions.set_reserves(run=run, reserves={}, reason="Likevel ikke.", by=cast.eva)
    assert "Helse Nord" not in words(as_(None).get(run.get_absolute_url()))


@pytest.mark.parametrize(
    ("reserves", "reason", "code"),
    [
        ({NORTH: 1}, "  ", "reserve_reason_missing"),
        ({NORTH: 3}, "Nord.", "more_reserved_than_seats"),
        ({"helse-sor": 1}, "Nord.", "region_unknown"),
        ({NORTH: -1}, "Nord.", "region_unknown"),
        ({NORTH: 0}, "Nord.", "reserves_unchanged"),
    ],
)
def test_what_is_refused(cast, run, reserves, reason, code):
    assert refused(lambda: actions.set_reserves(run=run, reserves=reserves, reason=reason, by=cast.eva)) == code
    assert not RunReserves.objects.exists()


def test_not_by_another_host_and_not_after_the_announcement(cast, run):
    assert refused(lambda: actions.set_reserves(run=run, reserves={NORTH: 1}, reason="Vi.", by=cast.eli)) == "not_host"
    actions.announce_run(run=run, by=cast.eva)
    assert refused(lambda: set_one(cast, run)) == "run_is_announced"


def test_the_run_keeps_as_many_seats_as_are_reserved(cast, run):
    set_one(cast, run)
    few = joint.make_details(run.starts_on, seats=1)
    actions.change_run(run=run, details=few, by=cast.eva)
    actions.set_reserves(run=run, reserves={}, reason="Likevel ikke.", by=cast.eva)
    actions.change_run(run=run, details=joint.make_details(run.starts_on, seats=2), by=cast.eva)
    set_one(cast, run, **{"helse-sor-ost": 1})
    assert refused(lambda: actions.change_run(run=run, details=few, by=cast.eva)) == "more_reserved_than_seats"


@pytest.fixture
def released(cast, run):
    """Two seats, one for Helse Nord first. Two strong ones of Helse Sør-Øst, and Nils of Helse Nord without service."""
    set_one(cast, run)
    actions.announce_run(run=run, by=cast.eva)
    cast.geir = joint.appoint_geir(cast, run.course)
    found = actions.open_round(runs=[run], by=cast.eva)
    strong, weaker = seats.make_doctors(cast, 2)
    seats.serve(cast, strong, 400, clock.today())
    seats.serve(cast, weaker, 300, clock.today())
    for doctor in (strong, weaker, joint.make_doctor_in_north(cast)):
        seats.apply(cast, found, doctor)
    assert refused(lambda: fewer(cast, found, seats=0)) == "fewer_than_taken"
    with seats.after_deadline(found):
        seats.release(cast, found)
    found.refresh_from_db()
    return found


def fewer(cast, found, *, seats: int):
    return actions.change_seats(round_run=found.round_runs.get(), seats=seats, reason="Mindre rom.", by=cast.eva)


def test_a_region_has_its_seats_first_and_the_judge_agrees(cast, released):
    problem, answer = replayed(newest_allocation(released))
    assert check(problem, answer) == []
    assert {each.doctor.username for each in SeatOffer.objects.all()} == {"lege000", "nils"}
    assert_seats_sound(released)


def test_every_applicant_is_told_what_the_reserve_did(cast, released):
    told = {
        row.doctor.username: " ".join(application_page(row, is_own=True).wishes[0].sentences)
        for row in CourseApplication.objects.select_related("doctor", "round")
    }
    assert "Du fikk en av plassene som er for leger fra regionen din først." in told["nils"]
    assert "Plasser som er for leger fra Helse Nord først, gikk til søkere som sto bak deg." in told["lege001"]
    assert "først" not in told["lege000"]
    row = CourseApplication.objects.get(doctor__username="lege001")
    text = words(as_(row.doctor).get(row.get_absolute_url()))
    assert "Av plassene er 1 for Helse Nord først. Grunn: Nord mangler leger." in text
    assert "Noen plasser kan være for leger fra en region først." in text


def test_where_every_seat_was_another_region_s_it_is_said_which_and_that_no_service_would_do(cast):
    joint.eli_of(cast)
    run = joint.make_dated(cast, make.make_course(cast), cast.eva, cast.centre, seats=1)
    set_one(cast, run)
    actions.announce_run(run=run, by=cast.eva)
    cast.geir = joint.appoint_geir(cast, run.course)
    found = actions.open_round(runs=[run], by=cast.eva)
    (strong,) = seats.make_doctors(cast, 1)
    seats.serve(cast, strong, 400, clock.today())
    row = seats.apply(cast, found, strong)
    seats.apply(cast, found, joint.make_doctor_in_north(cast))
    with seats.after_deadline(found):
        seats.release(cast, found)
        text = words(as_(strong).get(row.get_absolute_url()))
    assert "Alle plassene gikk til leger fra Helse Nord, som de er for først." in text
    assert "Lengre tjeneste hadde ikke gitt deg plass." in text
    assert "hadde ingen plasser" not in text


def test_a_freed_reserved_seat_goes_to_the_next_when_nobody_of_the_region_waits(cast, released):
    with clock.at(released.deadline_at + seats.SECOND * 8000):
        offer = SeatOffer.objects.get(doctor__username="nils")
        actions.decline_offer(offer=offer, by=offer.doctor)
    assert CourseApplication.objects.get(doctor__username="lege001").state == "offered"
    assert_seats_sound(released)


def test_the_host_sets_them_on_the_page_of_the_run(cast, run):
    address = reverse("courses:set_reserves", args=[run.public_id])
    assert address in as_(cast.eva).get(run.get_absolute_url()).content.decode()
    assert "Plasser for Helse Nord først" in words(as_(cast.eva).get(address))
    answer = post(cast.eva, address, **{NORTH: "1", "helse-sor-ost": "", "reason": "Nord mangler leger."})
    assert (answer.status_code, RunReserves.objects.get().reserves) == (302, {NORTH: 1})
    again = post(cast.eva, address, **{NORTH: "1", "reason": "Nord."})
    assert "Plassene for regionene er allerede slik." in words(again)


def test_fewer_seats_than_reserved_are_refused_until_release(cast, run):
    set_one(cast, run, **{"helse-sor-ost": 1})
    actions.announce_run(run=run, by=cast.eva)
    found = actions.open_round(runs=[run], by=cast.eva)
    assert found.round_runs.get().reserves == {NORTH: 1, "helse-sor-ost": 1}
    assert refused(lambda: fewer(cast, found, seats=1)) == "more_reserved_than_seats"
