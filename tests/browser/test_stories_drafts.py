"""What is written on a phone survives a lost network and an expired login, and is gone when it is saved or one logs out."""

import re

import pytest
from django.contrib.sessions.models import Session
from hand import Hand
from playwright.sync_api import expect

from fagvei.organisations import actions as organisations
from fagvei.people.tests.cast import PASSWORD
from fagvei.training.models import PlanActivity
from fagvei.training.tests import factories as make

LOG = "/aktiviteter/ny/"
FETCHED = "Det du skrev sist, er hentet fram fra denne enheten."


@pytest.fixture
def record(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    organisations.save_arena(institution=cast.fjellheim, name="Poliklinikk rus", by=None)
    return make.make_record(cast, goals=4)


def write_down(page, title="Abstinensvurdering"):
    page.goto(LOG)
    page.get_by_label("Hva gjorde du?").select_option("k:procedure")
    hand = Hand(page)
    hand.unfold("Skriv med egne ord")
    page.locator("#id_title").fill(title)
    page.get_by_label("RUS-001").check()
    page.get_by_label("Siri Dahl").check()
    hand.unfold("Antall ganger og refleksjon")
    page.locator("#id_reflection").fill("Spurte før jeg ga råd.")


def send(page):
    page.locator("main [data-finish]").click()


def drafts(page):
    return page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('fagvei-draft:')).length")


def is_filled_in(page):
    expect(page.get_by_text(FETCHED)).to_be_visible()
    expect(page.locator("#id_title")).to_have_value("Abstinensvurdering")
    expect(page.locator("#id_reflection")).to_have_value("Spurte før jeg ga råd.")
    expect(page.get_by_label("RUS-001")).to_be_checked()
    expect(page.get_by_label("Siri Dahl")).to_be_checked()


def is_sent_once(page, record):
    expect(page.locator("main").get_by_text("Venter på Siri Dahl").first).to_be_visible()
    assert list(PlanActivity.objects.values_list("title", "reflection", "state")) == [
        ("Abstinensvurdering", "Spurte før jeg ga råd.", "sent")
    ]
    assert drafts(page) == 0


def test_a_draft_survives_a_lost_network(page, log_in, look, record):
    log_in(page, record.anna)
    write_down(page)

    # When the network is away, the page stays and says so
    page.context.set_offline(True)
    send(page)
    expect(page.get_by_text("Du er uten nett.")).to_be_visible()

    # And when the tab is closed and opened again with the network back
    page.context.set_offline(False)
    page.goto("/min-utdanning/")
    page.goto(LOG)
    is_filled_in(page)
    look(page, "utkast")
    send(page)

    is_sent_once(page, record)


def test_an_answer_that_was_lost_is_not_saved_twice(phone, log_in, record):
    """The server saved it, and the phone never heard so."""
    log_in(phone, record.anna)
    write_down(phone)
    phone.context.route("**/aktiviteter/ny/", lambda route: (route.fetch(max_redirects=0), route.abort()))
    send(phone)
    phone.wait_for_timeout(500)
    phone.context.unroute_all(behavior="wait")
    phone.context.clear_cookies(name="fagvei_saved")  # which came with the lost answer
    phone.complaints.clear()
    assert PlanActivity.objects.count() == 1

    phone.goto(LOG)
    is_filled_in(phone)
    send(phone)

    is_sent_once(phone, record)


def test_a_draft_survives_an_expired_login(page, log_in, look, record):
    log_in(page, record.anna)
    write_down(page)
    Session.objects.all().delete()

    send(page)

    # She is told, logs in, and stands at the form with what she wrote
    expect(page.get_by_text("Du var logget ut, så det du sendte, er ikke lagret.")).to_be_visible()
    look(page, "logget-ut")
    assert not PlanActivity.objects.exists()
    page.get_by_label("Brukernavn").fill("anna")
    page.get_by_label("Passord").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Logg inn").click()
    page.wait_for_url("**/aktiviteter/ny/")
    is_filled_in(page)
    send(page)

    is_sent_once(page, record)


