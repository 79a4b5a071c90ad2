"""Registering, sending, confirming service; what cannot be true is refused with a sentence, and nothing half done stays."""

import datetime as dt
from fractions import Fraction

import pytest

from fagvei.common import clock
from fagvei.organisations import actions as organisations
from fagvei.people import actions as people
from fagvei.people.models import Delegation
from fagvei.training import actions, queries
from fagvei.training.models import Part1Confirmation, Placement, ServiceEvent
from fagvei.training.tests.checks import assert_sound, last_event, notices, refused
from fagvei.training.tests.service_factories import (
    HIRED_ON,
    bring,
    confirm_part_1,
    make_absence,
    make_employment,
    make_placement,
    states,
)


def d(text):
    return dt.date.fromisoformat(text)


@pytest.fixture
def employment(cast):
    confirm_part_1(cast)
    return make_employment(cast)


def place(cast, employment, **changes):
    return make_placement(cast, employment, to="draft", **changes)


# --- From draft to confirmed ---


def test_the_doctor_registers_sends_and_the_leader_confirms(cast, employment):
    row = make_placement(cast, employment, to="draft")
    assert (row.state, row.waiting_on, last_event()) == ("draft", None, ("placement_registered", "Anna Berg", "doctor"))

    row = actions.send_service(row=row, by=cast.anna)
    assert (row.state, row.waiting_on, last_event()) == ("sent", cast.bo, ("service_sent", "Anna Berg", "doctor"))
    assert notices(cast.bo)[-1] == "service_to_confirm"

    row = actions.confirm_service(row=row, by=cast.bo)
    assert (row.state, row.waiting_on, last_event()) == ("confirmed", None, ("service_confirmed", "Bo Lund", "leader"))
    assert notices(cast.anna)[-1] == "service_confirmed"
    kinds = list(ServiceEvent.objects.filter(placement=row).values_list("kind", flat=True))
    assert kinds == ["registered", "sent", "confirmed"]
    assert_sound()


def test_what_is_returned_is_mended_and_sent_again(cast, employment):
    row = make_placement(cast, employment, to="returned")
    assert (row.state, row.waiting_on, notices(cast.anna)[-1]) == ("returned", cast.anna, "service_returned")

    row = actions.change_service(row=row, by=cast.anna, percent=80)
    assert (row.state, row.percent, last_event()[0]) == ("draft", 80, "service_changed")
    assert bring(cast, row, "confirmed").state == "confirmed"
    assert_sound()


def test_recalled_while_it_waits_and_not_later(cast, employment):
    row = actions.recall_service(row=make_placement(cast, employment, to="sent"), by=cast.anna)
    assert (row.state, last_event()[0]) == ("draft", "service_recalled")
    row = bring(cast, row, "confirmed")
    with refused(actions.ServiceNotSent):
        actions.recall_service(row=row, by=cast.anna)
    with refused(actions.ServiceLocked):
        actions.change_service(row=row, by=cast.anna, percent=50)
    with refused(actions.ServiceLocked):
        actions.send_service(row=row, by=cast.anna)


def test_the_leader_annuls_what_was_confirmed_with_a_reason_from_the_inside_out(cast, employment):
    row = make_placement(cast, employment)
    absence = make_absence(cast, row)
    for outer in (employment, row):
        with refused(actions.HoldsMore):
            actions.annul_service(row=outer, reason="Feil.", by=cast.bo)
    with refused(actions.ReasonMissing):
        actions.annul_service(row=absence, by=cast.bo)
    for each in (absence, row, employment):
        actions.annul_service(row=each, reason="Registrert to ganger.", by=cast.bo)
    assert states([absence, row, employment]) == ["annulled"] * 3
    assert last_event() == ("service_annulled", "Bo Lund", "leader")
    with refused(actions.AlreadyAnnulled):
        actions.annul_service(row=row, reason="Igjen.", by=cast.bo)
    assert_sound()


def test_the_doctor_takes_an_own_draft_away_and_nobody_else_does(cast, employment):
    row = make_placement(cast, employment, to="draft")
    with refused(actions.NotOwnRecord):
        actions.annul_service(row=row, reason="Feil.", by=cast.bo)
    assert actions.annul_service(row=row, by=cast.anna).state == "annulled"
    sent = make_placement(cast, employment, to="sent")
    with refused(actions.ServiceLocked):
        actions.annul_service(row=sent, reason="Feil.", by=cast.bo)


