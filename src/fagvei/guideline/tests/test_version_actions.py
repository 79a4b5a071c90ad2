"""A version's way to the reader: four eyes, a reason for every change, and nothing published is ever edited."""

import datetime as dt

import pytest
from django.test import override_settings

from fagvei.audit.models import AuditEvent
from fagvei.common.refusal import Refusal
from fagvei.guideline import actions
from fagvei.guideline.actions.standing import digest_of
from fagvei.guideline.models import UnitVersion, VersionEvent
from fagvei.guideline.queries import tasks_for
from fagvei.guideline.tests import factories as make
from fagvei.people import actions as people
from fagvei.people.models import Notification


@pytest.fixture
def small(db, settings):
    """Where the national text is one's own to change; the demo has tests of its own."""
    settings.FAGVEI_DEMO = False
    found = make.make_small_guideline()
    found.kari, found.leif = make.make_pair()
    return found


def refused(act) -> str:
    """The code of the refusal; "" when nothing refused."""
    try:
        act()
    except Refusal as refusal:
        return refusal.code
    return ""


def approved(small) -> UnitVersion:
    version = make.amend(small.first, small.kari)
    return actions.approve_version(version=version, shown=digest_of(version), by=small.leif)


def events(version) -> list[tuple[str, str]]:
    return [(event.kind, event.state_after) for event in version.events.order_by("pk")]


def test_kari_writes_leif_approves_and_the_earlier_text_is_superseded(small):
    before = make.in_force(small.first)

    published = actions.publish_version(version=approved(small), by=small.leif)

    before.refresh_from_db()
    assert (before.state, published.state, published.number) == ("superseded", "published", 2)
    assert make.in_force(small.first).short_text == "En bedre tekst."
    assert published.published_on is not None
    assert events(published) == [
        ("started", "draft"),
        ("edited", "draft"),
        ("sent", "in_review"),
        ("approved", "approved"),
        ("published", "published"),
    ]
    names = list(AuditEvent.objects.order_by("pk").values_list("name", flat=True))
    assert names[-5:] == [
        "unit_version_started",
        "unit_version_edited",
        "unit_version_sent",
        "unit_version_approved",
        "unit_version_published",
    ]


def test_the_verdict_keeps_role_and_the_print_of_what_was_read(small):
    version = approved(small)
    verdict = version.events.get(kind="approved")
    assert (verdict.by, verdict.acting_as, verdict.content_digest) == (
        small.leif,
        "clinical_reviewer",
        digest_of(version),
    )


def test_the_author_cannot_approve_even_as_a_reviewer(small):
    people.assign_role(user=small.kari, role="clinical_reviewer", by=None)
    version = make.amend(small.first, small.kari)

    assert refused(lambda: actions.approve_version(version=version, shown=digest_of(version), by=small.kari)) == (
        "author_cannot_approve"
    )
    assert make.again(version).state == "in_review"


def test_whoever_edited_cannot_approve_either(small):
    people.assign_role(user=small.leif, role="guideline_owner", by=None)
    version = make.amend(small.first, small.kari, sent=False)
    actions.edit_version(version=version, label="amended", reason="Mer.", short_text="Enda en.", by=small.leif)
    version = actions.send_version(version=make.again(version), by=small.kari)

    assert refused(lambda: actions.approve_version(version=version, shown=digest_of(version), by=small.leif)) == (
        "author_cannot_approve"
    )


def test_what_was_not_read_is_not_approved(small):
    version = make.amend(small.first, small.kari)
    assert refused(lambda: actions.approve_version(version=version, shown="0" * 64, by=small.leif)) == (
        "changed_since_read"
    )


@pytest.mark.parametrize(
    ("label", "reason", "text", "code"),
    [
        ("amended", "", "Ny.", "reason_missing"),
        ("amended", "Fordi.", None, "nothing_changed"),
        ("unchanged", "Lest.", "Ny.", "something_changed"),
        ("deleted", "Ut.", "Ny.", "something_changed"),
        ("unchanged", "Lest.", None, ""),
        ("deleted", "Ut.", None, ""),
        ("amended", "Fordi.", "Ny.", ""),
    ],
)
def test_every_change_has_the_right_label_and_a_reason(small, label, reason, text, code):
    version = actions.start_version(unit=small.first, by=small.kari)
    content = {"short_text": text} if text else {}
    assert code == refused(
        lambda: actions.edit_version(version=version, label=label, reason=reason, by=small.kari, **content)
    )


