"""Assessments as verbs: who may ask, answer, sign, vouch, annul; what a link can and cannot; what time does."""

import datetime as dt
import re
from dataclasses import replace

import pytest
from django.conf import settings
from django_tasks_db.models import DBTaskResult

from fagvei.audit.models import AuditEvent
from fagvei.common import clock
from fagvei.people.demo_register import DEMO_REGISTER
from fagvei.people.models import User
from fagvei.training import actions, letters
from fagvei.training.models import Assessment, AssessmentInvitation, OutsideAssessor
from fagvei.training.models.invitations import hash_of
from fagvei.training.queries import projection_faults
from fagvei.training.tests import factories_of_assessments as make
from fagvei.training.tests.checks import assert_sound, last_event, notices, refused

State = Assessment.State
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def forms(db):
    """There before a refusal is measured."""
    return [make.make_form(), make.make_form("multisource")]


def state_of(row) -> str:
    row.refresh_from_db()
    return row.state


# --- Asked, answered, signed ---


def test_the_doctor_asks_and_the_supervisor_signs(record):
    asked = make.ask(record)
    assert (asked.state, asked.waiting_on, notices(record.siri)) == (State.ASKED, record.siri, ["assessment_asked"])

    actions.answer_assessment(assessment=asked, answers=make.ANSWERS, by=record.siri)

    assert state_of(asked) == State.SIGNED
    assert last_event() == ("assessment_signed", "Siri Dahl", "supervisor")
    assert "assessment_signed" in notices(record.anna)
    assert asked.given_answers.get().answers == make.ANSWERS
    assert list(Assessment.objects.counting()) == [asked]
    assert {goal.goal.code for goal in asked.goals.all()} == {"RUS-001", "RUS-002"}
    assert_sound()


@pytest.mark.parametrize("who", ["siri", "cecilie", "bo"])
def test_supervisor_mentor_and_leader_may_assess_unasked(record, who):
    person = getattr(record, who)
    started = actions.start_assessment(
        doctor=record.anna,
        by=person,
        version=make.make_form(),
        title="Visitt",
        held_on=clock.today(),
        goals=[record.goals["RUS-001"]],
    )
    actions.answer_assessment(assessment=started, answers=make.ANSWERS, by=person)

    assert state_of(started) == State.SIGNED
    assert_sound()


def test_nobody_else_may_assess_with_an_account(record):
    with refused(actions.NotAssessor):
        make.ask(record, assessor=record.dag)
    with refused(actions.OwnCase):
        make.ask(record, assessor=record.anna)
    with refused(actions.NotOwnRecord):
        make.ask(record, by=record.bo)


def test_only_the_one_who_was_asked_answers_and_only_once(record):
    asked = make.ask(record)
    with refused(actions.NotAskedAssessor):
        actions.answer_assessment(assessment=asked, answers=make.ANSWERS, by=record.stian)
    with refused(actions.OwnCase):
        actions.answer_assessment(assessment=asked, answers=make.ANSWERS, by=record.anna)
    actions.answer_assessment(assessment=asked, answers=make.ANSWERS, by=record.siri)

    with refused(actions.AssessmentNotOpen):
        actions.answer_assessment(assessment=asked, answers=make.ANSWERS, by=record.siri)


@pytest.mark.parametrize(
    ("answers", "refusal"),
    [
        ({"bra": "", "bedre": "x"}, actions.AssessmentCommentMissing),
        ({"niva": "middle"}, actions.AssessmentCommentMissing),
        ({"bra": "x", "bedre": "y", "niva": "best"}, actions.ForeignAnswer),
        ({"bra": "x", "bedre": "y", "annet": "z"}, actions.ForeignAnswer),
    ],
)
def test_the_answer_must_fit_the_form_and_have_its_comments(record, answers, refusal):
    asked = make.ask(record)
    with refused(refusal):
        actions.answer_assessment(assessment=asked, answers=answers, by=record.siri)


def test_goals_date_and_title_are_judged(record):
    with refused(actions.NoGoals):
        make.ask(record, goals=[])
    with refused(actions.TitleMissing):
        make.ask(record, title="  ")
    with refused(actions.DateTooOld):
        make.ask(record, held_on=dt.date(1931, 1, 1))
    ahead = make.ask(record, held_on=clock.today() + 3 * DAY)
    with refused(actions.FutureDate):
        actions.answer_assessment(assessment=ahead, answers=make.ANSWERS, by=record.siri)


