"""From a draft to a signature, and what is refused on the way."""

import datetime as dt

import pytest

from fagvei.common import clock
from fagvei.people import actions as people
from fagvei.people.models import Relation
from fagvei.training import actions
from fagvei.training.models import ActivityEvent, GoalEvent, PlanActivity
from fagvei.training.tests import factories
from fagvei.training.tests.checks import assert_sound, last_event, notices, refused
from fagvei.training.tests.factories import certificate, log_fields, make_activity, make_learning_activity

DAY = dt.timedelta(days=1)


def kinds(activity):
    return list(ActivityEvent.objects.filter(activity=activity).order_by("pk").values_list("kind", flat=True))


def end_relation(doctor, person, at=None):
    people.end_relation(relation=Relation.objects.active().get(doctor=doctor, person=person), by=None, at=at)


# --- Logging ---


def test_a_logged_activity_is_a_draft_and_begins_its_goals(record):
    activity = make_activity(record, goals=[record.goals["RUS-001"], record.goals["FKM-01"]])

    assert (activity.state, activity.waiting_on, activity.institution) == ("done", None, record.fjellheim)
    assert kinds(activity) == ["logged"]
    begun = GoalEvent.objects.filter(kind="begun").values_list("plan_goal__goal__code", flat=True)
    assert sorted(begun) == ["FKM-01", "RUS-001"]
    assert last_event() == ("activity_logged", "Anna Berg", "doctor")
    assert_sound()


def test_a_second_activity_does_not_begin_a_goal_again(record):
    make_activity(record)
    make_activity(record)
    assert GoalEvent.objects.count() == 1


def test_what_is_planned_lies_ahead_and_begins_nothing(record):
    activity = make_activity(record, planned=True, done_on=clock.today() + 90 * DAY)

    assert activity.state == "planned"
    assert not GoalEvent.objects.exists()
    done = actions.change_activity(plan_activity=activity, by=record.anna, planned=False, done_on=clock.today())
    assert (done.state, GoalEvent.objects.count()) == ("done", 1)
    with refused(actions.ActivityNotDraft):
        actions.change_activity(plan_activity=activity, by=record.anna, planned=True)
    assert_sound()


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"done_on": "tomorrow"}, actions.FutureDate),
        ({"done_on": dt.date(1949, 12, 31)}, actions.DateTooOld),
        ({"done_on": dt.date(1, 1, 1)}, actions.DateTooOld),
        ({"done_on": dt.date(1949, 12, 31), "planned": True}, actions.DateTooOld),
        ({"goals": []}, actions.NoGoals),
        ({"title": "  "}, actions.TitleMissing),
        ({"repetitions": 0}, actions.BadRepetitions),
        ({"repetitions": 10_001}, actions.BadRepetitions),
        ({"supervisor": "anna"}, actions.OwnSupervisor),
        ({"supervisor": "cecilie"}, actions.NotSupervisor),
        ({"supervisor": "dag"}, actions.NotSupervisor),
        ({"by": "bo"}, actions.NotOwnRecord),
        ({"by": "siri"}, actions.NotOwnRecord),
    ],
)
def test_what_cannot_be_true_is_not_logged(record, changes, refusal):
    if changes.get("done_on") == "tomorrow":
        changes = {"done_on": clock.today() + DAY}
    changes = {key: getattr(record, value) if key in ("supervisor", "by") else value for key, value in changes.items()}
    with refused(refusal):
        actions.log_activity(**log_fields(record, **changes))


def test_today_is_the_norwegian_day(record):
    with clock.at(dt.datetime(2027, 5, 3, 22, 30, tzinfo=dt.UTC)):  # already 4 May in Oslo
        assert make_activity(record, done_on=dt.date(2027, 5, 4)).state == "done"
        with refused(actions.FutureDate):
            make_activity(record, done_on=dt.date(2027, 5, 5))


