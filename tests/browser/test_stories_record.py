"""What roles do with the record that no other story tells, on a phone: many procedures and a raised number, service from the first
position on, a new employer, and what the education lead puts in the calendar and on paper.
"""

import datetime as dt
import re

import pytest
from hand import follow, main, press
from playwright.sync_api import expect

from fagvei.common import clock
from fagvei.people import actions as people
from fagvei.people.queries import institution_of
from fagvei.training.models import AssessmentForm, PersonalRequirement, PlanActivity, TeachingSession
from fagvei.training.tests import factories as make
from fagvei.training.tests import teaching_factories as teaching
from fagvei.training.tests.factories_of_assessments import assess


@pytest.fixture
def record(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make.make_record(cast, goals=3)


def test_anna_logs_many_and_cecilie_asks_for_more_after_an_assessment(as_person, look, record):
    procedure = make.make_learning_activity("punksjon", name="Punksjon")
    make.require(record.goals["RUS-001"].goal, procedure, repetitions=20)
    signed = assess(record)
    anna, cecilie = as_person(record.anna), as_person(record.cecilie)

    # Given a list in which one line is wrong: it is named, and nothing is logged
    anna.goto("/min-utdanning/")
    follow(anna, "Prosedyrer")
    look(anna, "prosedyrer-ingen-ennaa")
    follow(anna, "Legg inn mange")
    anna.get_by_label("Lim inn fra regnearket").fill("Punksjon\t03.03.2026\nPunksjon\t31.02.2026")
    press(anna, "Se over")
    expect(main(anna).get_by_text("1 rad må rettes.")).to_be_visible()
    look(anna, "prosedyrer-liste-med-feil")
    assert not PlanActivity.objects.exists()

    # When she mends it
    anna.get_by_label("Lim inn fra regnearket").fill("Punksjon\t03.03.2026\nPunksjon\t04.03.2026")
    press(anna, "Se over")
    press(anna, "Legg inn 2 rader")
    expect(main(anna).get_by_text("Ta bort listen")).to_be_visible()

    # And Cecilie cites what Siri has seen
    cecilie.goto(record.goals["RUS-001"].get_absolute_url())
    follow(cecilie, "Hev antallet for denne legen")
    cecilie.get_by_label("Antall ganger").fill("25")
    cecilie.get_by_label("Begrunnelse").fill("Trenger flere.")
    cecilie.get_by_label(re.compile("Kravet bygger på")).select_option(str(signed.public_id))
    look(cecilie, "hev-antallet")
    press(cecilie, "Hev antallet")
    expect(cecilie.get_by_text("Kravet er endret, og legen har fått beskjed.")).to_be_visible()
    assert PersonalRequirement.objects.get().cited == signed

    # Then Anna reads the number, and a press leads to the assessment
    anna.goto("/min-utdanning/prosedyrer/")
    look(anna, "prosedyrer-hevet")
    follow(anna, re.compile("kompetansevurderingen"))
    expect(main(anna).get_by_text("Signert av Siri Dahl")).to_be_visible()


def test_no_part_3_before_part_1_and_then_anna_registers_all_of_it(as_person, look, record):
    anna, bo = as_person(record.anna), as_person(record.bo)

    # Given a position, and a period in part 3 that is refused
    anna.goto("/min-utdanning/tjeneste/")
    follow(anna, "Ny stilling")
    anna.get_by_label("Virksomhet").select_option(label="Fjellheim sykehus HF")
    anna.get_by_label("Første dag").fill("2026-01-01")
    look(anna, "ny-stilling")
    press(anna, "Send til bekreftelse")
    follow(anna, "Ny tjenesteperiode")
    anna.get_by_label("Del av utdanningen").select_option("part_3")
    anna.locator("#id_specialty").select_option(index=1)
    anna.get_by_label("Første dag").fill("2026-01-01")
    press(anna, "Send til bekreftelse")
    expect(
        main(anna).get_by_text("Del 1 må være bekreftet før tjeneste i del 2 eller 3 begynner.").first
    ).to_be_visible()
    look(anna, "del-3-foer-del-1")

    # When Bo has confirmed part 1, from her page
    bo.goto(f"/leger/{record.anna.public_id}/tjeneste/")
    follow(bo, "Bekreft del 1")
    bo.get_by_label("Turnus før ny ordning, regnes som del 1").check()
    bo.get_by_label("Fullført", exact=True).fill("2017-08-31")
    bo.get_by_label("Hva bygger bekreftelsen på?").fill("Turnusbevis.")
    look(bo, "bekreft-del-1")
    press(bo, "Bekreft")
    expect(main(bo).get_by_text("Turnus før ny ordning, regnes som del 1").first).to_be_visible()

    # Then the same form goes through, and absence belongs to the period
    press(anna, "Send til bekreftelse")
    expect(main(anna).get_by_text("Venter på Bo Lund").first).to_be_visible()
    follow(anna, re.compile("fravær", re.IGNORECASE))
    anna.get_by_label("Hva slags fravær").select_option("leave")
    look(anna, "nytt-fravaer")


def test_kari_asks_whether_anna_begins_and_bo_sees_nothing_more(as_person, look, record):
    kari = people.add_user(username="kari", full_name="Kari Lunde", email="kari@example.org", by=None)
    people.assign_role(user=kari, role="hospital_admin", institution=record.kystbyen, by=None)
    admin, anna, bo = as_person(kari), as_person(record.anna), as_person(record.bo)

    admin.goto("/arbeidsgiver/ny/")
    admin.get_by_label("Søk etter person").fill("Anna")
    press(admin, "Søk")
    look(admin, "ny-arbeidsgiver")
    press(admin, "Spør legen")
    expect(admin.get_by_text("Legen er spurt.").first).to_be_visible()
    assert main(admin).get_by_text("RUS-001").count() == 0
    plan = f"/leger/{record.anna.public_id}/"
    assert bo.goto(plan).status == 200

    anna.goto(record.anna.employer_changes.get().get_absolute_url())
    anna.get_by_label("Ja, jeg begynner der").check()
    look(anna, "bytte-arbeidsgiver")
    press(anna, "Svar")
    expect(anna.get_by_text("Svaret er registrert.").first).to_be_visible()

    assert bo.goto(plan).status == 404
    assert institution_of(record.anna) == record.kystbyen
    admin.reload()
    expect(main(admin).get_by_role("link", name="Velg leder for legen")).to_be_visible()
    anna.goto("/min-utdanning/")
    expect(main(anna).get_by_text("RUS-001").first).to_be_visible()


def test_jorunn_fills_the_calendar_and_makes_a_form(as_person, look, record):
    jorunn = as_person(teaching.make_organiser(record))
    day = clock.today() + dt.timedelta(days=3)

    # Given a lesson by hand, and the rest from the department's calendar
    jorunn.goto("/undervisning/")
    follow(jorunn, "Ny undervisning")
    jorunn.get_by_label("Tema").fill("Etikk på vakt")
    jorunn.get_by_label("Dato").fill(f"{day:%Y-%m-%d}")
    jorunn.get_by_label("Fra", exact=True).fill("08:00")
    jorunn.get_by_label("Til", exact=True).fill("09:30")
    jorunn.get_by_label(re.compile("Læringsmål den dekker")).fill("RUS-001")
    look(jorunn, "ny-undervisning")
    press(jorunn, "Legg i kalenderen")
    expect(jorunn.get_by_text("Undervisningen står i kalenderen.").first).to_be_visible()
    jorunn.goto("/undervisning/kalender/")
    stamp = f"{day:%Y%m%d}"
    content = teaching.calendar(teaching.event("a", f"{stamp}T100000", f"{stamp}T110000"))
    jorunn.get_by_label(re.compile("Kalenderfil")).set_input_files(
        {"name": "avdeling.ics", "mimeType": "text/calendar", "buffer": content}
    )
    look(jorunn, "avdelingens-kalender")
    press(jorunn, "Ta inn kalenderen")
    expect(jorunn.get_by_text("1 lagt inn, 0 endret, 0 avlyst.").first).to_be_visible()
    assert TeachingSession.objects.count() == 2
    jorunn.goto("/undervisning/timer/")
    look(jorunn, "timer-per-enhet")

    # When she makes a form of the ward's own
    jorunn.goto("/vurderingsskjemaer/")
    look(jorunn, "skjemaer")
    follow(jorunn, "Lag et lokalt skjema")
    jorunn.get_by_label("Navn på skjemaet").fill("Visitt")
    jorunn.get_by_label("Kommentarfelt").fill("Hva så du?")
    look(jorunn, "nytt-skjema")
    press(jorunn, "Publiser")

    # Then it is version 1, said to be local
    expect(jorunn.get_by_text("Versjon 1 er publisert.").first).to_be_visible()
    look(jorunn, "skjema")
    assert AssessmentForm.objects.get().institution == record.fjellheim
