"""From completion to approval: opinions, sending, deciding, annulling, and what is refused."""

import datetime as dt

import pytest

from fagvei.common import clock
from fagvei.curriculum import actions as curriculum
from fagvei.curriculum.actions import rebuild_requirements
from fagvei.people import actions as people
from fagvei.people.models import Delegation, Relation
from fagvei.training import actions
from fagvei.training.models import GoalEvent, Opinion, OpinionRequest, PlanGoal, SignOff
from fagvei.training.queries import opinions_for_decision, unmet_requirements
from fagvei.training.tests import factories
from fagvei.training.tests import factories_of_assessments as assessments
from fagvei.training.tests.checks import assert_sound, last_event, notices, refused
from fagvei.training.tests.factories import bring_goal, make_activity, make_learning_activity, require, say

DAY = dt.timedelta(days=1)


def complete(record, code="RUS-001", supervisors=None, by=None):
    return actions.complete_goal(
        plan_goal=record.goals[code],
        comment="Klar.",
        supervisors=[record.siri] if supervisors is None else supervisors,
        by=by or record.anna,
    )


def kinds(goal):
    return list(GoalEvent.objects.filter(plan_goal=goal).order_by("pk").values_list("kind", flat=True))


def end_relation(doctor, person, kind=None):
    relations = Relation.objects.active().filter(doctor=doctor, person=person)
    people.end_relation(relation=(relations.filter(kind=kind) if kind else relations).get(), by=None)


def delegate(record, person, kind=Delegation.Kind.DELEGATE, **period):
    return people.delegate(
        leader=record.bo, person=person, kind=kind, institution=record.fjellheim, by=record.bo,
        **{"ends_at": clock.now() + DAY, **period},
    )  # fmt: skip


# --- Completing ---


def test_completing_asks_the_mentor_and_the_chosen_supervisors(record):
    goal = complete(record, supervisors=[record.siri, record.stian])

    assert (goal.state, goal.waiting_on, goal.completed_at) == ("completed", record.cecilie, goal.completion.at)
    asked = OpinionRequest.objects.values_list("person__username", "as_role").order_by("pk")
    assert list(asked) == [("cecilie", "mentor"), ("siri", "supervisor"), ("stian", "supervisor")]
    assert [notices(person) for person in (record.cecilie, record.siri, record.stian)] == [["opinion_asked"]] * 3
    assert last_event() == ("goal_completed", "Anna Berg", "doctor")
    assert_sound()


def test_completing_needs_a_mentor_and_another_supervisor(record):
    with refused(actions.SupervisorMissing):
        complete(record, supervisors=[])
    with refused(actions.NotSupervisor):
        complete(record, supervisors=[record.siri, record.dag])
    with refused(actions.NotSupervisor):
        complete(record, supervisors=[record.anna])
    with refused(actions.NotOwnRecord):
        complete(record, by=record.bo)
    end_relation(record.anna, record.cecilie)
    with refused(actions.MentorMissing, words="Lederen"):
        complete(record)


def test_a_mentor_who_also_supervises_counts_as_mentor(record):
    people.assign_role(user=record.cecilie, role="supervisor", institution=record.fjellheim, by=None)
    people.relate(doctor=record.anna, person=record.cecilie, kind="supervisor", institution=record.fjellheim, by=None)

    with refused(actions.SupervisorMissing, words="ikke også er veilederen"):
        complete(record, supervisors=[record.cecilie])
    goal = complete(record, supervisors=[record.cecilie, record.siri])
    assert say(goal, record.cecilie).as_role == "mentor"
    assert opinions_for_decision(PlanGoal.objects.get(pk=goal.pk)).missing == ["supervisor"]


def test_a_goal_is_completed_once(record):
    for code, to in (("RUS-001", "completed"), ("RUS-002", "sent")):
        bring_goal(record, code, to)
        with refused(actions.GoalNotOpen):
            complete(record, code)
    bring_goal(record, "RUS-003", "approved")
    with refused(actions.AlreadyDecided):
        complete(record, "RUS-003")


