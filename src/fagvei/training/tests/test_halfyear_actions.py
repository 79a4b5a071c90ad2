"""Make the plan by half-year, move in it, note in it, agree on it."""

import datetime as dt

import pytest

from fagvei.audit.models import AuditEvent
from fagvei.common import clock
from fagvei.common.refusal import Refusal
from fagvei.organisations import actions as organisations
from fagvei.people.models import Notification
from fagvei.training import actions
from fagvei.training.actions.halfyear import Place
from fagvei.training.models import HalfYearAgreement, PlanMove, PlannedItem, PlanRevision
from fagvei.training.queries import halfyear
from fagvei.training.queries.halfyear_page import history_of
from fagvei.training.tests import factories as make
from fagvei.training.tests.halfyear_factories import agree, make_plan, move, planned
from fagvei.training.tests.inbox import tasks_of

NOW = dt.datetime(2026, 11, 25, 9, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def autumn():
    with clock.at(NOW):
        yield


@pytest.fixture
def record(cast, autumn):
    return make.make_record(cast, goals=4)


def test_the_plan_places_every_remaining_goal_and_what_they_ask_for(record):
    course = make.make_learning_activity("grunnkurs", "course")
    make.require(record.goals["RUS-001"].goal, course)
    make.bring_goal(record, "RUS-003", "approved")

    revision = make_plan(record)

    items = PlannedItem.objects.filter(doctor=record.anna)
    assert {str(item) for item in items} == {"FKM-01", "FKM-02", "RUS-001", "RUS-002", "RUS-004", "Grunnkurs"}
    assert all(item.half_year >= "2026-2" for item in items)
    assert (revision.number, revision.kind, revision.acting_as) == (1, "made", "doctor")
    event = AuditEvent.objects.get(name="halfyear_plan_made")
    assert event.details["moves"] == 6


def test_of_a_choice_only_as_many_as_it_asks_for_are_placed(record):
    goal = record.goals["RUS-001"].goal
    choice = make.require(goal, choose=2)
    for position, code in enumerate(("kbt", "dynamisk", "gruppe")):
        make.require(goal, make.make_learning_activity(code, "course"), parent=choice, position=position)
    make_plan(record)
    assert sorted(PlannedItem.objects.filter(kind="activity").values_list("activity__code", flat=True)) == [
        "dynamisk",
        "kbt",
    ]


def test_making_it_again_places_only_what_is_new(record):
    make_plan(record)
    with pytest.raises(actions.NothingToPlace):
        make_plan(record)
    item = planned(record, "RUS-001")
    actions.move_in_plan(doctor=record.anna, items=[item], to=Place(""), reason="Venter.", by=record.anna)

    revision = make_plan(record)

    assert revision.number == 3
    assert [move.item for move in revision.moves.all()] == [item]
    assert PlannedItem.objects.filter(plan_goal=record.goals["RUS-001"]).count() == 1


def test_a_plan_that_is_laid_out_is_begun_and_cannot_be_deleted(record):
    make_plan(record)
    with pytest.raises(actions.PlanBegun):
        actions.delete_untouched_plan(plan=record.plan, by=record.bo)


def test_moving_needs_a_reason_and_the_history_says_it_in_words(record):
    make_plan(record)
    was = planned(record, "RUS-004").half_year
    with pytest.raises(actions.ReasonMissing):
        move(record, "RUS-004", "2027-1", reason=" ")

    move(record, "RUS-004", "2027-2", reason="permisjon", by=record.cecilie)

    item = planned(record, "RUS-004")
    assert item.half_year == "2027-2"
    newest = history_of(record.anna, reads_absence=True)[0]
    assert newest.sentences == [f"RUS-004 flyttet fra {halfyear.rules.name_of(was)} til høst 2027"]
    assert (newest.revision.reason, newest.revision.acting_as) == ("permisjon", "mentor")
    event = AuditEvent.objects.get(name="halfyear_plan_moved")
    assert (event.actor_id, event.acting_as) == (str(record.cecilie.public_id), "mentor")
    note = Notification.objects.get(user=record.anna, kind="halfyear_plan_moved")
    assert "permisjon" not in note.text


def test_many_move_at_once_with_one_reason_and_keep_their_places(record):
    make_plan(record)
    arena = make_arena(record)
    move(record, "RUS-001", "2027-1", arena=arena)

    revision = actions.move_in_plan(
        doctor=record.anna,
        items=[planned(record, code) for code in ("RUS-001", "RUS-002")],
        to=Place("2028-1"),
        keep_arena=True,
        reason="Rotasjon.",
        by=record.anna,
    )

    assert revision.moves.count() == 2
    assert (planned(record, "RUS-001").arena, planned(record, "RUS-001").half_year) == (arena, "2028-1")
    assert history_of(record.anna, reads_absence=True)[1].sentences[0].endswith(", ved Poliklinikken")


def make_arena(record):
    return organisations.save_arena(institution=record.fjellheim, name="Poliklinikken", by=None)


@pytest.mark.parametrize(
    ("items", "half_year", "refusal"),
    [
        ([], "2027-1", "nothing_chosen"),
        (["RUS-001"], "2026-1", "half_year_past"),
        (["RUS-001"], "2027-3", "half_year_past"),
        (["RUS-001"], "same", "nothing_moved"),
    ],
)
def test_moves_that_make_no_sense_are_refused_and_change_nothing(record, items, half_year, refusal):
    make_plan(record)
    chosen = [planned(record, code) for code in items]
    to = Place(chosen[0].half_year if half_year == "same" else half_year)
    with pytest.raises(Refusal) as refused:
        actions.move_in_plan(doctor=record.anna, items=chosen, to=to, reason="Grunn.", by=record.anna)
    assert refused.value.code == refusal
    assert PlanRevision.objects.count() == 1


def test_another_doctors_item_is_refused(record, cast):
    make_plan(record)
    with pytest.raises(actions.ForeignItem):
        actions.move_in_plan(
            doctor=record.bo, items=[planned(record, "RUS-001")], to=Place("2027-1"), reason="x", by=record.bo
        )


@pytest.mark.parametrize("who", ["siri", "dag"])
def test_a_supervisor_and_a_stranger_do_not_plan(record, who):
    with pytest.raises(actions.NotPlanner):
        make_plan(record, by=getattr(record, who))


def test_a_note_stands_in_its_halfyear_and_can_be_taken_out(record):
    make_plan(record)
    actions.note_in_plan(doctor=record.anna, half_year="2027-1", kind="leave", text="Permisjon", by=record.anna)
    note = PlannedItem.objects.get(kind="leave")
    assert (note.half_year, note.text) == ("2027-1", "Permisjon")

    actions.move_in_plan(doctor=record.anna, items=[note], to=Place(""), reason="Utsatt.", by=record.anna)

    note.refresh_from_db()
    assert note.half_year == ""
    assert history_of(record.anna, reads_absence=True)[0].sentences == ["Permisjon (Permisjon) tatt ut av vår 2027"]


def test_a_visit_elsewhere_is_noted_with_the_place(record):
    make_plan(record)
    actions.note_in_plan(
        doctor=record.anna,
        half_year="2027-1",
        kind="visiting",
        text="Hospitering",
        institution=record.kystbyen,
        by=record.bo,
    )
    assert PlannedItem.objects.get(kind="visiting").institution == record.kystbyen


# --- Agreement ---


def make_ready(record):
    """The next half-year has something in it."""
    make_plan(record)
    move(record, "RUS-001", "2027-1", reason="Passer bedre.")


def test_the_halfyear_is_agreed_when_both_have_pressed(record):
    make_ready(record)
    agree(record, record.anna)
    assert not standing(record).is_agreed

    agree(record, record.cecilie)

    assert standing(record).is_agreed
    assert list(HalfYearAgreement.objects.values_list("acting_as", flat=True)) == ["doctor", "mentor"]
    assert AuditEvent.objects.filter(name="halfyear_agreed").count() == 2
    assert Notification.objects.filter(user=record.anna, kind="halfyear_agreed").count() == 1


def standing(record):
    half = halfyear.next_halfyear().key
    return halfyear.standing_of(half, halfyear.items_of(record.anna), halfyear.agreements_of(record.anna))


def test_pressing_twice_is_one_agreement(record):
    make_ready(record)
    assert agree(record, record.anna) == agree(record, record.anna)


def test_what_is_changed_after_the_agreement_needs_a_reason_and_a_new_agreement(record):
    make_ready(record)
    for person in (record.anna, record.cecilie):
        agree(record, person)
    with pytest.raises(actions.ReasonMissing):
        actions.note_in_plan(doctor=record.anna, half_year="2027-1", kind="leave", text="Permisjon", by=record.anna)

    actions.note_in_plan(
        doctor=record.anna, half_year="2027-1", kind="leave", text="Permisjon", reason="Ny.", by=record.anna
    )

    now = standing(record)
    assert (now.is_agreed, now.was_agreed, now.missing) == (False, True, {"doctor", "mentor"})


def test_what_was_not_shown_is_not_agreed(record):
    make_ready(record)
    with pytest.raises(actions.NotWhatWasAgreed):
        actions.agree_on_halfyear(doctor=record.anna, half_year="2027-1", seen_digest="0" * 64, by=record.anna)


@pytest.mark.parametrize("who", ["bo", "siri", "dag"])
def test_only_the_two_agree(record, who):
    make_plan(record)
    with pytest.raises(actions.NotDoctorOrMentor):
        agree(record, getattr(record, who))


@pytest.mark.parametrize(
    ("half_year", "refusal"), [("2028-2", actions.HalfYearNotNext), ("2026-1", actions.HalfYearNotNext)]
)
def test_only_this_and_the_next_halfyear_are_agreed(record, half_year, refusal):
    make_plan(record)
    with pytest.raises(refusal):
        agree(record, record.anna, half_year)


def test_an_empty_halfyear_is_not_agreed(record):
    with pytest.raises(actions.HalfYearEmpty):
        agree(record, record.anna)


def test_the_inbox_asks_the_doctor_and_then_the_mentor(record):
    assert kinds(record.anna) == []
    make_ready(record)
    assert (kinds(record.anna), kinds(record.cecilie)) == (["agree_on_halfyear"], ["agree_on_halfyear"])

    agree(record, record.anna)

    assert (kinds(record.anna), kinds(record.cecilie)) == ([], ["agree_on_halfyear"])
    assert tasks_of(record.cecilie)[0].title == "Avtal vår 2027 med Anna Berg"
    assert kinds(record.bo) == kinds(record.siri) == []
    agree(record, record.cecilie)
    assert kinds(record.cecilie) == []


def kinds(user):
    return [task.kind for task in tasks_of(user)]


def test_the_inbox_does_not_ask_half_a_year_ahead(record):
    make_plan(record)
    with clock.at(NOW + dt.timedelta(days=70)):
        assert kinds(record.anna) == []


def test_the_items_stand_where_their_last_moves_put_them(record):
    make_plan(record)
    move(record, "RUS-001", "2028-1")
    move(record, "RUS-001", "")
    for item in PlannedItem.objects.all():
        last = PlanMove.objects.filter(item=item).order_by("revision__number").last()
        assert (item.half_year, item.arena, item.institution) == (last.half_year, last.arena, last.institution)