def test_the_leader_sets_the_last_day_and_whether_it_counts(cast, employment):
    row = make_placement(cast, employment)
    row = actions.end_service(row=row, ends_on=d("2025-02-28"), reason="Sluttet.", by=cast.bo)
    assert (row.ends_on, last_event()) == (d("2025-02-28"), ("service_ended", "Bo Lund", "leader"))
    assert queries.countable_time(cast.anna, d("2026-01-01")).total == 12

    row = actions.set_counting(placement=row, counts=False, reason="Forskning på heltid.", by=cast.bo)
    assert (row.counts, row.counts_reason, last_event()[0]) == (False, "Forskning på heltid.", "counting_set")
    assert queries.countable_time(cast.anna, d("2026-01-01")).total == 0
    with refused(actions.ReasonMissing):
        actions.set_counting(placement=row, counts=True, reason=" ", by=cast.bo)
    with refused(actions.ServiceEndsBeforeStart):
        actions.end_service(row=row, ends_on=d("2024-01-01"), reason="Sluttet.", by=cast.bo)
    assert_sound()


def test_other_service_counts_first_when_the_leader_says_so(cast, employment):
    row = make_placement(cast, employment, kind="other", ends_on=d("2025-02-28"))
    assert (row.counts, queries.countable_time(cast.anna, d("2026-01-01")).total) == (False, 0)
    actions.set_counting(placement=row, counts=True, reason="Vurdert som relevant.", by=cast.bo)
    assert queries.countable_time(cast.anna, d("2026-01-01")).total == 12


# --- Who ---


@pytest.mark.parametrize("name", ["dag", "cecilie", "siri", "trond", "eva"])
def test_nobody_but_the_leader_confirms_also_not_a_leader_elsewhere(cast, employment, name):
    row = make_placement(cast, employment, to="sent")
    person = getattr(cast, name)
    for act in (
        lambda: actions.confirm_service(row=row, by=person),
        lambda: actions.return_service(row=row, comment="Feil.", by=person),
        lambda: actions.end_service(row=row, ends_on=clock.today(), reason="Slutt.", by=person),
        lambda: actions.set_counting(placement=row, counts=False, reason="Nei.", by=person),
    ):
        with refused(actions.NotLeader):
            act()


def test_nobody_confirms_own_time(cast, employment):
    row = make_placement(cast, employment, to="sent")
    with refused(actions.OwnCase):
        actions.confirm_service(row=row, by=cast.anna)
    with refused(actions.OwnCase):
        actions.confirm_part_1(doctor=cast.anna, basis="part_1", completed_on=HIRED_ON, seen="HPR.", by=cast.anna)


def test_a_deputy_confirms_and_a_delegate_does_not(cast, employment):
    for person, kind in ((cast.stian, Delegation.Kind.DELEGATE), (cast.siri, Delegation.Kind.DEPUTY)):
        people.delegate(
            leader=cast.bo, person=person, kind=kind, institution=cast.fjellheim, by=cast.bo,
            ends_at=clock.now() + dt.timedelta(days=1),
        )  # fmt: skip
    row = make_placement(cast, employment, to="sent")
    with refused(actions.NotLeader):
        actions.confirm_service(row=row, by=cast.stian)
    actions.confirm_service(row=row, by=cast.siri)
    assert last_event() == ("service_confirmed", "Siri Dahl", "deputy")


def test_only_the_doctor_registers_changes_and_sends(cast, employment):
    row = make_placement(cast, employment, to="draft")
    for act in (
        lambda: actions.register_employment(
            doctor=cast.anna, institution=cast.kystbyen, percent=1, starts_on=d("2010-01-01"), by=cast.bo
        ),
        lambda: actions.change_service(row=row, by=cast.bo, percent=50),
        lambda: actions.send_service(row=row, by=cast.bo),
        lambda: actions.recall_service(row=row, by=cast.bo),
    ):
        with refused(actions.NotOwnRecord):
            act()


def test_without_a_leader_nothing_can_be_sent(cast, employment):
    row = make_placement(cast, employment, to="draft")
    people.end_relation(relation=cast.anna.relations_as_doctor.get(kind="leader"), by=None)
    with refused(actions.LeaderMissing):
        actions.send_service(row=row, by=cast.anna)


# --- What cannot be true ---


def test_an_end_before_the_start_is_refused_everywhere(cast, employment):
    with refused(actions.ServiceEndsBeforeStart, words="før startdatoen"):
        make_employment(
            cast, to="draft", employer="Lillevik kommune", starts_on=d("2023-05-02"), ends_on=d("2023-05-01")
        )
    with refused(actions.ServiceEndsBeforeStart):
        place(cast, employment, starts_on=d("2024-05-02"), ends_on=d("2024-05-01"))
    row = make_placement(cast, employment)
    with refused(actions.ServiceEndsBeforeStart):
        make_absence(cast, row, starts_on=d("2024-05-02"), ends_on=d("2024-05-01"))


