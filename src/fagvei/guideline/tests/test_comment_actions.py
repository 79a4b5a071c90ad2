"""A reader's comment: nobody knows who sent it, an owner answers it, and what was written is forgotten in time."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fagvei.audit.models import AuditEvent
from fagvei.common import clock
from fagvei.common.refusal import Refusal
from fagvei.config import due, retention
from fagvei.guideline import actions
from fagvei.guideline.actions.standing import digest_of
from fagvei.guideline.models import CommentEvent, UnitComment
from fagvei.guideline.queries import tasks_for
from fagvei.guideline.rules.comments import MOST_PER_DAY, MOST_PER_VISITOR, code_of, print_of
from fagvei.guideline.tests import factories as make
from fagvei.people.models import Notification


@pytest.fixture
def small(db, settings):
    settings.FAGVEI_DEMO = False
    found = make.make_small_guideline()
    found.kari, found.leif = make.make_pair()
    return found


def refused(act) -> str:
    try:
        act()
    except Refusal as refusal:
        return refusal.code
    return ""


def sent(small, text="Datoen er feil.", unit=None) -> UnitComment:
    return actions.send_comment(unit=unit or small.first, kind="error", text=text)


def newest() -> AuditEvent:
    return AuditEvent.objects.order_by("-pk").first()


def steps(comment) -> list[tuple[str, str]]:
    return [(event.kind, event.state_after) for event in comment.events.order_by("pk")]


def test_a_comment_names_nobody_and_remembers_the_text_that_was_read(small):
    comment = sent(small)

    assert (comment.state, comment.version) == ("received", make.in_force(small.first))
    assert steps(comment) == [("received", "received")]
    assert comment.token_hash == print_of(code_of(comment.public_id))
    event = newest()
    assert (event.name, event.actor_id, event.details) == (
        "unit_comment_sent",
        "system",
        {"code": "PRO-1", "kind": "error"},
    )
    assert Notification.objects.count() == 0


def test_an_owner_asks_the_sender_adds_and_the_answer_leads_to_a_draft(small):
    comment = actions.ask_for_more(comment=sent(small), answer="Hvor står det?", by=small.kari)
    assert (comment.state, newest().name) == ("needs_more", "unit_comment_asked")

    comment = actions.add_to_comment(comment=comment, text="I avsnitt to.")
    assert (comment.state, comment.more, newest().actor_id) == ("received", "I avsnitt to.", "system")

    comment = actions.accept_comment(comment=comment, answer="Vi retter det.", shows="both", by=small.kari)
    draft = small.first.versions.get(state="draft")
    assert (comment.state, comment.shows, comment.events.last().version) == ("accepted", "both", draft)
    assert draft.author == small.kari
    assert [kind for kind, _state in steps(comment)] == ["received", "asked", "added", "accepted"]


def test_an_accepted_comment_goes_into_the_draft_that_is_open(small):
    draft = make.amend(small.first, small.kari, sent=False)
    comment = actions.accept_comment(comment=sent(small), by=small.kari)
    assert comment.events.last().version == draft


def test_a_draft_is_not_sent_while_a_comment_goes_into_it(small):
    """Whoever sends it locks the version alone."""
    make.amend(small.first, small.kari, sent=False)
    comment = sent(small)
    with CaptureQueriesContext(connection) as asked:
        actions.accept_comment(comment=comment, by=small.kari)
    locks = [each["sql"] for each in asked.captured_queries if "FOR UPDATE" in each["sql"]]
    if connection.features.has_select_for_update:
        tables = [sql.split(" FROM ")[1].split()[0].strip('"') for sql in locks]
        assert tables[:2] == ["guideline_normativeunit", "guideline_unitversion"]


def test_what_is_sent_or_approved_answers_no_comment_any_more(small):
    """The reader would be told that a named version answers it, though its text was frozen before."""
    comment = sent(small)
    version = make.amend(small.first, small.kari)
    assert refused(lambda: actions.accept_comment(comment=comment, by=small.kari)) == "text_stands_still"
    actions.approve_version(version=version, shown=digest_of(make.again(version)), by=small.leif)
    assert refused(lambda: actions.accept_comment(comment=comment, by=small.kari)) == "text_stands_still"
    actions.reopen_version(version=version, comment="Se innspillet.", by=small.kari)
    assert actions.accept_comment(comment=comment, by=small.kari).events.last().version == version


def test_a_duplicate_names_the_one_that_said_it_first(small):
    first, second = sent(small), sent(small, "Feil dato.")
    comment = actions.mark_duplicate(comment=second, duplicate_of=first, by=small.kari)

    assert (comment.state, comment.events.last().duplicate_of, newest().name) == (
        "duplicate",
        first,
        "unit_comment_duplicate",
    )
    other = sent(small, unit=small.second)
    for wrong in (other, first, comment):
        assert refused(lambda of=wrong: actions.mark_duplicate(comment=first, duplicate_of=of, by=small.kari)) == (
            "not_the_same_unit"
        )


def test_what_is_closed_is_opened_again_and_taken_down(small):
    comment = actions.decline_comment(comment=sent(small), answer="Nei.", shows="answer", by=small.kari)
    assert refused(lambda: actions.accept_comment(comment=comment, by=small.kari)) == "comment_move_not_allowed"

    comment = actions.reopen_comment(comment=comment, by=small.kari)
    assert (comment.state, comment.shows, newest().name) == ("received", "nothing", "unit_comment_reopened")
    assert refused(lambda: actions.reopen_comment(comment=comment, by=small.kari)) == "comment_move_not_allowed"


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda c, s: actions.decline_comment(comment=c, answer="", by=s.kari), "answer_missing"),
        (lambda c, s: actions.ask_for_more(comment=c, answer="", by=s.kari), "answer_missing"),
        (lambda c, s: actions.accept_comment(comment=c, shows="answer", by=s.kari), "answer_missing"),
        (lambda c, s: actions.add_to_comment(comment=c, text="Mer."), "more_not_asked"),
        (lambda c, s: actions.decline_comment(comment=c, answer="Nei.", by=s.leif), "owners_only"),
        (lambda c, s: actions.accept_comment(comment=c, by=s.leif), "owners_only"),
        (lambda c, s: actions.reopen_comment(comment=c, by=s.leif), "owners_only"),
    ],
)
def test_what_is_refused_changes_nothing(small, act, code):
    comment = sent(small)
    assert refused(lambda: act(comment, small)) == code
    comment.refresh_from_db()
    assert (comment.state, comment.events.count(), small.first.versions.count()) == ("received", 1, 1)


def test_a_flood_is_stopped(small, monkeypatch):
    assert refused(
        lambda: actions.send_comment(unit=small.first, kind="error", text="X", sent_before=MOST_PER_VISITOR)
    ) == ("too_many_comments")
    assert MOST_PER_DAY > MOST_PER_VISITOR
    monkeypatch.setattr("fagvei.guideline.actions.comments.MOST_PER_DAY", 1)
    sent(small)
    assert refused(lambda: sent(small)) == "too_many_comments"


def test_a_national_identity_number_is_never_stored(small):
    with pytest.raises(Exception, match="fødselsnummer|identitet"):
        sent(small, "Pasienten 13097248022 fikk det.")


def test_owners_have_one_task_with_a_due_day_and_reviewers_none(small):
    tomorrow = clock.now() + dt.timedelta(days=1)  # their roles begin now
    with clock.at(tomorrow.replace(hour=11)):
        sent(small)
        sent(small, unit=small.second)
        (task,) = tasks_for(small.kari)
        assert (task.kind, task.count, task.url) == ("guideline_comments", 2, "/innspill/")
        assert task.due_on == clock.today() + dt.timedelta(days=14)
        assert tasks_for(small.leif) == []
        for comment in UnitComment.objects.all():
            actions.decline_comment(comment=comment, answer="Nei.", by=small.kari)
        assert tasks_for(small.kari) == []


def test_the_state_is_what_the_events_say(small):
    actions.accept_comment(comment=sent(small), answer="Ja.", shows="answer", by=small.kari)
    actions.ask_for_more(comment=sent(small), answer="Hvor?", by=small.kari)
    for comment in UnitComment.objects.all():
        last = CommentEvent.objects.filter(comment=comment).order_by("pk").last()
        assert (comment.state, comment.since, comment.shows) == (last.state_after, last.at, last.shows)


def test_what_a_reader_wrote_is_forgotten_a_year_after_and_the_answer_stays(small):
    closed = actions.decline_comment(comment=sent(small), answer="Nei.", by=small.kari)
    waiting = sent(small)
    with clock.at(clock.now() + dt.timedelta(days=366)):
        assert retention.texts_of_comments(clock.now()).count() == 1
        job = next(job for job in due.JOBS if job.name == "forget_texts_of_comments")
        assert (job.perform(True), job.perform(False)) == (1, 1)
    closed.refresh_from_db()
    waiting.refresh_from_db()
    assert (closed.text, closed.events.last().answer, waiting.text) == ("", "Nei.", "Datoen er feil.")
    assert newest().name == "unit_comments_forgotten"