def test_a_reviewed_text_may_get_a_new_date_and_nothing_else(small):
    version = actions.start_version(unit=small.first, by=small.kari)
    version = actions.edit_version(
        version=version, label="unchanged", reason="Lest.", review_due_on=dt.date(2030, 1, 1), by=small.kari
    )
    assert version.label == "unchanged"


def test_a_draft_without_source_is_refused(small):
    version = actions.start_version(unit=small.first, by=small.kari)
    assert (
        refused(lambda: actions.edit_version(version=version, label="amended", reason="R.", source="", by=small.kari))
        == "sources_missing"
    )


def test_an_untouched_draft_is_not_sent(small):
    version = actions.start_version(unit=small.first, by=small.kari)
    assert refused(lambda: actions.send_version(version=version, by=small.kari)) == "reason_missing"


def test_the_english_words_do_not_outlive_the_text_they_translate(small):
    unit = make.make_unit(small.chapter, "PRO-9", short_text_en="Give it.")
    assert make.amend(unit, small.kari, sent=False).short_text_en == ""


def test_words_of_our_own_are_not_said_to_be_read_first_hand(small):
    amended = make.amend(small.first, small.kari, sent=False)
    untouched = actions.start_version(unit=small.second, by=small.kari)

    assert (amended.verification, untouched.verification) == ("imported", "secondary")
    assert make.in_force(small.first).verification == "primary"


def test_only_one_draft_at_a_time(small):
    actions.start_version(unit=small.first, by=small.kari)
    assert refused(lambda: actions.start_version(unit=small.first, by=small.kari)) == "draft_is_open"


def test_a_returned_version_comes_back_with_the_comment(small):
    version = make.amend(small.first, small.kari)

    assert refused(lambda: actions.return_version(version=version, comment="", by=small.leif)) == "comment_missing"
    actions.return_version(version=version, comment="Oppgi kilde.", by=small.leif)

    assert make.again(version).state == "draft"
    assert version.events.get(kind="returned").comment == "Oppgi kilde."
    assert Notification.objects.filter(user=small.kari, kind="unit_version_returned").count() == 1


@pytest.mark.parametrize("by", ["kari", "leif"])
@pytest.mark.parametrize("approved", [True, False])
def test_an_error_found_before_publishing_is_mended_in_the_draft(small, by, approved):
    """Before, an approved text with an error had to be published before it could be corrected."""
    version = make.amend(small.first, small.kari)
    if approved:
        actions.approve_version(version=version, shown=digest_of(version), by=small.leif)
    person = getattr(small, by)
    assert refused(lambda: actions.reopen_version(version=version, comment="", by=person)) == "comment_missing"

    actions.reopen_version(version=version, comment="Tallet er feil.", by=person)

    assert make.again(version).state == "draft"
    assert version.events.get(kind="reopened").comment == "Tallet er feil."
    told = Notification.objects.filter(user=small.kari, kind="unit_version_reopened").count()
    assert told == (1 if by == "leif" else 0)
    assert refused(lambda: actions.publish_version(version=version, by=small.kari)) == "move_not_allowed"
    actions.edit_version(version=version, label="amended", reason="Rettet.", short_text="Riktig tall.", by=small.kari)


def test_a_draft_is_not_taken_back_and_outsiders_take_nothing_back(small):
    draft = make.amend(small.first, small.kari, sent=False)
    assert refused(lambda: actions.reopen_version(version=draft, comment="Nei.", by=small.kari)) == "move_not_allowed"
    [peer] = make.make_peers(1)
    sent = make.amend(small.second, small.kari)
    assert refused(lambda: actions.reopen_version(version=sent, comment="Nei.", by=peer)) == "reviewers_only"


