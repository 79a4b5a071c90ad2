"""Who is officer or course leader and a doctor as well decides nothing of the own case, nor in a round with an own application."""

from unittest.mock import patch

import pytest
from django.urls import reverse

from fagvei.common import clock
from fagvei.courses import actions
from fagvei.courses.models import AllocationApproval
from fagvei.courses.queries import tasks_for
from fagvei.courses.tests import criteria_factories as criteria
from fagvei.courses.tests import factories as make
from fagvei.courses.tests import seat_factories as seats
from fagvei.courses.tests.checks import refused
from fagvei.people import actions as people
from fagvei.people.models import Relation, User
from fagvei.people.tests.cast import SINCE
from fagvei.training.tests.browsing import as_, post, words


@pytest.fixture(autouse=True)
def kari(cast):
    """Eva's colleague. Eva is a doctor too, and led by Bo."""
    place = cast.fjellheim
    people.assign_role(user=cast.eva, role="doctor", institution=place, starts_at=SINCE, by=None)
    people.relate(
        doctor=cast.eva, person=cast.bo, kind=Relation.Kind.LEADER, institution=place, starts_at=SINCE, by=None
    )
    user = people.add_user(username="kari", full_name="Kari Moe", password="demo", by=None)
    people.assign_role(user=user, role="centre_officer", centre=cast.centre, starts_at=SINCE, by=None)
    return user


def released_by(user) -> list[str]:
    """What waits for the person: nobody is asked for what would be refused."""
    return [each.kind for each in tasks_for(user) if each.kind == "seats_release"]


def asked_in(user, found) -> list[str]:
    return [each.kind for each in tasks_for(user) if each.url == found.get_absolute_url()]


def test_nobody_judges_in_a_round_with_an_own_application(cast, kari):
    found, _rows = criteria.make_judged_round(cast, [cast.anna, cast.eva])
    asked = [[each.kind for each in tasks_for(user) if each.kind == "seats_judge"] for user in (cast.eva, kari)]
    assert asked == [[], ["seats_judge"]]
    assert refused(lambda: criteria.judge(cast, found, eva=True)) == "own_case"
    assert refused(lambda: criteria.judge(cast, found, anna=False)) == "own_case"


def test_nobody_releases_or_changes_by_hand_in_a_round_with_an_own_application(cast, kari):
    found = seats.make_round(cast, 1)
    rows = [seats.apply(cast, found, doctor) for doctor in (cast.anna, cast.eva)]
    row = found.round_runs.get()
    with seats.after_deadline(found):
        allocation = actions.preview_allocation(round=found, by=kari)
        assert [released_by(each) for each in (cast.eva, kari, cast.geir)] == [[], ["seats_release"], ["seats_release"]]
        assert refused(lambda: actions.approve_release(allocation=allocation, by=cast.eva)) == "own_case"
        for person in (kari, cast.geir):
            actions.approve_release(allocation=allocation, by=person)
        (offer,) = filter(None, map(seats.offer_of, rows))
        entry = row.waiting.get(is_waiting=True)
        for change in (
            lambda: actions.change_seats(round_run=row, seats=2, reason="Større rom.", by=cast.eva),
            lambda: actions.give_seat_by_hand(entry=entry, reason="Trenger det.", by=cast.eva),
            lambda: actions.take_back_offer(offer=offer, reason="Dobbelt.", by=cast.eva),
        ):
            assert refused(change) == "own_case"
        listed = reverse("courses:waiting_list", args=[found.public_id])
        for officer, words_for in ((cast.eva, False), (kari, True)):
            page = words(as_(officer).get(listed))
            told = "Endre antallet plasser" in page, "Trekk tilbake" in page, "Be en kollega om det." in page
            assert told == (words_for, words_for, not words_for)
        actions.change_seats(round_run=row, seats=2, reason="Større rom.", by=kari)