def test_declining_withdrawing_and_annulling(record):
    declined = actions.decline_assessment(assessment=make.ask(record), comment="Var ikke der.", by=record.siri)
    withdrawn = actions.withdraw_assessment(assessment=make.ask(record), by=record.anna)
    signed = make.assess(record)
    with refused(actions.ReasonMissing):
        actions.annul_assessment(assessment=signed, reason=" ", by=record.bo)
    with refused(actions.NotAllowedToAnnulAssessment):
        actions.annul_assessment(assessment=signed, reason="Likte den ikke.", by=record.anna)
    with refused(actions.AssessmentNotOpen):
        actions.withdraw_assessment(assessment=signed, by=record.anna)
    annulled = actions.annul_assessment(assessment=signed, reason="Feil lege.", by=record.bo)

    assert [row.state for row in (declined, withdrawn, annulled)] == [State.DECLINED, State.WITHDRAWN, State.ANNULLED]
    assert not Assessment.objects.counting().exists()
    assert_sound()


def test_who_signed_takes_the_signature_back_only_while_still_near_the_doctor(record):
    signed = make.assess(record)
    record.anna.relations_as_doctor.filter(person=record.siri).update(ends_at=clock.now())

    with refused(actions.NotAssessor):
        actions.annul_assessment(assessment=signed, reason="Feil.", by=record.siri)


# --- By link ---


def test_only_the_hash_of_the_token_is_stored_and_no_queue_holds_it(record):
    invitation = make.invite(record)
    assert invitation.token_hash == ""
    token = make.token_of(invitation)

    assert invitation.token_hash == hash_of(token)
    stored = [str(row) for row in AssessmentInvitation.objects.values()] + [
        str(r) for r in DBTaskResult.objects.values()
    ]
    assert not any(token in row for row in stored)


def test_the_letter_names_nobody_and_its_link_only_opens(record, mailoutbox):
    make.token_of(make.invite(record))

    [letter] = mailoutbox
    text = f"{letter.subject}\n{letter.body}"
    assert letter.to == ["ragnhild@example.org"]
    for user in User.objects.all():
        assert not any(name in text for name in (*user.full_name.split(), user.username) if len(name) > 2)
    assert "RUS" not in text
    assert "Ragnhild" not in text
    assert [url.split("/svar/")[0] for url in re.findall(r"https?://\S+", text)] == [settings.FAGVEI_BASE_URL]


def test_a_link_never_signs(record):
    invitation = make.invite(record)
    assessment = make.answer_outside(invitation)
    assert assessment.state == State.ANSWERED
    assert not Assessment.objects.counting().exists()

    with refused(actions.NotIdentified):
        actions.sign_by_link(invitation=invitation, person=None, seen_digest=assessment.given_answers.last().digest())


def test_an_identified_stranger_counts_when_the_leader_has_vouched_and_the_next_time_at_once(record):
    give_number(record.anna)
    signed = make.sign_outside(make.invite(record))
    assert (signed.state, signed.waiting_on) == (State.IDENTIFIED, record.bo)
    assert "assessor_to_vouch_for" in notices(record.bo)
    assert not Assessment.objects.counting().exists()
    with refused(actions.NotLeader):
        actions.vouch_for_assessor(assessment=signed, by=record.siri)
    with refused(actions.OwnCase):
        actions.vouch_for_assessor(assessment=signed, by=record.anna)

    actions.vouch_for_assessor(assessment=signed, by=record.bo)

    assert state_of(signed) == State.SIGNED
    assessor = OutsideAssessor.objects.get()
    assert (assessor.name, assessor.hpr_number, assessor.vouched_by) == ("Ragnhild Foss", "9800001", record.bo)
    assert make.sign_outside(make.invite(record)).state == State.SIGNED
    assert make.sign_outside(make.invite(record), make.AMUND).state == State.IDENTIFIED
    assert not User.objects.filter(full_name="Ragnhild Foss").exists()
    assert_sound()


