"""Pages of plan, runs and catalogue: what everybody reads, and what liaison and host can do there."""

import datetime as dt
import json
import re
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.formats import date_format
from icalendar import Calendar

from fagvei.common import clock
from fagvei.courses import actions
from fagvei.courses.models import CourseAppointment, CourseRun, PlanSlot
from fagvei.courses.rules import half_of
from fagvei.courses.tests import factories as make
from fagvei.courses.tests import seat_factories as seats
from fagvei.curriculum import actions as curriculum
from fagvei.handbook.models import Feedback
from fagvei.training.tests.browsing import HTMX, as_, post, words
from fagvei.training.tests.factories import make_record

PLAN = "/kursplan/rus/"


def put_in_plan(cast, days=700) -> dict[str, str]:
    year, half = half_of(make.in_days(days))
    return {"centre": cast.centre.code, "when": f"{year}-{half}"}


def days_of(start: dt.date) -> dict[str, str]:
    return {"starts_on": f"{start}", "ends_on": f"{start}", "days": "1", "language": "no", "seats": "24"}


# --- The plan ---


def test_a_visitor_reads_the_plan_and_changes_nothing(cast, client):
    slot = make.make_slot(cast)

    page = words(client.get(PLAN))

    assert "Kursplan for rus- og avhengighetsmedisin" in page
    assert "planlagt" in page
    assert "Legg i planen" not in page
    assert client.post(f"{slot.get_absolute_url()}pause/", {"reason": "Nei."}).status_code == 302
    slot.refresh_from_db()
    assert slot.state == "planned"


def test_the_liaison_puts_a_course_in_the_plan_by_table(cast):
    course = make.make_course(cast)
    assert "Legg i planen" in words(as_(cast.eva).get(PLAN))

    answer = post(cast.eva, f"/kursplan/kurs/{course.code}/legg-til/", **put_in_plan(cast))

    slot = PlanSlot.objects.get()
    assert answer["Location"] == slot.get_absolute_url()
    assert "Satt i planen" in words(as_(cast.eva).get(slot.get_absolute_url()))


def test_a_pattern_is_filled_in_by_one_press(cast):
    course = make.make_course(cast)
    fields = {"by": "pattern", "centre": cast.centre.code, "pattern": "1, 0", "half": "2"}

    post(cast.eva, f"/kursplan/kurs/{course.code}/legg-til/", first_year=f"{clock.today().year + 1}", **fields)

    assert [slot.year - clock.today().year for slot in PlanSlot.objects.order_by("year")] == [1, 3, 5]


@pytest.mark.parametrize("pattern", ["", "1;0", "to på rad", "1,"])
def test_a_pattern_that_is_none_is_explained(cast, pattern):
    course = make.make_course(cast)
    fields = {"by": "pattern", "centre": cast.centre.code, "pattern": pattern, "half": "2"}

    page = post(cast.eva, f"/kursplan/kurs/{course.code}/legg-til/", first_year=f"{clock.today().year + 1}", **fields)

    assert "som 1,1,0." in words(page)
    assert PlanSlot.objects.count() == 0


def test_an_officer_elsewhere_is_told_who_may(cast):
    eli, slot = make.make_officer_elsewhere(cast), make.make_slot(cast)

    answer = post(eli, f"{slot.get_absolute_url()}pause/", reason="Nei.")

    assert answer.status_code == 403
    assert "fagkontakt" in words(answer)


def test_the_plan_warns_of_gaps_and_late_dates(cast):
    year, half = half_of(clock.today())
    course = make.make_course(cast)
    actions.plan_slot(course=course, host_centre=cast.centre, year=year, half=half, by=cast.eva)

    page = words(as_(None).get(PLAN))

    assert "dato skulle vært kunngjort senest seks måneder før start" in page
    assert "Ingen kjøringer er planlagt i" in page


def test_demand_is_counted_from_the_record_and_hidden_below_five(cast):
    from fagvei.courses.queries.demand import Demand  # noqa: PLC0415 -- a plain class, tried alone

    make.make_course(cast)
    assert "ingen leger i Fagvei mangler kurset" in words(as_(None).get(PLAN))
    few, many = (Demand(Counter({("Helse Nord", 2028): number})) for number in (4, 5))
    assert (few.is_shown, many.is_shown) == (False, True)
    assert (few.years, many.years, many.places) == ({}, {2028: 5}, {("Helse Nord", 2028): 5})