def test_a_completed_goal_can_be_opened_again_and_the_opinions_do_not_follow(record):
    goal = bring_goal(record, to="ready")
    with refused(actions.NotOwnRecord):
        actions.reopen_goal(plan_goal=goal, by=record.bo)

    goal = actions.reopen_goal(plan_goal=goal, by=record.anna)
    assert (goal.state, goal.waiting_on, goal.completion, goal.completed_at) == ("begun", None, None, None)
    with refused(actions.GoalNotCompleted):
        actions.reopen_goal(plan_goal=goal, by=record.anna)
    complete(record)
    with refused(actions.OpinionsMissing):
        actions.send_goal(plan_goal=goal, by=record.anna)
    assert_sound()


# --- Opinions ---


def test_the_ball_goes_from_mentor_to_supervisor_to_doctor(record):
    goal = complete(record, supervisors=[record.siri, record.stian])

    opinion = say(goal, record.cecilie)
    goal.refresh_from_db()
    assert (opinion.as_role, opinion.completion, goal.waiting_on) == ("mentor", goal.completion, record.siri)
    assert last_event() == ("opinion_given", "Cecilie Vik", "mentor")
    assert notices(record.anna)[-1] == "opinion_given"

    say(goal, record.stian)
    goal.refresh_from_db()
    assert (goal.state, goal.waiting_on) == ("completed", record.anna)
    assert notices(record.anna)[-1] == "goal_ready_to_send"
    assert_sound()


def test_a_notice_about_an_opinion_says_nothing_of_its_content(record):
    goal = complete(record)
    say(goal, record.cecilie, Opinion.Verdict.ADVISES_AGAINST)
    notice = record.anna.notifications.last()
    assert notice.text == "En uttalelse om et læringsmål er gitt."
    assert not GoalEvent.objects.exclude(comment__in=["", "Klar."]).exists()


@pytest.mark.parametrize("name", ["stian", "bo", "dag", "trond", "hilde"])
def test_only_the_mentor_and_those_who_are_asked_give_opinions(record, name):
    goal = complete(record)
    with refused(actions.NotAskedForOpinion):
        say(goal, getattr(record, name))


def test_an_opinion_is_given_once_with_a_reason_about_somebody_else_and_in_time(record):
    with refused(actions.GoalNotCompleted):
        say(record.goals["RUS-001"], record.cecilie)
    goal = complete(record)
    with refused(actions.OwnCase):
        say(goal, record.anna)
    with refused(actions.ReasonMissing):
        actions.give_opinion(plan_goal=goal, verdict="recommends", level_seen="", reason=" ", by=record.cecilie)
    say(goal, record.cecilie)
    with refused(actions.OpinionGiven):
        say(goal, record.cecilie)


def test_who_no_longer_supervises_gives_no_opinion(record):
    goal = complete(record)
    end_relation(record.anna, record.siri)
    with refused(actions.NotSupervisor, words="ikke lenger supervisør"):
        say(goal, record.siri)


def test_a_new_mentor_speaks_and_the_old_one_does_not(record):
    goal = complete(record)
    people.assign_role(user=record.stian, role="mentor", institution=record.fjellheim, by=None)
    people.relate(
        doctor=record.anna, person=record.stian, kind="mentor", institution=record.fjellheim, by=None, replace=True
    )
    with refused(actions.NotAskedForOpinion):
        say(goal, record.cecilie)
    assert say(goal, record.stian).as_role == "mentor"


def test_a_late_opinion_does_not_move_a_sent_goal(record):
    complete(record, supervisors=[record.siri, record.stian])
    goal = record.goals["RUS-001"]
    for person in (record.cecilie, record.siri):
        say(goal, person)
    actions.send_goal(plan_goal=goal, by=record.anna)
    say(goal, record.stian, Opinion.Verdict.ADVISES_AGAINST)
    goal.refresh_from_db()
    assert (goal.state, goal.waiting_on) == ("sent", record.bo)
    with refused(actions.AdvisedAgainst):
        actions.sign_off_goal(plan_goal=goal, by=record.bo)
    assert_sound()


# --- Sending and recalling ---


