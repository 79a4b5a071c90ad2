"""The regulation changes: Anna keeps one goal, then the whole set under a transition rule, and leaves it; Bo takes the new one in."""

import datetime as dt

import pytest
from hand import main
from playwright.sync_api import expect

from fagvei.common import clock
from fagvei.curriculum import actions as curriculum
from fagvei.training.models import PlanGoal
from fagvei.training.tests import factories as make
from fagvei.training.tests.rollover_factories import change, make_rule

SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 800}}


def make_new_goals(record) -> None:
    """RUS-099 has come, and RUS-003 has ended and is replaced by it."""
    goal_set = record.goals["RUS-001"].goal.goal_set
    new = curriculum.save_goal(code="RUS-099", goal_set=goal_set, by=None)
    curriculum.publish_revision(goal=new, valid_from_on=make.VALID_FROM, by=None, **make.WITH_TEXT)
    curriculum.save_goal(code="RUS-003", goal_set=goal_set, replaced_by=new, by=None)
    record.goals["RUS-003"].goal.revisions.update(valid_to_on=clock.today() - dt.timedelta(days=1))


@pytest.mark.parametrize("size", list(SIZES))
def test_a_change_of_the_regulation_loses_nothing(size, open_page, log_in, look, cast):
    record = make.make_record(cast, goals=4)
    change(record, "RUS-001", knowledge_level="highest")
    change(record, "RUS-002")
    make_rule(record)
    make_new_goals(record)

    # Given that Anna reads in plain words what has changed
    anna = log_in(open_page(SIZES[size]), cast.anna)
    anna.goto("/min-utdanning/")
    main(anna).get_by_role("link", name="Endringer i forskriften").click()
    expect(main(anna).get_by_text("Kunnskapsnivået er endret fra ikke oppgitt til høyeste.")).to_be_visible()
    expect(main(anna).get_by_text("Erstattet av RUS-099.")).to_be_visible()
    look(anna, f"{size}-endret")

    # When she keeps the first one under the rule, with a reason, and goes over to the second
    first = main(anna).get_by_role("listitem").filter(has_text="RUS-001")
    first.locator("summary").filter(has_text="Behold den tidligere").click()
    first.get_by_label("Begrunnelse").fill("Nesten ferdig.")
    first.get_by_role("button", name="Behold den tidligere").click()
    expect(main(anna).get_by_text("er beholdt etter «Overgangsregel (fiktiv)», valgt av Anna Berg")).to_be_visible()
    main(anna).get_by_role("button", name="Gå over til den nye RUS-002").click()
    expect(main(anna).get_by_role("button", name="Gå over til den nye RUS-002")).to_have_count(0)
    look(anna, f"{size}-valgt")

    # When she keeps the whole set as it was, what has ended is still hers and what is new is not; and she leaves it again
    whole = main(anna).get_by_role("region", name="Hele settet")
    whole.locator("summary").filter(has_text="Behold settet slik det var").click()
    whole.get_by_label("Begrunnelse").fill("Søker før sommeren.")
    whole.get_by_role("button", name="Behold settet").click()
    expect(whole.get_by_text("valgt av Anna Berg: Søker før sommeren.")).to_be_visible()
    expect(main(anna).get_by_text("Kreves fortsatt av legen")).to_be_visible()
    expect(main(anna).get_by_role("heading", name="Nye mål")).to_have_count(0)
    look(anna, f"{size}-beholdt-sett")
    whole.get_by_role("button", name="Gå over til settet som gjelder").click()
    expect(main(anna).get_by_role("heading", name="Nye mål")).to_be_visible()

    # Then Bo takes the new goal in, and the one that ended says what has taken its place
    bo = log_in(open_page(SIZES[size]), cast.bo)
    bo.goto(f"/leger/{cast.anna.public_id}/")
    main(bo).get_by_role("link", name="Endringer i forskriften").click()
    look(bo, f"{size}-leder")
    main(bo).get_by_role("button", name="Ta dem inn i planen").click()
    expect(main(bo).get_by_role("heading", name="Nye mål")).to_have_count(0)
    anna.goto(record.goals["RUS-003"].get_absolute_url())
    expect(main(anna).get_by_text("Det som er gjort og godkjent, står fortsatt i mappen.")).to_be_visible()
    look(anna, f"{size}-erstattet")
    assert PlanGoal.objects.filter(doctor=cast.anna, goal__code="RUS-099").count() == 1
