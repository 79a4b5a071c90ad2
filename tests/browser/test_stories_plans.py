"""Eva moves a course in the plan by keyboard, press and drag; two RegUts share a round; Anna takes her courses to her calendar."""

import re

import pytest
from hand import main, press
from playwright.sync_api import expect

from fagvei.courses import actions
from fagvei.courses.models import PlanSlot, RunReserves
from fagvei.courses.tests import factories as make
from fagvei.courses.tests import joint_factories as joint

SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 900}}


def move_with_reason(eva, reason: str) -> None:
    expect(eva.locator("dialog")).to_be_visible()
    eva.locator("#id_drag_reason").fill(reason)
    eva.locator("dialog").get_by_role("button", name="Flytt", exact=True).click()
    expect(main(eva).get_by_text("Kurset er flyttet.")).to_be_visible()


def where() -> tuple[int, int, str]:
    slot = PlanSlot.objects.select_related("host_centre").get()
    return slot.year, slot.half, slot.host_centre.code


def test_eva_moves_a_course_in_the_plan_without_and_with_the_mouse(open_page, log_in, look, cast):
    joint.eli_of(cast)
    course = make.make_course(cast)
    year = make.in_days(0).year + 2
    joint.plan_in(cast.centre, course, by=cast.eva, starts_on=make.in_days(0).replace(year=year, month=3, day=1))
    eva = log_in(open_page(SIZES["desktop"]), cast.eva)
    eva.goto("/kursplan/rus/")
    handle, told = main(eva).locator("[data-grab]"), main(eva).locator("[data-plan-told]")

    # By keyboard: up, over the next half-year, back with Escape; nothing is changed
    handle.press("Enter")
    expect(told).to_contain_text("er tatt opp fra vår")
    handle.press("ArrowRight")
    expect(told).to_contain_text(f"Over høst {year}, Helse Sør-Øst.")
    look(eva, "desktop-plan-flytter")
    handle.press("Escape")
    expect(told).to_contain_text("er lagt tilbake")
    assert where() == (year, 1, cast.centre.code)

    # And up, to the other region, half a year later, down, with a reason
    handle.press("Space")
    handle.press("ArrowUp")
    handle.press("ArrowRight")
    handle.press("Space")
    look(eva, "desktop-plan-grunn")
    move_with_reason(eva, "RegUt Helse Nord har ledig lokale.")
    assert where() == (year, 2, cast.centre_elsewhere.code)

    # By two presses, and by drag
    handle.click()
    cell = f'[data-centre-row="{cast.centre_elsewhere.code}"] [data-when="{year + 1}-1"]'
    eva.locator(cell).click(delay=200)  # as a hand presses: the handle loses the focus long before the click
    move_with_reason(eva, "Ett halvår til.")
    assert where() == (year + 1, 1, cast.centre_elsewhere.code)
    eva.locator("[data-slot]").drag_to(
        eva.locator(f'[data-centre-row="{cast.centre_elsewhere.code}"] [data-when="{year + 1}-2"]')
    )
    move_with_reason(eva, "Og ett.")
    assert where() == (year + 1, 2, cast.centre_elsewhere.code)


@pytest.mark.parametrize("size", list(SIZES))
def test_two_reguts_share_a_round_and_anna_keeps_it_in_her_calendar(size, open_page, log_in, look, cast):
    eli, course = joint.eli_of(cast), joint.make_common_course(cast)
    east = joint.make_dated(cast, course, cast.eva, cast.centre)
    north = joint.make_dated(cast, course, eli, cast.centre_elsewhere, starts_in=307)

    # Given that Eva sets a seat aside for the north, and both announce
    eva = log_in(open_page(SIZES[size]), cast.eva)
    eva.goto(east.get_absolute_url())
    main(eva).get_by_role("link", name="Plasser for en region først").click()
    eva.locator("[name=helse-nord]").fill("1")
    eva.locator("[name=reason]").fill("Leger i nord har lengst reise.")
    look(eva, f"{size}-regionplasser")
    press(eva, "Sett av plassene")
    expect(main(eva).get_by_text("1 for Helse Nord").first).to_be_visible()
    press(eva, "Kunngjør kurset")
    assert RunReserves.objects.get().reserves == {"helse-nord": 1}
    actions.announce_run(run=north, by=eli)

    # When Eva asks and Eli says yes
    eva.goto("/kursopptak/")
    main(eva).get_by_role("link", name="Kurs ADMLED").click()
    look(eva, f"{size}-felles-runde-ny")
    press(eva, "Spør RegUt Helse Nord")
    elis = log_in(open_page(SIZES[size]), eli)
    elis.goto("/oppgaver/")
    main(elis).get_by_role("link", name="Svar").first.click()
    look(elis, f"{size}-felles-runde-svar")
    press(elis, "Ja, ta den med")
    expect(main(elis).locator(".status")).to_contain_text("Har sagt ja")

    # Then one round holds both, and Anna sees them and takes an address for her calendar
    eva.reload()
    expect(main(eva).get_by_text("gjelder alle kunngjorte kjøringer med samme frist")).to_be_visible()
    press(eva, "Åpne søknadsrunden")
    expect(main(eva).get_by_text("leder runden. Med er: RegUt Helse Nord.")).to_be_visible()
    look(eva, f"{size}-felles-runde")
    anna = log_in(open_page(SIZES[size]), cast.anna)
    anna.goto("/mine-kurs/")
    main(anna).get_by_role("link", name="Kurs ADMLED").click()
    expect(main(anna).get_by_text("Av plassene er 1 for Helse Nord først.")).to_be_visible()
    anna.goto("/mine-kurs/")
    main(anna).get_by_role("link", name="Kursene i din egen kalender").click()
    press(anna, "Lag en adresse")
    expect(anna.locator("#address")).to_have_value(re.compile("/kalender/[0-9a-f]{64}/mine-kurs.ics$"))
    look(anna, f"{size}-egen-kalender")
