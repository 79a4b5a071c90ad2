"""One national application: nobody is left out, one deadline a half-year, one page where everybody begins."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fagvei.common import clock
from fagvei.courses import actions
from fagvei.courses.forms.runs import RunForm
from fagvei.courses.models import CourseApplication, SeatOffer
from fagvei.courses.queries import tasks_for
from fagvei.courses.queries.seats import service_days
from fagvei.courses.rules import deadlines_for
from fagvei.courses.tests import factories as make
from fagvei.courses.tests import joint_factories as joint
from fagvei.courses.tests import seat_factories as seats
from fagvei.courses.tests.checks import refused
from fagvei.courses.tests.seat_checks import assert_seats_sound
from fagvei.organisations import actions as organisations
from fagvei.training.tests.browsing import as_, post, words
from fagvei.training.tests.checks import last_event, notices

COMMON = "Felles søknadsfrist for den nasjonale søknaden."


@pytest.fixture
def pair(cast):
    return joint.make_pair(cast)


def page_of(user, course) -> str:
    return words(as_(user).get(reverse("courses:national_application", args=[course.code])))


def later_run(cast, course, **fields):
    """Of Eli's, announced after the others."""
    run = joint.make_dated(cast, course, cast.eli, cast.centre_elsewhere, starts_in=314, **fields)
    return actions.announce_run(run=run, by=cast.eli)


def test_who_opens_takes_all_that_belong_and_leaves_nobody_out(cast, pair):
    east, north = pair
    assert refused(lambda: actions.open_round(runs=[east], by=cast.eva)) == "national_runs_missing"
    opened = post(cast.eva, reverse("courses:open_round", args=[east.public_id]))
    assert {each.run for each in east.course.rounds.get().round_runs.all()} == {east, north}
    assert "national_round_opened" in notices(cast.eli)
    assert "RegUt Helse Sør-Øst leder runden. Med er: RegUt Helse Nord." in words(as_(cast.eli).get(opened.url))


def test_who_says_no_stands_outside_and_is_not_taken_in_against_it(cast, pair):
    east, north = pair
    row = joint.asked(cast, east, north)
    actions.refuse_joint_round(invitation=row, reason="Lokalet er usikkert.", by=cast.eli)
    assert refused(lambda: actions.open_round(runs=[east, north], by=cast.eva)) == "host_not_joined"
    actions.open_round(runs=[east], by=cast.eva)
    alone = actions.open_round(runs=[north], by=cast.eli)
    assert [each.run for each in alone.round_runs.all()] == [north]


@pytest.fixture
def outside(cast, pair):
    """Eli has said no for her run."""
    actions.refuse_joint_round(invitation=joint.asked(cast, *pair), reason="Lokalet er usikkert.", by=cast.eli)
    return pair[1]


def open_on_the_page(user, run) -> list:
    """What the page offers is pressed; back come the runs of the round."""
    address = reverse("courses:open_round", args=[run.public_id])
    page = words(as_(user).get(address))
    assert ("Ta kjøringen med i den nasjonale" in page, "Åpne søknadsrunden" in page) == (False, True)
    post(user, address)
    return [each.run for each in run.in_round.standing().get().round.round_runs.all()]


def test_who_stands_outside_opens_a_round_of_its_own_from_the_page(cast, pair, outside):
    actions.open_round(runs=[pair[0]], by=cast.eva)
    assert [(each.kind, each.act_label) for each in tasks_for(cast.eli)] == [("round_open", "Åpne")]
    told = notices(cast.eva)
    assert refused(lambda: actions.join_national_round(run=outside, by=cast.eli)) == "not_in_national_round"
    assert open_on_the_page(cast.eli, outside) == [outside]
    assert notices(cast.eva) == told


def test_who_stands_outside_and_opens_first_takes_nobody_in(cast, pair, outside):
    assert open_on_the_page(cast.eli, outside) == [outside]
    assert refused(lambda: actions.join_national_round(run=pair[0], by=cast.eva)) == "not_in_national_round"
    assert [(each.kind, each.act_label) for each in tasks_for(cast.eva)] == [("round_open", "Åpne")]
    assert open_on_the_page(cast.eva, pair[0]) == [pair[0]]


def test_who_has_left_without_having_been_asked_is_not_taken_in_again(cast, pair):
    west = joint.make_west(cast, pair[0].course)
    found = actions.open_round(runs=[*pair, west], by=cast.eva)
    for run, host in ((pair[1], cast.eli), (west, cast.vera)):
        actions.leave_round(round_run=found.round_runs.get(run=run), reason="Lokalet er usikkert.", by=host)
    assert refused(lambda: actions.open_round(runs=[pair[1], west], by=cast.eli)) == "host_not_joined"
    assert open_on_the_page(cast.eli, pair[1]) == [pair[1]]
    assert open_on_the_page(cast.vera, west) == [west]


