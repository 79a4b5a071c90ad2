"""Rounds of 360 degrees, attacked: four raters show nothing, the order of closing, and tables that cannot be joined."""

import datetime as dt
import itertools
import json

import pytest
from django.apps import apps
from django.db import connection

from fagvei.audit.models import AuditEvent
from fagvei.common import clock
from fagvei.people import actions as people
from fagvei.training import actions
from fagvei.training.actions import multisource
from fagvei.training.models import MultisourceAnswer, MultisourceRater, MultisourceRound
from fagvei.training.queries import projection_faults
from fagvei.training.queries.multisource_page import result_of, round_page
from fagvei.training.rules import Question, summaries
from fagvei.training.tests import factories_of_assessments as make
from fagvei.training.tests.checks import assert_sound, last_event, notices, refused

State = MultisourceRound.State


@pytest.fixture(autouse=True)
def forms(db):
    """There before a refusal is measured."""
    return [make.make_form(), make.make_form("multisource")]


def state_of(row) -> str:
    row.refresh_from_db()
    return row.state


def test_a_round_goes_from_proposal_to_talk(record):
    round_ = make.propose(record)
    assert (round_.state, round_.waiting_on, notices(record.cecilie)) == (
        State.PROPOSED, record.cecilie, ["multisource_to_approve"],
    )  # fmt: skip
    round_ = make.make_round_from(round_, record, answered=6)
    actions.close_round(round_=round_, by=record.cecilie)
    actions.read_result(round_=round_, by=record.cecilie)
    actions.release_result(round_=round_, comment="Snakket 3. mai.", by=record.cecilie)

    assert state_of(round_) == State.RELEASED
    assert last_event() == ("multisource_released", "Cecilie Vik", "mentor")
    assert "multisource_released" in notices(record.anna)
    assert_sound()


@pytest.mark.parametrize(
    "raters",
    [
        make.RATERS[:4],
        make.RATERS[:4] + [("Samme", "KOLLEGA1@example.org")],
        make.RATERS[:4] + [("", "ny@example.org")],
        [],
    ],
    ids=["four", "one twice", "nameless", "nobody"],
)
def test_fewer_than_five_cannot_be_proposed(record, raters):
    with refused(actions.TooFewRaters):
        make.propose(record, raters)


def test_the_doctor_is_no_rater_and_has_one_round_at_a_time(record):
    with refused(actions.OwnLink):
        make.propose(record, [*make.RATERS, ("Meg", "Anna@example.org")])
    make.propose(record)
    with refused(actions.RoundRunning):
        make.propose(record)


def test_only_the_mentor_opens_closes_reads_and_gives(record):
    round_ = make.propose(record)
    for verb in (actions.open_round, actions.close_round, actions.read_result, actions.release_result):
        for person in (record.bo, record.siri, record.dag):
            with refused(actions.NotMentor):
                verb(round_=round_, by=person)
        with refused(actions.OwnCase):
            verb(round_=round_, by=record.anna)


# --- Nothing before five, nothing before closing, the doctor last ---


def test_four_answers_show_nothing_to_anybody(record):
    round_ = make.make_round(record, answered=4)

    with refused(actions.TooFewAnswers):
        actions.close_round(round_=round_, by=record.cecilie)
    for viewer in (record.anna, record.cecilie):
        page = round_page(round_, viewer)
        assert (page.result, page.answered) == ([], None)
    assert summaries(round_.version.asked, list(round_.answers.values_list("answers", flat=True)), []) == []


def test_four_answers_at_the_deadline_are_thrown_away_unread(record):
    round_ = make.make_round(record, answered=4)
    with clock.at(round_.expires_at):
        assert actions.end_rounds(dry_run=True) == 1
        assert actions.end_rounds() == 1

    assert state_of(round_) == State.TOO_FEW
    assert not MultisourceAnswer.objects.exists()
    assert result_of(round_) == []
    assert list(projection_faults()) == []


def test_five_answers_at_the_deadline_close_the_round(record):
    round_ = make.make_round(record, answered=5)
    with clock.at(round_.expires_at):
        assert actions.end_rounds() == 1
    assert state_of(round_) == State.CLOSED


def test_an_open_round_shows_nothing_however_many_have_answered(record):
    round_ = make.make_round(record, answered=7)
    with refused(actions.RoundNotClosed):
        actions.read_result(round_=round_, by=record.cecilie)
    with refused(actions.RoundNotClosed):
        actions.release_result(round_=round_, by=record.cecilie)
    assert [round_page(round_, viewer).result for viewer in (record.anna, record.cecilie)] == [[], []]
    assert result_of(round_) == []


def test_the_mentor_reads_first_and_the_doctor_when_it_is_given(record):
    round_ = make.make_round(record, answered=5, closed=True)
    assert [round_page(round_, viewer).result for viewer in (record.anna, record.cecilie)] == [[], []]
    with refused(actions.MentorReadsFirst):
        actions.release_result(round_=round_, by=record.cecilie)

    actions.read_result(round_=round_, by=record.cecilie)
    round_.refresh_from_db()
    assert round_page(round_, record.anna).result == []
    assert len(round_page(round_, record.cecilie).result) == 3

    actions.release_result(round_=round_, by=record.cecilie)
    round_.refresh_from_db()
    assert round_page(round_, record.anna).result == round_page(round_, record.cecilie).result != []


def test_a_question_that_fewer_than_five_answered_shows_no_distribution(record):
    def answers(number):
        return make.rater_answers(number) if number < 5 else {"bra": "x", "bedre": f"y{number}"}

    shown = result_of(make.make_round(record, answered=6, released=True, answers=answers))

    assert [(each.is_hidden, each.lines) for each in shown if not each.is_comment] == [(True, ())]
    assert sum(len(each.comments) for each in shown) == 12


