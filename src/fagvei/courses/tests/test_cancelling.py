"""A run that is cancelled or moved while people have applied, have a seat or wait: the round follows, and all are told."""

import uuid
from dataclasses import replace

import pytest
from django.urls import reverse

from fagvei.common import clock
from fagvei.courses import actions
from fagvei.courses.models import ApplicationRound, CourseApplication, ManualChange
from fagvei.courses.queries import tasks_for
from fagvei.courses.queries.invoice_page import invoice_basis
from fagvei.courses.tests import factories as make
from fagvei.courses.tests import joint_factories as joint
from fagvei.courses.tests import seat_factories as seats
from fagvei.courses.tests.checks import refused
from fagvei.courses.tests.seat_checks import assert_seats_sound
from fagvei.training.tests.browsing import as_, words
from fagvei.training.tests.checks import notices

WHY = "Kurslederen er syk."
MINE = "/mine-kurs/"


@pytest.fixture
def doctors(cast):
    made = seats.make_doctors(cast, 4)
    for number, doctor in enumerate(made):
        seats.serve(cast, doctor, 800 - 100 * number, clock.today())
    return made


def run_of(found, number: int = 0):
    return found.round_runs.select_related("run").order_by("run__starts_on", "pk")[number].run


def cancel(cast, found, number: int = 0):
    run = actions.cancel_run(run=run_of(found, number), reason=WHY, by=cast.eva)
    found.refresh_from_db()
    return run


def states() -> list[str]:
    return list(CourseApplication.objects.order_by("doctor__username").values_list("state", flat=True))


def test_in_an_open_round_wishes_for_it_fall_out_and_the_others_stand(cast, doctors):
    found = seats.make_round(cast, 1, 1)
    both, only = seats.apply(cast, found, doctors[0], 0, 1), seats.apply(cast, found, doctors[1], 0)
    cancel(cast, found)
    both.refresh_from_db()
    assert (both.state, both.wishes, states()) == ("sent", seats.keys(found)[1:], ["sent", "ended"])
    assert [notices(doctor)[-1] for doctor in doctors[:2]] == ["course_run_left"] * 2
    assert (found.state, ManualChange.objects.get().kind) == ("collecting", "cancelled")
    text = words(as_(only.doctor).get(only.get_absolute_url()))
    assert ("kurset er avlyst" in text, WHY in text, "Velg en annen kjøring" in text) == (True, True, True)
    assert_seats_sound(found)


def test_a_cancelled_run_takes_no_seat_from_a_second_wish(cast, doctors):
    """Found by reading: the engine gave the first wish, which was not held, and the second went to somebody else."""
    found = seats.make_round(cast, 1, 1)
    first = seats.apply(cast, found, doctors[0], 0, 1)
    seats.apply(cast, found, doctors[1], 1)
    with seats.after_deadline(found):
        allocation = actions.preview_allocation(round=found, by=cast.eva)
        cancel(cast, found)
        assert found.state == "collecting"
        assert refused(lambda: actions.approve_release(allocation=allocation, by=cast.geir)) == "allocation_outdated"
        seats.release(cast, found)
        offer = seats.offer_of(first)
        assert offer.round_run.run == run_of(found, 1)
        assert_seats_sound(found)


def test_a_round_without_runs_is_cancelled_and_nobody_is_asked_about_it(cast, doctors):
    found = seats.make_round(cast, 1)
    row = seats.apply(cast, found, doctors[0])
    cancel(cast, found)
    assert (found.state, states()) == ("cancelled", ["ended"])
    assert tasks_for(row.doctor) == []
    mine = words(as_(row.doctor).get(MINE))
    assert ("Kan søkes nå Ingen kurs" in mine, "Kurset er avlyst" in mine, "Avsluttet" in mine) == (True, True, False)
    text = words(as_(row.doctor).get(row.get_absolute_url()))
    assert ("Kurset er avlyst" in text, "Se når og hvor kurset holdes" in text) == (True, True)
    assert as_(row.doctor).get(reverse("courses:apply", args=[run_of(found).public_id])).status_code == 404
    with seats.after_deadline(found):
        assert refused(lambda: actions.preview_allocation(round=found, by=cast.eva)) == "round_cancelled"
        assert [task for task in tasks_for(cast.eva) if task.kind.startswith("seats_")] == []
        text = words(as_(cast.eva).get(found.get_absolute_url()))
        assert ("er avlyst. Ingen plasser fordeles" in text, WHY in text) == (True, True)
        assert ("Forhåndsvis" in text, "Runden er åpen" in text) == (False, False)
        assert "avlyst" in words(as_(cast.eva).get("/kursopptak/"))


