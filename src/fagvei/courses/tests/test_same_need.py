"""What is known of a doctor and a course: said in the form and on the receipt, refused nowhere; and other applications let go."""

import datetime as dt

import pytest
from django.urls import reverse

from fagvei.audit.models import AuditEvent
from fagvei.common import clock
from fagvei.common.templatetags.fagvei import norwegian_date
from fagvei.courses import actions
from fagvei.courses.models import CourseApplication
from fagvei.courses.queries.same_need import SameNeed
from fagvei.courses.tests import external_factories as external
from fagvei.courses.tests import factories as make
from fagvei.courses.tests import seat_factories as seats
from fagvei.courses.tests.checks import refused
from fagvei.courses.tests.seat_checks import assert_seats_sound
from fagvei.curriculum import actions as curriculum
from fagvei.organisations import actions as organisations
from fagvei.training.tests.browsing import as_, post, words
from fagvei.training.tests.factories import make_record


def said(doctor, found, *, is_own=True) -> list[str]:
    return [each.words for each in SameNeed(doctor, found, is_own=is_own).lines]


@pytest.fixture
def doctor(cast):
    return seats.make_doctors(cast, 1)[0]


def test_nothing_is_said_of_a_doctor_of_whom_nothing_is_known(cast, doctor):
    found = seats.make_round(cast, 1)
    assert said(doctor, found) == []
    assert "Dette vet vi om deg" not in words(as_(doctor).get(_form(found)))


def test_a_course_that_is_taken_may_be_applied_for_all_the_same(cast, doctor):
    course = make.make_course(cast)
    with clock.at(clock.now() - dt.timedelta(days=300)):
        run = make.make_run(cast, course, starts_on=make.in_days(296), announced=True)
    row = make.attend(cast, doctor, run)
    found = seats.make_round(cast, 1, course=course)
    assert said(doctor, found) == [f"Kurset er tatt: {run.dates}."]
    page = as_(doctor).get(_form(found))
    assert "Du kan søke likevel." in words(page)
    assert f'href="{row.get_absolute_url()}"' in page.content.decode()
    post(doctor, _form(found), wish_1=seats.keys(found)[0])
    sent = CourseApplication.objects.get(doctor=doctor)
    assert "Kurset er tatt" in words(as_(doctor).get(sent.get_absolute_url()))
    assert "Dette vet vi om legen og kurset" in words(as_(cast.bo).get(sent.get_absolute_url()))


def test_an_approved_proof_and_one_that_waits_are_told_apart(cast):
    row = external.sent(cast, cast.anna)
    found = seats.make_round(cast, 1)
    found.course = row.course
    assert said(cast.anna, found) == ["Et kursbevis for kurset er sendt inn, og er ikke avgjort."]
    assert said(cast.anna, found, is_own=False) == []
    external.approve(cast, row)
    for is_own in (True, False):
        assert said(cast.anna, found, is_own=is_own) == ["Kurset er tatt hos en annen arrangør, og beviset er godtatt."]


def test_the_leader_is_not_told_of_a_proof_that_waits(cast):
    sent = external.sent(cast, cast.anna)
    row = seats.apply(cast, seats.make_round(cast, 1), cast.anna, consent=False)
    sent.course = row.round.course
    sent.save()
    sentence = "Et kursbevis for kurset er sendt inn"
    assert sentence in words(as_(cast.anna).get(row.get_absolute_url()))
    assert sentence not in words(as_(cast.bo).get(row.get_absolute_url()))


def test_another_application_and_a_seat_in_another_round_are_told(cast, doctor):
    course = make.make_course(cast)
    first = seats.make_round(cast, 1, course=course)
    row = seats.apply(cast, first, doctor)
    second = seats.make_another_round(cast, course)
    (line,) = SameNeed(doctor, second, is_own=True).lines
    assert (line.words.endswith("sendt, teller med."), line.url) == (True, row.get_absolute_url())
    page = words(as_(doctor).get(_form(second)))
    assert "Rundene fordeles hver for seg" in page
    with seats.after_deadline(first):
        seats.release(cast, first)
        actions.accept_offer(offer=seats.offer_of(row), by=doctor)
        (line,) = SameNeed(doctor, second, is_own=True).lines
    assert line.words == f"Plass på kurset: {first.round_runs.get().run.dates}."


def test_a_course_that_is_not_for_the_specialty_is_told(cast, doctor):
    found = seats.make_round(cast, 1)
    other = organisations.save_specialty(slug="arbeidsmedisin", name="Arbeidsmedisin", by=None)
    found.course.activity.specialties.set([other])
    assert said(doctor, found) == []  # without a plan there is nothing to compare with
    make_record(cast)
    assert said(cast.anna, found) == ["Kurset er ikke anbefalt for spesialiteten planen gjelder."]
    found.course.activity.specialties.set([other, cast.specialty])
    assert said(cast.anna, found) == []


