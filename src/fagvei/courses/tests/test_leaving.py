"""A host takes its run out of a joint round: wishes for it fall out, the others stand, and no seat is given there."""

import datetime as dt
import json

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fagvei.common import clock
from fagvei.courses import actions
from fagvei.courses.models import CourseApplication, JointInvitation, ManualChange, RoundRun, SeatOffer
from fagvei.courses.queries import tasks_for
from fagvei.courses.queries.seats import newest_allocation, problem_of, replayed
from fagvei.courses.tests import joint_factories as joint
from fagvei.courses.tests import seat_factories as seats
from fagvei.courses.tests.checks import refused
from fagvei.courses.tests.seat_checks import assert_seats_sound
from fagvei.courses.tests.test_seats_races import at_once
from fagvei.people import actions as people
from fagvei.people.models import Relation
from fagvei.people.tests.cast import SINCE
from fagvei.planning.seats import check
from fagvei.training.tests.browsing import as_, post, words
from fagvei.training.tests.checks import last_event, notices

REASON = "Kurslokalet er revet."


@pytest.fixture
def found(cast):
    """Eva leads, Eli has joined with the second run. Three doctors: both runs, only Eli's, only Eva's."""
    found = joint.make_joint_round(cast, seats=(1, 1))
    for number, (doctor, wishes) in enumerate(zip(seats.make_doctors(cast, 3), ((1, 0), (1,), (0,)), strict=True)):
        seats.serve(cast, doctor, 400 - 100 * number, clock.today())
        seats.apply(cast, found, doctor, *wishes)
    return found


def run_of(found, number: int) -> RoundRun:
    return found.round_runs.select_related("run", "round").order_by("run__starts_on")[number]


def leave(cast, found, **fields) -> ManualChange:
    return actions.leave_round(**{"round_run": run_of(found, 1), "reason": REASON, "by": cast.eli, **fields})


def application_of(username: str) -> CourseApplication:
    return CourseApplication.objects.get(doctor__username=username)


def test_wishes_for_the_run_fall_out_and_the_others_stand(cast, found):
    east, north = run_of(found, 0), run_of(found, 1)
    receipts = dict(CourseApplication.objects.values_list("doctor__username", "receipt"))

    change = leave(cast, found)

    assert (change.kind, change.reason, change.by) == ("run_left", REASON, cast.eli)
    north.refresh_from_db()
    assert north.left_at is not None
    told = {each.doctor.username: (each.state, each.wishes) for each in CourseApplication.objects.all()}
    assert told == {
        "lege000": ("sent", [east.key]), "lege001": ("ended", []), "lege002": ("sent", [east.key]),
    }  # fmt: skip
    assert application_of("lege000").consent_by == cast.bo
    assert dict(CourseApplication.objects.values_list("doctor__username", "receipt")) == receipts
    assert JointInvitation.objects.get().state == "left"
    assert_seats_sound(found)


def test_an_officer_who_has_applied_takes_no_run_out(cast, found):
    place = cast.fjellheim
    people.assign_role(user=cast.eli, role="doctor", institution=place, starts_at=SINCE, by=None)
    kind = Relation.Kind.LEADER
    people.relate(doctor=cast.eli, person=cast.bo, kind=kind, institution=place, starts_at=SINCE, by=None)
    address = reverse("courses:leave_round", args=[run_of(found, 1).public_id])
    assert address in as_(cast.eli).get(found.get_absolute_url()).content.decode()
    seats.apply(cast, found, cast.eli, 0)
    assert refused(lambda: leave(cast, found)) == "own_case"
    assert address not in as_(cast.eli).get(found.get_absolute_url()).content.decode()


def test_leaving_is_one_event_by_the_host_and_those_concerned_are_told(cast, found):
    leave(cast, found)
    events = [name for name in _events() if name in {"round_left", "course_wish_fell_out"}]
    assert events == ["round_left", "course_wish_fell_out", "course_wish_fell_out"]
    assert notices(cast.eva)[-1] == "round_left"
    doctors = {each: notices(application_of(each).doctor)[-1] for each in ("lege000", "lege001", "lege002")}
    assert doctors == {"lege000": "course_run_left", "lege001": "course_run_left", "lege002": "course_consented"}


def _events() -> list[str]:
    from fagvei.audit.models import AuditEvent  # noqa: PLC0415 -- beside the one question that asks it

    return list(AuditEvent.objects.order_by("pk").values_list("name", flat=True))


def test_it_needs_a_reason_the_host_and_another_that_leads(cast, found):
    east = run_of(found, 0)
    assert refused(lambda: leave(cast, found, reason="  ")) == "change_reason_missing"
    assert refused(lambda: leave(cast, found, by=cast.eva)) == "not_host"
    assert refused(lambda: leave(cast, found, round_run=east, by=cast.eva)) == "lead_does_not_leave"
    leave(cast, found)
    assert refused(lambda: leave(cast, found)) == "run_has_left"
    assert refused(
        lambda: actions.change_seats(round_run=run_of(found, 1), seats=9, reason="Rom.", by=cast.eli)
    ) == "run_has_left"  # fmt: skip
    assert ManualChange.objects.count() == 1