def test_a_question_about_a_run_is_a_question_to_its_host_and_no_error(cast, client):
    run = make.make_run(cast, make.make_course(cast), announced=True)
    address = f"/meld-feil/?type=kursgjennomforing&id={run.public_id}"
    assert address.replace("&", "&amp;") in client.get(run.get_absolute_url()).content.decode()
    page = words(client.get(address))
    assert f"Spør {run.host_centre}" in page
    assert "Hva lurer du på?" in page
    assert "Meld feil" not in page.split("Gjelder:")[1].split("Send spørsmålet")[0]
    for foot in ("/kurs/", run.get_absolute_url()):
        assert "Hva er feil" in words(client.get(f"/meld-feil/?path={foot}"))


def test_a_question_is_answered_in_words_and_whoever_asked_reads_them(cast):
    run = make.make_run(cast, make.make_course(cast), announced=True)
    address = f"/meld-feil/?type=kursgjennomforing&id={run.public_id}"
    assert post(cast.anna, address, text="Er det mat?").status_code == 302
    asked = Feedback.objects.get()
    assert (asked.kind, asked.owner) == ("question", run.host_centre)
    assert "Spørsmål: " in words(as_(cast.eva).get("/tilbakemeldinger/"))
    move = f"{asked.get_absolute_url()}flytt/"
    assert "Skriv svaret" in words(post(cast.eva, move, to="corrected", comment=""))
    post(cast.eva, move, to="corrected", comment="Lunsj er med.")
    page = words(as_(cast.anna).get(asked.get_absolute_url()))
    assert "Besvart siden" in page
    assert "Lunsj er med." in page
    assert cast.anna.notifications.latest("pk").text == "Meldingen din er nå: besvart"


@pytest.mark.parametrize("url", [PLAN, "/kurs/"])
def test_pages_ask_as_many_questions_for_three_as_for_one(cast, client, count_of, url):
    course = make.make_course(cast)
    make.make_run(cast, course, announced=True)
    first = count_of(url)
    for _number in range(2):
        make.make_run(cast, course, announced=True)
    assert count_of(url) == first


