"""The leader looks at the team, lets the education lead in, calls a panel and hands over; told on a phone and a desktop."""

import datetime as dt

import pytest
from hand import main
from playwright.sync_api import expect

from fagvei.common import clock
from fagvei.people import actions as people
from fagvei.training import actions
from fagvei.training.models import AssessmentPanel, Handover, RecordGrant
from fagvei.training.tests import factories as make

WEEK = dt.timedelta(days=7)
SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 800}}


@pytest.fixture
def record(cast, settings, tmp_path):
    """Anna has one goal approved, one that an opinion advises against, and an activity that waits for Siri."""
    settings.MEDIA_ROOT = tmp_path
    record = make.make_record(cast, goals=4)
    make.make_activity(record, signed=True)
    make.bring_goal(record, "RUS-001", "approved")
    make.bring_goal(record, "RUS-002", "sent", against=True)
    make.make_activity(record, sent=True)
    return record


@pytest.fixture
def jorunn(record):
    user = people.add_user(username="jorunn", full_name="Jorunn Bakke", email="jorunn@example.org", by=None)
    people.assign_role(user=user, role="education_lead", institution=record.fjellheim, by=None)
    return user


@pytest.fixture(params=list(SIZES))
def as_person(request, open_page, log_in):
    pages = {}

    def of(user):
        if user.username not in pages:
            pages[user.username] = log_in(open_page(SIZES[request.param]), user)
        return pages[user.username]

    of.size = request.param
    return of


def test_bo_sees_what_is_missing_and_where_it_is_learned(as_person, look, record):
    bo, size = as_person(record.bo), as_person.size

    # Given the team: a matrix on a desktop, a list with the most urgent gap on a phone
    bo.goto("/leger/oversikt/")
    look(bo, f"{size}-teamet")
    if size == "phone":
        expect(bo.get_by_role("heading", name="Det som haster mest for hver lege")).to_be_visible()
        bo.locator(".team-list a").first.click()
    else:
        bo.locator(".matrix td a").nth(1).click()

    # Then one cell is explained
    expect(bo.locator("#cell").get_by_role("heading", name="Gjenstår")).to_be_visible()
    look(bo, f"{size}-teamet-rute")

    # And the warnings and the waiting times are a press away, and Anna reads the same warnings
    bo.goto("/leger/oversikt/varsler/")
    look(bo, f"{size}-varsler")
    bo.goto("/leger/oversikt/ventetider/")
    expect(main(bo).get_by_text("Siri Dahl").first).to_be_visible()
    look(bo, f"{size}-ventetider")
    anna = as_person(record.anna)
    anna.goto("/min-utdanning/varsler/")
    look(anna, f"{size}-mine-varsler")


def test_jorunn_sees_numbers_until_bo_lets_her_look(as_person, look, record, jorunn):
    bo, page, size = as_person(record.bo), as_person(jorunn), as_person.size

    # Given numbers only, and too few doctors for any
    page.goto("/utdanning/tall/")
    expect(main(page).get_by_text("For få leger til å vise tall.")).to_be_visible()
    look(page, f"{size}-tall")
    page.goto("/utdanning/terskler/")
    look(page, f"{size}-terskler")
    actions.set_task_deadline(
        institution=record.fjellheim, kind="signing", days=14, valid_from=clock.today(), reason="LUU.", by=jorunn
    )
    page.goto("/utdanning/frister/")
    main(page).locator("summary").get_by_text("Historien").first.click()
    look(page, f"{size}-frister")

    # When Bo lets her look at Anna's progress
    bo.goto("/innsyn/gi/")
    bo.get_by_label("Hvem får innsyn?").select_option(label="Jorunn Bakke")
    bo.get_by_label("Hva skal innsynet brukes til?").fill("Planlegge rotasjon.")
    bo.get_by_label("Til og med").fill(f"{clock.today() + 4 * WEEK:%Y-%m-%d}")
    look(bo, f"{size}-gi-innsyn")
    main(bo).get_by_role("button", name="Gi innsyn").click()
    expect(main(bo).get_by_text("Jorunn Bakke ser Anna Berg")).to_be_visible()
    assert RecordGrant.objects.get().doctor == record.anna

    # Then she sees it, and Anna sees that she has
    page.goto("/utdanning/tall/")
    main(page).get_by_role("link", name="Anna Berg").click()
    expect(page.get_by_role("heading", name="Fremdriften til Anna Berg")).to_be_visible()
    look(page, f"{size}-innsyn")
    anna = as_person(record.anna)
    anna.goto("/innsyn/")
    expect(main(anna).get_by_text("Jorunn Bakke").first).to_be_visible()


