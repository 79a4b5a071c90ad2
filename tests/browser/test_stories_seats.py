"""A seat from the wish to the answer: Anna applies with Bo's consent, Eva previews, Eva and Geir release; on the phone.

`test_stories_course_whole.py` tells it at a desk.
"""

import datetime as dt
import re

import pytest
from hand import follow, main, press
from playwright.sync_api import expect

from fagvei.common import clock
from fagvei.courses.models import ApplicationRound, CourseApplication, SeatOffer
from fagvei.courses.tests import seat_factories as seats
from fagvei.people.models import User

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def as_person(open_page, log_in):
    """`as_person("anna")`: a browser of one's own, kept for the whole story."""
    pages = {}

    def of(username: str):
        if username not in pages:
            pages[username] = log_in(open_page(PHONE, has_touch=True), User.objects.get(username=username))
        return pages[username]

    return of


def unfold(page, name: str) -> None:
    main(page).locator("summary", has_text=name).first.click()


def deadline_passes(found: ApplicationRound) -> None:
    """The story waits three months: round and run are moved back in time, applications and consents with them."""
    past = clock.now() - dt.timedelta(minutes=1)
    back = found.deadline_at - past
    ApplicationRound.objects.filter(pk=found.pk).update(deadline_at=past, opens_at=found.opens_at - back)
    for row in found.applications.exclude(consent_at=None):
        CourseApplication.objects.filter(pk=row.pk).update(consent_at=row.consent_at - back)


def test_anna_gets_a_seat_and_another_declines(as_person, look, cast):
    found = seats.make_round(cast, 2)
    doctors = seats.make_doctors(cast, 2)
    seats.serve(cast, cast.anna, 600, clock.today())
    seats.serve(cast, doctors[0], 400, clock.today())
    for doctor in doctors:
        seats.apply(cast, found, doctor)
    anna, bo = as_person("anna"), as_person("bo")

    # Given that Anna finds the course and applies
    anna.goto("/mine-kurs/")
    look(anna, "phone-mine-kurs-tom")
    main(anna).get_by_role("link", name="Kurs RUS-GK1").click()
    look(anna, "phone-sok-kurs")
    press(anna, "Send søknaden")
    expect(main(anna).get_by_text("Venter på samtykke fra Bo Lund")).to_be_visible()
    look(anna, "phone-soknad-venter")

    # And Bo consents from his inbox
    bo.goto("/oppgaver/")
    main(bo).get_by_role("link", name="Svar på søknaden").first.click()
    look(bo, "phone-samtykke")
    press(bo, "Samtykk")
    expect(main(bo).get_by_text("Sendt, teller med")).to_be_visible()

    # When the deadline is out, Eva previews
    eva, geir = as_person("eva"), as_person("geir")
    eva.goto(found.get_absolute_url())
    expect(main(eva).get_by_text("Runden er åpen.")).to_be_visible()
    assert main(eva).get_by_text("Anna Berg").count() == 0
    look(eva, "phone-runde-apen")
    deadline_passes(found)
    eva.goto("/kursopptak/")
    look(eva, "phone-opptak")
    main(eva).get_by_role("link", name="Kurs RUS-GK1").click()
    press(eva, "Forhåndsvis tildelingen")
    expect(main(eva).get_by_text("Anna Berg")).to_be_visible()
    look(eva, "phone-forhandsvisning")

    # And Eva and Geir release it together
    press(eva, "Frigi plassene")
    expect(main(eva).get_by_text("Du har frigitt.")).to_be_visible()
    geir.goto(found.get_absolute_url())
    press(geir, "Frigi plassene")
    expect(main(geir).get_by_role("link", name="Plasser og venteliste")).to_be_visible()

    # Then Anna accepts
    row = CourseApplication.objects.get(doctor=cast.anna)
    anna.goto(row.get_absolute_url())
    look(anna, "phone-tilbud")
    press(anna, "Ja, jeg tar plassen")
    expect(main(anna).locator(".status").get_by_text("Har plass")).to_be_visible()
    unfold(anna, "Slik ble det avgjort")
    expect(main(anna).get_by_text("Frigitt av Geir Sand")).to_be_visible()
    look(anna, "phone-plass")

    # And another declines, so that the next is offered the seat
    first, second = (as_person(doctor.username) for doctor in doctors)
    second.goto(CourseApplication.objects.get(doctor=doctors[1]).get_absolute_url())
    expect(main(second).get_by_text("Du er nr. 1 på ventelisten.")).to_be_visible()
    look(second, "phone-venteliste")
    first.goto(CourseApplication.objects.get(doctor=doctors[0]).get_absolute_url())
    unfold(first, "Nei takk")
    press(first, "Takk nei til plassen")
    second.goto("/oppgaver/")
    main(second).get_by_role("link", name=re.compile(r"^Svar")).first.click()
    expect(main(second).get_by_role("button", name="Ja, jeg tar plassen")).to_be_visible()
    assert sorted(SeatOffer.objects.values_list("state", flat=True)) == ["accepted", "declined", "offered"]

    # And Eva sees every move with its reason
    eva.goto(found.get_absolute_url())
    follow(eva, "Plasser og venteliste")
    unfold(eva, "Logg")
    expect(main(eva).get_by_text("Ledig plass gikk til den første i rekken.")).to_be_visible()
    look(eva, "phone-venteliste-logg")