# --- The others are let go ---


@pytest.fixture
def placed(cast, doctor):
    """A seat in the first round; the second, of the same course, is open."""
    course = make.make_course(cast)
    first = seats.make_round(cast, 1, course=course)
    row = seats.apply(cast, first, doctor)
    second = seats.make_another_round(cast, course)
    other = seats.apply(cast, second, doctor)
    with seats.after_deadline(first):
        seats.release(cast, first)
        actions.accept_offer(offer=seats.offer_of(row), by=doctor)
    row.refresh_from_db()
    return row, other


def test_with_a_seat_the_others_are_let_go_in_one_press(cast, doctor, placed):
    row, other = placed
    with clock.at(other.round.deadline_at - dt.timedelta(hours=2)):
        assert "Andre søknader du ikke trenger lenger" in words(as_(doctor).get(row.get_absolute_url()))
        assert post(doctor, reverse("courses:let_others_go", args=[row.public_id])).status_code == 302
        assert refused(lambda: actions.let_others_go(application=row, by=doctor)) == "nothing_to_let_go"
        assert refused(lambda: actions.let_others_go(application=row, by=cast.bo)) == "not_applicant"
    other.refresh_from_db()
    row.refresh_from_db()
    assert (other.state, row.state) == ("withdrawn", "placed")
    assert AuditEvent.objects.filter(name="course_application_withdrawn").count() == 1


def test_between_the_deadline_and_the_answer_nothing_is_taken_out(cast, doctor, placed):
    row, other = placed
    with seats.after_deadline(other.round):
        assert refused(lambda: actions.let_others_go(application=row, by=doctor)) == "nothing_to_let_go"
        seats.release(cast, other.round)
        actions.let_others_go(application=row, by=doctor)  # the offer is declined
    other.refresh_from_db()
    assert (other.state, seats.offer_of(other).state) == ("ended", "declined")
    assert_seats_sound(other.round, with_log=False)


def test_an_offer_whose_time_is_out_stops_nothing(cast, doctor, placed):
    row, other = placed
    third = seats.make_another_round(cast, row.round.course)
    waits = seats.apply(cast, third, doctor)
    with seats.after_deadline(other.round):
        seats.release(cast, other.round)
        late = seats.offer_of(other)
    with clock.at(third.deadline_at - dt.timedelta(hours=2)):
        type(late).objects.filter(pk=late.pk).update(answer_by_at=clock.now())
        text = words(as_(doctor).get(row.get_absolute_url()))
        assert actions.let_others_go(application=row, by=doctor) == 1
    assert text.count("søknadsfrist") == 1
    waits.refresh_from_db()
    other.refresh_from_db()
    assert (waits.state, other.state) == ("withdrawn", "offered")


def test_without_a_seat_nothing_is_let_go(cast, doctor):
    found = seats.make_round(cast, 1)
    row = seats.apply(cast, found, doctor)
    assert refused(lambda: actions.let_others_go(application=row, by=doctor)) == "no_seat_held"


def test_of_a_choice_group_the_rest_is_let_go_when_it_has_enough(cast, doctor):
    courses = [make.make_course(cast, code) for code in ("RUS-A", "RUS-B", "RUS-C")]
    curriculum.save_choice_group(
        code="to-av-tre", name="To av tre", choose=2, members=[each.activity for each in courses], by=None
    )
    rounds = [seats.make_round(cast, 1, course=each) for each in courses]
    rows = [seats.apply(cast, each, doctor) for each in rounds]
    assert [line.words for line in SameNeed(doctor, rounds[0], is_own=True).lines] == [
        f"Kurs {code} er søkt, og er i samme valgfrie gruppe. Søknadsfrist {norwegian_date(rounds[0].deadline_on)}: sendt, teller med."
        for code in ("RUS-B", "RUS-C")
    ]
    with seats.after_deadline(rounds[0]):
        for number in (0, 1):
            seats.release(cast, rounds[number])
        actions.accept_offer(offer=seats.offer_of(rows[0]), by=doctor)
        rows[0].refresh_from_db()
        assert refused(lambda: actions.let_others_go(application=rows[0], by=doctor)) == "nothing_to_let_go"
        actions.accept_offer(offer=seats.offer_of(rows[1]), by=doctor)
        seats.release(cast, rounds[2])
        rows[1].refresh_from_db()
        assert "Den valgfrie gruppen har det som kreves: Kurs RUS-A, Kurs RUS-B." in said(doctor, rounds[2])
        actions.let_others_go(application=rows[1], by=doctor)
    rows[2].refresh_from_db()
    assert rows[2].state == "ended"


def _form(found) -> str:
    first = found.round_runs.order_by("run__starts_on").first().run
    return reverse("courses:apply", args=[first.public_id])