def test_goals_of_another_doctor_are_refused(record):
    nora = people.add_user(username="nora", full_name="Nora Li", by=None)
    people.assign_role(user=nora, role="doctor", institution=record.fjellheim, by=None)
    people.relate(doctor=nora, person=record.bo, kind="leader", institution=record.fjellheim, by=None)
    hers = factories.make_record(record, doctor=nora)

    with refused(actions.ForeignGoal):
        make_activity(record, goals=[record.goals["RUS-001"], hers.goals["RUS-002"]])


def test_the_catalogue_decides_the_kind(record):
    """A procedure cannot be logged as e-learning to get round the signature."""
    procedure = make_learning_activity("ekg")
    activity = make_activity(record, activity=procedure, kind="e_learning", title="")

    assert (activity.kind, activity.title) == ("procedure", "Ekg")
    with refused(actions.NeedsSignature):
        actions.fulfil_activity(plan_activity=activity, by=record.anna)


def test_a_local_activity_of_another_institution_is_refused(record):
    elsewhere = make_learning_activity("lokal", scope="local", institution=record.kystbyen)
    with refused(actions.ForeignActivity):
        make_activity(record, activity=elsewhere)


def test_an_approved_goal_may_get_more_activities(record):
    goal = factories.bring_goal(record, to="approved")
    make_activity(record, signed=True)
    goal.refresh_from_db()
    assert goal.state == "approved"


# --- Changing ---


def test_a_draft_can_be_changed(record):
    activity = make_activity(record)
    before = activity.content_digest()

    changed = actions.change_activity(
        plan_activity=activity, by=record.anna, title="Ny tittel", goals=[record.goals["RUS-002"]]
    )

    assert [goal.goal.code for goal in changed.goals.all()] == ["RUS-002"]
    assert changed.content_digest() != before
    assert ActivityEvent.objects.last().content_digest == changed.content_digest()
    assert last_event()[0] == "activity_changed"
    assert_sound()


def test_what_is_sent_signed_or_fulfilled_cannot_be_changed(record):
    for activity in (
        make_activity(record, sent=True),
        make_activity(record, signed=True),
        make_activity(record, fulfilled=True),
    ):
        with refused(actions.ActivityNotDraft):
            actions.change_activity(plan_activity=activity, by=record.anna, title="Ny")
        with refused(actions.ActivityNotDraft):
            actions.send_activity(plan_activity=activity, supervisor=record.stian, by=record.anna)
        with refused(actions.ActivityNotDraft):
            actions.fulfil_activity(plan_activity=activity, by=record.anna)
        with refused(actions.ActivityNotDraft):
            actions.attach(plan_activity=activity, upload=certificate(), by=record.anna)


def test_nobody_else_touches_a_draft(record):
    activity = make_activity(record)
    for person in (record.bo, record.siri, record.cecilie, record.dag):
        with refused(actions.NotOwnRecord):
            actions.change_activity(plan_activity=activity, by=person, title="Ny")
        with refused(actions.NotOwnRecord):
            actions.send_activity(plan_activity=activity, supervisor=record.siri, by=person)
        with refused(actions.NotOwnRecord):
            actions.fulfil_activity(plan_activity=activity, by=person)


@pytest.mark.parametrize("field", ["state", "doctor", "on_behalf_by", "waiting_on", "institution"])
def test_a_field_that_is_not_content_cannot_be_given(record, field):
    with pytest.raises(ValueError):
        actions.change_activity(plan_activity=make_activity(record), by=record.anna, **{field: "signed"})


# --- Sending and signing ---


