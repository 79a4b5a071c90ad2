"""The main job, from an activity on the phone to an approved goal, walked by the four people it takes.

Anna logs, Siri signs, Anna completes, Cecilie and Siri say what they have seen, Anna sends, Bo decides. Told three times:
on a phone, on a desktop, and on a phone without JavaScript. Each page on the way is judged by axe.
"""

import re

import pytest
from hand import Hand, labelled, main
from playwright.sync_api import expect

from fagvei.audit.models import AuditEvent
from fagvei.organisations import actions as organisations
from fagvei.people.tests.cast import PASSWORD
from fagvei.training.models import PlanActivity, PlanGoal, SignOff
from fagvei.training.tests import factories as make

MOST_INTERACTIONS = 12
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}
MODES = {
    "phone": (PHONE, {"has_touch": True}),
    "desktop": (DESKTOP, {}),
    "no_js": (PHONE, {"java_script_enabled": False}),
}


SEND = re.compile("^Send til (Siri|signering)")


@pytest.fixture
def record(cast, settings, tmp_path):
    """Anna has a plan with four goals of her specialty, and has done nothing yet."""
    settings.MEDIA_ROOT = tmp_path
    organisations.save_arena(institution=cast.fjellheim, name="Poliklinikk rus", by=None)
    return make.make_record(cast, goals=4)


@pytest.fixture(params=list(MODES))
def as_person(request, open_page, log_in, cast):
    """`as_person("anna")`: a browser of her own in which she is logged in, kept for the whole story."""
    viewport, options = MODES[request.param]
    pages = {}

    def of(username: str):
        if username not in pages:
            pages[username] = log_in(open_page(viewport, **options), getattr(cast, username))
        return pages[username]

    of.mode = request.param
    return of


def log_activity(page, title: str) -> int:
    """From the plan to the sent activity; returns the number of interactions."""
    hand = Hand(page)
    page.goto("/min-utdanning/")
    hand.follow("Logg aktivitet")
    hand.choose("Hva gjorde du?", "k:procedure")
    hand.unfold("Skriv med egne ord")
    hand.write("Med egne ord", title)
    hand.tick("I dag")
    hand.choose("Hvor", page.locator("#id_arena option", has_text="Poliklinikk rus").get_attribute("value"))
    hand.tick(re.compile("RUS-001"))
    hand.tick("Siri Dahl")
    hand.attach("Vedlegg", "bevis.pdf", make.pdf())
    hand.unfold("Antall ganger og refleksjon")
    hand.write("Kort refleksjon", "Spurte før jeg ga råd.")
    hand.press(SEND)
    expect(main(page).get_by_text("Venter på Siri Dahl").first).to_be_visible()
    return hand.interactions


