"""Mentoring from the first invitation to the closed talk, and a lesson's code typed in the room; on phone and desktop."""

import pytest
from hand import main
from playwright.sync_api import expect

from fagvei.common import clock
from fagvei.training import actions
from fagvei.training.models import Attendance, MentoringSession
from fagvei.training.tests.factories import make_record
from fagvei.training.tests.teaching_factories import make_lesson

MOST_TO_CHECK_IN = 4
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 800}


@pytest.fixture(params=["phone", "desktop"])
def as_person(request, open_page, log_in, cast):
    """`as_person("anna")`: a browser of her own, kept for the whole story."""
    viewport, options = (PHONE, {"has_touch": True}) if request.param == "phone" else (DESKTOP, {})
    pages = {}

    def of(username: str):
        if username not in pages:
            pages[username] = log_in(open_page(viewport, **options), getattr(cast, username))
        return pages[username]

    of.mode = request.param
    return of


def press(page, name: str) -> None:
    main(page).get_by_role("button", name=name, exact=True).click()


def follow(page, name: str) -> None:
    main(page).get_by_role("link", name=name, exact=True).click()


def test_anna_and_cecilie_meet(as_person, look, cast):
    anna, cecilie, mode = as_person("anna"), as_person("cecilie"), as_person.mode

    # Given that Anna sets it in motion, with the weeks they agreed on
    anna.goto("/veiledning/")
    look(anna, f"{mode}-veiledning-tom")
    follow(anna, "Sett i gang veiledning")
    anna.get_by_label("Hvor mange uker mellom samtalene?").fill("4")
    look(anna, f"{mode}-veiledning-start")
    press(anna, "Sett i gang")

    # And invites for today
    follow(anna, "Avtal samtale")
    anna.get_by_label("Dato").fill(f"{clock.today():%Y-%m-%d}")
    anna.get_by_label("Klokkeslett").fill("00:01")
    look(anna, f"{mode}-veiledning-avtal")
    press(anna, "Avtal samtalen")
    expect(main(anna).get_by_text("Referatet mangler")).to_be_visible()

    # When Cecilie prepares, and Anna writes the minutes and what they agreed on
    session = MentoringSession.objects.get()
    cecilie.goto("/oppgaver/")
    look(cecilie, f"{mode}-oppgaver-veiledning")
    cecilie.goto(session.get_absolute_url())
    follow(cecilie, "Forbered samtalen")
    cecilie.get_by_label("Hva vil du snakke om?").fill("Planen for høsten.")
    press(cecilie, "Lagre forberedelsen")
    anna.goto(session.get_absolute_url())
    follow(anna, "Skriv referat")
    expect(main(anna).get_by_text("Planen for høsten.")).to_be_visible()
    anna.get_by_label("Referat").fill("Vi så på planen.")
    look(anna, f"{mode}-veiledning-referat")
    press(anna, "Lagre referatet")
    follow(anna, "Avtal et tiltak")
    anna.get_by_label("Hva er avtalt?").fill("Lese kapitlet.")
    anna.get_by_label("Anna Berg").check()
    look(anna, f"{mode}-veiledning-tiltak")
    press(anna, "Lagre tiltaket")
    expect(main(anna).get_by_text("Bare veilederen ferdigstiller.")).to_be_visible()
    look(anna, f"{mode}-veiledning-samtale")

    # Then only Cecilie can close it
    assert main(anna).get_by_role("button", name="Ferdigstill samtalen").count() == 0
    cecilie.goto(session.get_absolute_url())
    expect(main(cecilie).get_by_text("Vi så på planen.")).to_be_visible()
    press(cecilie, "Ferdigstill samtalen")
    expect(main(cecilie).locator(".status").get_by_text("Ferdigstilt")).to_be_visible()
    session.refresh_from_db()
    assert session.state == "closed"

    # And the promise follows to the next talk until it is done
    anna.goto("/veiledning/")
    expect(main(anna).get_by_text("Lese kapitlet.", exact=True)).to_be_visible()
    look(anna, f"{mode}-veiledning")
    main(anna).get_by_role("button", name="Gjort").click()
    cecilie.goto("/veiledning/")
    look(cecilie, f"{mode}-veiledning-veileder")

    # And Bo sees that they met, and nothing of what was said
    bo = as_person("bo")
    bo.goto("/leger/veiledning/")
    expect(main(bo).get_by_text("Anna Berg")).to_be_visible()
    assert main(bo).get_by_text("planen").count() == 0
    look(bo, f"{mode}-veiledning-leder")


def test_cecilie_gathers_a_group(as_person, look, cast):
    cecilie, mode = as_person("cecilie"), as_person.mode

    cecilie.goto("/veiledning/ny-gruppe/")
    cecilie.get_by_label("Hva skal gruppen hete?").fill("Tirsdagsgruppen")
    look(cecilie, f"{mode}-gruppe-ny")
    press(cecilie, "Opprett gruppen")
    follow(cecilie, "Legg til lege")
    cecilie.get_by_label("Søk etter person").fill("Anna")
    press(cecilie, "Søk")
    look(cecilie, f"{mode}-gruppe-lege")
    press(cecilie, "Legg til i gruppen")

    expect(main(cecilie).get_by_text("Gruppeveiledning er helst for 6–8 leger.")).to_be_visible()
    look(cecilie, f"{mode}-gruppe")


def test_anna_checks_in_by_the_code_on_the_board(as_person, look, cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    record = make_record(cast)
    lesson = make_lesson(record, goals=[record.goals["RUS-001"].goal])
    lesson = actions.set_teacher(session=lesson, teacher=cast.siri, by=lesson.created_by)
    anna, siri, mode = as_person("anna"), as_person("siri"), as_person.mode

    # Given that Siri shows the code in the room
    siri.goto(lesson.get_absolute_url())
    expect(main(siri).get_by_text(lesson.code)).to_be_visible()
    look(siri, f"{mode}-undervisning-kode")

    # When Anna types it, in a few presses from her own page
    anna.goto("/min-utdanning/")
    follow(anna, "Internundervisning")
    look(anna, f"{mode}-undervisning")
    anna.get_by_label("Koden i rommet").fill(lesson.code)
    press(anna, "Meld oppmøte")
    interactions = 3

    # Then she is there, and a draft towards the goal waits in her plan
    expect(main(anna).get_by_text("Oppmøtet ditt er registrert")).to_be_visible()
    look(anna, f"{mode}-undervisning-oppmott")
    assert interactions <= MOST_TO_CHECK_IN
    assert Attendance.objects.get().doctor == cast.anna