@pytest.mark.parametrize("to", ["completed", "mentor"])
def test_sending_needs_both_opinions(record, to):
    goal = bring_goal(record, to=to)
    with refused(actions.OpinionsMissing):
        actions.send_goal(plan_goal=goal, by=record.anna)


def test_sent_to_the_leader_and_recalled(record):
    goal = bring_goal(record, to="ready")
    with refused(actions.NotOwnRecord):
        actions.send_goal(plan_goal=goal, by=record.cecilie)
    sent = actions.send_goal(plan_goal=goal, by=record.anna)
    assert (sent.state, sent.waiting_on, notices(record.bo)[-1]) == ("sent", record.bo, "goal_to_decide")

    with refused(actions.NotOwnRecord):
        actions.recall_goal(plan_goal=goal, by=record.bo)
    recalled = actions.recall_goal(plan_goal=goal, by=record.anna)
    assert (recalled.state, recalled.waiting_on) == ("completed", record.anna)
    assert last_event() == ("goal_recalled", "Anna Berg", "doctor")
    with refused(actions.NothingToRecall):
        actions.recall_goal(plan_goal=goal, by=record.anna)
    # The same completion: the opinions still count.
    assert actions.send_goal(plan_goal=goal, by=record.anna).state == "sent"
    assert_sound()


def test_what_is_not_completed_cannot_be_sent_and_what_is_approved_cannot_be_recalled(record):
    with refused(actions.GoalNotCompleted):
        actions.send_goal(plan_goal=record.goals["RUS-002"], by=record.anna)
    goal = bring_goal(record, to="approved")
    with refused(actions.AlreadyDecided):
        actions.send_goal(plan_goal=goal, by=record.anna)
    with refused(actions.NothingToRecall):
        actions.recall_goal(plan_goal=goal, by=record.anna)


def test_without_a_leader_nothing_is_sent(record):
    goal = bring_goal(record, to="ready")
    end_relation(record.anna, record.bo)
    with refused(actions.LeaderMissing, words="Administratoren"):
        actions.send_goal(plan_goal=goal, by=record.anna)


# --- Deciding ---


def test_an_approval_rests_on_two_opinions_of_this_completion(record):
    goal = bring_goal(record, to="sent")

    sign_off = actions.sign_off_goal(plan_goal=goal, by=record.bo)

    goal.refresh_from_db()
    assert (goal.state, goal.waiting_on) == ("approved", None)
    assert (sign_off.by, sign_off.acting_as, sign_off.responsible_leader) == (record.bo, "leader", record.bo)
    assert (sign_off.mentor_opinion.by, sign_off.supervisor_opinion.by) == (record.cecilie, record.siri)
    assert sign_off.revision == goal.revision
    assert last_event() == ("goal_signed_off", "Bo Lund", "leader")
    assert notices(record.anna)[-1] == "goal_approved"
    assert_sound()


@pytest.mark.parametrize("to", ["completed", "mentor", "ready"])
def test_only_what_is_sent_is_decided(record, to):
    goal = bring_goal(record, to=to)
    with refused(actions.GoalNotSent):
        actions.sign_off_goal(plan_goal=goal, by=record.bo)
    with refused(actions.GoalNotSent):
        actions.return_goal(plan_goal=goal, comment="Nei.", by=record.bo)


@pytest.mark.parametrize("name", ["dag", "cecilie", "siri", "trond", "eva", "hilde"])
def test_nobody_else_decides(record, name):
    goal, person = bring_goal(record, to="sent"), getattr(record, name)
    with refused(actions.NotDecider):
        actions.sign_off_goal(plan_goal=goal, by=person)
    with refused(actions.NotDecider):
        actions.return_goal(plan_goal=goal, comment="Nei.", by=person)


def test_nobody_decides_in_the_own_case_also_not_as_deputy(record):
    goal = bring_goal(record, to="sent")
    delegate(record, record.anna, Delegation.Kind.DEPUTY)
    with refused(actions.OwnCase):
        actions.sign_off_goal(plan_goal=goal, by=record.anna)
    with refused(actions.OwnCase):
        actions.return_goal(plan_goal=goal, comment="Nei.", by=record.anna)


