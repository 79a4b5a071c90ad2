"""A course from the plan of six years to the record, as issue 4 is done when: one story, Eva and Geir at a desk, Anna on her phone."""

import datetime as dt
import re

import pytest
from hand import follow, main, press
from playwright.sync_api import expect

from fagvei.common import clock
from fagvei.courses.models import ApplicationRound, CourseApplication, CourseRun, PlanSlot, SeatOffer
from fagvei.courses.rules import half_of
from fagvei.courses.rules.halfyears import plan_years
from fagvei.courses.tests import factories as make
from fagvei.courses.tests import seat_factories as seats
from fagvei.curriculum import actions as curriculum
from fagvei.training.models import PlanActivity
from fagvei.training.tests.factories import make_record

# A page is the same on either database, and what is done here is done on both by test_stories_seats.py and the storm.
pytestmark = pytest.mark.same_on_both
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
APPLICANTS, SEATS = 60, 24


def fill(page, **fields) -> None:
    for name, value in fields.items():
        page.locator(f"#id_{name}").fill(f"{value}")


def test_from_the_plan_of_six_years_to_the_record(open_page, log_in, look, cast):
    record = make_record(cast, goals=2)
    course = make.make_course(cast)
    curriculum.add_coverage(goal=record.goals["RUS-001"].goal, activity=course.activity, origin="testen", by=None)
    geir = seats.make_leader(cast, course)
    seats.serve(cast, cast.anna, 600, clock.today())
    doctors = seats.make_doctors(cast, APPLICANTS - 1)
    pages = {}

    def at_desk(user, viewport=DESKTOP, **options):
        """In a browser of one's own. Who comes back after months logs in anew."""
        if user.pk not in pages:
            pages[user.pk] = open_page(viewport, **options)
        return log_in(pages[user.pk], user)

    def on_phone(user):
        return at_desk(user, PHONE, has_touch=True)

    # Eva plans six years by a pattern, and one half-year by hand
    eva, start = at_desk(cast.eva), make.in_days(330)
    year, half = half_of(start)
    eva.goto("/kursplan/rus/")
    follow(eva, "Legg i planen")
    eva.locator("#id_many_centre").select_option(cast.centre.code)
    eva.locator("#id_many_pattern").fill("1")
    eva.locator("#id_many_half").select_option(str(3 - half))
    look(eva, "desktop-legg-i-planen")
    press(eva, "Fyll de seks årene")
    eva.goto("/kurs/RUS-GK1/gjennomforinger/")
    follow(eva, "Legg i planen")
    eva.locator("#id_one_centre").select_option(cast.centre.code)
    eva.locator("#id_one_when").select_option(f"{year}-{half}")
    press(eva, "Legg i planen")
    look(eva, "desktop-plass")

    # She settles the dates, announces the run and opens the round
    follow(eva, "Fastsett datoene")
    fill(eva, starts_on=start, ends_on=start + dt.timedelta(days=2), days=3, place="Hamar", seats=SEATS)
    fill(eva, opens_on=clock.today())
    look(eva, "desktop-fastsett")
    press(eva, "Lagre")
    press(eva, "Kunngjør kurset")
    look(eva, "desktop-kjoring")
    for path, name in (("/kursplan/rus/", "plan"), ("/kurs/", "katalog")):
        eva.goto(path)
        look(eva, f"desktop-{name}")
    eva.goto(CourseRun.objects.get().get_absolute_url())
    follow(eva, "Ta imot søknader")
    press(eva, "Åpne søknadsrunden")
    expect(main(eva).get_by_text("Runden er åpen.")).to_be_visible()
    look(eva, "desktop-runde-apen")
    found = ApplicationRound.objects.get()
    other = {(each, 3 - half) for each in plan_years(clock.today())}
    planned = {each for each in other if each >= half_of(clock.today())} | {(year, half)}
    assert set(PlanSlot.objects.values_list("year", "half")) == planned

    # Sixty apply: Anna on her phone, with Bo's consent from his inbox
    for doctor in doctors:
        seats.apply(cast, found, doctor)
    anna, bo = on_phone(cast.anna), on_phone(cast.bo)
    anna.goto("/mine-kurs/")
    follow(anna, "Kurs RUS-GK1")
    press(anna, "Send søknaden")
    bo.goto("/oppgaver/")
    follow(bo, "Svar på søknaden")
    press(bo, "Samtykk")
    expect(main(bo).get_by_text("Sendt, teller med")).to_be_visible()
    mine = CourseApplication.objects.get(doctor=cast.anna)

    # After the deadline Eva previews, and releases together with Geir
    with clock.at(found.deadline_at + dt.timedelta(hours=9)):
        eva, second = at_desk(cast.eva), at_desk(geir)
        eva.goto("/kursopptak/")
        look(eva, "desktop-opptak")
        follow(eva, "Kurs RUS-GK1")
        press(eva, "Forhåndsvis tildelingen")
        expect(main(eva).get_by_text("60 søknader teller med.")).to_be_visible()
        look(eva, "desktop-forhandsvisning")
        press(eva, "Frigi plassene")
        second.goto(found.get_absolute_url())
        press(second, "Frigi plassene")
        expect(main(second).get_by_role("link", name="Plasser og venteliste")).to_be_visible()
        assert SeatOffer.objects.filter(state="offered").count() == SEATS

        # Anna says yes, and sees that her receipt is in the lottery that anybody can draw again
        anna = on_phone(cast.anna)
        anna.goto(mine.get_absolute_url())
        press(anna, "Ja, jeg tar plassen")
        expect(main(anna).locator(".status").get_by_text("Har plass")).to_be_visible()
        main(anna).locator("summary", has_text="Slik ble det avgjort").click()
        follow(anna, "Kontroller loddtrekningen")
        follow(anna, "Din kvittering")
        expect(main(anna).locator("#din").get_by_text(mine.receipt)).to_be_in_viewport()
        look(anna, "phone-loddtrekning")

        # Two withdraw, one before and one after the yes, and the next two have their seats
        leaving = list(SeatOffer.objects.filter(state="offered").order_by("-pk")[:2])
        for offer, said_yes in zip(leaving, (False, True), strict=True):
            doctor = at_desk(offer.doctor)
            doctor.goto(offer.application.get_absolute_url())
            look(doctor, "desktop-tilbud")
            if said_yes:
                press(doctor, "Ja, jeg tar plassen")
                look(doctor, "desktop-plass-svart")
            main(doctor).locator("summary", has_text="Meld av" if said_yes else "Nei takk").first.click()
            press(doctor, "Meld meg av kurset" if said_yes else "Takk nei til plassen")
            doctor.wait_for_load_state()
        for offer in SeatOffer.objects.filter(state="offered").order_by("-pk")[:2]:
            doctor = at_desk(offer.doctor)
            doctor.goto("/oppgaver/")
            follow(doctor, re.compile(r"^Svar"))
            press(doctor, "Ja, jeg tar plassen")
            expect(main(doctor).locator(".status").get_by_text("Har plass")).to_be_visible()
        look(doctor, "desktop-plass-fra-venteliste")
        eva.goto(found.get_absolute_url())
        follow(eva, "Plasser og venteliste")
        expect(main(eva).get_by_text("24 av 24 plasser er tilbudt eller tatt.")).to_be_visible()
        main(eva).locator("summary", has_text="Logg").click()
        expect(main(eva).get_by_text("Ledig plass gikk til den første i rekken.")).to_have_count(2)
        look(eva, "desktop-venteliste-logg")

    # On the last day the code stands in the room, and Anna's record has the course
    run = CourseRun.objects.get()
    with clock.at(dt.datetime.combine(run.ends_on, dt.time(14), tzinfo=clock.OSLO)):
        second, anna = at_desk(geir), on_phone(cast.anna)
        second.goto(run.get_absolute_url())
        follow(second, "Deltakere og oppmøte")
        press(second, "Vis en kode")
        code = main(second).locator("strong.number").inner_text()
        look(second, "desktop-oppmote")
        anna.goto(run.get_absolute_url())
        follow(anna, "Registrer oppmøte")
        main(anna).get_by_label("Koden i rommet").fill(code)
        look(anna, "phone-registrer-oppmote")
        press(anna, "Registrer meg")
        look(anna, "phone-kursbevis")
        activity = PlanActivity.objects.get(doctor=cast.anna)
        assert (activity.title, activity.state, activity.done_on) == ("Kurs RUS-GK1", "fulfilled", run.ends_on)
        anna.goto(record.goals["RUS-001"].get_absolute_url())
        expect(main(anna).get_by_text("Kurs RUS-GK1").first).to_be_visible()
        look(anna, "phone-mal-med-kurs")