@pytest.mark.parametrize("percent", [0, -1, 101, 999])
def test_a_percent_that_is_none_is_refused(cast, employment, percent):
    with refused(actions.BadPercent):
        place(cast, employment, percent=percent)


def test_overlapping_periods_at_the_same_employer_are_refused(cast, employment):
    make_placement(cast, employment, percent=50, ends_on=d("2025-02-28"))
    with refused(actions.PlacementOverlaps, words="1. mars 2024 – 28. februar 2025"):
        place(cast, employment, percent=50, starts_on=d("2025-02-28"))
    assert place(cast, employment, percent=50, starts_on=d("2025-03-01")).state == "draft"


def test_overlapping_positions_at_the_same_employer_are_refused(cast, employment):
    with refused(actions.EmploymentOverlaps):
        make_employment(cast, to="draft", starts_on=d("2025-01-01"))
    make_employment(cast, employer="Lillevik kommune", starts_on=d("2022-01-01"), ends_on=d("2022-06-30"))
    with refused(actions.EmploymentOverlaps):
        make_employment(cast, employer=" lillevik KOMMUNE", starts_on=d("2022-06-30"), ends_on=d("2022-07-30"))


def test_part_3_with_an_employer_that_is_no_institution_is_refused_before_it_can_never_be_certified(cast):
    confirm_part_1(cast)
    outside = make_employment(cast, employer="Avtalespesialisten på hjørnet")

    with refused(actions.EmployerIsNoInstitution, words="skriv stedet"):
        make_placement(cast, outside, to="draft")
    period = make_placement(cast, outside, to="draft", kind="other", specialty=None)
    with refused(actions.EmployerIsNoInstitution):
        actions.change_service(row=period, by=cast.anna, kind="part_3", specialty=cast.specialty)

    sent = actions.send_service(row=period, by=cast.anna)  # as one that was sent before this was refused
    Placement.objects.filter(pk=sent.pk).update(kind="part_3", specialty=cast.specialty)
    with refused(actions.EmployerIsNoInstitution):
        actions.confirm_service(row=sent, by=cast.bo)


def test_a_position_with_part_3_cannot_become_one_outside_the_institutions(cast):
    confirm_part_1(cast)
    employment = make_employment(cast, to="draft")
    make_placement(cast, employment, to="draft")

    with refused(actions.EmployerIsNoInstitution):
        actions.change_service(row=employment, by=cast.anna, institution=None, employer="Avtalespesialisten")


def test_the_own_institution_may_have_part_3_at_a_place_outside(cast):
    confirm_part_1(cast)
    period = make_placement(cast, make_employment(cast), institution=None, place="Avtalespesialisten på hjørnet")
    assert (period.state, period.where) == ("confirmed", "Avtalespesialisten på hjørnet")


def test_more_than_a_whole_position_on_any_day_is_refused(cast):
    confirm_part_1(cast)
    half = make_employment(cast, percent=60)
    with refused(actions.TooManyPercent):
        make_employment(cast, to="draft", institution=cast.kystbyen, percent=50)
    other = make_employment(cast, institution=cast.kystbyen, percent=40)
    make_placement(cast, half)
    assert make_placement(cast, other).state == "confirmed"
    make_employment(cast, employer="Lillevik kommune", percent=100, starts_on=d("2022-01-01"), ends_on=d("2024-02-29"))


def test_a_period_stays_within_its_position(cast):
    confirm_part_1(cast)
    employment = make_employment(cast, percent=80, ends_on=d("2025-02-28"))
    for dates in ({"starts_on": d("2024-02-29")}, {"ends_on": d("2025-03-01")}, {"ends_on": None}):
        with refused(actions.OutsideEmployment):
            place(cast, employment, **dates)
    with refused(actions.MoreThanEmployment):
        place(cast, employment, percent=90)


def test_absence_stays_within_its_period_and_apart_from_other_absence(cast, employment):
    row = make_placement(cast, employment, ends_on=d("2025-02-28"))
    with refused(actions.OutsidePlacement):
        make_absence(cast, row, starts_on=d("2025-02-20"), ends_on=d("2025-03-02"))
    make_absence(cast, row, starts_on=d("2024-06-01"), ends_on=d("2024-06-30"))
    with refused(actions.AbsenceOverlaps):
        make_absence(cast, row, kind="holiday", starts_on=d("2024-06-30"), ends_on=d("2024-07-05"))


