"""Anna brings the report of the old portal; Bo goes through it beside the original; she sees what counts."""

import pytest
from hand import main
from playwright.sync_api import expect

from fagvei.people.tests.cast import PASSWORD
from fagvei.training.models import PlanGoal, TransferDecision
from fagvei.training.tests import factories as make
from fagvei.training.tests.transfer_factories import REPORT

SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 800}}


@pytest.fixture
def record(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make.make_record(cast, goals=4)


@pytest.mark.parametrize("size", list(SIZES))
def test_nobody_types_years_again(size, open_page, log_in, look, record):
    # Given that Anna pastes her report and sees each line judged
    anna = log_in(open_page(SIZES[size]), record.anna)
    anna.goto("/min-utdanning/")
    main(anna).get_by_role("link", name="Fra den gamle portalen").click()
    anna.get_by_label("Kort om hva det er").fill("Rapport fra portalen")
    anna.get_by_label("Eller lim inn teksten i rapporten").fill(REPORT)
    look(anna, f"{size}-legg-inn")
    main(anna).get_by_role("button", name="Se gjennom linjene").click()
    expect(main(anna).get_by_text("Nytt overført mål")).to_be_visible()
    expect(main(anna).get_by_text("Ny overført aktivitet")).to_be_visible()
    look(anna, f"{size}-gjennomsyn")

    # When she takes it in, it waits for her leader
    main(anna).get_by_role("button", name="Ta inn 2 linjer").click()
    expect(main(anna).get_by_text("2 linjer venter på at lederen bekrefter")).to_be_visible()
    report = anna.url

    # Then Bo confirms the goal beside the original, and refuses what he cannot read
    bo = log_in(open_page(SIZES[size]), record.bo)
    bo.goto(report)
    main(bo).get_by_role("link", name="Se gjennom 2 som venter").click()
    bo.get_by_label("Passord").fill(PASSWORD)  # a decision: who is it, once more
    main(bo).get_by_role("button", name="Bekreft", exact=True).click()
    expect(main(bo).get_by_text("RUS-001; Kunne dette; 03.05.2022; Kari Nordlie; Godkjent")).to_be_visible()
    look(bo, f"{size}-avgjor")
    main(bo).get_by_role("button", name="Bekreft", exact=True).click()
    expect(main(bo).get_by_text("Vurderingssamtaler").first).to_be_visible()
    bo.locator("main summary").filter(has_text="Avvis").click()
    bo.locator("main details[open] input[type=text], main details[open] textarea").first.fill("Ikke lesbart.")
    main(bo).get_by_role("button", name="Avvis").last.click()
    expect(main(bo).get_by_text("Alt er gjennomgått")).to_be_visible()

    # And Anna reads what was decided, and the goal says where it comes from
    anna.reload()
    expect(main(anna).get_by_text("Overført, bekreftet av Bo Lund")).to_be_visible()
    expect(main(anna).get_by_text("Ikke lesbart.")).to_be_visible()
    look(anna, f"{size}-avgjort")
    goal = PlanGoal.objects.get(doctor=record.anna, goal__code="RUS-001")
    assert goal.state == "approved"
    anna.goto(goal.get_absolute_url())
    expect(main(anna).get_by_text("Overført, bekreftet av Bo Lund").first).to_be_visible()
    assert TransferDecision.objects.count() == 2