def test_a_yes_to_the_lead_stands_beside_a_no_to_another(cast, pair, outside):
    west = joint.make_west(cast, pair[0].course)
    actions.join_round(invitation=actions.ask_to_join(run=outside, leading=west, by=cast.vera), by=cast.eli)
    assert refused(lambda: actions.open_round(runs=[west, pair[0]], by=cast.vera)) == "national_runs_missing"
    assert open_on_the_page(cast.vera, west) == [pair[0], outside, west]


def test_who_was_asked_and_has_not_answered_is_in_and_leaving_is_then_the_answer(cast, pair):
    row = joint.asked(cast, *pair)
    found = actions.open_round(runs=pair, by=cast.eva)
    actions.leave_round(round_run=found.round_runs.get(run=pair[1]), reason="Lokalet er usikkert.", by=cast.eli)
    row.refresh_from_db()
    assert (row.state, row.events.order_by("pk").last().reason) == ("refused", "Lokalet er usikkert.")


def test_what_is_announced_later_joins_the_open_one_and_the_applicants_are_told(cast, pair):
    found = actions.open_round(runs=pair, by=cast.eva)
    (doctor,) = seats.make_doctors(cast, 1)
    row = seats.apply(cast, found, doctor, 0)
    later = later_run(cast, found.course)
    assert [(each.kind, each.act_label) for each in tasks_for(cast.eli)] == [("round_open", "Ta med")]
    assert refused(lambda: actions.open_round(runs=[later], by=cast.eli)) == "national_round_is_open"
    assert refused(lambda: actions.join_national_round(run=later, by=cast.eva)) == "not_host"

    page = words(as_(cast.eli).get(reverse("courses:open_round", args=[later.public_id])))
    assert ("Ta kjøringen med i den nasjonale" in page, "Åpne søknadsrunden" in page) == (True, False)
    post(cast.eli, reverse("courses:join_national_round", args=[later.public_id]))
    assert last_event() == ("national_round_joined", "Eli Myrvold", "host")
    assert found.round_runs.get(run=later).seats == later.seats
    assert (notices(doctor)[-1], notices(cast.eva)[-1]) == ("national_run_added", "national_run_joined")
    assert tasks_for(cast.eli) == []
    row.refresh_from_db()
    assert row.state == "sent"
    changed = actions.change_wishes(application=row, wishes=[*seats.keys(found)], by=doctor)
    assert (len(changed.wishes), changed.state) == (3, "awaiting")
    assert refused(lambda: actions.join_national_round(run=later, by=cast.eli)) == "not_in_national_round"


def test_who_has_left_or_is_too_late_does_not_join(cast, pair):
    found = actions.open_round(runs=pair, by=cast.eva)
    actions.leave_round(round_run=found.round_runs.get(run=pair[1]), reason="Lokalet er usikkert.", by=cast.eli)
    assert refused(lambda: actions.join_national_round(run=pair[1], by=cast.eli)) == "not_in_national_round"
    later = later_run(cast, found.course)
    with seats.after_deadline(found):
        assert refused(lambda: actions.join_national_round(run=later, by=cast.eli)) == "not_in_national_round"


def test_the_half_year_has_one_deadline_and_another_needs_a_reason(cast, pair):
    course = pair[0].course
    starts_on = pair[0].starts_on
    slot = joint.plan_in(cast.centre_elsewhere, course, by=cast.eli, starts_on=starts_on)
    settle = reverse("courses:settle_run", args=[slot.public_id])
    assert "Den felles søknadsfristen i halvåret er" in words(as_(cast.eli).get(settle))
    typed = {"starts_on": starts_on, "ends_on": starts_on, "days": 1, "place": "Bodø", "language": "no", "seats": 9}
    post(cast.eli, settle, **typed, opens_on=make.in_days(0), deadline_on=pair[0].deadline_on)
    run = course.runs.get(slot=slot)
    assert run.deviation_reason == COMMON
    change = reverse("courses:change_run", args=[run.public_id])
    post(cast.eli, change, **typed | {"place": "Tromsø"}, opens_on=make.in_days(0), deadline_on=pair[0].deadline_on)
    run.refresh_from_db()
    assert (run.place, run.deviation_reason) == ("Tromsø", COMMON)

    slot = joint.plan_in(cast.centre_elsewhere, course, by=cast.eli, starts_on=starts_on)
    run = actions.settle_run(slot=slot, details=make.details(starts_on), by=cast.eli)
    assert refused(lambda: actions.announce_run(run=run, by=cast.eli)) == "national_deadline_differs"
    text = words(as_(cast.eli).get(run.get_absolute_url()))
    assert "den nasjonale søknaden i halvåret har søknadsfrist" in text
    actions.change_run(run=run, details=make.details(starts_on, deviation_reason="Kom til sent."), by=cast.eli)
    assert actions.announce_run(run=run, by=cast.eli).state == "announced"


