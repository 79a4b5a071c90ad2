"""The pages of a version: who sees what, what is posted, and the difference in words."""

import datetime as dt
import uuid

import pytest

from fagvei.common import clock
from fagvei.common.templatetags.fagvei import norwegian_date
from fagvei.guideline import actions
from fagvei.guideline.actions.standing import digest_of
from fagvei.guideline.rules.difference import differences, word_by_word
from fagvei.guideline.rules.review import REVIEW_AFTER, years_after
from fagvei.guideline.tests import factories as make
from fagvei.people import actions as people


@pytest.fixture
def small(db, settings):
    """Where the national text is one's own to change; the demo has tests of its own."""
    settings.FAGVEI_DEMO = False
    found = make.make_small_guideline()
    found.kari, found.leif = make.make_pair()
    found.anna = people.add_user(
        username="anna", full_name="Anna Berg", password="demo", email="anna@example.org", by=None
    )
    return found


def text(response) -> str:
    return " ".join(response.content.decode().split())


def post(client, path, **data):
    return client.post(path, {"idempotency_key": str(uuid.uuid4()), **data})


def test_what_is_under_work_is_hidden_from_readers(small, client):
    draft = make.amend(small.first, small.kari)

    assert client.get(draft.get_absolute_url()).url.startswith("/logg-inn/")
    client.force_login(small.anna)
    assert client.get(draft.get_absolute_url()).status_code == 404
    client.force_login(small.leif)
    assert client.get(draft.get_absolute_url()).status_code == 200


def test_a_grade_is_said_to_be_of_the_text_it_was_given_for(small, client):
    said = "Graderingen ble gitt for teksten denne bygger på"
    draft = make.amend(small.first, small.kari)
    assert draft.is_graded

    client.force_login(small.kari)
    assert said in text(client.get(draft.get_absolute_url()))
    assert said not in text(client.get(small.first.get_absolute_url()))


def test_an_owner_writes_references_line_by_line_and_the_old_ones_stay_as_they_were(small, client):
    stored = [{"citation": "Pilling 2007"}]
    unit = make.make_unit(small.chapter, "PRO-3", references=stored)
    client.force_login(small.kari)
    path = post(client, f"{unit.get_absolute_url()}ny-versjon/").url
    words = {"reason": "Lest på nytt.", "short_text": make.in_force(unit).short_text, "source": make.SOURCE["source"]}
    assert "Pilling 2007</textarea>" in text(client.get(path))

    post(client, path, label="unchanged", references="Pilling 2007", **words)
    draft = unit.versions.get(number=2)
    assert (draft.label, draft.references) == ("unchanged", stored)

    typed = "Pilling 2007 | NICE\n\nMattick 1996 | https://example.no/m\nUtrygg | javascript:alert(1)"
    post(client, path, label="amended", references=typed, **words)
    assert make.again(draft).references == [
        {"citation": "Pilling 2007", "note": "NICE", "url": ""},
        {"citation": "Mattick 1996", "note": "", "url": "https://example.no/m"},
        {"citation": "Utrygg", "note": "javascript:alert(1)", "url": ""},
    ]
    page = text(client.get(draft.get_absolute_url()))
    assert '<a href="https://example.no/m">Mattick 1996</a>' in page
    assert 'href="javascript' not in page


def test_from_draft_to_reader_through_the_pages(small, client):
    address = small.first.get_absolute_url()
    client.force_login(small.kari)
    started = post(client, f"{address}ny-versjon/")
    edited = post(
        client,
        started.url,
        label="amended",
        reason="Ny kunnskap.",
        strength="must",
        short_text="Gi PRO-1 til alle som trenger det.",
        source="https://example.no/ny",
    )
    version_address = edited.url
    post(client, f"{version_address}send/")
    assert "Godkjenn versjonen" not in text(client.get(version_address))

    client.force_login(small.leif)
    page = client.get(version_address)
    assert "Godkjenn versjonen" in text(page)
    post(client, f"{version_address}godkjenn/", shown=page.context["approve_form"]["shown"].value())
    touched = 'href="/maal-og-anbefalinger/endringer/"'
    assert touched not in text(client.get(version_address))
    post(client, f"{version_address}publiser/")

    client.logout()
    page = text(client.get(version_address))
    assert touched in page
    assert "<del>" in page
    assert "alle som " in page
    assert "Ny kunnskap." in page
    assert "Gi PRO-1 til alle som trenger det." in text(client.get(address))


def test_a_faulty_draft_is_shown_again_with_sentences(small, client):
    version = actions.start_version(unit=small.first, by=small.kari)
    client.force_login(small.kari)
    response = post(client, f"{version.get_absolute_url()}skriv/", label="amended", reason="", short_text="", source="")

    assert response.status_code == 422
    assert "Skriv hva anbefalingen sier." in text(response)
    assert make.again(version).short_text == "Gi PRO-1 til den som trenger det."


