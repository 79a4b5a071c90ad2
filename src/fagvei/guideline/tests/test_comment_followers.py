"""A sender who is logged in may ask to be told: in the inbox and by a notice, seen by nobody else, and forgotten in time."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fagvei.audit.models import AuditEvent
from fagvei.common import clock
from fagvei.common.refusal import Refusal
from fagvei.config import due
from fagvei.guideline import actions
from fagvei.guideline.models import CommentFollower, UnitComment
from fagvei.guideline.queries import tasks_for
from fagvei.guideline.rules.comments import code_of
from fagvei.guideline.tests.commenting import TEXT, make_commented, post, text
from fagvei.people.models import Notification

ASKED = "Hvilket legemiddel?"


@pytest.fixture
def small(db, settings):
    settings.FAGVEI_DEMO = False
    return make_commented()


def followed(small) -> UnitComment:
    return actions.send_comment(unit=small.first, kind="error", text=TEXT, tell=small.anna)


def notices(user) -> list[tuple[str, str]]:
    return list(Notification.objects.filter(user=user).order_by("pk").values_list("kind", "path"))


def test_anna_asks_to_be_told_and_the_question_reaches_her(small, client):
    client.force_login(small.anna)
    address = f"{small.first.get_absolute_url()}innspill/"
    without_choice = post(client, address, kind="error", text=TEXT)
    assert (without_choice.status_code, "Velg om du vil ha varsel." in text(without_choice)) == (422, True)
    post(client, address, kind="error", text=TEXT, notice="yes")
    follower = CommentFollower.objects.get()
    assert (follower.user, tasks_for(small.anna), notices(small.anna)) == (small.anna, [], [])

    actions.ask_for_more(comment=follower.comment, answer=ASKED, by=small.kari)

    (task,) = tasks_for(small.anna)
    assert (task.kind, task.title, task.url) == (
        "comment_asked",
        "Svar på spørsmålet om innspillet ditt til PRO-1",
        follower.get_absolute_url(),
    )
    assert notices(small.anna) == [("comment_asked", follower.get_absolute_url())]
    page = text(client.get(task.url))
    assert ASKED in page
    assert "Slutt å varsle meg" in page

    post(client, f"/innspill/kvittering/{code_of(follower.comment.public_id)}/mer/", text="Det i setning tre.")
    assert tasks_for(small.anna) == []
    actions.decline_comment(comment=follower.comment, answer="Navnet er riktig.", by=small.kari)
    assert [kind for kind, _path in notices(small.anna)] == ["comment_asked", "comment_answered"]
    assert "Navnet er riktig." in text(client.get(follower.get_absolute_url()))


def test_the_notice_holds_neither_words_nor_the_secret_link(small):
    comment = actions.ask_for_more(comment=followed(small), answer=ASKED, by=small.kari)
    notice = Notification.objects.get(user=small.anna)
    assert notice.text == "Retningslinjeeieren spør om mer om innspillet ditt."
    assert code_of(comment.public_id) not in notice.path
    assert str(comment.public_id) not in notice.path


def test_neither_owner_nor_log_learns_whose_comment_it_is(small, client):
    comment = actions.ask_for_more(comment=followed(small), answer=ASKED, by=small.kari)
    client.force_login(small.kari)
    for address in ("/innspill/?tilstand=all", comment.get_absolute_url()):
        assert "Anna" not in text(client.get(address))
    assert client.get(comment.follower.get_absolute_url()).status_code == 404
    logged = str(list(AuditEvent.objects.values()))
    assert (str(small.anna.public_id) in logged.split("user_added")[0], "Anna" in logged) == (False, False)


def test_who_comes_by_the_link_alone_is_asked_on_the_receipt_and_told_nothing_of_the_follower(small, client):
    comment = actions.ask_for_more(comment=followed(small), answer=ASKED, by=small.kari)
    page = text(client.get(f"/innspill/kvittering/{code_of(comment.public_id)}/"))
    assert (ASKED in page, "Svaret ditt" in page, "varsl" in page.split("<main")[1]) == (True, True, False)


def test_anna_takes_it_back_and_nothing_says_that_it_was_hers(small, client):
    comment = followed(small)
    address = comment.follower.get_absolute_url()
    client.force_login(small.leif)
    assert post(client, f"{address}slutt/").status_code == 404
    with pytest.raises(Refusal) as refusal:
        actions.stop_following(follower=comment.follower, by=small.leif)
    assert refusal.value.code == "not_your_comment"

    client.force_login(small.anna)
    assert post(client, f"{address}slutt/").url == small.first.get_absolute_url()

    assert (CommentFollower.objects.count(), client.get(address).status_code) == (0, 404)
    event = AuditEvent.objects.order_by("-pk").first()
    assert (event.name, event.actor_id) == ("unit_comment_unfollowed", "system")
    actions.ask_for_more(comment=comment, answer=ASKED, by=small.kari)
    assert (tasks_for(small.anna), notices(small.anna)) == ([], [])


def test_the_follower_is_forgotten_with_the_text_and_not_before(small):
    actions.decline_comment(comment=followed(small), answer="Nei.", by=small.kari)
    waiting = followed(small)
    job = next(job for job in due.JOBS if job.name == "forget_texts_of_comments")
    with clock.at(clock.now() + dt.timedelta(days=366)):
        assert (job.perform(True), CommentFollower.objects.count()) == (1, 2)
        job.perform(False)
    assert [each.comment for each in CommentFollower.objects.all()] == [waiting]


def test_the_inbox_asks_one_question_however_many_are_followed(small):
    asked = []
    for rows in (1, 2):
        for _row in range(rows):
            actions.ask_for_more(comment=followed(small), answer=ASKED, by=small.kari)
        with CaptureQueriesContext(connection) as questions:
            tasks_for(small.anna)
        asked.append(len(questions))
    assert (asked[0], len(tasks_for(small.anna))) == (asked[1], 3)
