"""Hand-over: rights change to the second, what waits is taken over or comes back, and a record follows its doctor."""

import datetime as dt

import pytest
from django.urls import reverse

from fagvei.audit.actions import seal_everything
from fagvei.common import clock
from fagvei.people import actions as people
from fagvei.people.models import Relation
from fagvei.people.queries import institution_of, leader_of, mentor_of, supervisors_of
from fagvei.training import access, actions
from fagvei.training.models import EmployerChange, Handover, OpinionRequest, PlanActivity, PlanGoal
from fagvei.training.tests.browsing import as_, post, words
from fagvei.training.tests.checks import assert_sound, last_event, notices, refused
from fagvei.training.tests.factories import bring_goal, make_activity, say
from fagvei.training.tests.inbox import tasks_of

SECOND = dt.timedelta(seconds=1)
WEEK = dt.timedelta(days=7)


@pytest.fixture
def hans(record):
    return make_person(record, "hans", "Hans Moen", "leader")


@pytest.fixture
def mats(record):
    return make_person(record, "mats", "Mats Bø", "mentor")


@pytest.fixture
def ines(record):
    return make_person(record, "ines", "Ines Dahle", "supervisor")


def make_person(record, username, name, role, where="fjellheim"):
    user = people.add_user(username=username, full_name=name, email=f"{username}@example.org", by=None)
    people.assign_role(user=user, role=role, institution=getattr(record, where), by=None)
    return user


def hand_over(record, kind, successor, *, former, at=None, by=None, **changes) -> Handover:
    fields = {"doctor": record.anna, "kind": kind, "former": former, "successor": successor, "reason": "Ny avdeling."}
    fields |= {"takes_effect_at": at or clock.now() + WEEK, "by": by or record.bo, **changes}
    return actions.hand_over(**fields)


def sound_later():
    """After it all has taken effect, with the log sealed."""
    with clock.at(clock.now() + 2 * WEEK):
        seal_everything()
        assert_sound()


# --- To the second ---


def test_what_is_planned_is_called_off_before_its_day_and_the_former_goes_on(record, hans):
    row = hand_over(record, "leader", hans, former=record.bo)

    actions.call_off_handover(handover=row, reason="Hans fikk en annen stilling.", by=record.bo)

    assert last_event() == ("handover_called_off", "Bo Lund", "leader")
    assert notices(hans)[-1] == notices(record.anna)[-1] == "handover"
    for moment in (row.takes_effect_at - SECOND, row.takes_effect_at + SECOND):
        with clock.at(moment):
            assert leader_of(record.anna) == record.bo
    assert not Relation.objects.get(doctor=record.anna, person=record.bo, kind="leader").ends_at
    with refused(actions.NotAhead):
        actions.call_off_handover(handover=row, reason="Igjen.", by=record.bo)
    again = hand_over(record, "leader", hans, former=record.bo)
    with clock.at(again.takes_effect_at):
        assert leader_of(record.anna) == hans
    sound_later()


def test_a_former_with_a_planned_end_gets_that_end_back(record, ines):
    end = clock.now() + 20 * WEEK
    relation = Relation.objects.get(doctor=record.anna, person=record.siri, kind="supervisor")
    people.end_relation(relation=relation, by=record.bo, at=end)
    row = hand_over(record, "supervisor", ines, former=record.siri)
    actions.consent_to_handover(handover=row, by=record.anna)

    actions.call_off_handover(handover=row, reason="Siri blir.", by=record.bo)

    relation.refresh_from_db()
    assert relation.ends_at == end
    with clock.at(row.takes_effect_at + SECOND):
        assert ines not in supervisors_of(record.anna)
        assert actions.settle_waiting(doctor=record.anna) == 0


def test_what_has_taken_effect_is_not_called_off_and_a_reason_is_asked(record, hans, mats):
    done = hand_over(record, "mentor", mats, former=record.cecilie, at=clock.now())
    with refused(actions.NotAhead):
        actions.call_off_handover(handover=done, reason="Nei.", by=record.bo)
    ahead = hand_over(record, "mentor", record.cecilie, former=mats)
    with refused(actions.ReasonMissing):
        actions.call_off_handover(handover=ahead, reason=" ", by=record.bo)