def test_the_outer_cannot_shrink_below_the_inner(cast, employment):
    row = make_placement(cast, employment, ends_on=d("2025-02-28"))
    make_absence(cast, row, starts_on=d("2024-06-01"), ends_on=d("2024-06-30"))
    with refused(actions.HoldsMore):
        actions.end_service(row=employment, ends_on=d("2024-12-31"), reason="Sluttet.", by=cast.bo)
    with refused(actions.HoldsMore):
        actions.end_service(row=row, ends_on=d("2024-06-15"), reason="Sluttet.", by=cast.bo)


def test_place_arena_and_specialty_must_fit(cast, employment):
    arena = organisations.save_arena(institution=cast.kystbyen, name="Rusposten", by=None)
    with refused(actions.PlaceMissing):
        place(cast, employment, institution=None, place=" ")
    with refused(actions.ArenaElsewhere):
        place(cast, employment, arena=arena)
    with refused(actions.SpecialtyMissing):
        place(cast, employment, specialty=None)
    assert place(cast, employment, institution=cast.kystbyen, arena=arena).where == "Kystbyen sykehus HF, Rusposten"
    for both in ({"institution": cast.kystbyen, "employer": "Lillevik kommune"}, {"institution": None, "employer": ""}):
        with refused(actions.EmployerMissing):
            actions.register_employment(doctor=cast.anna, percent=1, starts_on=d("2010-01-01"), by=cast.anna, **both)


def test_inner_things_wait_for_the_outer(cast):
    confirm_part_1(cast)
    employment = make_employment(cast, to="draft")
    row = make_placement(cast, employment, to="draft")
    absence = make_absence(cast, row, to="draft")
    with refused(actions.EmploymentNotSent):
        actions.send_service(row=row, by=cast.anna)
    for each in (employment, row, absence):
        actions.send_service(row=each, by=cast.anna)
    with refused(actions.PlacementNotConfirmed):
        actions.confirm_service(row=absence, by=cast.bo)
    with refused(actions.EmploymentNotConfirmed):
        actions.confirm_service(row=row, by=cast.bo)
    for each in (employment, row, absence):
        actions.confirm_service(row=each, by=cast.bo)
    assert states([employment, row, absence]) == ["confirmed"] * 3


# --- Part 1 (R2) ---


@pytest.mark.parametrize("kind", ["part_2", "part_3"])
def test_no_service_in_part_3_before_part_1_is_confirmed(cast, kind):
    employment = make_employment(cast)
    with refused(actions.Part1NotConfirmed, words="Lederen bekrefter del 1"):
        place(cast, employment, kind=kind)
    hospital = place(cast, employment, kind="part_1_hospital", ends_on=d("2025-02-28"))
    with refused(actions.Part1NotConfirmed):
        actions.change_service(row=hospital, by=cast.anna, kind=kind, specialty=cast.specialty)
    confirm_part_1(cast, completed_on=d("2025-02-28"))
    with refused(actions.Part1NotConfirmed):
        place(cast, employment, kind=kind, starts_on=d("2025-02-01"))
    assert place(cast, employment, kind=kind, starts_on=d("2025-03-01")).state == "draft"


def test_old_turnus_counts_as_part_1(cast):
    confirmation = confirm_part_1(cast, basis="old_turnus", seen="Turnusbevis fra 2018.")
    assert (confirmation.by, last_event()) == (cast.bo, ("part_1_confirmed", "Bo Lund", "leader"))
    assert notices(cast.anna)[-1] == "part_1_confirmed"
    assert make_placement(cast, make_employment(cast)).state == "confirmed"


def test_a_confirmation_of_part_1_is_made_once_and_annulled_while_nothing_rests_on_it(cast, employment):
    with refused(actions.Part1AlreadyConfirmed):
        confirm_part_1(cast)
    row = make_placement(cast, employment, to="draft")
    confirmation = Part1Confirmation.objects.get()
    with refused(actions.Part1InUse):
        actions.annul_part_1(confirmation=confirmation, reason="Feil.", by=cast.bo)
    actions.annul_service(row=row, by=cast.anna)
    with refused(actions.NotLeader):
        actions.annul_part_1(confirmation=confirmation, reason="Feil.", by=cast.dag)
    actions.annul_part_1(confirmation=confirmation, reason="Feil.", by=cast.bo)
    assert (queries.part_1_confirmation_of(cast.anna), last_event()[0]) == (None, "part_1_annulled")
    with refused(actions.AlreadyAnnulled):
        actions.annul_part_1(confirmation=confirmation, reason="Feil.", by=cast.bo)
    assert_sound()