def test_sent_to_siri_and_signed(record):
    activity = make_activity(record, sent=True)

    assert (activity.state, activity.waiting_on) == ("sent", record.siri)
    assert notices(record.siri) == ["activity_to_sign"]
    assert last_event() == ("activity_sent", "Anna Berg", "doctor")

    signed = actions.sign_activity(
        plan_activity=activity, by=record.siri, comment="Godt.", seen_digest=activity.content_digest()
    )

    assert (signed.state, signed.waiting_on) == ("signed", None)
    event = ActivityEvent.objects.get(activity=activity, kind="signed")
    assert (event.by, event.acting_as, event.comment, event.content_digest) == (
        record.siri,
        "supervisor",
        "Godt.",
        activity.content_digest(),
    )
    assert last_event() == ("activity_signed", "Siri Dahl", "supervisor")
    assert notices(record.anna)[-1] == "activity_signed"
    assert_sound()


@pytest.mark.parametrize("name", ["stian", "cecilie", "bo", "dag", "trond", "hilde"])
def test_only_the_asked_supervisor_signs_or_returns(record, name):
    activity = make_activity(record, sent=True)
    with refused(actions.NotAskedSupervisor):
        actions.sign_activity(plan_activity=activity, by=getattr(record, name))
    with refused(actions.NotAskedSupervisor):
        actions.return_activity(plan_activity=activity, comment="Nei.", by=getattr(record, name))


def test_the_doctor_cannot_sign(record):
    activity = make_activity(record, sent=True)
    with refused(actions.OwnCase):
        actions.sign_activity(plan_activity=activity, by=record.anna)


def test_nothing_is_signed_twice_or_before_it_is_sent(record):
    draft, signed = make_activity(record, supervisor=record.siri), make_activity(record, signed=True)
    draft = actions.change_activity(plan_activity=draft, by=record.anna, supervisor=record.siri)
    for activity in (draft, signed):
        with refused(actions.ActivityNotWaiting):
            actions.sign_activity(plan_activity=activity, by=record.siri)
    with refused(actions.ActivityNotWaiting):
        actions.recall_activity(plan_activity=signed, by=record.anna)


def test_who_no_longer_supervises_does_not_sign(record):
    activity, draft = make_activity(record, sent=True), make_activity(record)
    end_relation(record.anna, record.siri)

    with refused(actions.NotSupervisor):
        actions.sign_activity(plan_activity=activity, by=record.siri)
    with refused(actions.NotSupervisor):
        actions.send_activity(plan_activity=draft, supervisor=record.siri, by=record.anna)
    recalled = actions.recall_activity(plan_activity=activity, by=record.anna)
    assert (
        actions.send_activity(plan_activity=recalled, supervisor=record.stian, by=record.anna).waiting_on
        == record.stian
    )


@pytest.mark.parametrize(("seconds", "signs"), [(-1, True), (0, False), (1, False)])
def test_a_relation_holds_until_the_second_it_ends(record, seconds, signs):
    activity = make_activity(record, sent=True)
    end = clock.now() + DAY
    end_relation(record.anna, record.siri, at=end)

    with clock.at(end + dt.timedelta(seconds=seconds)):
        if signs:
            assert actions.sign_activity(plan_activity=activity, by=record.siri).state == "signed"
        else:
            with refused(actions.NotSupervisor):
                actions.sign_activity(plan_activity=activity, by=record.siri)


def test_a_closed_account_does_not_sign(record):
    activity = make_activity(record, sent=True)
    people.deactivate_user(user=record.siri, by=record.trond)
    with refused(actions.NotSupervisor):
        actions.sign_activity(plan_activity=activity, by=record.siri)


def test_what_changed_since_it_was_seen_is_not_signed(record):
    activity = make_activity(record, sent=True)
    seen = activity.content_digest()
    actions.recall_activity(plan_activity=activity, by=record.anna)
    actions.change_activity(plan_activity=activity, by=record.anna, repetitions=50)
    actions.send_activity(plan_activity=activity, supervisor=record.siri, by=record.anna)

    with refused(actions.ContentChanged, words="endret siden du så det"):
        actions.sign_activity(plan_activity=activity, by=record.siri, seen_digest=seen)