def test_whoever_has_no_wish_left_applies_anew_until_the_deadline(cast, found):
    leave(cast, found)
    row = application_of("lege001")
    assert [each.kind for each in tasks_for(row.doctor)] == ["course_wish"]
    text = words(as_(row.doctor).get(row.get_absolute_url()))
    assert ("Velg en annen kjøring" in text, REASON in text, "Eli Myrvold" in text) == (True, True, False)
    assert row.consent_at is None
    east = run_of(found, 0)
    assert refused(
        lambda: actions.apply_for_seat(round=found, wishes=[run_of(found, 1).key], by=row.doctor)
    ) == "wishes_missing"  # fmt: skip
    row = actions.apply_for_seat(round=found, wishes=[east.key], by=row.doctor)
    assert (row.state, row.pk) == ("awaiting", application_of("lege001").pk)
    assert tasks_for(row.doctor) == []
    with seats.after_deadline(found):
        assert as_(row.doctor).get(row.get_absolute_url()).status_code == 200


def test_a_leader_who_is_asked_is_asked_about_what_is_left(cast, found):
    doctor = seats.make_doctors(cast, 4)[-1]
    row = seats.apply(cast, found, doctor, 1, 0, consent=False)
    leave(cast, found)
    row.refresh_from_db()
    assert (row.state, row.waiting_on, row.wishes) == ("awaiting", cast.bo, [run_of(found, 0).key])
    assert actions.consent_to_application(application=row, by=cast.bo).state == "sent"


def test_the_run_comes_into_a_round_of_its_own(cast, found):
    leave(cast, found)
    north = run_of(found, 1).run
    assert "Tatt ut av en søknadsrunde" in words(as_(cast.eli).get(reverse("courses:admissions")))
    own = actions.open_round(runs=[north], by=cast.eli)
    assert own.host_centre == cast.centre_elsewhere
    assert north.in_round.standing().get().round == own
    assert "Tatt ut av en søknadsrunde" not in words(as_(cast.eli).get(reverse("courses:admissions")))
    row = seats.apply(cast, own, cast.anna)
    assert row.wishes == [north.in_round.standing().get().key]
    mine = as_(seats.make_doctors(cast, 4)[-1]).get(reverse("courses:my_courses"))
    assert reverse("courses:apply", args=[north.public_id]) in mine.content.decode()
    with transaction.atomic(), pytest.raises(IntegrityError):
        RoundRun.objects.create(round=found, run=north, seats=1)


def test_the_run_is_asked_again_and_says_yes_again(cast, found):
    leave(cast, found)
    actions.cancel_run(run=run_of(found, 0).run, reason="Få søkere.", by=cast.eva)
    east = joint.make_dated(cast, found.course, cast.eva, cast.centre, starts_in=314)
    east = actions.announce_run(run=east, by=cast.eva)
    north = run_of(found, 1).run
    text = words(as_(cast.eva).get(reverse("courses:open_round", args=[east.public_id])))
    assert ("Gikk ut av runden" in text, REASON in text) == (True, True)
    assert refused(lambda: actions.open_round(runs=[east, north], by=cast.eva)) == "host_not_joined"
    asked = actions.ask_to_join(run=north, leading=east, by=cast.eva)
    actions.join_round(invitation=asked, by=cast.eli)
    again = actions.open_round(runs=[east, north], by=cast.eva)
    assert {each.run for each in again.round_runs.standing()} == {east, north}


def test_after_the_deadline_no_number_is_drawn_anew(cast, found):
    with seats.after_deadline(found):
        before = {each.key: each.lottery for each in problem_of(found).applicants}
        leave(cast, found)
        problem = problem_of(found)
    assert {each.key: each.lottery for each in problem.applicants} == before
    assert [each.key for each in problem.runs] == [run_of(found, 0).key]
    ended = problem.applicant_by_key[application_of("lege001").key]
    assert ended.claims == ()


def test_a_preview_counts_no_more_and_is_made_again(cast, found):
    with seats.after_deadline(found):
        old = actions.preview_allocation(round=found, by=cast.eva)
        actions.approve_release(allocation=old, by=cast.eva)
        leave(cast, found)
        assert refused(lambda: actions.approve_release(allocation=old, by=cast.geir)) == "allocation_outdated"
        found.refresh_from_db()
        assert found.state == "collecting"
        assert [each.kind for each in tasks_for(cast.eva) if each.kind.startswith("seats")] == ["seats_preview"]
        text = words(as_(cast.eva).get(found.get_absolute_url()))
        assert ("Forhåndsvisningen gjelder ikke lenger" in text, "Lege 000" in text) == (True, False)
        transcript = as_(cast.eva).get(reverse("courses:transcript", args=[found.public_id]))
        assert transcript.content == b"{}"
        assert refused(lambda: actions.apply_for_seat(round=found, wishes=[], by=cast.anna)) == "round_not_open"

        seats.release(cast, found)
    found.refresh_from_db()
    given = {each.doctor.username: each.round_run.run for each in SeatOffer.objects.all()}
    assert given == {"lege000": run_of(found, 0).run}
    allocation = newest_allocation(found)
    assert run_of(found, 1).key not in json.dumps(allocation.transcript)
    assert check(*replayed(allocation)) == []
    assert application_of("lege001").state == "ended"
    assert application_of("lege002").state == "waiting"
    row = application_of("lege001")
    assert "Ingen ønsker står igjen" in words(as_(row.doctor).get(row.get_absolute_url()))
    assert_seats_sound(found)