@pytest.fixture
def count_of(client):
    from django.db import connection  # noqa: PLC0415 -- only here
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 -- only here

    def count(url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        return len(captured)

    return count


# --- Runs ---


def test_the_host_settles_and_announces_by_the_page(cast):
    start = make.in_days(300)
    slot = make.make_slot(cast, starts_on=start)

    post(cast.eva, f"{slot.get_absolute_url()}fastsett/", place="Oslo", **days_of(start))
    run = CourseRun.objects.get()
    assert run.deadline_on == run.deadlines.deadline_on
    page = as_(cast.eva).get(run.get_absolute_url())
    assert "Kunngjør kurset" in words(page)

    post(cast.eva, f"{run.get_absolute_url()}kunngjor/")
    assert "Kunngjort. Søknaden åpner" in words(as_(None).get(run.get_absolute_url()))


def test_a_late_run_asks_for_a_reason_and_shows_the_deviation(cast):
    start = make.in_days(120)
    slot = make.make_slot(cast, starts_on=start)
    address = f"{slot.get_absolute_url()}fastsett/"

    assert "Fristene avviker fra reglene" in words(post(cast.eva, address, place="Oslo", **days_of(start)))
    post(cast.eva, address, place="Oslo", deviation_reason="Ekstra kurs.", **days_of(start))

    run = CourseRun.objects.get()
    page = words(as_(None).get(run.get_absolute_url()))
    assert "Kurset kunngjøres senest seks måneder før start." in page
    assert "Ekstra kurs." in page
    report = words(as_(cast.eva).get("/kursgjennomforinger/frister/"))
    assert "0 av 1" in report
    assert "Ekstra kurs." in report


def test_the_report_on_deadlines_is_for_officers(cast):
    assert as_(cast.anna).get("/kursgjennomforinger/frister/").status_code == 403


def test_a_run_is_moved_and_cancelled_by_the_page(cast):
    run = make.make_run(cast, announced=True)
    new = make.in_days(330)

    post(
        cast.eva,
        f"{run.get_absolute_url()}flytt/",
        starts_on=f"{new}",
        ends_on=f"{new}",
        days="1",
        place="Bergen",
        reason="Lokalet er opptatt.",
    )
    page = words(as_(None).get(run.get_absolute_url()))
    assert "Bergen" in page
    assert "Lokalet er opptatt." in page
    assert "Skriv hvorfor." in words(post(cast.eva, f"{run.get_absolute_url()}avlys/", reason=""))
    post(cast.eva, f"{run.get_absolute_url()}avlys/", reason="For få.")
    run.refresh_from_db()
    assert run.state == "cancelled"


def test_the_programme_is_written_and_taken_back(cast):
    run = make.make_run(cast)
    hour = {"day": f"{run.starts_on}", "begins": "09:00", "ends": "10:00", "title": "Etikk"}

    post(cast.eva, f"{run.get_absolute_url()}program/", **hour)
    assert "Etikk" in words(as_(None).get(run.get_absolute_url()))
    post(cast.eva, f"/programposter/{run.sessions.get().public_id}/fjern/")
    assert run.sessions.count() == 0


# --- The catalogue ---


def test_the_catalogue_tells_open_dated_and_expected_apart(cast, client):
    course = make.make_course(cast)
    make.make_slot(cast, course, starts_on=make.in_days(900))
    late = {"starts_on": make.in_days(150), "announced": True, "deviation_reason": "Sent lokale."}
    run = make.make_run(cast, course, **late, **OPEN())
    make.make_run(cast, course, starts_on=make.in_days(320))
    actions.open_round(runs=[run], by=cast.eva)

    page = words(client.get("/kurs/"))

    for heading in ("Åpne for søknad", "Datofestede, ikke kunngjort ennå", "Ventet, uten dato ennå"):
        assert heading in page
    assert "Åpent for søknad til" in page


def OPEN() -> dict:
    return {"opens_on": clock.today()}


def test_catalogue_page_and_feed_call_a_run_open_when_one_can_apply(cast, client):
    """Found by reading: announced was enough, and the page of the run said that nobody could apply."""
    fields = {"deviation_reason": "Sent lokale.", "announced": True, **OPEN()}
    run = make.make_run(cast, starts_on=make.in_days(150), **fields)
    addresses = ("/kurs/", "/kursplan/rus/nytt.atom", run.get_absolute_url(), "/kurs/RUS-GK1/gjennomforinger/")
    for address in addresses:
        page = words(client.get(address))
        assert ("Kunngjort. Det er ikke åpnet for søknad ennå" in page, "Åpent for søknad" in page) == (True, False)
    assert "Åpne for søknad" not in words(client.get("/kurs/"))
    actions.open_round(runs=[run], by=cast.eva)
    for address in addresses:
        page = words(client.get(address))
        assert ("Det er ikke åpnet" in page, "Åpent for søknad til" in page) == (False, True)
    with clock.at(run.deadline_at):
        for address in addresses:
            assert "Søknadsfristen gikk ut" in words(client.get(address))


def test_a_run_that_opens_later_says_when(cast, client):
    run = make.make_run(cast, announced=True)
    opens_on = date_format(run.opens_at.astimezone(clock.OSLO), "j. F Y")
    for _again in range(2):
        page = words(client.get("/kurs/"))
        assert (f"Kunngjort. Søknaden åpner {opens_on}" in page, "Åpne for søknad" in page) == (True, False)
        if not run.in_round.exists():
            actions.open_round(runs=[run], by=cast.eva)


@pytest.mark.parametrize("address", ["/kurs/", "/kursplan/rus/nytt.atom"])
def test_as_many_questions_however_many_runs(cast, client, address, django_assert_num_queries):
    fields = {"deviation_reason": "Sent lokale.", "announced": True, **OPEN()}

    def announce(code: str) -> None:
        run = make.make_run(cast, make.make_course(cast, code), starts_on=make.in_days(150), **fields)
        actions.open_round(runs=[run], by=cast.eva)

    announce("RUS-GK1")
    client.get(address)
    with CaptureQueriesContext(connection) as first:
        client.get(address)
    announce("RUS-GK2")
    announce("RUS-GK3")
    with django_assert_num_queries(len(first)):
        client.get(address)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "gk1"}, True),
        ({"q": "finnes ikke"}, False),
        ({"region": "helse-sor-ost"}, True),
        ({"region": "helse-nord"}, False),
        ({"fra": "2099-01-01"}, False),
        ({"fra": "i morgen"}, True),
        ({"sprak": "en"}, False),
        ({"ledig": "1"}, True),
        ({"mal": "RUS-999"}, False),
    ],
)
def test_the_catalogue_is_filtered(cast, client, asked, found):
    make.make_run(cast, announced=True)

    page = words(client.get("/kurs/", asked))

    assert ("Kurs RUS-GK1," in page) == found
    assert ("Ingen kurs passer til det du søker etter." in page) != found