def test_a_panel_is_called_told_and_held_and_bo_still_decides(as_person, look, record):
    bo, cecilie, anna, size = as_person(record.bo), as_person(record.cecilie), as_person(record.anna), as_person.size

    # Given a panel without Anna about the goal that somebody advises against
    bo.goto(f"/leger/{record.anna.public_id}/evalueringskollegium/")
    assert bo.get_by_label("RUS-002", exact=False).first.is_checked()
    bo.get_by_label("Dato").fill(f"{clock.today() + WEEK:%Y-%m-%d}")
    bo.get_by_label("Klokkeslett").fill("14:30")
    bo.get_by_label("Siri Dahl").check()
    bo.get_by_label("Nei. Veilederen orienterer legen før og etter").check()
    look(bo, f"{size}-kall-inn")
    main(bo).get_by_role("button", name="Kall inn kollegiet").click()
    expect(main(bo).get_by_text("Veilederen må orientere legen før møtet kan føres.", exact=False)).to_be_visible()
    look(bo, f"{size}-kollegium-innkalt")
    panel = AssessmentPanel.objects.get()

    # When Cecilie has told Anna, Bo writes the minutes
    cecilie.goto("/oppgaver/")
    main(cecilie).get_by_role("link", name="Orienter", exact=False).click()
    look(cecilie, f"{size}-orienter")
    main(cecilie).get_by_role("button", name="Jeg har orientert legen").click()
    expect(main(cecilie).get_by_text("Registrert. Legen har fått beskjed.", exact=False)).to_be_visible()
    AssessmentPanel.objects.update(meets_at=clock.now())  # a week later
    bo.goto(f"{panel.get_absolute_url()}hold/")
    bo.get_by_label("Referat").fill("Vi så på helheten.")
    bo.get_by_label("råder til godkjenning").check()
    look(bo, f"{size}-referat")
    main(bo).get_by_role("button", name="Før referatet").click()

    # Then Anna reads it when Cecilie has told her again, and nothing is approved
    anna.goto(panel.get_absolute_url())
    assert main(anna).get_by_text("Vi så på helheten.").count() == 0
    cecilie.goto(panel.get_absolute_url())
    main(cecilie).get_by_role("button", name="Jeg har orientert legen").click()
    expect(main(cecilie).get_by_text("Registrert. Legen har fått beskjed.", exact=False)).to_be_visible()
    anna.goto(panel.get_absolute_url())
    expect(main(anna).get_by_text("Vi så på helheten.")).to_be_visible()
    look(anna, f"{size}-kollegium-anna")
    record.goals["RUS-002"].refresh_from_db()
    assert record.goals["RUS-002"].state == "sent"


def test_siri_hands_over_to_ines_and_anna_agrees(as_person, look, record):
    ines = people.add_user(username="ines", full_name="Ines Dahle", email="ines@example.org", by=None)
    people.assign_role(user=ines, role="supervisor", institution=record.fjellheim, by=None)
    bo, anna, size = as_person(record.bo), as_person(record.anna), as_person.size

    bo.goto(f"/leger/{record.anna.public_id}/overlever/supervisor/")
    expect(main(bo).get_by_text("venter på signatur siden").first).to_be_visible()
    bo.get_by_label("Søk etter person").fill("Ines")
    main(bo).get_by_role("button", name="Søk").click()
    bo.get_by_label("Hvem overleverer?").select_option(label="Siri Dahl")
    bo.get_by_label("Fra og med").fill(f"{clock.today() + WEEK:%Y-%m-%d}")
    bo.get_by_label("Begrunnelse for byttet").fill("Ny avdeling.")
    look(bo, f"{size}-overlever")
    main(bo).get_by_role("button", name="Overlever").click()
    handover = Handover.objects.get()

    anna.goto(handover.get_absolute_url())
    look(anna, f"{size}-overlevering")
    main(anna).get_by_role("button", name="La Ines Dahle signere").click()
    expect(main(anna).get_by_text("Legen har godtatt at Ines Dahle signerer det som venter.")).to_be_visible()
    with clock.at(handover.takes_effect_at):
        assert actions.settle_everything() == 1
        assert record.anna.activities.get(state="sent").supervisor == ines