def test_after_release_the_run_stays(cast, found):
    with seats.after_deadline(found):
        seats.release(cast, found)
        assert refused(lambda: leave(cast, found)) == "too_late_to_leave"
        text = words(as_(cast.eli).get(reverse("courses:leave_round", args=[run_of(found, 1).public_id])))
    assert "Plassene er frigitt, så kjøringen blir i runden." in text
    assert run_of(found, 1).left_at is None


def test_the_whole_way_on_the_pages(cast, found):
    north = run_of(found, 1)
    address = reverse("courses:leave_round", args=[north.public_id])
    assert address in as_(cast.eli).get(found.get_absolute_url()).content.decode()
    assert address not in as_(cast.eva).get(found.get_absolute_url()).content.decode()
    assert [as_(who).get(address).status_code for who in (cast.eva, cast.geir, cast.bo, cast.anna)] == [
        403, 403, 404, 404,
    ]  # fmt: skip
    assert "Skriv hvorfor" in words(post(cast.eli, address, reason=""))
    east = reverse("courses:leave_round", args=[run_of(found, 0).public_id])
    assert "RegUt-en som leder runden, kan ikke ta" in words(as_(cast.eva).get(east))
    assert post(cast.eli, address, reason=REASON).status_code == 302
    text = words(as_(cast.eli).get(address))
    assert (REASON in text, "Ta imot søknader til den" in text) == (True, True)
    assert as_(cast.eli).get(found.get_absolute_url()).status_code == 404
    text = words(as_(cast.eva).get(found.get_absolute_url()))
    assert ("Tatt ut av runden" in text, "RegUt Helse Nord" in text, REASON in text) == (True, True, True)
    assert "leder runden. Med er" not in text


def test_one_that_left_and_two_take_as_many_queries(cast, found, django_assert_num_queries):
    leave(cast, found)
    pages = [(as_(cast.eva), found.get_absolute_url()), (as_(cast.eli), reverse("courses:admissions"))]
    counts = []
    for client, address in pages:
        client.get(address)
        with CaptureQueriesContext(connection) as one:
            client.get(address)
        counts.append(len(one))
    with clock.at(clock.now() + dt.timedelta(days=1)):  # another deadline, so another application
        east, north = joint.make_pair(cast, found.course)
        actions.join_round(invitation=joint.asked(cast, east, north), by=cast.eli)
        other = actions.open_round(runs=[east, north], by=cast.eva)
    leave(cast, other)
    RoundRun.objects.filter(pk=run_of(other, 1).pk).update(round=found)
    for (client, address), count in zip(pages, counts, strict=True):
        with django_assert_num_queries(count):
            client.get(address)


@pytest.mark.django_db(transaction=True)
def test_leaving_while_the_other_releases_one_of_the_two_is_refused(cast):
    found = joint.make_joint_round(cast)
    for doctor in seats.make_doctors(cast, 3):
        seats.apply(cast, found, doctor, 1, 0)
    with seats.after_deadline(found):
        allocation = actions.preview_allocation(round=found, by=cast.eva)
        actions.approve_release(allocation=allocation, by=cast.eva)
        answers = at_once(
            [lambda: leave(cast, found), lambda: actions.approve_release(allocation=allocation, by=cast.geir)]
        )
    assert answers in (["done", "allocation_outdated"], ["too_late_to_leave", "done"])
    found.refresh_from_db()
    assert found.is_released == (answers[1] == "done")
    assert SeatOffer.objects.count() == (2 if found.is_released else 0)
    assert_seats_sound(found)


@pytest.mark.django_db(transaction=True)
def test_leaving_while_others_apply_leaves_no_wish_behind(cast):
    found = joint.make_joint_round(cast)
    doctors, north = seats.make_doctors(cast, 6), run_of(found, 1)
    verbs = [lambda by=by: actions.apply_for_seat(round=found, wishes=[north.key], by=by) for by in doctors]
    answers = at_once([*verbs[:3], lambda: leave(cast, found), lambda: leave(cast, found), *verbs[3:]])
    assert sorted(answers[3:5]) == ["done", "run_has_left"]
    assert set(answers[:3] + answers[5:]) <= {"done", "wishes_missing"}
    assert all(each.wishes == [] and each.state == "ended" for each in CourseApplication.objects.all())
    assert_seats_sound(found)


def test_leaving_is_told_to_no_one_outside_the_round(cast, found):
    leave(cast, found)
    assert last_event()[0] in {"round_left", "course_wish_fell_out"}
    assert notices(cast.anna) == []