@pytest.fixture
def five_runs(cast):
    """One is as the others are not: in English, in the north, late, full, of a goal. The plain one answers none of it."""
    north = make.make_officer_elsewhere(cast)
    goal = make_record(cast, goals=1).goals["RUS-001"].goal
    courses = {code: make.make_course(cast, code) for code in ("PLAIN", "ENGLISH", "NORTH", "LATE", "GOAL")}
    curriculum.add_coverage(goal=goal, activity=courses["GOAL"].activity, origin="kilden", by=None)
    for code, fields in (
        ("PLAIN", {}),
        ("ENGLISH", {"language": "en"}),
        ("LATE", {"starts_on": make.in_days(500)}),
        ("GOAL", {}),
    ):
        make.make_run(cast, courses[code], **fields)
    year, half = half_of(make.in_days(300))
    slot = actions.plan_slot(
        course=courses["NORTH"], host_centre=cast.centre_elsewhere, year=year, half=half, by=cast.eva
    )
    actions.settle_run(slot=slot, details=make.details(), by=north)
    full = seats.make_round(cast, 1, course=make.make_course(cast, "FULL"))
    seats.apply(cast, full, *seats.make_doctors(cast, 1))
    with seats.after_deadline(full):
        seats.release(cast, full)
    return make.in_days(400)


def test_each_filter_of_the_catalogue_finds_what_it_asks_for_and_nothing_else(client, five_runs):
    everything = {"PLAIN", "ENGLISH", "NORTH", "LATE", "GOAL", "FULL"}

    def found(**asked) -> set[str]:
        page = words(client.get("/kurs/", asked))
        return {code for code in everything if f"Kurs {code}," in page}

    assert found() == everything
    assert found(sprak="en") == {"ENGLISH"}
    assert found(sprak="no") == everything - {"ENGLISH"}
    assert found(region="helse-nord") == {"NORTH"}
    assert found(fra=f"{five_runs}") == {"LATE"}
    assert found(mal="rus-001") == {"GOAL"}
    assert found(q="kurs north") == {"NORTH"}
    assert found(ledig="1") == everything - {"FULL"}
    assert found(region="helse-sor-ost", sprak="no", ledig="1", fra=f"{five_runs}") == {"LATE"}


def test_no_seat_is_free_when_the_deadline_went_out_without_a_round_or_with_seats_to_spare(cast, client):
    dead = make.make_run(cast, make.make_course(cast, "DEAD"), announced=True)
    spare = seats.make_round(cast, 2, course=make.make_course(cast, "SPARE"))
    seats.apply(cast, spare, *seats.make_doctors(cast, 1))

    def found() -> set[str]:
        page = words(client.get("/kurs/", {"ledig": "1"}))
        return {code for code in ("DEAD", "SPARE") if f"Kurs {code}," in page}

    assert found() == {"DEAD", "SPARE"}
    with clock.at(max(dead.deadline_at, spare.deadline_at) + make.DAY):
        seats.release(cast, spare)
        assert found() == set()
        page = words(client.get("/kurs/"))
        assert ("30 plasser, 30 ledige" in page, "2 plasser, 1 ledige" in page) == (False, True)
        assert "ledige" not in words(client.get(dead.get_absolute_url()))


@pytest.mark.parametrize("asked", [{"ledig": "1"}, {"sprak": "en"}])
def test_where_nothing_with_a_date_is_found_what_is_expected_is_told(cast, client, asked):
    slot = make.make_slot(cast, starts_on=make.in_days(700))
    page = words(client.get("/kurs/", asked))
    assert "Ingen kurs med dato passer til det du søker etter." in page
    assert f"{slot.get_half_display()} {slot.year}" in page


def test_the_feeds_of_a_specialty_are_found_from_the_catalogue_and_the_plan(cast, client):
    make.make_slot(cast)
    for address in ("/kurs/", "/kursplan/rus/"):
        page = client.get(address).content.decode()
        assert all(each in page for each in ("/kursplan/rus/kalender.ics", "/kursplan/rus/nytt.atom"))


def test_programs_still_read_the_courses_as_json(cast, client):
    make.make_course(cast)
    answer = client.get("/kurs/", headers={"accept": "application/json"})
    assert [course["code"] for course in answer.json()["courses"]] == ["RUS-GK1"]


def test_windows_are_fragments_and_whole_pages(cast, client):
    make.make_run(cast, announced=True)
    for address in ("/kurs/RUS-GK1/gjennomforinger/", "/spesialiteter/rus/kurs/", "/laeringsmal/RUS-001/kurs/"):
        whole, fragment = client.get(address), client.get(address, **HTMX)
        assert "<h1" in whole.content.decode()
        assert "<h1" not in fragment.content.decode()
    assert "Oslo" in words(client.get("/kurs/RUS-GK1/gjennomforinger/", **HTMX))