def test_the_leader_can_refuse_to_vouch(record):
    signed = make.sign_outside(make.invite(record))
    with refused(actions.ReasonMissing):
        actions.refuse_assessor(assessment=signed, reason="", by=record.bo)

    actions.refuse_assessor(assessment=signed, reason="Kjenner ikke vedkommende.", by=record.bo)

    assert state_of(signed) == State.REFUSED
    assert not OutsideAssessor.objects.exists()
    assert_sound()


def test_the_doctor_cannot_be_the_outside_assessor(record):
    with refused(actions.OwnLink):
        make.invite(record, email="ANNA@example.org")
    give_number(record.anna)
    invitation = make.invite(record)
    answered = make.answer_outside(invitation)

    with refused(actions.OwnCase):
        actions.sign_by_link(
            invitation=invitation,
            person=DEMO_REGISTER.find("9700001", "Anna Berg"),
            seen_digest=answered.given_answers.last().digest(),
        )


def give_number(doctor):
    doctor.hpr_number = "9700001"
    doctor.save()


def test_of_a_doctor_without_a_number_the_name_is_asked_and_the_leader_each_time(record):
    """Otherwise the doctor, vouched for once as an assessor of others, would sign the own assessment at once."""
    own = make.invite(record)
    answered = make.answer_outside(own)
    with refused(actions.OwnCase):
        actions.sign_by_link(
            invitation=own,
            person=replace(DEMO_REGISTER.find(*make.RAGNHILD), name="anna  BERG"),
            seen_digest=answered.given_answers.last().digest(),
        )

    for _time in range(2):
        signed = make.sign_outside(make.invite(record))
        assert (signed.state, signed.waiting_on) == (State.IDENTIFIED, record.bo)
        actions.vouch_for_assessor(assessment=signed, by=record.bo)
    assert OutsideAssessor.objects.count() == 1


def test_what_is_signed_is_what_was_shown(record):
    invitation = make.invite(record)
    seen = make.answer_outside(invitation).given_answers.last().digest()
    actions.answer_by_link(invitation=invitation, answers={**make.ANSWERS, "bra": "Noe annet."})

    with refused(actions.AnswerChanged):
        actions.sign_by_link(invitation=invitation, person=DEMO_REGISTER.find(*make.RAGNHILD), seen_digest=seen)


def test_a_new_letter_ends_the_old_link_and_a_used_one_opens_nothing(record):
    invitation = make.invite(record)
    make.token_of(invitation)
    old = AssessmentInvitation.objects.get()
    actions.invite_again(assessment=invitation.assessment, by=record.anna)
    make.token_of(invitation)

    with refused(actions.AssessmentNotOpen):
        actions.answer_by_link(invitation=old, answers=make.ANSWERS)
    make.sign_outside(invitation)
    assert AssessmentInvitation.objects.get().token_hash == ""
    with refused(actions.AssessmentNotOpen):
        actions.answer_by_link(invitation=invitation, answers=make.ANSWERS)


def test_a_withdrawn_or_declined_invitation_is_never_mailed(record):
    invitation = make.invite(record)
    make.token_of(invitation)
    actions.decline_by_link(invitation=invitation, comment="Reist bort.")

    assert letters.send_assessment_link.func(invitation.pk) == letters.NOT_ANY_MORE
    assert state_of(invitation.assessment) == State.DECLINED


# --- Time ---


def test_what_nobody_answers_expires_and_is_reminded_of_once(record, settings):
    invitation, with_account = make.invite(record), make.ask(record)
    make.token_of(invitation)
    later = clock.now() + dt.timedelta(days=settings.FAGVEI_REMIND_AFTER_DAYS)
    with clock.at(later):
        assert actions.remind_assessors(dry_run=True) == 1
        assert actions.remind_assessors() == 1
        assert actions.remind_assessors() == 0
    assert AuditEvent.objects.filter(name="assessors_reminded").count() == 1

    with clock.at(with_account.expires_at - dt.timedelta(seconds=1)):
        assert actions.expire_assessments() == 0
    with clock.at(with_account.expires_at):
        with refused(actions.AssessmentNotOpen):
            actions.answer_assessment(assessment=with_account, answers=make.ANSWERS, by=record.siri)
        assert actions.expire_assessments(dry_run=True) == 2
        assert actions.expire_assessments() == 2
    assert {state_of(row) for row in (invitation.assessment, with_account)} == {State.EXPIRED}
    assert list(projection_faults()) == []
