"""Assessments, walked by the doctor, the supervisor, somebody outside with a link, the leader and the mentor."""

import re

import pytest
from playwright.sync_api import expect

from fagvei.training.models import Assessment, MultisourceRound
from fagvei.training.tests import factories as records
from fagvei.training.tests import factories_of_assessments as make

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}
MODES = {"phone": (PHONE, {"has_touch": True}), "desktop": (DESKTOP, {})}


@pytest.fixture
def record(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    made = records.make_record(cast, goals=3)
    make.make_form()
    make.make_form("multisource")
    return made


@pytest.fixture(params=list(MODES))
def as_person(request, open_page, log_in, cast):
    """`as_person("anna")`: logged in; `as_person(None)`: somebody without an account."""
    viewport, options = MODES[request.param]

    def of(username):
        page = open_page(viewport, **options)
        return log_in(page, getattr(cast, username)) if username else page

    of.mode = request.param
    return of


def press(page, name):
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def answer(page):
    page.get_by_label("Hva gikk bra?").fill("Rolig og tydelig.")
    page.get_by_label("Hva kan bli bedre?").fill("Spør mer åpent.")


def test_anna_asks_and_siri_signs_on_her_phone(as_person, look, record):
    anna, siri, mode = as_person("anna"), as_person("siri"), as_person.mode

    # Given that Anna asks from the page of a goal
    anna.goto(record.goals["RUS-001"].get_absolute_url())
    anna.locator("main").get_by_role("link", name="Be om en vurdering").click()
    look(anna, f"{mode}-be-om-vurdering")
    anna.get_by_label(re.compile("Observert samtale")).check()
    anna.get_by_label(re.compile("Hva vurderes")).fill("Samtale på posten")
    anna.get_by_label("Siri Dahl").check()
    press(anna, "Be om vurderingen")
    expect(anna.locator("main").get_by_text("Venter på Siri Dahl")).to_be_visible()
    look(anna, f"{mode}-vurdering-venter")

    # When Siri finds it in her inbox and signs, comments first
    siri.goto("/oppgaver/")
    siri.locator("main").get_by_role("link", name=re.compile("Vurder Anna Berg")).click()
    look(siri, f"{mode}-vurder")
    answer(siri)
    press(siri, "Signer vurderingen")
    expect(siri.locator("main").get_by_text("Signert av Siri Dahl")).to_be_visible()

    # Then Anna reads it, and it stands on the goal
    anna.goto("/min-utdanning/vurderinger/")
    look(anna, f"{mode}-vurderinger")
    anna.locator("main").get_by_role("link", name=re.compile("Samtale på posten")).click()
    expect(anna.locator("main").get_by_text("Rolig og tydelig.")).to_be_visible()
    look(anna, f"{mode}-vurdering")
    assert Assessment.objects.get().state == "signed"


def test_somebody_outside_answers_shows_who_it_is_and_signs(as_person, look, record):
    guest, bo, mode = as_person(None), as_person("bo"), as_person.mode
    token = make.token_of(make.invite(record))

    # Given that the letter's link is opened and answered
    guest.goto(f"/svar/{token}/")
    look(guest, f"{mode}-lenke")
    answer(guest)
    press(guest, "Lever svaret")
    expect(guest.locator("main").get_by_text("teller ikke før du har vist hvem du er")).to_be_visible()
    look(guest, f"{mode}-lenke-usignert")
    assert Assessment.objects.get().state == "answered"

    # When the guest shows who it is and signs
    guest.locator("main").get_by_role("link", name=re.compile("Vis hvem du er")).click()
    look(guest, f"{mode}-identifiser")
    guest.get_by_label("HPR-nummer").fill("9800001")
    guest.get_by_label("Navn").fill("Ragnhild Foss")
    press(guest, "Identifiser meg")
    expect(guest.locator("main").get_by_text("identifisert som Ragnhild Foss")).to_be_visible()
    press(guest, "Signer vurderingen")
    expect(guest.get_by_role("heading", name="Takk for svaret")).to_be_visible()
    look(guest, f"{mode}-lenke-takk")

    # Then it counts when Bo has confirmed who it is
    bo.goto("/oppgaver/")
    bo.locator("main").get_by_role("link", name=re.compile("Bekreft ekstern vurderer")).click()
    look(bo, f"{mode}-bekreft-vurderer")
    press(bo, "Bekreft vurdereren")
    expect(bo.locator("main").get_by_text("Signert av Ragnhild Foss")).to_be_visible()
    assert Assessment.objects.get().state == "signed"


def test_a_round_is_proposed_approved_closed_read_and_given(as_person, look, record):
    anna, cecilie, guest, mode = as_person("anna"), as_person("cecilie"), as_person(None), as_person.mode

    # Given that Anna proposes seven and Cecilie approves them
    anna.goto("/min-utdanning/vurderinger/360/ny/")
    look(anna, f"{mode}-foresla-360")
    lines = "\n".join(f"{name}, {email}" for name, email in make.RATERS)
    anna.get_by_label(re.compile("Hvem kan svare")).fill(lines)
    press(anna, "Send forslaget")
    cecilie.goto("/oppgaver/")
    cecilie.locator("main").get_by_role("link", name=re.compile("Godkjenn hvem som svarer")).click()
    look(cecilie, f"{mode}-godkjenn-360")
    press(cecilie, "Godkjenn og send lenkene")
    round_ = MultisourceRound.objects.get()

    # When five have answered, one of them in the browser
    raters = list(round_.raters.order_by("pk"))
    for number, rater in enumerate(raters[:4], 1):
        make.answer_as(rater, make.rater_answers(number))
    cecilie.reload()
    expect(cecilie.locator("main").get_by_text("Færre enn fem har svart")).to_be_visible()
    guest.goto(f"/svar/{make.token_of_rater(raters[4])}/")
    look(guest, f"{mode}-svar-360")
    answer(guest)
    press(guest, "Lever svaret")
    expect(guest.get_by_role("heading", name="Takk for svaret")).to_be_visible()

    # Then Cecilie closes, reads and gives it, and Anna reads it last
    cecilie.reload()
    for button in ("Lukk runden", "Les resultatet", "Gi resultatet til legen"):
        press(cecilie, button)
    expect(cecilie.locator("main").get_by_text("Gitt til legen").first).to_be_visible()
    anna.goto(round_.get_absolute_url())
    expect(anna.get_by_role("heading", name="Resultat")).to_be_visible()
    look(anna, f"{mode}-resultat-360")