def test_the_leader_calls_off_on_the_page_and_others_do_not(record, mats):
    row = hand_over(record, "mentor", mats, former=record.cecilie)
    off = reverse("training:call_off_handover", args=[row.public_id])
    assert "Avlys overleveringen" in words(as_(record.bo).get(row.get_absolute_url()))
    assert "Avlys overleveringen" not in words(as_(record.anna).get(row.get_absolute_url()))
    assert post(record.anna, off, reason="Nei.").status_code == 403
    assert post(record.dag, off, reason="Nei.").status_code == 404
    assert "Skriv hvorfor overleveringen avlyses." in words(post(record.bo, off, reason=""))

    post(record.bo, off, reason="Mats blir ikke.")

    for reader in (record.anna, record.bo, record.cecilie, mats):
        assert "Bo Lund: Mats blir ikke." in words(as_(reader).get(row.get_absolute_url()))
    assert mentor_of(record.anna) == record.cecilie


def test_a_new_leader_takes_over_to_the_second(record, hans):
    goal = bring_goal(record, "RUS-001", "sent")
    row = hand_over(record, "leader", hans, former=record.bo)
    at = row.takes_effect_at

    seen = []
    for moment in (at - SECOND, at, at + SECOND):
        with clock.at(moment):
            seen.append((access.can(record.bo, "sign_off", goal), access.can(hans, "sign_off", goal)))
            seen.append(
                (
                    as_(record.bo).get(goal.get_absolute_url()).status_code,
                    as_(hans).get(goal.get_absolute_url()).status_code,
                )
            )
    assert seen == [(True, False), (200, 404), (False, True), (404, 200), (False, True), (404, 200)]
    assert last_event() == ("handover_planned", "Bo Lund", "leader")
    assert notices(hans) == ["handover"]
    assert notices(record.anna)[-1] == "handover"


def test_what_was_sent_to_the_old_leader_waits_for_the_new_one(record, hans):
    goal = bring_goal(record, "RUS-001", "sent")
    row = hand_over(record, "leader", hans, former=record.bo)
    assert actions.settle_everything(True) == 0

    with clock.at(row.takes_effect_at):
        assert actions.settle_everything(True) == 1
        assert actions.settle_everything() == 1
        assert actions.settle_everything() == 0
        goal.refresh_from_db()
        assert (goal.state, goal.waiting_on) == ("sent", hans)
        assert last_event() == ("goal_handed_over", "Bo Lund", "leader")
        assert "goal_handed_over" in notices(hans)
        assert [task.kind for task in tasks_of(hans)] == ["decide_goal"]
        assert tasks_of(record.bo) == []
        actions.sign_off_goal(plan_goal=goal, by=hans)
    sound_later()


def test_a_hand_over_that_holds_now_settles_at_once(record, hans):
    goal = bring_goal(record, "RUS-001", "sent")
    with clock.at(clock.now() + SECOND):
        hand_over(record, "leader", hans, former=record.bo, at=clock.now())

        goal.refresh_from_db()
        assert (goal.waiting_on, leader_of(record.anna)) == (hans, hans)


def test_the_new_mentor_is_asked_where_the_old_one_had_not_answered(record, mats):
    unanswered = bring_goal(record, "RUS-001", "completed")
    answered = bring_goal(record, "RUS-002", "mentor")
    row = hand_over(record, "mentor", mats, former=record.cecilie)

    with clock.at(row.takes_effect_at):
        actions.settle_everything()
        assert mentor_of(record.anna) == mats
        unanswered.refresh_from_db()
        answered.refresh_from_db()
        assert unanswered.waiting_on == mats
        assert answered.waiting_on == record.siri
        assert OpinionRequest.objects.filter(plan_goal=unanswered, person=mats, as_role="mentor").exists()
        assert not OpinionRequest.objects.filter(plan_goal=answered, person=mats).exists()
        say(unanswered, mats)
    sound_later()


# --- Activities that wait for a signature ---


def test_without_consent_what_waits_comes_back_to_the_doctor(record, ines):
    waiting = make_activity(record, sent=True)
    kept = make_activity(record, sent=True, supervisor=record.stian)
    row = hand_over(record, "supervisor", ines, former=record.siri)

    with clock.at(row.takes_effect_at):
        actions.settle_everything()
        waiting.refresh_from_db()
        kept.refresh_from_db()
        assert supervisors_of(record.anna) == [ines, record.stian]
    assert (waiting.state, waiting.waiting_on, kept.state) == ("returned", record.anna, "sent")
    assert last_event()[0] == "activity_handed_back"
    assert notices(record.anna)[-1] == "activity_returned"
    sound_later()