def test_part_1_is_not_confirmed_ahead_or_without_saying_on_what(cast):
    with refused(actions.Part1InFuture):
        confirm_part_1(cast, completed_on=clock.today() + dt.timedelta(days=1))
    with refused(actions.Part1BasisMissing):
        confirm_part_1(cast, seen="  ")


# --- Questions ---


def test_time_is_counted_from_confirmed_service_and_absence(cast, employment):
    row = make_placement(cast, employment, ends_on=d("2025-02-28"))
    make_placement(cast, employment, to="sent", starts_on=d("2025-03-01"))
    make_absence(cast, row, starts_on=d("2024-04-01"), ends_on=d("2024-06-30"))
    make_absence(cast, row, to="sent", starts_on=d("2024-07-01"), ends_on=d("2024-12-31"))

    account = queries.countable_time(cast.anna, d("2026-02-28"))

    assert account.total == 12 - (3 - Fraction(12, 10))
    assert [line.why_not for line in account.lines] == ["", "not_confirmed"]


def test_seniority_is_confirmed_days_in_the_specialty(cast, employment):
    make_employment(cast, institution=cast.kystbyen, starts_on=d("2022-01-01"), ends_on=d("2024-02-29"))
    make_placement(cast, employment, ends_on=d("2024-03-31"))
    make_placement(cast, employment, to="sent", starts_on=d("2024-04-01"), ends_on=d("2024-04-30"))
    make_placement(cast, employment, starts_on=d("2024-05-01"))

    assert queries.service_days_in(cast.specialty, cast.anna, d("2024-05-11")) == 31 + 10
    assert queries.service_days_in(cast.specialty, cast.anna, d("2024-03-11")) == 10
    assert queries.service_days_in(cast.specialty, cast.bo, d("2024-03-11")) == 0


@pytest.mark.parametrize(
    ("kind", "percent", "to", "deducted"),
    [
        ("leave", 100, "confirmed", 100 - 30),
        ("leave", 50, "confirmed", 50 - 30),
        ("leave", 20, "confirmed", 0),
        ("leave", 100, "sent", 0),
        ("course", 100, "confirmed", 0),
        ("holiday", 100, "confirmed", 0),
    ],
)
def test_leave_above_the_limit_is_not_completed_service(cast, employment, kind, percent, to, deducted):
    """Three hundred days of service, a hundred of them away: thirty are within ten per cent."""
    row = make_placement(cast, employment, ends_on=None)
    made = {
        "kind": kind,
        "percent": percent,
        "starts_on": row.starts_on,
        "ends_on": row.starts_on + dt.timedelta(days=99),
    }
    make_absence(cast, row, to=to, **made)
    on = row.starts_on + dt.timedelta(days=300)
    assert queries.service_days_in(cast.specialty, cast.anna, on) == 300 - deducted


def test_leave_on_days_that_are_counted_in_another_placement_is_not_taken_off_again(cast):
    """Half time here from March to August and at another hospital from May on, and on leave from that one until September."""
    confirm_part_1(cast)
    here, there = (make_employment(cast, percent=50, institution=place) for place in (cast.fjellheim, cast.kystbyen))
    make_placement(cast, here, starts_on=d("2024-03-01"), ends_on=d("2024-08-31"))
    other = make_placement(cast, there, starts_on=d("2024-05-01"), ends_on=d("2024-12-31"))
    make_absence(cast, other, starts_on=d("2024-05-01"), ends_on=d("2024-08-31"), kind="leave")
    assert queries.service_days_in(cast.specialty, cast.anna, d("2025-01-01")) == 306


@pytest.mark.parametrize("number", [1, 3])
def test_many_doctors_are_asked_about_at_once(cast, number, django_assert_num_queries):
    confirm_part_1(cast)
    employment = make_employment(cast)
    for month in range(number):
        start = dt.date(2024, 3 + month, 1)
        row = make_placement(cast, employment, starts_on=start, ends_on=start + dt.timedelta(days=27))
        make_absence(cast, row, starts_on=start, ends_on=start)
    with django_assert_num_queries(2):
        accounts = queries.countable_times([cast.anna, cast.bo], d("2026-01-01"))
    assert (len(accounts[cast.anna.pk].lines), accounts[cast.bo.pk].lines) == (number, ())
    with django_assert_num_queries(1):
        current = queries.current_placements([cast.anna, cast.bo], d("2024-03-05"))
    assert [row.starts_on for row in current[cast.anna.pk]] == [d("2024-03-01")]
    with django_assert_num_queries(1):
        assert len(queries.placements_of(cast.anna)) == number
