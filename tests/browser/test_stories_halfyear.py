"""Anna lays her plan out, moves a goal with a reason and agrees on the next half-year; Cecilie agrees too, Bo reads it."""

import re

import pytest
from hand import main
from playwright.sync_api import expect

from fagvei.training.models import PlanRevision
from fagvei.training.queries import halfyear
from fagvei.training.tests import factories as make
from fagvei.training.tests.halfyear_factories import planned

SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 800}}


@pytest.mark.parametrize("size", list(SIZES))
def test_anna_and_cecilie_agree_on_the_next_halfyear(size, open_page, log_in, look, cast):
    record = make.make_record(cast, goals=4)
    following = halfyear.next_halfyear()

    # Given that Anna makes the plan at once
    anna = log_in(open_page(SIZES[size]), cast.anna)
    anna.goto("/min-utdanning/plan/")
    main(anna).get_by_role("button", name="Lag et forslag til plan").click()
    expect(main(anna).get_by_role("heading", name=re.compile(str(following), re.I))).to_be_visible()
    look(anna, f"{size}-plan")

    # When she moves a goal into the next half-year and says why
    item = planned(record, "RUS-001")
    anna.goto(f"/min-utdanning/plan/?halvar={item.half_year}")
    anna.locator(f"#item-{item.public_id}").check()
    anna.get_by_label("Flytt til").select_option(following.key)
    anna.locator("#id_reason").fill("permisjon")
    main(anna).get_by_role("button", name="Flytt", exact=True).click()

    # Then both agree on it
    main(anna).get_by_role("button", name=f"Avtal {following}").click()
    expect(main(anna).get_by_text(f"Venter på at Cecilie Vik avtaler {following}")).to_be_visible()
    cecilie = log_in(open_page(SIZES[size]), cast.cecilie)
    cecilie.goto(f"/leger/{cast.anna.public_id}/plan/")
    main(cecilie).get_by_role("button", name=f"Avtal {following}").click()
    expect(main(cecilie).get_by_text("er avtalt mellom legen og Cecilie Vik")).to_be_visible()
    look(cecilie, f"{size}-avtalt")

    # And Bo reads how the plan has changed
    bo = log_in(open_page(SIZES[size]), cast.bo)
    bo.goto(f"/leger/{cast.anna.public_id}/plan/historikk/")
    expect(main(bo).get_by_text(re.compile(r"RUS-001 flyttet fra .*: permisjon"))).to_be_visible()
    look(bo, f"{size}-historikk")
    assert PlanRevision.objects.count() == 2
