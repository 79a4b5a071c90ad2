"""The doors: table, policy, queryset and door say the same, and reading leaves a line the doctor sees."""

import copy
import datetime as dt
import uuid

import pytest
from django.db import transaction
from django.http import Http404
from django.test import override_settings

from fagvei.audit.models import AccessLog
from fagvei.common import clock
from fagvei.common.permissions import NotAllowed, Permission
from fagvei.people import actions as people
from fagvei.people.models import Delegation, Relation
from fagvei.people.tests.cast import make_cast
from fagvei.training import access, actions
from fagvei.training.models import Attachment, EducationPlan, Opinion, PlanActivity, PlanGoal, SignOff
from fagvei.training.tests import factories
from fagvei.training.tests.factories import bring_goal, certificate, make_activity

DAY = dt.timedelta(days=1)
EVERYBODY = ("anna", "bo", "petra", "dina", "cecilie", "siri", "stian", "dag", "eva", "hilde", "trond", "nora")


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker, tmp_path_factory):
    """Built once, since looking changes nothing."""
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")),
        transaction.atomic(),
    ):
        yield build_world(factories.make_record(make_cast()))
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db):
    """Each test leaves it as it was."""
    return copy.deepcopy(built)


def build_world(record):
    """Anna's record with something in every state. Petra is Bo's deputy, Dina his delegate, Nora another doctor of his."""
    for username, full_name in (("petra", "Petra Lie"), ("dina", "Dina Ek"), ("nora", "Nora Li")):
        person = people.add_user(username=username, full_name=full_name, is_demo=True, by=None)
        people.assign_role(
            user=person, role="doctor" if username == "nora" else "supervisor", institution=record.fjellheim, by=None
        )
        setattr(record, username, person)
    people.relate(doctor=record.nora, person=record.bo, kind="leader", institution=record.fjellheim, by=None)
    for person, kind in ((record.petra, Delegation.Kind.DEPUTY), (record.dina, Delegation.Kind.DELEGATE)):
        people.delegate(
            leader=record.bo, person=person, kind=kind, institution=record.fjellheim, by=record.bo,
            ends_at=clock.now() + DAY,
        )  # fmt: skip
    file = {"files": [certificate()]}
    record.activities = {
        "planned": make_activity(record, planned=True, **file),
        "done": make_activity(record, supervisor=record.siri, **file),
        "sent": make_activity(record, sent=True, files=[certificate()]),
        "returned": make_activity(record, returned=True, files=[certificate()]),
        "signed": make_activity(record, signed=True, files=[certificate()]),
        "fulfilled": make_activity(record, fulfilled=True),
        "annulled": actions.annul_activity(
            plan_activity=make_activity(record, signed=True, files=[certificate()]), reason="Feil.", by=record.siri
        ),
        "on_behalf": factories.mark_on_behalf(record),
    }
    bring_goal(record, "RUS-001", "approved")
    bring_goal(record, "RUS-002", "sent")
    bring_goal(record, "RUS-003", "completed")
    return record


# Who takes the record along is said by the room that makes the export; the house test compares all rooms.
OF_THIS_ROOM = [permission for permission in Permission if permission != Permission.EXPORT]


def rows_of(record):
    yield from PlanGoal.objects.select_related("goal")
    yield from PlanActivity.objects.all()
    yield from Attachment.objects.all()
    yield from Opinion.objects.all()
    yield from SignOff.objects.all()
    yield from EducationPlan.objects.all()


TYPES = {
    PlanGoal: "plan_goal",
    PlanActivity: "activity",
    Attachment: "attachment",
    Opinion: "opinion",
    SignOff: "sign_off",
    EducationPlan: "education_plan",
}
WORDS = {
    "anna": {"doctor"}, "bo": {"leader"}, "petra": {"deputy"}, "dina": {"delegate"}, "cecilie": {"mentor"},
    "siri": {"supervisor"}, "stian": {"supervisor"}, "nora": {"other"},
}  # fmt: skip


def words(record, name, row):
    """Who somebody is to this row, written by hand: Siri was asked about everything that was sent, Stian about nothing."""
    found = set(WORDS.get(name, {"nobody"}))
    if name == "siri":
        activity = row.activity if isinstance(row, Attachment) else row
        was_sent = isinstance(activity, PlanActivity) and activity.supervisor_id == record.siri.pk
        was_asked = isinstance(row, PlanGoal) and row.goal.code.startswith("RUS")
        found |= {"asked_supervisor"} if was_sent or was_asked else set()
    if isinstance(row, Opinion) and row.by == getattr(record, name):
        found |= {"author"}
    return found