def test_a_version_that_is_no_draft_leads_back_to_its_page_with_the_reason(small, client):
    version = make.amend(small.first, small.kari)
    client.force_login(small.kari)

    for response in (
        client.get(f"{version.get_absolute_url()}skriv/", follow=True),
        client.post(f"{version.get_absolute_url()}skriv/", {"label": "amended"}, follow=True),
    ):
        assert response.redirect_chain == [(version.get_absolute_url(), 302)]
        assert "Versjonen kan ikke flyttes dit" in text(response)
    assert make.again(version).state == "in_review"


def test_a_return_without_comment_says_what_is_missing(small, client):
    version = make.amend(small.first, small.kari)
    client.force_login(small.leif)
    response = post(client, f"{version.get_absolute_url()}returner/", comment="")
    assert response.status_code == 422
    assert "Skriv hva som må rettes" in text(response)


def test_approval_of_another_text_than_the_one_read_is_refused_on_the_page(small, client):
    version = make.amend(small.first, small.kari)
    client.force_login(small.leif)
    response = post(client, f"{version.get_absolute_url()}godkjenn/", shown="0" * 64)
    assert response.status_code == 422
    assert "Teksten er endret siden du leste den." in text(response)


@pytest.mark.parametrize(("who", "status"), [("kari", 302), ("leif", 403)])
def test_only_an_owner_starts(small, client, who, status):
    client.force_login(getattr(small, who))
    assert post(client, f"{small.first.get_absolute_url()}ny-versjon/").status_code == status


def test_any_two_versions_are_compared(small, client):
    for number in range(2):
        version = make.amend(small.first, small.kari, short_text=f"Tekst nummer {number}.")
        actions.approve_version(version=version, shown=digest_of(version), by=small.leif)
        actions.publish_version(version=make.again(version), by=small.kari)

    latest = make.in_force(small.first).get_absolute_url()
    assert "Forskjell fra versjon 2" in text(client.get(latest))
    assert "Forskjell fra versjon 1" in text(client.get(f"{latest}?med=1"))
    assert "Forskjell fra versjon 2" in text(client.get(f"{latest}?med=zzz"))


def test_a_changed_date_is_told_as_a_date(small, client):
    version = make.amend(small.first, small.kari, review_due_on=dt.date(2031, 5, 3))
    client.force_login(small.kari)
    page = text(client.get(version.get_absolute_url()))
    assert "3. mai 2031</ins>" in page
    assert "2031-05-03" not in page


def test_the_writer_is_told_which_date_holds_where_none_is_set(small, client):
    draft = actions.start_version(unit=small.first, by=small.kari)
    client.force_login(small.kari)
    assert "gjelder 5 år fra den dagen versjonen publiseres." in text(client.get(f"{draft.get_absolute_url()}skriv/"))


def test_a_text_that_was_reviewed_and_published_here_is_due_from_that_day(small, client):
    """The guideline of 2016 is overdue; what somebody has read and published anew is not."""
    page = small.first.get_absolute_url()
    assert "Forfalt til gjennomgang 13. mai 2021." in text(client.get(page))

    version = make.amend(small.first, small.kari)
    client.force_login(small.leif)
    assert "Forfalt til gjennomgang" not in text(client.get(version.get_absolute_url()))
    actions.approve_version(version=version, shown=digest_of(version), by=small.leif)
    actions.publish_version(version=make.again(version), by=small.kari)

    read = text(client.get(page))
    due_on = years_after(clock.today(), REVIEW_AFTER.years)
    assert f"skal gjennomgås innen {norwegian_date(due_on)}" in read
    assert make.in_force(small.first).due_on(small.guideline.updated_on) == due_on


@pytest.mark.parametrize("rows", [1, 3])
def test_a_version_page_asks_a_fixed_number_of_questions(small, client, django_assert_num_queries, rows):
    for number in range(rows):
        version = make.amend(small.first, small.kari, short_text=f"Tekst nummer {number}.")
        actions.approve_version(version=version, shown=digest_of(version), by=small.leif)
        actions.publish_version(version=make.again(version), by=small.kari)
    address = make.in_force(small.first).get_absolute_url()
    with django_assert_num_queries(5):
        client.get(address)


@pytest.mark.parametrize(
    ("before", "after"),
    [("", ""), ("", "ny"), ("gammel", ""), ("en to tre", "en fire tre"), ("a\n\nb  c", "a\nb c d")],
)
def test_no_word_is_lost_in_a_difference(before, after):
    pieces = list(word_by_word(before, after))
    assert "".join(words for what, words in pieces if what != "new") == before
    assert "".join(words for what, words in pieces if what != "gone") == after


def test_only_fields_that_differ_are_shown():
    found = differences({"A": "1", "B": "2"}, {"A": "1", "B": "3"})
    assert [(each.label, each.pieces) for each in found] == [("B", [("gone", "2"), ("new", "3")])]
