"""Anna logs procedures: the same again in two presses, a list from her own sheet; Cecilie asks for more and says why."""

import re

import pytest
from playwright.sync_api import expect

from fagvei.organisations import actions as organisations
from fagvei.training.models import PlanActivity
from fagvei.training.tests import factories as make

MODES = {
    "phone": ({"width": 390, "height": 844}, {"has_touch": True}),
    "desktop": ({"width": 1280, "height": 800}, {}),
    "no_js": ({"width": 390, "height": 844}, {"java_script_enabled": False}),
}


@pytest.fixture
def record(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    organisations.save_arena(institution=cast.fjellheim, name="Poliklinikk rus", by=None)
    record = make.make_record(cast, goals=4)
    record.procedure = make.make_learning_activity("samtale", name="Observert samtale")
    make.require(record.goals["RUS-001"].goal, record.procedure, repetitions=20)
    record.first = make.make_activity(
        record, activity=record.procedure, title="", signed=True, independence="supervised"
    )
    return record


@pytest.fixture(params=list(MODES))
def as_person(request, open_page, log_in, cast):
    viewport, options = MODES[request.param]

    def of(username: str):
        return log_in(open_page(viewport, **options), getattr(cast, username))

    of.mode = request.param
    return of


def main(page):
    return page.locator("main")


def test_procedures_are_repeated_listed_and_asked_for(as_person, look, record):
    anna, cecilie, mode = as_person("anna"), as_person("cecilie"), as_person.mode

    # Given one signed of twenty, Anna logs the same again
    anna.goto("/min-utdanning/")
    main(anna).get_by_role("link", name="Prosedyrer").click()
    expect(main(anna).get_by_text("1 av 20")).to_be_visible()
    expect(main(anna).get_by_text("for få til å anslå")).to_be_visible()
    look(anna, f"{mode}-prosedyrer")
    main(anna).get_by_role("link", name=re.compile("^Logg igjen")).click()
    look(anna, f"{mode}-logg-igjen")
    main(anna).get_by_role("button", name="Send").click()
    expect(anna.get_by_text("Sendt til Siri Dahl.")).to_be_visible()
    assert PlanActivity.objects.filter(state="sent", independence="supervised").count() == 1

    # When she pastes a list, every line is judged, and nothing is stored before she says so
    main(anna).get_by_role("link", name="Legg inn mange").click()
    anna.locator("#id_rows").fill("Observert samtale\t1.1.2026\t2\nObservert samtale\t31.2.2026\n")
    main(anna).get_by_role("button", name="Se over").click()
    expect(main(anna).get_by_text("Skriv datoen som 24.12.2026.")).to_be_visible()
    look(anna, f"{mode}-liste-med-feil")
    anna.locator("#id_rows").fill("Observert samtale\t1.1.2026\t2\nObservert samtale\t2.1.2026\n")
    main(anna).get_by_role("button", name="Se over").click()
    look(anna, f"{mode}-liste-klar")
    assert PlanActivity.objects.count() == 2
    main(anna).get_by_role("button", name="Legg inn 2 rader").click()
    expect(anna.get_by_text("2 rader er logget.")).to_be_visible()
    expect(main(anna).get_by_text("4 venter på signering")).to_be_visible()

    # And Cecilie asks for more, and says what it rests on
    cecilie.goto(f"{record.goals['RUS-001'].get_absolute_url()}antall/")
    cecilie.get_by_label("Aktivitet", exact=True).select_option(label="Observert samtale")
    cecilie.get_by_label("Antall ganger").fill("25")
    cecilie.get_by_label(re.compile("^Begrunnelse")).fill("Trenger mer øvelse.")
    cecilie.get_by_label(re.compile("^Kravet bygger på")).select_option(str(record.first.public_id))
    look(cecilie, f"{mode}-hev-antallet")
    main(cecilie).get_by_role("button", name="Hev antallet").click()

    # Then both see it
    for page, address in (
        (anna, "/min-utdanning/prosedyrer/"),
        (cecilie, f"/leger/{record.anna.public_id}/prosedyrer/"),
    ):
        page.goto(address)
        expect(main(page).get_by_text("1 av 25")).to_be_visible()
        expect(main(page).get_by_text("Trenger mer øvelse.")).to_be_visible()
    look(cecilie, f"{mode}-prosedyrer-veileder")


def test_initials_with_a_date_are_asked_about_once(as_person, look, record):
    anna = as_person("anna")
    anna.goto(f"/aktiviteter/{record.first.public_id}/igjen/")
    anna.locator("#id_reflection").fill("Samtale med K.N. f. 12.03.1980")
    main(anna).get_by_role("button", name="Send").click()
    look(anna, f"{as_person.mode}-initialer")
    assert PlanActivity.objects.count() == 1
    main(anna).get_by_role("button", name="Dette er ikke pasientopplysninger").click()
    expect(anna.get_by_text("Sendt til Siri Dahl.")).to_be_visible()
    assert PlanActivity.objects.count() == 2