def test_an_attachment_is_part_of_what_is_seen(record):
    activity = make_activity(record)
    before = activity.content_digest()
    actions.attach(plan_activity=activity, upload=certificate(), by=record.anna)
    assert PlanActivity.objects.get(pk=activity.pk).content_digest() != before


def test_a_future_plan_cannot_be_sent_as_done(record):
    activity = make_activity(record, planned=True, done_on=clock.today() + DAY)
    with refused(actions.FutureDate):
        actions.send_activity(plan_activity=activity, supervisor=record.siri, by=record.anna)


def test_a_returned_activity_is_a_draft_again(record):
    activity = make_activity(record, sent=True)
    with refused(actions.CommentMissing):
        actions.return_activity(plan_activity=activity, comment=" ", by=record.siri)

    returned = actions.return_activity(plan_activity=activity, comment="Skriv hvor.", by=record.siri)
    assert (returned.state, returned.waiting_on) == ("returned", record.anna)
    assert last_event() == ("activity_returned", "Siri Dahl", "supervisor")
    changed = actions.change_activity(plan_activity=activity, by=record.anna, place="Poliklinikken")
    assert (changed.state, changed.waiting_on) == ("done", None)
    actions.send_activity(plan_activity=activity, supervisor=record.siri, by=record.anna)
    actions.sign_activity(plan_activity=activity, by=record.siri)
    assert kinds(activity) == ["logged", "sent", "returned", "changed", "sent", "signed"]
    assert_sound()


# --- Without a signature ---


def test_a_course_needs_its_certificate(record):
    activity = make_activity(record, kind="course", title="Grunnkurs I")
    with refused(actions.CertificateMissing):
        actions.fulfil_activity(plan_activity=activity, by=record.anna)

    actions.attach(plan_activity=activity, upload=certificate(), by=record.anna)
    fulfilled = actions.fulfil_activity(plan_activity=activity, by=record.anna)

    assert (fulfilled.state, fulfilled.supervisor) == ("fulfilled", None)
    assert last_event() == ("activity_fulfilled", "Anna Berg", "doctor")
    assert_sound()


def test_e_learning_is_fulfilled_as_it_is(record):
    activity = make_activity(record, kind="e_learning")
    assert actions.fulfil_activity(plan_activity=activity, by=record.anna).state == "fulfilled"


@pytest.mark.parametrize("kind", ["procedure", "service", "internal_teaching", "literature", "simulation", "other"])
def test_other_kinds_need_a_signature(record, kind):
    activity = make_activity(record, kind=kind, files=[certificate()])
    with refused(actions.NeedsSignature):
        actions.fulfil_activity(plan_activity=activity, by=record.anna)


# --- On behalf ---


@pytest.mark.parametrize("name", ["cecilie", "siri", "dag", "trond"])
def test_only_the_leader_marks_on_behalf(record, name):
    with refused(actions.NotLeader):
        actions.mark_met_on_behalf(**log_fields(record, by=getattr(record, name), reason="Gjort."))


def test_nobody_marks_on_behalf_of_oneself_or_without_a_reason(record):
    with refused(actions.OwnCase):
        actions.mark_met_on_behalf(**log_fields(record, reason="Gjort."))
    with refused(actions.ReasonMissing):
        actions.mark_met_on_behalf(**log_fields(record, by=record.bo, reason=" "))
    with refused(actions.FutureDate):
        factories.mark_on_behalf(record, done_on=clock.today() + DAY)


