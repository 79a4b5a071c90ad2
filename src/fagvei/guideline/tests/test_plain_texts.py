"""The guideline in plain language: nothing added, four eyes, shown only while it restates the words in force."""

import uuid

import pytest

from fagvei.audit.models import AuditEvent
from fagvei.guideline import actions
from fagvei.guideline.actions.plain_texts import print_of
from fagvei.guideline.models import PlainText, PlainTextEvent
from fagvei.guideline.queries import tasks_for
from fagvei.guideline.rules.plain_language import added_numbers
from fagvei.guideline.tests import factories as make
from fagvei.people.models import Notification

READ = "/retningslinjer/avrusning/klarsprak/"
UNIT = "/retningslinjer/avrusning/anbefalinger/PRO-1/"


@pytest.fixture
def small(db, settings):
    settings.FAGVEI_DEMO = False
    found = make.make_small_guideline()
    found.kari, found.leif = make.make_pair()
    return found


def text(response) -> str:
    return " ".join(response.content.decode().split())


def post(client, path, **data):
    return client.post(path, {"idempotency_key": str(uuid.uuid4()), **data})


def changed(small):
    """Another national text is in force."""
    return actions.publish_source_text(
        unit=small.first, kind="recommendation", short_text="Gi PRO-1 til alle.", by=None, **make.SOURCE
    )


# --- What may be said ---


@pytest.mark.parametrize(
    ("plain", "said", "added"),
    [
        ("Følges opp i minst to timer.", "oppfølging minst to timer", []),
        ("Følges opp i minst 2 timer.", "oppfølging minst to timer", []),
        ("Følges opp i minst fire timer.", "oppfølging minst to timer", ["4"]),
        ("Trapp ned 10 % i uken.", "Trapp ned gradvis.", ["10", "prosent"]),
        ("Omtrent 0,5 mg.", "Lav dose.", ["0.5", "mg"]),
        ("Ingen tall her, ikke noe å to seg av.", "Ingen.", ["2"]),
        ("Du får hjelp.", "Gi hjelp innen 24 timer.", []),
    ],
)
def test_a_number_that_the_recommendation_does_not_have_is_found(plain, said, added):
    assert added_numbers(plain, said) == added


def test_a_text_with_a_number_of_its_own_is_refused_and_nothing_is_stored(small):
    with pytest.raises(actions.NumberAdded, match="«24»"):
        actions.write_plain_text(unit=small.first, text="Du får hjelp innen 24 timer.", by=small.kari)
    assert not PlainText.objects.exists()


@pytest.mark.parametrize(
    ("plain", "said", "added"),
    [
        ("You go to somebody for at least two hours.", "oppfølging minst to timer", []),
        ("Follow up for four hours.", "oppfølging minst to timer", ["4"]),
        ("Take half of it, 10 percent.", "Trapp ned.", ["10", "halvparten", "prosent"]),
    ],
)
def test_in_english_the_numbers_are_the_english_words(plain, said, added):
    assert added_numbers(plain, said, "en") == added


# --- The way to the reader ---


def test_an_owner_writes_and_a_reviewer_approves_and_all_is_in_the_log(small):
    plain = make.plain(small.first, small.kari, small.leif)

    assert (plain.state, plain.version, plain.author) == ("approved", make.in_force(small.first), small.kari)
    assert [event.kind for event in plain.events.all()] == ["started", "sent", "approved"]
    assert plain.state == plain.events.last().state_after
    names = AuditEvent.objects.filter(name__startswith="plain_text").order_by("pk").values_list("name", "acting_as")
    assert list(names) == [
        ("plain_text_written", "guideline_owner"),
        ("plain_text_sent", "guideline_owner"),
        ("plain_text_approved", "clinical_reviewer"),
    ]
    assert Notification.objects.filter(user=small.leif, kind="plain_text_sent").count() == 1
    assert Notification.objects.get(user=small.kari, kind="plain_text_approved").text == (
        "Klarspråket for PRO-1 er godkjent og vises for alle."
    )


def test_whoever_wrote_does_not_approve(small):
    make.people.assign_role(user=small.kari, role="clinical_reviewer", by=None)
    plain = make.plain(small.first, small.kari)
    actions.send_plain_text(plain_text=plain, by=small.kari)
    with pytest.raises(actions.AuthorCannotApprove):
        actions.approve_plain_text(plain_text=plain, shown=print_of(plain), by=small.kari)


def test_another_text_than_the_one_read_is_not_approved(small):
    plain = make.plain(small.first, small.kari)
    actions.send_plain_text(plain_text=plain, by=small.kari)
    with pytest.raises(actions.ChangedSinceRead):
        actions.approve_plain_text(plain_text=plain, shown="0" * 64, by=small.leif)