def test_a_common_deadline_that_follows_the_rules_is_no_deviation():
    starts_on = make.in_days(300)
    due = deadlines_for(starts_on)
    typed = {"starts_on": starts_on, "ends_on": starts_on, "days": 1, "place": "Bodø", "language": "no", "seats": 9}
    reasons = {}
    for deadline in (due.deadline_on, due.deadline_on - make.DAY):
        given = {**typed, "deadline_on": deadline, "idempotency_key": uuid.uuid4()}
        form = RunForm(given, rates=[], shared_deadlines={deadline})
        assert form.is_valid(), form.errors
        reasons[deadline] = form.details.deviation_reason
    assert list(reasons.values()) == ["", COMMON]


def test_a_doctor_applies_once_and_gets_one_answer(cast, pair):
    found = actions.open_round(runs=pair, by=cast.eva)
    cast.geir = joint.appoint_geir(cast, found.course)
    nils = joint.make_doctor_in_north(cast)
    assert "Søk senest" not in page_of(None, found.course)
    first = found.round_runs.order_by("run__starts_on").first().run
    form = reverse("courses:apply", args=[first.public_id])
    assert (
        f'href="{form}"'
        in as_(nils).get(reverse("courses:national_application", args=[found.course.code])).content.decode()
    )
    wishes = dict(zip(("wish_1", "wish_2"), reversed(seats.keys(found)), strict=True))
    assert "RegUt Helse Nord" in words(as_(nils).get(form))
    post(nils, form, **wishes)
    row = CourseApplication.objects.get()
    assert "Du har sendt denne søknaden" in page_of(nils, found.course)
    assert refused(lambda: actions.apply_for_seat(round=found, wishes=[wishes["wish_1"]], by=nils)) == "already_applied"
    actions.consent_to_application(application=row, by=cast.bo)
    with seats.after_deadline(found):
        seats.release(cast, found)
        assert "Søknadene dine til kurset" in page_of(nils, found.course)
    found.refresh_from_db()
    assert SeatOffer.objects.get().round_run.run == pair[1]
    assert_seats_sound(found)


def test_the_page_says_who_the_course_is_for_and_what_is_expected(cast, pair):
    course = pair[0].course
    text = page_of(None, course)
    assert ("Kurset er for alle spesialiteter." in text, "unntatt" in text) == (True, False)
    for slug, name in (("arbeidsmedisin", "Arbeidsmedisin"), ("samfunnsmedisin", "Samfunnsmedisin")):
        excepted = organisations.save_specialty(slug=slug, name=name, by=None)
        course.activity.for_all_specialties_but.add(excepted)
    joint.plan_in(cast.centre, course, by=cast.eva, starts_on=make.in_days(700))
    text = page_of(None, course)
    assert "unntatt arbeidsmedisin og samfunnsmedisin" in text
    assert "Ingen nasjonal søknad er åpen nå." in text
    assert ("Kunngjort, ikke åpent for søknad" in text, "Ventet, uten dato ennå" in text) == (True, True)
    assert "én nasjonal søknad" in words(as_(None).get(reverse("courses:catalogue")))
    assert "Gå til den nasjonale søknaden" in words(
        as_(None).get(reverse("courses:runs_of_course", args=[course.code]))
    )
    other = make.make_course(cast, "RUS-GK9")
    assert as_(None).get(reverse("courses:national_application", args=[other.code])).url == other.get_absolute_url()


def test_service_in_an_excepted_specialty_gives_no_place_in_the_row(cast, pair):
    found = actions.open_round(runs=pair, by=cast.eva)
    (doctor,) = seats.make_doctors(cast, 1)
    seats.serve(cast, doctor, 200, clock.today())
    found.course.activity.specialties.clear()
    row = seats.apply(cast, found, doctor, 0)
    assert service_days(found.course, [row], pair[0].starts_on)[doctor.pk] > 0
    found.course.activity.for_all_specialties_but.add(cast.specialty)
    assert service_days(found.course, [row], pair[0].starts_on) == {}


def test_two_runs_and_four_take_as_many_queries(cast, pair, django_assert_num_queries):
    found = actions.open_round(runs=pair, by=cast.eva)
    address = reverse("courses:national_application", args=[found.course.code])
    client = as_(cast.anna)
    client.get(address)
    with CaptureQueriesContext(connection) as two:
        client.get(address)
    for _number in range(2):
        actions.join_national_round(run=later_run(cast, found.course), by=cast.eli)
    with django_assert_num_queries(len(two)):
        client.get(address)
