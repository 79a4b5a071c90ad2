"""What only people can judge: Eva judges two applicants after the deadline, and Anna reads why; on phone and desktop."""

import pytest
from playwright.sync_api import expect

from fagvei.courses.models import CriterionJudgement
from fagvei.courses.tests import criteria_factories as own
from fagvei.courses.tests import seat_factories as seats
from fagvei.people.models import User

PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 800}


@pytest.mark.parametrize("mode", ["phone", "desktop"])
def test_eva_judges_the_applicants_and_anna_is_told_why(open_page, log_in, look, cast, mode):
    found, rows = own.make_judged_round(cast, [cast.anna, *seats.make_doctors(cast, 1)])
    viewport, options = (PHONE, {"has_touch": True}) if mode == "phone" else (DESKTOP, {})
    eva = log_in(open_page(viewport, **options), User.objects.get(username="eva"))

    # Given that the deadline is out, Eva finds the applicants in her inbox
    eva.goto("/oppgaver/")
    eva.locator("main").get_by_role("link", name="Vurder").first.click()
    expect(eva.locator("main").get_by_text("Søkeren skriver: Jeg skal lede abstinensavsnittet.")).to_be_visible()
    look(eva, f"{mode}-vurder-sokere")

    # When she judges both, one of them not to meet the rule
    main = eva.locator("main")
    for row, met in zip(rows, ("no", "yes"), strict=True):
        main.locator(f"input[name=met_{row.public_id.hex}_1][value={met}]").check()
        main.locator(f"input[name=reason_{row.public_id.hex}_1]").fill("Slik søknaden lyder.")
    main.get_by_role("button", name="Lagre vurderingene").click()
    expect(main.get_by_role("heading", name="Vurdert", exact=True)).to_be_visible()
    look(eva, f"{mode}-vurdert")
    assert sorted(CriterionJudgement.objects.values_list("is_met", flat=True)) == [False, True]

    # Then Anna reads the judgement and its reason when the seats are released
    seats.release(cast, found)
    anna = log_in(open_page(viewport, **options), cast.anna)
    anna.goto(rows[0].get_absolute_url())
    expect(anna.locator("main").get_by_text("Vurdert som ikke oppfylt")).to_be_visible()
    expect(anna.locator("main").get_by_text("Det som skilte, var denne regelen").first).to_be_visible()
    look(anna, f"{mode}-vurdert-soknad")

    # And Eva sets other rules for the next time
    eva.goto(f"/kurs/{found.course.code}/prioritering/ny/")
    look(eva, f"{mode}-prioritering-ny")
    eva.goto(f"/kurs/{found.course.code}/prioritering/")
    look(eva, f"{mode}-prioritering")