def test_what_is_sent_is_not_written_in_and_what_came_back_is(small):
    plain = make.plain(small.first, small.kari)
    actions.send_plain_text(plain_text=plain, by=small.kari)
    with pytest.raises(actions.MoveNotAllowed):
        actions.write_plain_text(unit=small.first, text="Du får mer hjelp.", by=small.kari)
    actions.return_plain_text(plain_text=plain, comment="Enklere.", by=small.leif)
    again = actions.write_plain_text(unit=small.first, text="Du får mer hjelp.", by=small.kari)

    assert (again.pk, again.text, again.state) == (plain.pk, "Du får mer hjelp.", "draft")


def test_a_new_text_takes_the_place_of_the_one_shown(small):
    first = make.plain(small.first, small.kari, small.leif)
    second = make.plain(small.first, small.kari, small.leif, text="Du får hjelp.")
    first.refresh_from_db()
    assert (first.state, second.state, second.number) == ("superseded", "approved", 2)


def test_of_a_changed_recommendation_nothing_is_approved_before_the_draft_is_written_anew(small):
    plain = make.plain(small.first, small.kari)
    actions.send_plain_text(plain_text=plain, by=small.kari)
    now = changed(small)
    with pytest.raises(actions.RecommendationChanged):
        actions.approve_plain_text(plain_text=plain, shown=print_of(plain), by=small.leif)
    actions.return_plain_text(plain_text=plain, comment="Anbefalingen er endret.", by=small.leif)
    assert actions.write_plain_text(unit=small.first, text="Alle får hjelp.", by=small.kari).version == now


@pytest.mark.parametrize("act", ["write", "send", "withdraw"])
def test_only_owners_write_send_and_withdraw(small, act):
    plain = make.plain(small.first, small.kari)
    acts = {
        "write": lambda: actions.write_plain_text(unit=small.first, text="Du får hjelp.", by=small.leif),
        "send": lambda: actions.send_plain_text(plain_text=plain, by=small.leif),
        "withdraw": lambda: actions.withdraw_plain_text(plain_text=plain, reason="Feil.", by=small.leif),
    }
    with pytest.raises(actions.OwnersOnly):
        acts[act]()
    assert PlainTextEvent.objects.count() == 1


def test_the_reviewer_and_the_author_find_it_in_their_inbox(small):
    plain = make.plain(small.first, small.kari)
    assert [task.title for task in tasks_for(small.kari)] == ["Skriv ferdig klarspråk for PRO-1"]
    actions.send_plain_text(plain_text=plain, by=small.kari)
    assert [task.title for task in tasks_for(small.leif)] == ["Vurder klarspråk for PRO-1"]
    assert tasks_for(small.kari) == []


# --- What is read ---


def test_the_page_shows_what_is_approved_and_says_what_is_missing(client, small):
    make.plain(small.first, small.kari, small.leif)
    make.plain(small.second, small.kari, text="Metadon er ikke for deg.")
    page = text(client.get(READ))

    assert "1 av 2 tekster har klarspråk." in page
    assert "Du får hjelpen du trenger." in page
    assert "Metadon er ikke for deg." not in page
    assert ">PRO-2</a>" in page
    assert "1 kapittel er ikke i våre kilder, og har heller ikke klarspråk: </p>" in page
    assert "Fare for liv: ring 113." in page
    assert "Du får hjelpen du trenger." in text(client.get(UNIT))
    assert READ in text(client.get("/retningslinjer/avrusning/"))


def test_a_text_of_older_words_is_not_shown_and_counts_as_missing(client, small):
    plain = make.plain(small.first, small.kari, small.leif)
    changed(small)
    page = text(client.get(READ))

    assert "0 av 2 tekster har klarspråk." in page
    assert "Du får hjelpen du trenger." not in page
    assert "anbefalingen er endret, klarspråket må skrives om" in page
    assert "Anbefalingen er endret etter at klarspråket ble godkjent." in text(client.get(UNIT))
    assert "Anbefalingen sier noe annet nå." in text(client.get(plain.get_absolute_url()))