@pytest.mark.parametrize(("seconds", "decides"), [(-1, True), (0, False), (1, False)])
def test_a_delegate_decides_until_the_second_it_ends(record, seconds, decides):
    goal = bring_goal(record, to="sent")
    delegation = delegate(record, record.stian)
    with clock.at(delegation.ends_at + dt.timedelta(seconds=seconds)):
        if decides:
            assert actions.sign_off_goal(plan_goal=goal, by=record.stian).acting_as == "delegate"
            assert SignOff.objects.get().responsible_leader == record.bo
        else:
            with refused(actions.NotDecider):
                actions.sign_off_goal(plan_goal=goal, by=record.stian)


@pytest.mark.parametrize(("seconds", "decides"), [(-1, False), (0, True), (1, True)])
def test_a_delegate_decides_from_the_second_it_begins(record, seconds, decides):
    goal = bring_goal(record, to="sent")
    start = clock.now() + DAY
    delegate(record, record.stian, starts_at=start, ends_at=start + DAY)
    with clock.at(start + dt.timedelta(seconds=seconds)):
        if decides:
            assert actions.return_goal(plan_goal=goal, comment="Mer.", by=record.stian).state == "begun"
        else:
            with refused(actions.NotDecider):
                actions.return_goal(plan_goal=goal, comment="Mer.", by=record.stian)


def test_a_former_leader_does_not_decide(record):
    goal = bring_goal(record, to="sent")
    people.assign_role(user=record.dag, role="leader", institution=record.fjellheim, by=None)
    people.relate(
        doctor=record.anna, person=record.dag, kind="leader", institution=record.fjellheim, by=None, replace=True
    )
    with refused(actions.NotDecider):
        actions.sign_off_goal(plan_goal=goal, by=record.bo)
    assert actions.sign_off_goal(plan_goal=goal, by=record.dag).responsible_leader == record.dag


def test_a_second_decision_is_answered_with_a_sentence(record):
    goal = bring_goal(record, to="approved")
    delegate(record, record.stian)
    for person in (record.bo, record.stian):
        with refused(actions.AlreadyDecided):
            actions.sign_off_goal(plan_goal=goal, by=person)
        with refused(actions.AlreadyDecided):
            actions.return_goal(plan_goal=goal, comment="Nei.", by=person)
    assert SignOff.objects.count() == 1


def test_against_a_negative_opinion_only_with_a_reason(record):
    goal = bring_goal(record, to="sent", against=True)
    with refused(actions.AdvisedAgainst):
        actions.sign_off_goal(plan_goal=goal, by=record.bo, reason="  ")
    assert actions.sign_off_goal(plan_goal=goal, by=record.bo, reason="Sett selv i tre vakter.").reason


def test_a_goal_without_official_text_is_approved_for_fictional_people_alone(record):
    goal = bring_goal(record, to="sent")
    goal.revision.__class__.objects.filter(pk=goal.revision_id).update(official_text="")

    for row, field in ((record.anna, "is_demo"), (record.fjellheim, "is_demo")):
        type(row).objects.filter(pk=row.pk).update(**{field: False})
        with refused(actions.OfficialTextMissing):
            actions.sign_off_goal(plan_goal=goal, by=record.bo)
        type(row).objects.filter(pk=row.pk).update(**{field: True})
    assert actions.sign_off_goal(plan_goal=goal, by=record.bo).revision == goal.revision


def test_the_correction_of_a_revision_is_what_is_approved(record):
    goal = bring_goal(record, to="sent")
    corrected = curriculum.publish_revision(
        goal=goal.goal, valid_from_on=factories.VALID_FROM, official_text="Rettet tekst.", by=None
    )
    sign_off = actions.sign_off_goal(plan_goal=goal, by=record.bo)
    goal.refresh_from_db()
    assert sign_off.revision == corrected == goal.revision
    assert_sound()


def test_a_goal_is_measured_by_what_it_says_on_the_day(record):
    """R21. `test_rollover` tells who may keep what was before."""
    goal = bring_goal(record, to="sent")
    newer = curriculum.publish_revision(goal=goal.goal, valid_from_on=clock.today(), official_text="Nytt.", by=None)
    assert actions.sign_off_goal(plan_goal=goal, by=record.bo).revision == newer