def test_who_has_applied_sees_no_answer_before_release_and_is_told_who_can_decide(cast, kari):
    """Eva is officer, Geir course leader; both are doctors in the round."""
    found = seats.make_round(cast, 1)
    people.assign_role(user=cast.geir, role="doctor", institution=cast.fjellheim, starts_at=SINCE, by=None)
    people.relate(
        doctor=cast.geir, person=cast.bo, kind=Relation.Kind.LEADER, institution=cast.fjellheim, starts_at=SINCE, by=None
    )  # fmt: skip
    for doctor in (cast.anna, cast.eva, cast.geir):
        seats.apply(cast, found, doctor)
    names = ("round", "waiting_list", "transcript", "judgements")

    def seen(user) -> list[int]:
        return [as_(user).get(reverse(f"courses:{name}", args=[found.public_id])).status_code for name in names]

    with seats.after_deadline(found):
        assert refused(lambda: actions.preview_allocation(round=found, by=cast.eva)) == "own_case"
        assert post(cast.eva, reverse("courses:preview_seats", args=[found.public_id])).status_code == 403
        assert not found.allocations.exists()
        assert asked_in(cast.eva, found) == []
        actions.preview_allocation(round=found, by=kari)
        for who in (cast.eva, cast.geir):
            assert seen(who) == [200, 200, 403, 403]
            page = words(as_(who).get(found.get_absolute_url()))
            assert "Du har selv søkt i runden." in page
            assert "Kari Moe" in page
            assert not any(each in page for each in (cast.anna.full_name, "Frigi plassene", "Forhåndsvis", "Last ned"))
            refusal = words(as_(who).get(reverse("courses:transcript", args=[found.public_id])))
            assert "Hvem det kan være, står på rundens side." in refusal
        assert "RegUt-en som er fagkontakt, oppnevner." in words(as_(cast.geir).get(found.get_absolute_url()))
        assert "RegUt-en som er fagkontakt, oppnevner." not in words(as_(cast.eva).get(found.get_absolute_url()))
        assert seen(kari) == [200, 200, 200, 200]
        page = words(as_(kari).get(found.get_absolute_url()))
        assert all(each in page for each in (cast.anna.full_name, "Frigi plassene", "Forhåndsvis på nytt"))
        assert "Du har selv søkt i runden." not in page


def test_after_release_the_answer_is_no_secret_to_who_gave_it(cast, kari):
    found = seats.make_round(cast, 1)
    seats.apply(cast, found, cast.eva)
    transcript = reverse("courses:transcript", args=[found.public_id])
    with seats.after_deadline(found):
        allocation = actions.preview_allocation(round=found, by=kari)
        for person in (kari, cast.geir):
            actions.approve_release(allocation=allocation, by=person)
        assert as_(cast.eva).get(transcript).status_code == 200
        assert "Du har selv søkt i runden." not in words(as_(cast.eva).get(found.get_absolute_url()))


def test_an_application_that_was_withdrawn_is_no_hindrance(cast):
    found = seats.make_round(cast, 1)
    seats.apply(cast, found, cast.anna)
    actions.withdraw_application(application=seats.apply(cast, found, cast.eva), by=cast.eva)
    with seats.after_deadline(found):
        allocation = actions.preview_allocation(round=found, by=cast.eva)
        actions.approve_release(allocation=allocation, by=cast.eva)
    assert AllocationApproval.objects.get().by == cast.eva


def _held(cast):
    with clock.at(clock.now() - 300 * make.DAY):
        return make.make_run(cast, make.make_course(cast, "HELD-1"), starts_on=make.in_days(296), announced=True)


def _seat_for(doctor):
    return lambda run: User.objects.filter(pk=doctor.pk)


def test_nobody_registers_or_annuls_the_own_attendance(cast, kari):
    run = _held(cast)
    with patch("fagvei.courses.actions.attendance.participants_in", _seat_for(cast.eva)):
        register = actions.register_attendance
        assert refused(lambda: register(run=run, doctor=cast.eva, by=cast.eva)) == "own_case"
        row = register(run=run, doctor=cast.eva, by=kari)
    annul = actions.annul_course_attendance
    assert refused(lambda: annul(attendance=row, reason="Feil.", by=cast.eva)) == "own_case"
    annul(attendance=row, reason="Feil.", by=kari)


def test_nobody_records_judges_or_annuls_the_own_absence(cast, kari):
    given = {"run": _held(cast), "doctor": cast.eva, "has_valid_reason": True, "reason": "Toget sto."}
    with patch("fagvei.courses.actions.absence.participants_in", _seat_for(cast.eva)):
        assert refused(lambda: actions.record_no_show(**given, by=cast.eva)) == "own_case"
        row = actions.record_no_show(**given, by=kari)
    judge, annul = actions.judge_no_show, actions.annul_no_show
    assert refused(lambda: judge(no_show=row, has_valid_reason=True, reason="Toget.", by=cast.eva)) == "own_case"
    assert refused(lambda: annul(no_show=row, reason="Feil.", by=cast.eva)) == "own_case"
    annul(no_show=row, reason="Feil lege.", by=kari)