def table_allows(record, name, permission, row):
    state = "undecided" if isinstance(row, Opinion) and row.plan_goal.goal.code != "RUS-001" else access.state_of(row)
    return any(
        line.allows(word, state)
        for line in access.PERMISSION_ROWS
        if line.object_type == TYPES[type(row)] and line.permission == permission
        for word in words(record, name, row)
    )


@pytest.mark.parametrize("name", EVERYBODY)
def test_table_policy_and_queryset_agree_on_every_row(world, name):
    user = getattr(world, name)
    rows = list(rows_of(world))
    assert {type(row) for row in rows} == set(TYPES)
    for row in rows:
        for permission in OF_THIS_ROOM:
            told = table_allows(world, name, permission, row)
            assert access.can(user, permission, row) is told, f"{name} {permission} {row!r} {access.state_of(row)}"
        visible = access.visible_to(user, type(row)).filter(pk=row.pk).exists()
        assert visible is table_allows(world, name, Permission.SEE, row), f"{name} sees {row!r} {access.state_of(row)}"


def test_nobody_else_sees_a_thing(world):
    for name in ("dag", "eva", "hilde", "trond", "nora"):
        for model in TYPES:
            assert not access.visible_to(getattr(world, name), model).exists()


def seen_activities(world, user):
    return {key for key, row in world.activities.items() if access.can(user, Permission.SEE, row)}


def test_a_draft_is_the_doctors_own(world):
    evidence = {"sent", "signed", "fulfilled", "annulled", "on_behalf"}
    assert seen_activities(world, world.anna) == set(world.activities)
    for user in (world.bo, world.petra, world.dina, world.cecilie):
        assert seen_activities(world, user) == evidence
    assert seen_activities(world, world.siri) == {"sent", "returned", "signed", "annulled"}
    assert seen_activities(world, world.stian) == set()


def test_an_opinion_is_the_advisers_until_the_decision(world):
    opinion = Opinion.objects.filter(plan_goal=world.goals["RUS-002"]).first()
    assert not access.can(world.anna, Permission.SEE, opinion)
    actions.return_goal(plan_goal=world.goals["RUS-002"], comment="Mer.", by=world.bo)
    assert access.can(world.anna, Permission.SEE, opinion)
    assert Opinion.objects.visible_to(world.anna).filter(pk=opinion.pk).exists()
    # The next round is not decided, and its opinions are closed again.
    bring_goal(world, "RUS-002", "ready")
    assert Opinion.objects.filter(plan_goal=world.goals["RUS-002"]).count() == 4
    assert Opinion.objects.visible_to(world.anna).filter(plan_goal=world.goals["RUS-002"]).count() == 2


@pytest.mark.parametrize(("name", "kind"), [("siri", "supervisor"), ("cecilie", "mentor"), ("bo", "leader")])
@pytest.mark.parametrize(("seconds", "sees"), [(-1, True), (0, False), (1, False)])
def test_a_relation_opens_the_record_until_the_second_it_ends(world, name, kind, seconds, sees):
    person, end = getattr(world, name), clock.now() + DAY / 2
    people.end_relation(
        relation=Relation.objects.active().get(doctor=world.anna, person=person, kind=kind), by=None, at=end
    )
    with clock.at(end + dt.timedelta(seconds=seconds)):
        for model in (PlanGoal, PlanActivity, Attachment, Opinion):
            assert access.visible_to(person, model).exists() is sees
        assert access.can(person, Permission.SEE, world.goals["RUS-001"]) is sees


@pytest.mark.parametrize("name", ["petra", "dina"])
@pytest.mark.parametrize(("seconds", "sees"), [(-1, True), (0, False), (1, False)])
def test_a_delegation_opens_the_record_until_the_second_it_ends(world, name, seconds, sees):
    person = getattr(world, name)
    end = Delegation.objects.get(person=person).ends_at
    with clock.at(end + dt.timedelta(seconds=seconds)):
        assert access.visible_to(person, PlanGoal).exists() is sees
        assert access.can(person, Permission.SIGN_OFF, world.goals["RUS-002"]) is sees
        assert ("deputy" in access.relations_to(person, world.anna)) is (sees and name == "petra")