def test_a_returned_goal_is_begun_with_a_comment(record):
    goal = bring_goal(record, to="sent")
    with refused(actions.CommentMissing):
        actions.return_goal(plan_goal=goal, comment=" ", by=record.bo)
    returned = actions.return_goal(plan_goal=goal, comment="To vakter til.", by=record.bo)
    assert (returned.state, returned.waiting_on, returned.completion) == ("begun", record.anna, None)
    assert last_event() == ("goal_returned", "Bo Lund", "leader")
    assert notices(record.anna)[-1] == "goal_returned"
    bring_goal(record, to="approved")
    assert kinds(goal)[-6:] == ["returned", "completed", "opinion_given", "opinion_given", "sent", "approved"]
    assert_sound()


# --- Annulling ---


def test_a_wrong_approval_is_annulled_and_both_stay(record):
    goal = bring_goal(record, to="approved")
    sign_off = SignOff.objects.get()
    with refused(actions.ReasonMissing):
        actions.annul_sign_off(sign_off=sign_off, reason="", by=record.bo)
    for person in (record.dag, record.cecilie, record.siri):
        with refused(actions.NotDecider):
            actions.annul_sign_off(sign_off=sign_off, reason="Feil.", by=person)
    with refused(actions.OwnCase):
        actions.annul_sign_off(sign_off=sign_off, reason="Feil.", by=record.anna)

    withdrawal = actions.annul_sign_off(sign_off=sign_off, reason="Feil lege.", by=record.bo)

    goal.refresh_from_db()
    assert (goal.state, goal.waiting_on, withdrawal.sign_off) == ("begun", record.anna, sign_off)
    assert not SignOff.objects.standing().exists()
    with refused(actions.AlreadyDecided, words="allerede annullert"):
        actions.annul_sign_off(sign_off=sign_off, reason="Igjen.", by=record.bo)
    bring_goal(record, to="approved")
    assert SignOff.objects.standing().count() == 1
    with refused(actions.AlreadyDecided):
        actions.annul_sign_off(sign_off=sign_off, reason="Den gamle.", by=record.bo)
    assert_sound()


# --- Requirements ---


@pytest.fixture
def asked(record):
    """RUS-001 asks for ten procedures, a course, and two of three courses in psychotherapy."""
    goal = record.goals["RUS-001"].goal
    procedure = make_learning_activity("abstinens", min_repetitions=10, name="Abstinensvurdering")
    course = make_learning_activity("grunnkurs-i", "course")
    choices = [make_learning_activity(code, "course") for code in ("mi", "kognitiv", "gruppe")]
    root = require(goal)
    nodes = {
        "procedure": require(goal, procedure, repetitions=10, parent=root),
        "course": require(goal, course, parent=root, position=1),
        "group": require(goal, choose=2, parent=root, position=2),
    }
    for activity in choices:
        require(goal, activity, parent=nodes["group"])
    record.activities = {"procedure": procedure, "course": course, "choices": choices}
    record.nodes = nodes
    return record


def do_all(record, repetitions=10):
    make_activity(record, signed=True, activity=record.activities["procedure"], repetitions=repetitions)
    for activity in (record.activities["course"], *record.activities["choices"][:2]):
        make_activity(record, fulfilled=True, activity=activity)


def unmet(record):
    return [str(item) for item in unmet_requirements(record.goals["RUS-001"])]


def test_unmet_requirements_are_said_in_words(asked):
    assert unmet(asked) == ["Abstinensvurdering: 0 av 10 ganger", "Grunnkurs-i", "2 til av disse: Mi, Kognitiv, Gruppe"]
    make_activity(asked, signed=True, activity=asked.activities["procedure"], repetitions=4)
    make_activity(asked, sent=True, activity=asked.activities["procedure"], repetitions=6)  # not signed: does not count
    make_activity(asked, fulfilled=True, activity=asked.activities["choices"][1])
    assert unmet(asked) == ["Abstinensvurdering: 4 av 10 ganger", "Grunnkurs-i", "1 til av disse: Mi, Gruppe"]