def test_kari_writes_on_a_page_and_leif_approves_on_another(client, small):
    write = f"{UNIT}klarsprak/skriv/"
    assert client.get(write).url.startswith("/logg-inn/")
    client.force_login(small.leif)
    assert client.get(write).status_code == 403
    client.force_login(small.kari)
    assert "Gi PRO-1 til den som trenger det." in text(client.get(write))
    refused = post(client, write, text="Du får hjelp innen 24 timer.")
    assert refused.status_code == 422
    assert "Teksten har «24», som anbefalingen ikke nevner." in text(refused)
    address = post(client, write, text="Du får hjelp.").url
    post(client, f"{address}send/")

    client.logout()
    assert client.get(address).url.startswith("/logg-inn/")
    client.force_login(small.leif)
    shown = client.get(address).context["approve_form"].initial["shown"]
    assert post(client, f"{address}godkjenn/", shown=shown).url == address
    client.logout()
    assert "Du får hjelp." in text(client.get(address))


def test_kari_takes_a_text_away(client, small):
    address = make.plain(small.first, small.kari, small.leif).get_absolute_url()
    client.force_login(small.kari)
    assert post(client, f"{address}trekk-tilbake/", reason="").status_code == 422
    post(client, f"{address}trekk-tilbake/", reason="Skrives om.")
    assert "0 av 2 tekster har klarspråk." in text(client.get(READ))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_a_fixed_number_of_questions(client, small, django_assert_num_queries, rows):
    for number in range(rows):
        make.plain(make.make_unit(small.chapter, f"MER-{number}"), small.kari, small.leif)
    client.get(READ)
    with django_assert_num_queries(5):
        client.get(READ)


# --- Languages ---


def test_each_language_has_a_text_of_its_own_that_somebody_else_approves(small):
    bokmal = make.plain(small.first, small.kari, small.leif)
    nynorsk = make.plain(small.first, small.kari, text="Du får hjelpa du treng.", language="nn")
    assert (bokmal.state, nynorsk.state, nynorsk.number) == ("approved", "draft", 2)
    assert AuditEvent.objects.order_by("-pk").first().details["language"] == "nn"
    make.people.assign_role(user=small.kari, role="clinical_reviewer", by=None)
    actions.send_plain_text(plain_text=nynorsk, by=small.kari)
    with pytest.raises(actions.AuthorCannotApprove):
        actions.approve_plain_text(plain_text=nynorsk, shown=print_of(nynorsk), by=small.kari)
    actions.approve_plain_text(plain_text=nynorsk, shown=print_of(nynorsk), by=small.leif)
    again = make.plain(small.first, small.kari, small.leif, text="Du får den hjelpa du treng.", language="nn")
    states = {each.number: each.state for each in small.first.plain_texts.all()}
    assert states == {bokmal.number: "approved", nynorsk.number: "superseded", again.number: "approved"}


@pytest.mark.parametrize(
    ("reads", "shown", "said"),
    [
        ("nb", "Du får hjelpen du trenger.", ""),
        ("nn", "Du får hjelpa du treng.", ""),
        ("en", "Du får hjelpen du trenger.", 'lang="nb"'),
    ],
)
def test_the_reader_gets_the_own_language_or_is_told_which_other_it_is(small, client, reads, shown, said):
    make.plain(small.first, small.kari, small.leif)
    make.plain(small.first, small.kari, small.leif, text="Du får hjelpa du treng.", language="nn")
    make.plain(small.first, small.kari, text="You get the help you need.", language="en")
    client.cookies["django_language"] = reads
    for address in (READ, UNIT):
        response = client.get(address)
        page = text(response)
        assert shown in page
        assert said in page
        assert "You get the help" not in page
    line = response.context["page"].plain
    assert (line.plain.text, line.is_other_language) == (shown, reads == "en")


def test_what_no_longer_holds_in_the_readers_language_is_not_shown_for_the_other(small, client):
    make.plain(small.first, small.kari, small.leif, text="Du får hjelpa du treng.", language="nn")
    changed(small)
    make.plain(small.first, small.kari, small.leif)
    client.cookies["django_language"] = "nn"
    page = text(client.get(READ))
    assert ("Du får hjelpen du trenger." in page, "Du får hjelpa du treng." in page) == (True, False)


def test_kari_chooses_the_language_she_writes_in(small, client):
    make.plain(small.first, small.kari, small.leif)
    client.force_login(small.kari)
    page = text(client.get(f"{UNIT}klarsprak/skriv/?sprak=en"))
    assert "Du skriver på engelsk." in page
    assert "Bokmål (godkjent)" in page
    assert client.get(f"{UNIT}klarsprak/skriv/?sprak=fr").status_code == 404

    made = post(client, f"{UNIT}klarsprak/skriv/?sprak=en", text="You get the help you need.")
    plain = PlainText.objects.get(language="en")
    assert (made.url, plain.state) == (plain.get_absolute_url(), "draft")
    assert f"{UNIT}klarsprak/skriv/?sprak=en" in text(client.get(made.url))