def test_who_is_many_things_may_what_each_may(world):
    people.assign_role(user=world.cecilie, role="supervisor", institution=world.fjellheim, by=None)
    people.relate(doctor=world.anna, person=world.cecilie, kind="supervisor", institution=world.fjellheim, by=None)
    activity = make_activity(world, sent=True, supervisor=world.cecilie)
    assert access.relations_to(world.cecilie, world.anna) == {"mentor", "supervisor"}
    assert access.can(world.cecilie, Permission.SIGN, activity)
    assert not access.can(world.cecilie, Permission.SIGN, world.activities["sent"])


def test_a_closed_account_sees_nothing_not_even_its_own(world):
    people.deactivate_user(user=world.anna, by=world.trond)
    world.anna.refresh_from_db()
    assert not access.can(world.anna, Permission.SEE, world.goals["RUS-001"])
    assert not access.visible_to(world.anna, PlanGoal).exists()
    with pytest.raises(Http404):
        access.get_plan_goal_for(world.anna, world.goals["RUS-001"].public_id)


# --- The doors ---

DOORS = {
    "goal": (access.get_plan_goal_for, lambda w: w.goals["RUS-002"]),
    "activity": (access.get_activity_for, lambda w: w.activities["signed"]),
    "attachment": (access.get_attachment_for, lambda w: w.activities["signed"].attachments.get()),
    "plan": (access.get_education_plan_for, lambda w: w.plan),
    "doctor": (access.get_doctor_for, lambda w: w.anna),
    "sign_off": (access.get_sign_off_for, lambda w: SignOff.objects.get()),
}


@pytest.mark.parametrize("door", DOORS)
def test_unseen_is_not_there(world, door):
    open_door, row_of = DOORS[door]
    for name in ("dag", "eva", "hilde", "trond", "nora", "stian"):
        with pytest.raises(Http404):
            open_door(getattr(world, name), row_of(world).public_id)
    with pytest.raises(Http404):
        open_door(world.bo, uuid.uuid4())
    assert not AccessLog.objects.exists()


@pytest.mark.parametrize("door", DOORS)
def test_seen_and_not_yours_to_do_is_said(world, door):
    open_door, row_of = DOORS[door]
    with pytest.raises(NotAllowed) as caught:
        open_door(world.cecilie, row_of(world).public_id, Permission.ASSIGN)
    assert str(caught.value).endswith(".")
    assert not AccessLog.objects.exists()


@pytest.mark.parametrize("door", DOORS)
def test_reading_anothers_record_leaves_a_line_and_reading_ones_own_does_not(world, door):
    open_door, row_of = DOORS[door]
    row = row_of(world)
    assert open_door(world.anna, row.public_id) == row
    assert not AccessLog.objects.exists()

    assert open_door(world.bo, row.public_id) == row

    (line,) = AccessLog.objects.all()
    assert (line.reader_name, line.reader_role, line.subject_id) == ("Bo Lund", "leder", str(world.anna.public_id))
    assert line.organisation == "Fjellheim sykehus HF"
    assert line.what
    assert "Abstinensvurdering" not in line.what


@pytest.mark.parametrize(
    ("name", "role"),
    [("petra", "stedfortreder"), ("dina", "delegert godkjenner"), ("cecilie", "veileder"), ("siri", "supervisør")],
)
def test_the_line_names_the_role(world, name, role):
    access.get_plan_goal_for(getattr(world, name), world.goals["RUS-002"].public_id)
    assert AccessLog.objects.get().reader_role == role


def test_the_series_of_a_supervisor_is_logged_once_per_doctor(world):
    assert access.get_doctor_to_sign_for(world.siri, world.anna.public_id) == world.anna
    with pytest.raises(Http404):
        access.get_doctor_to_sign_for(world.bo, world.anna.public_id)
    access.log_series(world.siri, [world.activities["sent"], world.activities["signed"]])
    assert AccessLog.objects.count() == 1


def test_the_own_record_opens_for_doctors_alone(world):
    assert access.own_record(world.anna) == world.anna
    assert access.own_record(world.nora) == world.nora
    for name in ("bo", "siri", "trond"):
        with pytest.raises(Http404):
            access.own_record(getattr(world, name))


def test_the_leader_reaches_a_doctor_without_a_plan(world):
    assert access.get_doctor_for(world.bo, world.nora.public_id, Permission.ASSIGN) == world.nora
    with pytest.raises(Http404):
        access.get_doctor_for(world.cecilie, world.nora.public_id)


def test_a_door_asks_a_fixed_number_of_questions(world, django_assert_num_queries):
    goal = world.goals["RUS-002"]
    with django_assert_num_queries(5):
        access.get_plan_goal_for(world.bo, goal.public_id)