def test_unmet_recommended_activities_need_a_reason(asked):
    goal = bring_goal(asked, to="sent")
    with refused(actions.RequirementsUnmet):
        actions.sign_off_goal(plan_goal=goal, by=asked.bo)
    assert actions.sign_off_goal(plan_goal=goal, by=asked.bo, reason="Tilsvarende kurs i utlandet.").reason


def test_with_everything_done_no_reason_is_needed(asked):
    do_all(asked)
    assert unmet(asked) == []
    goal = bring_goal(asked, to="approved")
    assert goal.state == "approved"
    assert_sound()


def test_what_is_not_only_recommended_cannot_be_reasoned_away(asked):
    compulsory = require(asked.goals["RUS-001"].goal, make_learning_activity("hlr"), recommended=False)
    do_all(asked)
    goal = bring_goal(asked, to="sent")
    with refused(actions.CompulsoryUnmet):
        actions.sign_off_goal(plan_goal=goal, by=asked.bo, reason="Går fint.")
    other = make_activity(asked, signed=True, kind="simulation")
    actions.accept_equivalent(plan_goal=goal, requirement=compulsory, plan_activity=other, reason="Bedre.", by=asked.bo)
    assert actions.sign_off_goal(plan_goal=goal, by=asked.bo).acting_as == "leader"


def test_an_equivalent_activity_needs_a_reason_and_something_that_counts(asked):
    goal, node = asked.goals["RUS-001"], asked.nodes["course"]
    draft, done = make_activity(asked), make_activity(asked, signed=True)

    def accept(**changes):
        fields = {"plan_goal": goal, "requirement": node, "plan_activity": done, "reason": "Like godt.", "by": asked.bo}
        return actions.accept_equivalent(**{**fields, **changes})

    with refused(actions.NotCounting):
        accept(plan_activity=draft)
    with refused(actions.ReasonMissing):
        accept(reason=" ")
    with refused(actions.WrongRequirement):
        accept(plan_goal=asked.goals["RUS-002"])
    for person in (asked.dag, asked.cecilie, asked.siri):
        with refused(actions.NotDecider):
            accept(by=person)
    with refused(actions.OwnCase):
        accept(by=asked.anna)

    equivalent = accept()

    assert (equivalent.by, equivalent.acting_as) == (asked.bo, "leader")
    assert last_event() == ("equivalent_accepted", "Bo Lund", "leader")
    assert "Grunnkurs-i" not in unmet(asked)
    # What it rested on is gone: the requirement is open again.
    actions.annul_activity(plan_activity=done, reason="Feil.", by=asked.bo)
    assert "Grunnkurs-i" in unmet(asked)
    assert_sound()


def test_repetitions_are_raised_for_one_doctor_and_never_below_the_minimum(asked):
    goal, procedure = asked.goals["RUS-001"], asked.activities["procedure"]

    seen = make_activity(asked, signed=True)

    def set_to(repetitions, reason="Trenger mer.", by=asked.cecilie, evidence=seen):
        return actions.raise_repetitions(
            plan_goal=goal, activity=procedure, repetitions=repetitions, reason=reason, by=by, evidence=evidence
        )

    for person in (asked.dag, asked.siri, asked.trond):
        with refused(actions.NotMentorOrDecider):
            set_to(20, by=person)
    with refused(actions.OwnCase):
        set_to(20, by=asked.anna)
    with refused(actions.BelowMinimum, words="som er 10"):
        set_to(9)
    with refused(actions.ReasonMissing):
        set_to(20, reason="")
    with refused(actions.BadRepetitions):
        set_to(10_001)
    with refused(actions.EvidenceMissing, words="Vis til vurderingen, aktiviteten eller uttalelsen"):
        set_to(20, evidence=None)

    assert set_to(20).repetitions == 20
    assert goal.personal_requirements.get().cited == seen
    assert last_event() == ("repetitions_set", "Cecilie Vik", "mentor")
    assert notices(asked.anna)[-1] == "repetitions_set"
    do_all(asked)
    assert unmet(asked) == ["Abstinensvurdering: 10 av 20 ganger"]
    set_to(12, by=asked.bo)
    assert unmet(asked) == ["Abstinensvurdering: 10 av 12 ganger"]
    set_to(10, by=asked.bo, evidence=None)  # back to what holds for everybody rests on nothing
    assert unmet(asked) == []
    assert_sound()


