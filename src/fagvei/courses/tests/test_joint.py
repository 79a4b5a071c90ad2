"""One round for runs of several hosts: asked, answered, led by one, and each host sees only its own afterwards."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fagvei.common import clock
from fagvei.courses import actions
from fagvei.courses.models import CourseApplication, JointInvitation, SeatOffer
from fagvei.courses.queries import tasks_for
from fagvei.courses.tests import criteria_factories as criteria
from fagvei.courses.tests import factories as make
from fagvei.courses.tests import joint_factories as joint
from fagvei.courses.tests import seat_factories as seats
from fagvei.courses.tests.checks import refused
from fagvei.courses.tests.seat_checks import assert_seats_sound
from fagvei.training.tests.browsing import as_, post, words
from fagvei.training.tests.checks import last_event, notices


@pytest.fixture
def pair(cast):
    return joint.make_pair(cast)


def open_page(user, run) -> str:
    return words(as_(user).get(reverse("courses:open_round", args=[run.public_id])))


def test_a_common_course_without_liaison_is_planned_by_each_regut_for_itself(cast):
    course = joint.make_common_course(cast)
    eli = joint.eli_of(cast)
    slot = joint.plan_in(cast.centre_elsewhere, course, by=eli)
    assert last_event() == ("slot_planned", "Eli Myrvold", "liaison")
    assert refused(lambda: joint.plan_in(cast.centre_elsewhere, course, by=cast.eva)) == "not_liaison"
    assert refused(lambda: actions.pause_slot(slot=slot, reason="Venter.", by=cast.eva)) == "not_liaison"
    assert actions.pause_slot(slot=slot, reason="Venter.", by=eli).state == "paused"
    assert refused(lambda: joint.plan_in(cast.centre, course, by=cast.bo)) == "not_liaison"
    text = words(as_(None).get(reverse("courses:runs_of_course", args=[course.code])))
    assert ("Kurset har én nasjonal søknad" in text, "ikke innhentet" in text) == (True, True)


def test_another_regut_is_asked_and_says_yes(cast, pair):
    east, north = pair
    row = joint.asked(cast, east, north)
    assert (row.state, last_event()) == ("asked", ("joint_round_asked", "Eva Strand", "host"))
    assert notices(cast.eli) == ["joint_round_asked"]
    assert [each.kind for each in tasks_for(cast.eli)] == ["joint_round"]
    assert refused(lambda: joint.asked(cast, east, north)) == "already_asked"
    assert refused(lambda: actions.join_round(invitation=row, by=cast.eva)) == "not_host"

    row = actions.join_round(invitation=row, by=cast.eli)
    assert (row.state, last_event()) == ("joined", ("joint_round_joined", "Eli Myrvold", "host"))
    assert (notices(cast.eva), tasks_for(cast.eli)) == (["joint_round_answered"], [])
    assert refused(lambda: actions.join_round(invitation=row, by=cast.eli)) == "invitation_already_answered"
    last = row.events.order_by("pk").last()
    assert (row.state, row.since) == (last.state_after, last.at)


def test_no_needs_a_reason_may_follow_a_yes_and_may_be_asked_again(cast, pair):
    east, north = pair
    row = actions.join_round(invitation=joint.asked(cast, east, north), by=cast.eli)
    assert refused(lambda: actions.refuse_joint_round(invitation=row, reason="", by=cast.eli)) == (
        "refusal_reason_missing"
    )
    row = actions.refuse_joint_round(invitation=row, reason="Vi har egen frist.", by=cast.eli)
    assert (row.state, last_event()) == ("refused", ("joint_round_refused", "Eli Myrvold", "host"))
    assert "Er ikke med siden" in open_page(cast.eva, east)
    assert "Vi har egen frist." in open_page(cast.eva, east)
    assert refused(lambda: actions.open_round(runs=[east, north], by=cast.eva)) == "host_not_joined"
    assert joint.asked(cast, east, north).state == "asked"


def test_runs_announced_with_different_rankings_do_not_share_a_round(cast):
    """The earlier opening would decide, and the page of the other run promises another ranking."""
    course, opens_on = make.make_course(cast), make.in_days(30)
    given = {"deadline_on": make.in_days(190), "answer_by_on": make.in_days(200), "deviation_reason": "Felles frist."}
    early = make.make_run(cast, course, announced=True, opens_on=clock.today(), **given)
    criteria.set_criteria(cast, course, [("own_region", "")], valid_from_on=opens_on)
    late, later = (
        make.make_run(cast, course, starts_on=make.in_days(day), announced=True, opens_on=opens_on, **given)
        for day in (307, 314)
    )
    assert refused(lambda: actions.open_round(runs=[early, late], by=cast.eva)) == "criteria_differ"
    actions.open_round(runs=[late, later], by=cast.eva)
    actions.open_round(runs=[early], by=cast.eva)


def test_only_runs_of_other_hosts_with_course_and_deadline_alike_are_asked(cast, pair):
    east, north = pair
    other = joint.make_dated(cast, make.make_course(cast, "RUS-GK9"), cast.eva, cast.centre)
    assert refused(lambda: actions.ask_to_join(run=east, leading=east, by=cast.eva)) == "not_to_be_joined"
    assert refused(lambda: actions.ask_to_join(run=north, leading=other, by=cast.eva)) == "not_to_be_joined"
    assert refused(lambda: actions.ask_to_join(run=north, leading=east, by=cast.eli)) == "not_host"
    assert not JointInvitation.objects.exists()


def test_once_the_round_is_made_the_answer_stands(cast):
    found = joint.make_joint_round(cast)
    row = JointInvitation.objects.get()
    assert refused(lambda: actions.refuse_joint_round(invitation=row, reason="Nei.", by=cast.eli)) == (
        "round_has_opened"
    )
    assert found.host_centre == cast.centre
    assert [each.run.host_centre for each in found.round_runs.order_by("run__starts_on")] == [
        cast.centre, cast.centre_elsewhere,
    ]  # fmt: skip


@pytest.fixture
def released(cast):
    """One application over two hosts: Anna and two others; three apply for two seats, one at each."""
    found = joint.make_joint_round(cast)
    for number, doctor in enumerate(seats.make_doctors(cast, 3)):
        seats.serve(cast, doctor, 400 - 100 * number, clock.today())
        seats.apply(cast, found, doctor, 0, 1)
    with seats.after_deadline(found):
        seats.release(cast, found)
    found.refresh_from_db()
    return found


def test_one_application_ranks_runs_over_hosts_and_one_seat_is_given(cast, released):
    given = {each.doctor.username: each.round_run.run.host_centre for each in SeatOffer.objects.all()}
    assert given == {"lege000": cast.centre, "lege001": cast.centre_elsewhere}
    assert CourseApplication.objects.get(doctor__username="lege002").state == "waiting"
    assert_seats_sound(released)


def test_the_lead_previews_and_releases_with_the_course_leader(cast):
    found = joint.make_joint_round(cast)
    with seats.after_deadline(found):
        assert refused(lambda: actions.preview_allocation(round=found, by=cast.eli)) == "not_host"
        allocation = actions.preview_allocation(round=found, by=cast.eva)
        assert refused(lambda: actions.approve_release(allocation=allocation, by=cast.eli)) == "not_releaser"
        text = words(as_(cast.eli).get(found.get_absolute_url()))
        assert "Forhåndsvisning" not in text
        assert "og kurslederen fordeler og frigir for alle som er med" in text
        assert as_(cast.eli).get(reverse("courses:transcript", args=[found.public_id])).status_code == 403


def test_each_host_sees_and_changes_its_own_run_alone(cast, released):
    page, waiting = released.get_absolute_url(), reverse("courses:waiting_list", args=[released.public_id])
    with clock.at(released.deadline_at + seats.SECOND * 8000):
        own = words(as_(cast.eli).get(waiting))
        assert ("Lege 001" in own, "Lege 000" in own) == (True, False)
        assert "Lege 000" not in words(as_(cast.eli).get(page))
        assert "Lege 000" in words(as_(cast.eva).get(waiting))
        east, north = released.round_runs.order_by("run__starts_on")
        change = reverse("courses:change_seats", args=[north.public_id])
        assert post(cast.eva, change, seats="3", reason="Større rom.").status_code == 403
        assert post(cast.eli, change, seats="3", reason="Større rom.").status_code == 302
        assert post(cast.eli, reverse("courses:change_seats", args=[east.public_id])).status_code == 404
    assert CourseApplication.objects.get(doctor__username="lege002").state == "offered"
    assert_seats_sound(released, with_log=False)


def test_the_whole_way_on_the_pages(cast, pair):
    east, north = pair
    assert "Ikke spurt" in open_page(cast.eva, east)
    ask = reverse("courses:ask_to_join", args=[east.public_id])
    assert post(cast.eva, ask, run=str(east.public_id)).status_code == 302
    assert not JointInvitation.objects.exists()
    post(cast.eva, ask, run=str(north.public_id))
    row = JointInvitation.objects.get()
    assert "Venter på svar fra RegUt Helse Nord" in words(as_(cast.eva).get(row.get_absolute_url()))
    assert "Ja, ta den med" not in words(as_(cast.eva).get(row.get_absolute_url()))
    assert as_(cast.bo).get(row.get_absolute_url()).status_code == 404
    post(cast.eli, reverse("courses:refuse_joint_round", args=[row.public_id]), reason="Ikke nå.")
    post(cast.eli, reverse("courses:join_round", args=[row.public_id]))
    assert "Har sagt ja" in words(as_(cast.eli).get(row.get_absolute_url()))
    opened = post(cast.eva, reverse("courses:open_round", args=[east.public_id]), together=[str(north.public_id)])
    assert "RegUt Helse Sør-Øst leder runden. Med er: RegUt Helse Nord." in words(as_(cast.eli).get(opened.url))
    for officer in (cast.eva, cast.eli):
        assert opened.url in as_(officer).get(reverse("courses:admissions")).content.decode()
    text = words(as_(cast.anna).get(reverse("courses:apply", args=[north.public_id])))
    assert ("RegUt Helse Nord" in text, "Etterpå styrer hver RegUt plassene" in text) == (True, True)


def test_one_neighbour_and_three_take_as_many_queries(cast, pair, django_assert_num_queries):
    east, north = pair
    joint.asked(cast, east, north)
    address, client = reverse("courses:open_round", args=[east.public_id]), as_(cast.eva)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for weeks in (2, 3):
        more = joint.make_dated(cast, east.course, cast.eli, cast.centre_elsewhere, starts_in=300 + 7 * weeks)
        joint.asked(cast, east, actions.announce_run(run=more, by=cast.eli))
    with django_assert_num_queries(len(one)):
        client.get(address)