def test_anna_takes_a_goal_the_whole_way(as_person, look, record):
    anna, siri, cecilie, bo = map(as_person, ("anna", "siri", "cecilie", "bo"))
    goal = record.goals["RUS-001"]
    mode = as_person.mode

    # Given that Anna has logged two activities on one screen each, with a proof, in few interactions
    anna.goto("/min-utdanning/")
    look(anna, f"{mode}-min-utdanning")
    anna.goto("/aktiviteter/ny/")
    look(anna, f"{mode}-logg-aktivitet")
    interactions = [log_activity(anna, title) for title in ("Abstinensvurdering", "Motiverende samtale")]
    assert max(interactions) <= MOST_INTERACTIONS
    look(anna, f"{mode}-aktivitet-sendt")

    # When Siri signs both in a series, seeing each
    siri.goto("/oppgaver/")
    look(siri, f"{mode}-oppgaver-siri")
    siri.goto("/oppgaver/signer/")
    for number in (1, 2):
        expect(main(siri).get_by_text(f"{number} av 2")).to_be_visible()
        expect(main(siri).get_by_text("Spurte før jeg ga råd.")).to_be_visible()
        look(siri, f"{mode}-signer-{number}")
        main(siri).get_by_role("button", name="Signer", exact=True).click()
    expect(main(siri).get_by_text("Ingen aktiviteter venter")).to_be_visible()
    states = PlanActivity.objects.filter(doctor=record.anna).values_list("state", flat=True)
    assert list(states) == ["signed", "signed"]

    # And Anna completes the goal and asks Siri
    anna.goto(goal.get_absolute_url())
    look(anna, f"{mode}-mal-klart")
    main(anna).get_by_role("link", name="Fullfør målet").click()
    anna.get_by_label("Siri Dahl").check()
    look(anna, f"{mode}-fullfor")
    main(anna).get_by_role("button", name="Fullfør og be om uttalelser").click()
    expect(main(anna).get_by_text("Venter på uttalelse fra Cecilie Vik og Siri Dahl")).to_be_visible()

    # Then she cannot send it yet, and Bo cannot approve it: a sentence says what is missing
    assert main(anna).get_by_role("button", name="Send til godkjenning").count() == 0
    look(anna, f"{mode}-mal-venter")
    open_to_decide(bo, goal)
    assert main(bo).get_by_role("button", name="Godkjenn målet").count() == 0
    look(bo, f"{mode}-avgjor-mangler-uttalelser")

    # When Cecilie and Siri have said what they have seen
    for person, page in (("cecilie", cecilie), ("siri", siri)):
        page.goto(f"{goal.get_absolute_url()}uttalelse/")
        page.get_by_label("Jeg anbefaler at målet godkjennes").check()
        page.get_by_label(labelled("Begrunnelse")).fill(f"Sett i arbeid av {person}.")
        look(page, f"{mode}-uttalelse-{person}")
        main(page).get_by_role("button", name="Gi uttalelse").click()
        expect(main(page).get_by_text("Du har uttalt deg")).to_be_visible()

    # Then Anna sends, without reading the opinions yet
    anna.goto(goal.get_absolute_url())
    assert main(anna).get_by_text("Sett i arbeid av siri.").count() == 0
    main(anna).get_by_role("button", name="Send til godkjenning").click()
    expect(main(anna).get_by_text("Venter på Bo Lund").first).to_be_visible()
    look(anna, f"{mode}-mal-sendt")

    # And Bo, who has confirmed who he is, approves
    bo.goto("/oppgaver/")
    look(bo, f"{mode}-oppgaver-bo")
    open_to_decide(bo, goal)
    expect(main(bo).get_by_text("Sett i arbeid av cecilie.")).to_be_visible()
    look(bo, f"{mode}-avgjor")
    main(bo).get_by_role("button", name="Godkjenn målet").click()
    expect(main(bo).locator(".status").get_by_text(re.compile("^Godkjent"))).to_be_visible()
    look(bo, f"{mode}-mal-godkjent")
    goal.refresh_from_db()
    assert goal.state == PlanGoal.State.APPROVED
    sign_off = SignOff.objects.get(plan_goal=goal)
    assert (sign_off.by, sign_off.acting_as) == (record.bo, "leader")
    assert AuditEvent.objects.filter(name="goal_signed_off", actor_id=str(record.bo.public_id)).count() == 1

    # And Anna sees it, reads the opinions now, and sees who has read her record
    anna.goto(goal.get_absolute_url())
    expect(main(anna).get_by_text("Sett i arbeid av siri.")).to_be_visible()
    anna.goto("/innsyn/")
    for name in ("Bo Lund", "Cecilie Vik", "Siri Dahl"):
        expect(main(anna).get_by_text(name).first).to_be_visible()
    look(anna, f"{mode}-innsyn")


def open_to_decide(page, goal: PlanGoal) -> None:
    """Deciding asks once more who it is, when the last time is over five minutes ago."""
    page.goto(f"{goal.get_absolute_url()}avgjor/")
    if "/konto/bekreft/" in page.url:
        page.get_by_label("Passord").fill(PASSWORD)
        main(page).get_by_role("button", name="Bekreft").click()
    page.wait_for_url(re.compile("/avgjor/$"))


def test_an_activity_takes_at_most_twelve_interactions_on_the_phone(phone, log_in, record):
    log_in(phone, record.anna)

    assert log_activity(phone, "Abstinensvurdering") <= MOST_INTERACTIONS

    activity = PlanActivity.objects.get()
    assert (activity.state, activity.waiting_on, activity.attachments.count()) == ("sent", record.siri, 1)


def test_the_second_time_the_phone_remembers(phone, log_in, record):
    """«Samme som sist» fills in everything but the day."""
    make.make_activity(record, sent=True, title="Abstinensvurdering")
    hand = Hand(log_in(phone, record.anna))
    phone.goto("/aktiviteter/ny/")

    hand.unfold("Samme som sist")
    hand.follow("Abstinensvurdering")
    hand.press(SEND)

    expect(main(phone).get_by_text("Venter på Siri Dahl").first).to_be_visible()
    assert hand.interactions == 3
    assert PlanActivity.objects.filter(state="sent", title="Abstinensvurdering").count() == 2