def test_a_number_may_be_set_for_an_activity_the_goal_does_not_mention(record):
    procedure = make_learning_activity("tvang")
    actions.raise_repetitions(
        plan_goal=record.goals["RUS-001"],
        activity=procedure,
        repetitions=3,
        reason="Avtalt.",
        by=record.cecilie,
        evidence=make_activity(record, sent=True),
    )
    assert unmet(record) == ["Tvang: 0 av 3 ganger"]


def test_nothing_is_asked_of_an_approved_goal(asked):
    goal = bring_goal(asked, to="approved", reason="Nådd.")
    with refused(actions.AlreadyDecided):
        actions.raise_repetitions(
            plan_goal=goal, activity=asked.activities["procedure"], repetitions=20, reason="Mer.", by=asked.cecilie
        )


def test_a_raised_number_rests_on_what_others_have_seen_of_this_doctor(asked):
    goal, procedure = asked.goals["RUS-001"], asked.activities["procedure"]

    def set_to(evidence):
        return actions.raise_repetitions(
            plan_goal=goal, activity=procedure, repetitions=20, reason="Mer.", by=asked.cecilie, evidence=evidence
        )

    draft, annulled = make_activity(asked), make_activity(asked, fulfilled=True)
    actions.annul_activity(plan_activity=annulled, reason="Feil.", by=asked.anna)
    with refused(actions.EvidenceUnfit):
        set_to(draft)  # which nobody but the doctor has seen
    with refused(actions.EvidenceUnfit):
        set_to(annulled)
    opinion = bring_goal(asked, "RUS-002", "mentor").opinions.get()

    assert set_to(opinion).cited == opinion
    assert_sound()


def test_a_raised_number_cites_a_signed_assessment_of_this_doctor(asked):
    def set_to(assessment):
        return actions.raise_repetitions(
            plan_goal=asked.goals["RUS-001"],
            activity=asked.activities["procedure"],
            repetitions=20,
            reason="Mer.",
            by=asked.cecilie,
            evidence=assessment,
        )

    unanswered, signed = assessments.ask(asked), assessments.assess(asked)
    with refused(actions.EvidenceUnfit):
        set_to(unanswered)

    assert set_to(signed).cited == signed
    actions.annul_assessment(assessment=signed, reason="Feil lege.", by=asked.siri)
    with refused(actions.EvidenceUnfit):
        set_to(signed)
    assert_sound()


def test_the_assessment_of_another_doctor_is_no_evidence(asked, cast):
    signed = assessments.assess(asked)
    nora = people.add_user(username="nora", full_name="Nora Hagen", by=None)
    people.assign_role(user=nora, role="doctor", institution=cast.fjellheim, by=None)
    people.relate(doctor=nora, person=cast.bo, kind="leader", institution=cast.fjellheim, by=None)
    goal = factories.make_record(cast, doctor=nora).goals["RUS-001"]
    with refused(actions.EvidenceUnfit):
        actions.raise_repetitions(
            plan_goal=goal,
            activity=asked.activities["procedure"],
            repetitions=20,
            reason="Mer.",
            by=cast.bo,
            evidence=signed,
        )


def test_a_corrected_coverage_leaves_the_accepted_equivalent_standing(asked):
    """RegUt corrects the link between course and goal after the leader accepted something instead of the course."""
    goal, node = asked.goals["RUS-001"], asked.nodes["course"]
    done = make_activity(asked, signed=True)
    actions.accept_equivalent(plan_goal=goal, requirement=node, plan_activity=done, reason="Like godt.", by=asked.bo)

    assert rebuild_requirements(goal=goal.goal, by=asked.eva)  # no coverage names the course

    node.refresh_from_db()
    assert node.is_current is False
    assert goal.equivalents.get().requirement == node
    assert "Grunnkurs-i" not in unmet(asked)
    assert_sound()