def test_with_the_doctors_consent_the_new_supervisor_signs(record, ines):
    waiting = make_activity(record, sent=True)
    row = hand_over(record, "supervisor", ines, former=record.siri)
    page = words(as_(record.anna).get(row.get_absolute_url()))
    assert "Godtar du at Ines Dahle signerer det som venter?" in page

    post(record.anna, row.get_absolute_url() + "godta/")

    assert last_event() == ("handover_consented", "Anna Berg", "doctor")
    with clock.at(row.takes_effect_at):
        actions.settle_everything()
        waiting.refresh_from_db()
        assert (waiting.state, waiting.waiting_on, waiting.supervisor) == ("sent", ines, ines)
        actions.sign_activity(plan_activity=waiting, by=ines)
        with refused(actions.NotAskedSupervisor):
            actions.return_activity(plan_activity=waiting, comment="Nei.", by=record.siri)
    sound_later()


def test_consent_is_the_doctors_alone_once_and_before(record, ines, mats):
    row = hand_over(record, "supervisor", ines, former=record.siri)
    with refused(actions.NotOwnRecord):
        actions.consent_to_handover(handover=row, by=record.bo)
    actions.consent_to_handover(handover=row, by=record.anna)
    with refused(actions.NoConsentNeeded):
        actions.consent_to_handover(handover=row, by=record.anna)
    of_mentor = hand_over(record, "mentor", mats, former=record.cecilie)
    with refused(actions.NoConsentNeeded):
        actions.consent_to_handover(handover=of_mentor, by=record.anna)


def test_a_role_that_ends_without_a_hand_over_leaves_nothing_waiting(record):
    """The administrator ended Siri's role: what was sent to her comes back by itself."""
    waiting = make_activity(record, sent=True)
    people.end_relation(relation=Relation.objects.get(doctor=record.anna, person=record.siri), by=None)

    assert actions.settle_everything() == 1

    waiting.refresh_from_db()
    assert waiting.state == PlanActivity.State.RETURNED
    sound_later()


# --- Who sees, what is refused ---


def test_the_list_of_what_is_open_is_the_same_for_all_three_and_holds_no_content(record, ines):
    make_activity(record, sent=True, title="Hemmelig tittel")
    make_activity(record, title="Kladd")
    row = hand_over(record, "supervisor", ines, former=record.siri)

    for person in (record.anna, record.siri, ines, record.bo):
        read = words(as_(person).get(row.get_absolute_url()))
        assert "Prosedyre venter på signatur siden" in read
        assert "Hemmelig" not in read
        assert "Kladd" not in read


def test_the_one_who_left_no_longer_sees_the_hand_over(record, ines):
    row = hand_over(record, "supervisor", ines, former=record.siri)
    for moment, status in ((row.takes_effect_at - SECOND, 200), (row.takes_effect_at, 404)):
        with clock.at(moment):
            assert as_(record.siri).get(row.get_absolute_url()).status_code == status
            assert access.visible_to(record.siri, Handover).exists() == (status == 200)


def test_what_is_no_hand_over_is_refused(record, hans, mats):
    with refused(actions.NotLeader):
        hand_over(record, "mentor", mats, former=record.cecilie, by=record.cecilie)
    with refused(actions.NothingToHandOver):
        hand_over(record, "mentor", mats, former=record.siri)
    with refused(actions.SameSuccessor):
        hand_over(record, "mentor", record.cecilie, former=record.cecilie)
    with refused(actions.HandoverInThePast):
        hand_over(record, "mentor", mats, former=record.cecilie, at=clock.now() - WEEK)
    with refused(actions.ReasonMissing):
        hand_over(record, "mentor", mats, former=record.cecilie, reason=" ")
    with refused(people.NotInInstitution):
        hand_over(record, "mentor", hans, former=record.cecilie)
    people.delegate(
        leader=record.bo, person=record.stian, kind="deputy", institution=record.fjellheim, by=record.bo, ends_at=clock.now() + WEEK
    )  # fmt: skip
    with refused(actions.OnlyTheLeader):
        hand_over(record, "leader", hans, former=record.bo, by=record.stian)


def test_the_leader_hands_over_on_the_page(record, mats):
    url = reverse("training:hand_over_mentor", args=[record.anna.public_id])
    bring_goal(record, "RUS-001", "completed")
    assert "RUS-001 venter på uttalelse siden" in words(as_(record.bo).get(url))
    assert "Mats Bø" in words(as_(record.bo).post(url, {"search": "1", "text": "Mats", "idempotency_key": KEY}))

    fields = {"person": str(mats.public_id), "former": str(record.cecilie.public_id), "reason": "Ny avdeling."}
    answer = post(record.bo, url, **fields, day=f"{clock.today() + WEEK:%Y-%m-%d}", time="08:00")

    row = Handover.objects.get()
    assert answer["Location"] == row.get_absolute_url()
    assert row.takes_effect_at.astimezone(clock.OSLO).strftime("%H:%M") == "08:00"
    assert as_(record.stian).get(url).status_code == 404