def test_the_doctor_objects_and_the_leader_accepts(record):
    activity = factories.mark_on_behalf(record)
    assert (activity.state, activity.on_behalf_by) == ("fulfilled", record.bo)
    assert notices(record.anna)[-1] == "activity_marked_on_behalf"
    assert last_event() == ("activity_marked_on_behalf", "Bo Lund", "leader")

    with refused(actions.ReasonMissing):
        actions.object_to_activity(plan_activity=activity, reason="", by=record.anna)
    with refused(actions.NotOwnRecord):
        actions.object_to_activity(plan_activity=activity, reason="Nei.", by=record.siri)
    objected = actions.object_to_activity(plan_activity=activity, reason="Det var ikke meg.", by=record.anna)
    assert (objected.state, objected.waiting_on, objected.has_open_objection) == ("fulfilled", record.bo, True)
    with refused(actions.ObjectionWaits):
        actions.object_to_activity(plan_activity=activity, reason="Igjen.", by=record.anna)
    for person in (record.dag, record.cecilie, record.siri):
        with refused(actions.NotLeader):
            actions.answer_objection(plan_activity=activity, accept=True, reason="Ja.", by=person)
    with refused(actions.ReasonMissing):
        actions.answer_objection(plan_activity=activity, accept=True, reason="", by=record.bo)

    answered = actions.answer_objection(plan_activity=activity, accept=True, reason="Jeg tok feil.", by=record.bo)

    assert (answered.state, answered.waiting_on) == ("annulled", None)
    assert kinds(activity) == ["marked_on_behalf", "objected", "objection_answered"]
    assert last_event() == ("objection_answered", "Bo Lund", "leader")
    assert notices(record.anna)[-1] == "objection_answered"
    with refused(actions.NoObjection):
        actions.answer_objection(plan_activity=activity, accept=False, reason="Nei.", by=record.bo)
    assert_sound()


def test_an_objection_that_is_not_accepted_leaves_the_activity(record):
    activity = factories.mark_on_behalf(record)
    actions.object_to_activity(plan_activity=activity, reason="Feil dato.", by=record.anna)
    answered = actions.answer_objection(plan_activity=activity, accept=False, reason="Datoen er riktig.", by=record.bo)
    assert (answered.state, answered.has_open_objection) == ("fulfilled", False)
    assert_sound()


def test_only_what_was_marked_on_behalf_can_be_objected_to(record):
    activity = make_activity(record, signed=True)
    with refused(actions.NotOnBehalf):
        actions.object_to_activity(plan_activity=activity, reason="Nei.", by=record.anna)


# --- Annulling ---


@pytest.mark.parametrize(("name", "role"), [("siri", "supervisor"), ("bo", "leader")])
def test_a_wrong_signature_is_annulled_and_stays_visible(record, name, role):
    activity = make_activity(record, signed=True)
    person = getattr(record, name)
    with refused(actions.ReasonMissing):
        actions.annul_activity(plan_activity=activity, reason="", by=person)

    annulled = actions.annul_activity(plan_activity=activity, reason="Feil lege.", by=person)

    assert (annulled.state, kinds(activity)[-1]) == ("annulled", "annulled")
    assert last_event() == ("activity_annulled", str(person), role)
    assert notices(record.anna)[-1] == "activity_annulled"
    with refused(actions.NotAnnullable if role == "leader" else actions.NotAllowedToAnnul):
        actions.annul_activity(plan_activity=activity, reason="Igjen.", by=person)
    assert_sound()


@pytest.mark.parametrize("name", ["anna", "stian", "cecilie", "dag", "trond"])
def test_others_do_not_annul_a_signature(record, name):
    activity = make_activity(record, signed=True)
    with refused(actions.NotAllowedToAnnul):
        actions.annul_activity(plan_activity=activity, reason="Feil.", by=getattr(record, name))


def test_the_doctor_takes_back_what_nobody_vouched_for_and_not_what_the_leader_marked(record):
    own, marked = make_activity(record, fulfilled=True), factories.mark_on_behalf(record)
    assert actions.annul_activity(plan_activity=own, reason="Feil kursbevis.", by=record.anna).state == "annulled"
    with refused(actions.NotAllowedToAnnul):
        actions.annul_activity(plan_activity=marked, reason="Feil.", by=record.anna)


def test_a_draft_is_not_annulled(record):
    activity = make_activity(record)
    with refused(actions.NotAnnullable):
        actions.annul_activity(plan_activity=activity, reason="Feil.", by=record.bo)