def test_after_release_seats_stand_offers_end_and_those_who_wait_are_told(cast, doctors):
    found = seats.make_round(cast, 2)
    rows = [seats.apply(cast, found, doctor) for doctor in doctors[:3]]
    with seats.after_deadline(found):
        seats.release(cast, found)
        actions.accept_offer(offer=seats.offer_of(rows[0]), by=doctors[0])
        later = make.make_run(cast, found.course, starts_on=make.in_days(500), announced=True)
        run = cancel(cast, found)
        assert (found.state, states()) == ("released", ["placed", "ended", "ended"])
        assert [seats.offer_of(row).state for row in rows[:2]] == ["accepted", "cancelled"]
        assert [notices(doctor)[-1] for doctor in doctors[:3]] == ["run_cancelled"] * 3
        assert [tasks_for(doctor) for doctor in doctors[:3]] == [[], [], []]
        text = words(as_(doctors[0]).get(rows[0].get_absolute_url()))
        assert ("Kurset er avlyst" in text, "Har plass" in text, "Meld av" in text) == (True, False, False)
        assert str(later.starts_on.year) in text.split("Neste gang kurset holdes")[1]
        assert "Kurset er avlyst" in words(as_(doctors[0]).get(MINE))
        assert f"Avlyst. {WHY}" in words(as_(doctors[0]).get(run.get_absolute_url()))
        assert [line.kroner for line in invoice_basis(run).lines] == [None]
        assert actions.settle_rounds() == 0
        assert_seats_sound(found)


def test_a_host_that_has_joined_cancels_its_own_and_the_lead_goes_on(cast):
    found = joint.make_joint_round(cast, seats=(1, 1))
    (doctor,) = seats.make_doctors(cast, 1)
    row = seats.apply(cast, found, doctor, 1, 0)
    actions.cancel_run(run=run_of(found, 1), reason=WHY, by=cast.eli)
    row.refresh_from_db()
    assert (row.state, row.wishes) == ("sent", [found.round_runs.standing().get().key])
    assert ApplicationRound.objects.get().state == "collecting"


def test_whoever_has_applied_or_waits_is_told_when_it_is_moved(cast, doctors):
    found = seats.make_round(cast, 1)
    rows = [seats.apply(cast, found, doctor) for doctor in doctors[:2]]
    run = run_of(found)
    days = {"starts_on": run.starts_on + make.DAY, "ends_on": run.ends_on + make.DAY}
    fixed = {"withdraw_by_on": run.withdraw_by_on, "reason": "Lokalet er opptatt.", "by": cast.eva}
    run = actions.move_run(run=run, **days, **fixed)
    assert [notices(doctor)[-1] for doctor in doctors[:2]] == ["run_moved"] * 2
    with seats.after_deadline(found):
        seats.release(cast, found)
        days = {"starts_on": run.starts_on + make.DAY, "ends_on": run.ends_on + make.DAY}
        actions.move_run(run=run, **days, **fixed)
    assert [notices(row.doctor).count("run_moved") for row in rows] == [2, 2]


def test_whoever_has_a_seat_applied_or_waits_is_told_when_the_place_is_another(cast, doctors):
    found = seats.make_round(cast, 1)
    rows = [seats.apply(cast, found, doctor) for doctor in doctors[:2]]
    run = run_of(found)
    address, officer = f"{run.get_absolute_url()}endre/", as_(cast.eva)
    given = officer.get(address).context["form"].initial | {"place": "Tromsø", "idempotency_key": uuid.uuid4()}
    sent = {name: value for name, value in given.items() if value not in (None, False)}
    assert "Skriv hvorfor sted, språk, kursavgift" in words(officer.post(address, sent))
    assert "run_changed" not in notices(doctors[0])
    officer.post(address, sent | {"reason": WHY})
    assert [notices(doctor)[-1] for doctor in doctors[:2]] == ["run_changed"] * 2
    assert "run_changed" not in notices(doctors[2])
    text = words(as_(rows[0].doctor).get(run.get_absolute_url()))
    assert ("Tromsø" in text, WHY in text) == (True, True)
    with seats.after_deadline(found):
        seats.release(cast, found)
        details = replace(joint.make_details(run.starts_on, seats=run.seats), place="Bodø")
        actions.change_run(run=run, details=details, reason=WHY, by=cast.eva)
        actions.change_run(run=run, details=details, by=cast.eva)
    assert [notices(row.doctor).count("run_changed") for row in rows] == [2, 2]