KEY = "6f1b2f1e-0000-4000-8000-000000000002"


# --- Another employer ---


@pytest.fixture
def tor(record):
    return make_person(record, "tor", "Tor Wiik", "hospital_admin", "kystbyen")


def ask(record, tor, *, at=None, **changes) -> EmployerChange:
    fields = {"doctor": record.anna, "institution": record.kystbyen, "by": tor}
    return actions.ask_about_employer(**fields | {"takes_effect_at": at or clock.now() + WEEK, **changes})


def test_the_record_follows_the_doctor_and_the_former_leader_sees_nothing_from_that_second(record, tor):
    goal = bring_goal(record, "RUS-001", "approved")
    change = ask(record, tor)
    assert notices(record.anna)[-1] == "employer_change"

    post(record.anna, change.get_absolute_url() + "svar/", answer="yes")

    at = change.takes_effect_at
    seen = []
    for moment in (at - SECOND, at, at + SECOND):
        with clock.at(moment):
            actions.move_records()
            record.plan.refresh_from_db()
            seen.append(
                (access.can(record.bo, "see", goal), str(institution_of(record.anna)), str(record.plan.institution))
            )
    assert seen == [
        (True, "Fjellheim sykehus HF", "Fjellheim sykehus HF"),
        (False, "Kystbyen sykehus HF", "Kystbyen sykehus HF"),
        (False, "Kystbyen sykehus HF", "Kystbyen sykehus HF"),
    ]
    with clock.at(at):
        assert as_(record.bo).get(goal.get_absolute_url()).status_code == 404
        assert as_(record.cecilie).get(goal.get_absolute_url()).status_code == 404
        people.relate(doctor=record.anna, person=record.dag, kind="leader", institution=record.kystbyen, by=tor)
        assert as_(record.dag).get(goal.get_absolute_url()).status_code == 200
        assert PlanGoal.objects.get(pk=goal.pk).state == "approved"
    sound_later()


def test_nothing_changes_before_the_doctor_has_said_yes(record, tor):
    change = ask(record, tor)
    with clock.at(change.takes_effect_at + WEEK):
        assert actions.move_records() == 0
        assert str(institution_of(record.anna)) == "Fjellheim sykehus HF"
        actions.answer_employer(change=change, accepted=False, by=record.anna)
        assert str(institution_of(record.anna)) == "Fjellheim sykehus HF"
    assert last_event() == ("employer_change_answered", "Anna Berg", "doctor")
    assert notices(tor) == ["employer_change"]


def test_who_may_not_move_a_record_is_refused(record, tor):
    with refused(actions.NotNewEmployer):
        ask(record, record.trond)
    with refused(actions.SameEmployer):
        ask(record, record.trond, institution=record.fjellheim)
    with refused(actions.HandoverInThePast):
        ask(record, tor, at=clock.now() - WEEK)
    change = ask(record, tor)
    with refused(actions.ChangeWaits):
        ask(record, tor)
    with refused(actions.NotOwnRecord):
        actions.answer_employer(change=change, accepted=True, by=tor)
    actions.answer_employer(change=change, accepted=False, by=record.anna)
    with refused(actions.ChangeAnswered):
        actions.answer_employer(change=change, accepted=True, by=record.anna)


def test_the_administrator_asks_on_the_page_and_sees_nothing_of_the_record(record, tor):
    bring_goal(record, "RUS-001", "sent")
    fields = {"person": str(record.anna.public_id), "day": f"{clock.today():%Y-%m-%d}", "time": ""}

    answer = post(tor, "/arbeidsgiver/ny/", **fields)

    change = EmployerChange.objects.get()
    read = words(as_(tor).get(answer["Location"]))
    assert "Venter på Anna Berg siden" in read
    assert "RUS-001" not in read
    assert "Fjellheim" not in read
    assert as_(record.trond).get(change.get_absolute_url()).status_code == 404
    assert as_(record.bo).get(change.get_absolute_url()).status_code == 404
    assert as_(record.bo).get("/arbeidsgiver/ny/").status_code == 403