def test_after_closing_no_link_answers(record):
    round_ = make.make_round(record, answered=5)
    late = round_.raters.filter(has_answered=False).first()
    make.token_of_rater(late)
    actions.close_round(round_=round_, by=record.cecilie)

    with refused(actions.AlreadyAnswered):
        actions.answer_round(rater=late, answers=make.rater_answers(9))
    assert not MultisourceRater.objects.exclude(token_hash="").exists()


def test_a_link_answers_once(record):
    round_ = make.make_round(record)
    rater = round_.raters.first()
    make.answer_as(rater, make.rater_answers(1))
    with refused(actions.AlreadyAnswered):
        actions.answer_round(rater=rater, answers=make.rater_answers(2))
    assert round_.answers.count() == 1


# --- Who said what is nowhere ---


def test_no_column_leads_from_an_answer_to_a_rater(record):
    columns = {field.name for field in MultisourceAnswer._meta.get_fields()}
    assert columns == {"id", "round", "answers"}
    pointing = {
        model
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and field.related_model is MultisourceAnswer
    }
    assert pointing == set()


def test_no_value_is_shared_between_the_tables_but_the_round(record):
    round_ = make.make_round(record, answered=6)
    answers = {str(value) for row in MultisourceAnswer.objects.values() for value in flat(row)}
    raters = {str(value) for row in MultisourceRater.objects.values() for value in flat(row)}
    assert answers & raters == {str(round_.pk)}


def flat(row):
    for value in row.values():
        yield from value.values() if isinstance(value, dict) else [value]


def test_the_place_in_the_file_tells_nothing_of_the_order(record, monkeypatch):
    """Every answer rewrites them all; turned around, what came last lies first."""
    monkeypatch.setattr(multisource, "shuffle", lambda rows: rows.reverse())
    round_ = make.make_round(record, answered=3)
    place = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT answers FROM training_multisourceanswer ORDER BY {place}")  # noqa: S608
        told = [json.loads(row[0]) if isinstance(row[0], str) else row[0] for row in cursor.fetchall()]
    assert told[0]["bra"][-2] == "3"  # the last that came lies first
    assert round_.answers.count() == 3


def test_the_shuffle_is_one(record):
    orders = set()
    for _number in range(200):
        rows = [1, 2, 3, 4]
        multisource.shuffle(rows)
        orders.add(tuple(rows))
    assert len(orders) > 15
    assert all(sorted(order) == [1, 2, 3, 4] for order in orders)


def test_the_log_knows_that_somebody_answered_and_nothing_else(record):
    make.make_round(record, answered=5)
    events = AuditEvent.objects.filter(name="multisource_answered")
    assert {(event.actor_name, json.dumps(event.details)) for event in events} == {(events[0].actor_name, "{}")}
    text = json.dumps([[str(value) for value in row.values()] for row in AuditEvent.objects.values()])
    assert not any(name in text or email in text for name, email in make.RATERS)
    assert "Godt samarbeid" not in text


def test_comments_of_one_rater_do_not_stand_in_the_same_place_in_two_questions(record):
    """Sorted by a digest of the question and the words: the order of one question tells nothing of another's."""
    questions = [Question("bra", "comment", "Bra?"), Question("bedre", "comment", "Bedre?")]
    orders = []
    for answers in itertools.permutations([{"bra": f"a{n}", "bedre": f"b{n}"} for n in range(5)]):
        orders.append(tuple(summary.comments for summary in summaries(questions, answers, [])))
    assert len(set(orders)) == 1  # the order of arrival changes nothing
    first, second = orders[0]
    assert [words[1] for words in first] != [words[1] for words in second]


def test_a_new_mentor_takes_over_and_the_old_one_sees_nothing_more(record):
    round_ = make.make_round(record, answered=5, closed=True)
    people.assign_role(user=record.stian, role="mentor", institution=record.fjellheim, by=None)
    people.relate(
        doctor=record.anna, person=record.stian, kind="mentor", institution=record.fjellheim, replace=True,
        reason="Byttet.", by=record.bo,
    )  # fmt: skip
    with refused(actions.NotMentor):
        actions.read_result(round_=round_, by=record.cecilie)
    assert not MultisourceRound.objects.visible_to(record.cecilie).exists()
    actions.read_result(round_=round_, by=record.stian)
    assert_sound()


def test_withdrawing_deletes_the_answers_unread_and_returning_asks_for_others(record):
    round_ = make.make_round(record, answered=6)
    actions.withdraw_round(round_=round_, by=record.anna)
    assert (state_of(round_), MultisourceAnswer.objects.count()) == (State.WITHDRAWN, 0)

    again = make.propose(record)
    with refused(actions.CommentMissing):
        actions.return_round(round_=again, comment="", by=record.cecilie)
    actions.return_round(round_=again, comment="Ta med noen fra posten.", by=record.cecilie)
    assert state_of(again) == State.RETURNED
    with refused(actions.RoundNotProposed):
        actions.open_round(round_=again, by=record.cecilie)
    assert_sound()


def test_reminders_go_to_all_who_have_not_answered_once_and_at_the_same_time(record, settings):
    round_ = make.make_round(record, answered=2)
    with clock.at(clock.now() + dt.timedelta(days=settings.FAGVEI_REMIND_AFTER_DAYS)):
        assert actions.remind_raters(dry_run=True) == 1
        assert actions.remind_raters() == 1
        assert actions.remind_raters() == 0
    round_.refresh_from_db()
    assert round_.reminded_at is not None
    assert not any(field.name.endswith("_at") for field in MultisourceRater._meta.get_fields())
    assert list(projection_faults()) == []