def test_a_course_without_runs_says_what_is_expected(cast, client):
    course = make.make_course(cast)
    assert "Ingen kjøringer står i kursplanen ennå." in words(client.get("/kurs/RUS-GK1/gjennomforinger/"))
    slot = make.make_slot(cast, course, starts_on=make.in_days(700))
    assert f"{slot.get_half_display()} {slot.year}" in words(client.get("/kurs/RUS-GK1/gjennomforinger/"))


def test_the_calendar_has_runs_and_deadlines(cast, client):
    run = make.make_run(cast, announced=True)

    events = [each for each in Calendar.from_ical(client.get("/kursplan/rus/kalender.ics").content).walk("VEVENT")]

    assert [event.decoded("dtstart") for event in events] == [run.starts_on, run.deadline_on]
    assert events[0].decoded("dtend") == run.ends_on + dt.timedelta(days=1)


def test_the_feed_and_the_words_of_schema_org(cast, client):
    run = make.make_run(cast, announced=True)

    feed = client.get("/kursplan/rus/nytt.atom")
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert f"urn:uuid:{run.public_id}" in feed.content.decode()
    told = json.loads(client.get(f"{run.get_absolute_url()}json-ld/").content)
    assert told["hasCourseInstance"]["startDate"] == run.starts_on.isoformat()
    assert told["hasCourseInstance"]["maximumAttendeeCapacity"] == 30
    page = client.get(run.get_absolute_url()).content.decode()
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert json.loads(block) == told


def test_a_doctor_is_told_why_an_announced_run_cannot_be_applied_for(cast):
    run = make.make_run(cast, announced=True)
    for person, told in (
        (cast.anna, "RegUt-en har ikke åpnet søknadsrunden"),
        (cast.eva, "ikke med i noen søknadsrunde"),
    ):
        assert told in words(as_(person).get(run.get_absolute_url()))
    actions.open_round(runs=[run], by=cast.eva)
    assert "søknadsrunden." not in words(as_(cast.anna).get(run.get_absolute_url()))


def test_no_name_ends_the_block_of_linked_data(cast, client):
    course = make.make_course(cast)
    curriculum.save_activity(code="RUS-GK1", kind="course", name="</script><b>&", by=None)
    course.refresh_from_db()
    run = make.make_run(cast, course)
    page = client.get(run.get_absolute_url()).content.decode()
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert json.loads(block)["name"] == "</script><b>&"
    assert "<b>&" not in page


# --- Appointments ---


def test_the_liaison_appoints_and_ends(cast):
    course, geir = make.make_course(cast), make.make_leader(cast)
    term = {"role": "leader", "from_on": f"{make.in_days(0)}", "to_on": f"{make.in_days(300)}"}

    post(cast.eva, "/kurs/RUS-GK1/oppnevninger/ny/", person=str(geir.public_id), **term)
    assert "Geir Sand" in words(as_(cast.eva).get("/kurs/RUS-GK1/oppnevninger/"))
    assert "Geir Sand" in words(as_(cast.anna).get("/kurs/RUS-GK1/gjennomforinger/"))
    assert "Geir Sand" not in words(as_(None).get("/kurs/RUS-GK1/gjennomforinger/"))

    appointment = CourseAppointment.objects.get(course=course)
    post(cast.eva, f"/oppnevninger/{appointment.public_id}/avslutt/", reason="Ny jobb.")
    appointment.refresh_from_db()
    assert appointment.to_on == clock.today()


def test_others_do_not_appoint(cast):
    make.make_course(cast)
    assert as_(make.make_officer_elsewhere(cast)).get("/kurs/RUS-GK1/oppnevninger/").status_code == 403


def test_what_the_announcement_fixed_is_not_asked_for_again(cast):
    """It was asked for and thrown away, so that whoever wrote another day read that it was saved."""
    run = make.make_run(cast, announced=True, place="Oslo")
    address = f"{run.get_absolute_url()}endre/"
    page = words(as_(cast.eva).get(address))
    assert "Antall plasser" in page
    assert not [label for label in ("Første dag", "Søknadsfrist", "Avmeldingsfrist") if label in page]

    later = run.starts_on + dt.timedelta(days=30)
    post(cast.eva, address, starts_on=f"{later}", place="Oslo", language=run.language, seats="31")

    before, run = run.starts_on, CourseRun.objects.get()
    assert (run.starts_on, run.seats) == (before, 31)