def test_a_page_that_answers_keeps_what_the_server_made_of_it(phone, log_in, record):
    """A list that was looked over is shown as it was read, not as an older draft had it."""
    log_in(phone, record.anna)
    phone.goto("/min-utdanning/prosedyrer/mange/")
    phone.locator("#id_rows").fill("Noe annet")
    calendar = {"name": "liste.csv", "mimeType": "text/csv", "buffer": b"prosedyre;dato\nSamtale;1.1.2026\n"}
    phone.get_by_label("Eller velg en fil").set_input_files(calendar)
    phone.get_by_role("button", name="Se over").click()
    expect(phone.locator("#id_rows")).to_have_value(re.compile("Samtale\t1.1.2026"))
    expect(phone.get_by_text(FETCHED)).to_be_hidden()


def test_without_javascript_a_page_says_what_happened(no_js, look, log_in, record):
    log_in(no_js, record.anna)
    write_down(no_js)
    Session.objects.all().delete()

    send(no_js)

    expect(no_js.get_by_role("heading", level=1)).to_have_text("Du var logget ut")
    expect(no_js.get_by_label("Dette skrev du")).to_have_value("Spurte før jeg ga råd.")
    look(no_js, "logget-ut-no-js")
    with no_js.context.expect_page() as opened:
        no_js.get_by_role("link", name="Logg inn i en ny fane").click()
    no_js = opened.value
    no_js.complaints = []
    no_js.get_by_label("Brukernavn").fill("anna")
    no_js.get_by_label("Passord").fill(PASSWORD)
    no_js.locator("main").get_by_role("button", name="Logg inn").click()
    expect(no_js.get_by_role("heading", level=1)).to_have_text("Logg aktivitet")


def test_a_draft_is_thrown_away_by_its_owner_by_logout_and_by_the_next_person(phone, log_in, record):
    log_in(phone, record.anna)
    write_down(phone)
    phone.goto(LOG)
    phone.get_by_role("button", name="Forkast").click()
    expect(phone.locator("#id_title")).to_have_value("")
    assert drafts(phone) == 0

    write_down(phone)
    assert drafts(phone) == 1
    log_in(phone, record.bo)
    phone.goto("/oppgaver/")
    assert drafts(phone) == 0

    log_in(phone, record.anna)
    write_down(phone)
    phone.locator("summary", has_text="Anna Berg").click()
    phone.get_by_role("button", name="Logg ut").click()
    phone.wait_for_url("**/logget-ut/")
    assert drafts(phone) == 0


def test_an_opinion_stays_on_the_page_while_the_network_is_away(phone, log_in, look, record):
    """Of another person's record nothing is kept on the device, so the page itself keeps what was written."""
    goal = make.bring_goal(record, "RUS-001", "completed")
    log_in(phone, record.siri)
    phone.goto(f"{goal.get_absolute_url()}uttalelse/")
    phone.get_by_label("Jeg anbefaler at målet godkjennes").check()
    phone.locator("#id_reason").fill("Så henne gjøre det tre ganger.")

    phone.context.set_offline(True)
    Hand(phone).press("Gi uttalelse")
    said = phone.get_by_text("Du er uten nett, så ingenting er sendt.")
    expect(said).to_be_visible()
    look(phone, "uttalelse-uten-nett")
    expect(phone.locator("#id_reason")).to_have_value("Så henne gjøre det tre ganger.")
    assert drafts(phone) == 0

    phone.context.set_offline(False)
    expect(said).to_have_count(0)
    Hand(phone).press("Gi uttalelse")
    phone.wait_for_url(lambda url: "uttalelse" not in url)
    assert [opinion.reason for opinion in goal.opinions.all()] == ["Så henne gjøre det tre ganger."]