@pytest.mark.parametrize("act", ["edit", "send", "return", "reopen", "approve", "publish", "withdraw"])
def test_published_text_cannot_be_moved_but_by_withdrawal(small, act):
    version = make.in_force(small.first)
    people.assign_role(user=small.kari, role="clinical_reviewer", by=None)
    verbs = {
        "edit": lambda: actions.edit_version(
            version=version, label="amended", reason="R.", short_text="X", by=small.kari
        ),
        "send": lambda: actions.send_version(version=version, by=small.kari),
        "return": lambda: actions.return_version(version=version, comment="R.", by=small.kari),
        "reopen": lambda: actions.reopen_version(version=version, comment="R.", by=small.kari),
        "approve": lambda: actions.approve_version(version=version, shown=digest_of(version), by=small.kari),
        "publish": lambda: actions.publish_version(version=version, by=small.kari),
        "withdraw": lambda: actions.withdraw_version(version=version, reason="Feil.", by=small.kari),
    }
    code = refused(verbs[act])
    if act == "withdraw":
        assert (code, make.again(version).state) == ("", "withdrawn")
    else:
        assert code in {"move_not_allowed", "reason_missing"}
        assert make.again(version).short_text == "Gi PRO-1 til den som trenger det."


def test_a_withdrawn_text_is_gone_from_the_guideline_and_stays_at_its_address(small, client):
    version = make.in_force(small.first)
    actions.withdraw_version(version=version, reason="Feil.", by=small.kari)

    assert "PRO-1" not in client.get("/retningslinjer/avrusning/").content.decode()
    assert "trukket tilbake" in client.get(small.first.get_absolute_url()).content.decode()
    assert client.get(version.get_absolute_url()).status_code == 200


def test_others_do_nothing(small):
    version = make.amend(small.first, small.kari)
    draft = make.amend(small.second, small.kari, sent=False)
    assert refused(lambda: actions.start_version(unit=small.first, by=small.leif)) == "owners_only"
    assert refused(lambda: actions.send_version(version=draft, by=small.leif)) == "owners_only"
    assert refused(lambda: actions.approve_version(version=version, shown=digest_of(version), by=small.kari)) == (
        "reviewers_only"
    )
    assert refused(lambda: make.check(small.document, by=small.leif)) == "owners_only"


def test_the_state_is_what_the_events_say(small):
    """The projection rebuilt: for every version, the state after its last event."""
    actions.publish_version(version=approved(small), by=small.kari)
    make.amend(small.second, small.kari)
    for version in UnitVersion.objects.all():
        last = VersionEvent.objects.filter(version=version).order_by("pk").last()
        assert (version.state, version.since) == (last.state_after, last.at)
    assert sorted(UnitVersion.objects.values_list("state", flat=True)) == [
        "in_review",
        "published",
        "published",
        "superseded",
    ]


# --- The local layer of the demo ---


@override_settings(FAGVEI_DEMO=True)
def test_in_the_demo_a_change_is_a_marked_layer_beside_the_untouched_national_text(small, client):
    published = actions.publish_version(version=approved(small), by=small.leif)

    assert (published.layer, published.is_demo, published.verification) == ("local", True, "demo")
    assert make.in_force(small.first).short_text == "Gi PRO-1 til den som trenger det."
    page = client.get(small.first.get_absolute_url()).content.decode()
    assert "Gi PRO-1 til den som trenger det." in page
    assert "En bedre tekst." in page
    assert "demodata" in page


@override_settings(FAGVEI_DEMO=True)
def test_in_the_demo_the_national_text_is_not_withdrawn(small):
    version = make.in_force(small.first)
    assert (
        refused(lambda: actions.withdraw_version(version=version, reason="Feil.", by=small.kari)) == "move_not_allowed"
    )


# --- What waits ---


def kinds(user) -> list[str]:
    return [task.kind for task in tasks_for(user)]


def test_each_step_waits_for_the_right_person(small):
    version = make.amend(small.first, small.kari, sent=False)
    assert (kinds(small.kari), kinds(small.leif)) == (["guideline_draft"], [])

    actions.send_version(version=version, by=small.kari)
    assert (kinds(small.kari), kinds(small.leif)) == ([], ["guideline_review"])
    assert Notification.objects.filter(user=small.leif, kind="unit_version_sent").count() == 1

    version = make.again(version)
    actions.approve_version(version=version, shown=digest_of(version), by=small.leif)
    assert (kinds(small.kari), kinds(small.leif)) == (["guideline_publish"], [])

    actions.publish_version(version=make.again(version), by=small.kari)
    assert (kinds(small.kari), kinds(small.leif)) == ([], [])


def test_tasks_cost_everybody_else_their_roles_and_their_own_comments(small, django_assert_num_queries):
    make.amend(small.first, small.kari)
    anna = people.add_user(username="anna", full_name="Anna Berg", password="demo", email="anna@example.org", by=None)
    with django_assert_num_queries(2):
        assert tasks_for(anna) == []