def test_siri_returns_with_a_comment_and_anna_sends_again(page, look, open_page, log_in, record):
    activity = make.make_activity(record, sent=True, title="Abstinensvurdering")
    log_in(page, record.siri).goto("/oppgaver/signer/")

    main(page).locator("summary").get_by_text("Returner", exact=False).first.click()
    page.get_by_label("Hva må endres?").fill("Skriv hvor det var.")
    look(page, "returner")
    main(page).get_by_role("button", name="Returner", exact=False).last.click()
    expect(page.get_by_text("er returnert med kommentaren din")).to_be_visible()

    activity.refresh_from_db()
    assert activity.state == "returned"
    anna = log_in(open_page(page.viewport_size), record.anna)
    anna.goto(activity.get_absolute_url())
    expect(main(anna).get_by_text("Skriv hvor det var.").first).to_be_visible()
    look(anna, "returnert-til-anna")


def test_dag_finds_nothing_of_anna(page, look, log_in, record):
    goal = make.bring_goal(record, "RUS-001", "sent")
    log_in(page, record.dag)

    for path in (goal.get_absolute_url(), f"{goal.get_absolute_url()}avgjor/", f"/leger/{record.anna.public_id}/"):
        page.goto(path)
        if "/konto/bekreft/" in page.url:
            page.get_by_label("Passord").fill(PASSWORD)
            main(page).get_by_role("button", name="Bekreft").click()
        assert "Anna Berg" not in page.content()
        assert page.get_by_role("heading", level=1).inner_text() != ""
        assert "RUS-001" not in page.content()
    look(page, "dag-404")


def test_the_back_button_shows_nothing_after_logout(desktop, log_in, record):
    log_in(desktop, record.anna).goto("/min-utdanning/")
    expect(main(desktop).get_by_text("RUS-001").first).to_be_visible()

    desktop.locator("header").get_by_text("Anna Berg").click()
    desktop.get_by_role("button", name="Logg ut").click()
    desktop.wait_for_url(re.compile("/logget-ut/"))
    desktop.go_back()

    assert "RUS-001" not in desktop.content()
    desktop.goto("/min-utdanning/")
    assert "/logg-inn/" in desktop.url


def test_a_login_that_has_expired_says_so_and_leads_back(page, look, log_in, record):
    log_in(page, record.anna).goto("/min-utdanning/")
    page.context.clear_cookies()

    page.goto("/aktiviteter/ny/")

    assert "/logg-inn/?next=/aktiviteter/ny/" in page.url
    page.get_by_label("Brukernavn").fill("anna")
    page.get_by_label("Passord").fill(PASSWORD)
    main(page).get_by_role("button", name="Logg inn", exact=True).click()
    page.wait_for_url(re.compile("/aktiviteter/ny/$"))


def test_bo_approves_by_keyboard_alone(desktop, look, tab_to, log_in, record):
    goal = make.bring_goal(record, "RUS-001", "sent")
    make.make_activity(record, signed=True)
    log_in(desktop, record.bo).goto("/oppgaver/")

    tab_to(desktop, "Avgjør")
    desktop.keyboard.press("Enter")
    desktop.wait_for_url(re.compile("bekreft"))
    desktop.get_by_label("Passord").focus()
    desktop.keyboard.type(PASSWORD)
    desktop.keyboard.press("Enter")
    desktop.wait_for_url(re.compile("/avgjor/"))
    tab_to(desktop, "Godkjenn målet")
    look(desktop, "tastatur-avgjor")
    desktop.keyboard.press("Enter")
    expect(main(desktop).locator(".status").get_by_text(re.compile("^Godkjent"))).to_be_visible()

    goal.refresh_from_db()
    assert goal.state == PlanGoal.State.APPROVED


def test_a_goal_chosen_while_suggestions_are_on_their_way_stays_chosen(open_page, log_in, cast, record):
    # Given a slow line on which the suggestions for a kind of activity take their time
    page = log_in(open_page(PHONE), cast.anna)
    page.goto("/aktiviteter/ny/")
    waiting = []
    page.route("**/aktiviteter/ny/?*", lambda route: waiting.append(route))
    with page.expect_request("**/aktiviteter/ny/?*"):
        Hand(page).choose("Hva gjorde du?", "k:procedure")

    # When Anna chooses a goal before they land
    goal = page.get_by_label(re.compile("RUS-001"))
    goal.check()
    with page.expect_response("**/aktiviteter/ny/?*"):
        waiting.pop().continue_()

    # Then it is still chosen
    page.wait_for_function("() => !document.querySelector('.htmx-request, .htmx-settling')")
    expect(goal).to_be_checked()
