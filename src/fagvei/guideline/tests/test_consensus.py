"""A consensus round: each peer answers alone, nobody sees the others before it is closed, and the text stands still till then."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fagvei.audit.models import AuditEvent
from fagvei.common import clock
from fagvei.common.refusal import Refusal
from fagvei.guideline import actions
from fagvei.guideline.actions.standing import digest_of
from fagvei.guideline.models import ConsensusEvent, ConsensusRound
from fagvei.guideline.queries import tasks_for
from fagvei.guideline.queries.consensus_page import results
from fagvei.guideline.rules.consensus import Outcome
from fagvei.guideline.tests import factories as make
from fagvei.people import actions as people
from fagvei.people.models import Notification


@pytest.fixture
def small(db, settings):
    settings.FAGVEI_DEMO = False
    found = make.make_small_guideline()
    found.kari, found.leif = make.make_pair()
    found.peers = make.make_peers(3)
    found.anna = people.add_user(
        username="anna", full_name="Anna Berg", password="demo", email="anna@example.org", by=None
    )
    found.draft = make.amend(found.first, found.kari)
    return found


@pytest.fixture
def round_(small):
    return make.open_round(small.draft, small.kari)


def refused(act) -> str:
    try:
        act()
    except Refusal as refusal:
        return refusal.code
    return ""


def newest() -> AuditEvent:
    return AuditEvent.objects.order_by("-pk").first()


def outcome(round_) -> Outcome:
    return results([ConsensusRound.objects.get(pk=round_.pk)])[0].outcome


def text(response) -> str:
    return " ".join(response.content.decode().split())


def post(client, path, **data):
    return client.post(path, {"idempotency_key": str(uuid.uuid4()), **data})


def in_two_weeks() -> dt.date:
    return clock.today() + dt.timedelta(days=14)


# --- What is done ---


def test_all_peers_are_asked_about_the_wording_as_it_stands(small, round_):
    assert (round_.number, round_.state, round_.content_digest) == (1, "open", digest_of(small.draft))
    assert [voter.user for voter in round_.voters.order_by("pk")] == small.peers
    assert newest().name == "consensus_round_opened"
    assert set(Notification.objects.filter(kind="consensus_round_opened").values_list("user", flat=True)) == {
        peer.pk for peer in small.peers
    }


def test_a_vote_is_changed_until_closing_and_the_log_does_not_tell_it(small, round_):
    peer = small.peers[0]
    actions.vote(round_=round_, answer="disagree", comment="For bastant.", by=peer)
    actions.vote(round_=round_, answer="agree", by=peer)
    assert newest().name == "consensus_vote_given"
    assert "agree" not in str(newest().details)

    actions.close_consensus_round(round_=round_, by=small.kari)
    assert (outcome(round_).agree, outcome(round_).disagree, outcome(round_).answered) == (1, 0, 1)
    assert newest().name == "consensus_round_closed"
    assert refused(lambda: actions.vote(round_=round_, answer="agree", by=peer)) == "round_is_closed"
    assert refused(lambda: actions.close_consensus_round(round_=round_, by=small.kari)) == "round_is_closed"


def test_nothing_is_counted_by_answer_while_it_is_open(small, round_):
    actions.vote(round_=round_, answer="disagree", comment="For bastant.", by=small.peers[0])
    (result,) = results([round_])
    assert (result.asked, result.answered, result.outcome, result.comments) == (3, 1, None, [])


@pytest.mark.parametrize(
    ("votes", "words"),
    [
        ((2, 0, 0), "For få svar"),
        ((2, 1, 1), "Enighet"),
        ((2, 0, 1), "Ikke enighet"),
        ((0, 3, 1), "Enighet"),
        ((0, 0, 0), "For få svar"),
    ],
)
def test_the_outcome_at_its_edges(votes, words):
    agree, reservation, disagree = votes
    found = Outcome(5, agree, reservation, disagree, quorum_percent=60, threshold_percent=75)
    assert found.words == words


def test_the_text_stands_still_while_a_round_is_open(small, round_):
    draft = make.again(small.draft)
    words = {"label": "amended", "reason": "Mer.", "short_text": "Enda bedre.", "by": small.kari}
    for act in (
        lambda: actions.approve_version(version=draft, shown=digest_of(draft), by=small.leif),
        lambda: actions.open_consensus_round(version=draft, closes_on=in_two_weeks(), by=small.kari),
    ):
        assert refused(act) == "round_is_open"
    actions.return_version(version=draft, comment="Se kommentarene.", by=small.leif)
    for act in (
        lambda: actions.edit_version(version=draft, **words),
        lambda: actions.withdraw_version(version=draft, reason="Feil.", by=small.kari),
    ):
        assert refused(act) == "round_is_open"

    actions.close_consensus_round(round_=round_, by=small.kari)
    actions.edit_version(version=draft, **words)
    second = make.open_round(draft, small.kari)
    assert (second.number, second.content_digest != round_.content_digest) == (2, True)


def test_the_clock_closes_what_is_due_and_tells_the_owner(small, round_):
    with clock.at(dt.datetime.combine(round_.closes_on, dt.time(11), clock.OSLO)):
        assert actions.close_due_consensus_rounds() == 0
        actions.vote(round_=round_, answer="agree", by=small.peers[0])
    with clock.at(dt.datetime.combine(round_.closes_on + dt.timedelta(days=1), dt.time(11), clock.OSLO)):
        assert refused(lambda: actions.vote(round_=round_, answer="agree", by=small.peers[1])) == "round_is_closed"
        assert (actions.close_due_consensus_rounds(dry_run=True), actions.close_due_consensus_rounds()) == (1, 1)
    round_.refresh_from_db()
    assert (round_.state, round_.events.last().by) == ("closed", None)
    assert Notification.objects.filter(user=small.kari, kind="consensus_round_closed").count() == 1


def test_what_is_refused(small):
    started = actions.start_version(unit=small.second, by=small.kari)
    draft, day = small.draft, in_two_weeks()

    def opened(version=draft, closes_on=day, by=small.kari):
        return actions.open_consensus_round(version=version, closes_on=closes_on, by=by)

    assert refused(lambda: opened(version=started)) == "round_not_for_this_text"
    assert refused(lambda: opened(version=make.in_force(small.first))) == "round_not_for_this_text"
    assert refused(lambda: opened(closes_on=clock.today())) == "round_dates_wrong"
    assert refused(lambda: opened(closes_on=day + dt.timedelta(days=200))) == "round_dates_wrong"
    assert refused(lambda: opened(by=small.leif)) == "owners_only"
    round_ = opened()
    assert refused(lambda: actions.vote(round_=round_, answer="agree", by=small.leif)) == "not_asked"
    assert refused(lambda: actions.vote(round_=round_, answer="disagree", by=small.peers[0])) == "vote_needs_words"
    assert refused(lambda: actions.close_consensus_round(round_=round_, by=small.leif)) == "owners_only"


def test_a_round_needs_two_peers(small):
    for peer in small.peers[1:]:
        people.end_role(assignment=peer.role_assignments.get(), by=None)
    assert refused(
        lambda: actions.open_consensus_round(version=small.draft, closes_on=in_two_weeks(), by=small.kari)
    ) == ("too_few_peers")


def test_whoever_became_a_peer_later_or_is_none_any_longer_does_not_vote(small, round_):
    later = make.make_peers(4)[3]
    assert refused(lambda: actions.vote(round_=round_, answer="agree", by=later)) == "not_asked"
    gone = small.peers[0]
    people.end_role(assignment=gone.role_assignments.get(), by=None)
    assert refused(lambda: actions.vote(round_=round_, answer="agree", by=gone)) == "not_asked"


def test_the_state_is_what_the_events_say(small, round_):
    actions.close_consensus_round(round_=round_, by=small.kari)
    make.open_round(small.draft, small.kari)
    for each in ConsensusRound.objects.all():
        last = ConsensusEvent.objects.filter(round=each).order_by("pk").last()
        assert (each.state, each.since) == (last.state_after, last.at)


def test_a_peer_is_reminded_by_a_task_until_the_vote_is_given(small, round_):
    peer = small.peers[0]
    (task,) = tasks_for(peer)
    assert (task.kind, task.url, task.due_on) == ("guideline_vote", round_.get_absolute_url(), round_.closes_on)
    actions.vote(round_=round_, answer="agree", by=peer)
    assert tasks_for(peer) == []
    assert len(tasks_for(small.peers[1])) == 1


# --- The pages ---


def test_kari_opens_a_peer_votes_and_leif_reads_it_before_approving(small, client):
    client.force_login(small.kari)
    address = small.draft.get_absolute_url()
    assert f"{address}konsensus/" in text(client.get(address))
    opened = post(
        client,
        f"{address}konsensus/",
        closes_on=f"{in_two_weeks()}",
        note="Er ordet riktig?",
        quorum_percent="60",
        threshold_percent="75",
    )
    round_ = ConsensusRound.objects.get()
    assert opened.url == round_.get_absolute_url()

    client.force_login(small.peers[0])
    page = text(client.get(round_.get_absolute_url()))
    assert "Er ordet riktig?" in page
    assert "En bedre tekst." in page
    assert client.get(address).status_code == 404
    assert post(client, f"{round_.get_absolute_url()}stem/", answer="reservation", comment="").status_code == 422
    post(client, f"{round_.get_absolute_url()}stem/", answer="reservation", comment="Bytt ut «alle».")
    post(client, f"{round_.get_absolute_url()}stem/", answer="reservation", comment="Bytt ut «enhver».")
    assert "Du svarte «enig med forbehold»" in text(client.get(round_.get_absolute_url()))
    actions.vote(round_=round_, answer="agree", by=small.peers[1])

    for who in (small.kari, small.leif, small.peers[2]):
        client.force_login(who)
        page = text(client.get(round_.get_absolute_url()))
        assert ("2 av 3 har svart." in page, "enhver" in page, "med forbehold</dt>" in page) == (True, False, False)
    client.force_login(small.kari)
    post(client, f"{round_.get_absolute_url()}lukk/")

    client.force_login(small.leif)
    page = text(client.get(address))
    assert "<strong>Enighet.</strong>" in page
    assert "Bytt ut «enhver»." in page
    assert "«alle»" not in page
    assert small.peers[0].full_name not in page


def test_readers_of_a_published_version_see_the_counts_without_names(small, client, round_):
    actions.vote(round_=round_, answer="disagree", comment="For bastant.", by=small.peers[0])
    actions.close_consensus_round(round_=round_, by=small.kari)
    actions.approve_version(version=small.draft, shown=digest_of(small.draft), by=small.leif)
    published = actions.publish_version(version=make.again(small.draft), by=small.kari)

    page = text(client.get(published.get_absolute_url()))
    assert "For bastant." in page
    assert "For få svar" in page
    assert small.peers[0].full_name not in page
    assert round_.get_absolute_url() not in page


@pytest.mark.parametrize(
    ("who", "seen", "voted", "closed"),
    [("kari", 200, 403, 302), ("leif", 200, 403, 403), ("peer", 200, 302, 403), ("anna", 404, 404, 404)],
)
def test_who_sees_votes_and_closes(small, client, round_, who, seen, voted, closed):
    client.force_login(small.peers[0] if who == "peer" else getattr(small, who))
    address = round_.get_absolute_url()
    assert client.get(address).status_code == seen
    assert post(client, f"{address}stem/", answer="agree").status_code == voted
    assert post(client, f"{address}lukk/").status_code == closed


def test_a_faulty_round_is_shown_again(small, client):
    client.force_login(small.kari)
    response = post(client, f"{small.draft.get_absolute_url()}konsensus/", quorum_percent="0", threshold_percent="x")
    assert (response.status_code, ConsensusRound.objects.count()) == (422, 0)
    page = text(response)
    assert "Velg siste dag å stemme." in page
    assert "Skriv et helt tall mellom 1 og 100." in page


def test_a_round_asks_a_fixed_number_of_questions(small, client, round_):
    asked = []
    client.force_login(small.kari)
    for peer in small.peers[:2]:
        actions.vote(round_=round_, answer="disagree", comment="Nei.", by=peer)
        client.get(round_.get_absolute_url())
        with CaptureQueriesContext(connection) as questions:
            client.get(round_.get_absolute_url())
        asked.append(len(questions))
    assert asked[0] == asked[1]
