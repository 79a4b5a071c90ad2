"""The page of procedures, the same once more in two presses, and a list looked over before it is logged."""

import datetime as dt
import random
import re
import uuid

import pytest
from django.urls import reverse

from fagvei.common import clock
from fagvei.common.tests.test_text import national_id
from fagvei.organisations import actions as organisations
from fagvei.people import actions as people
from fagvei.training import actions
from fagvei.training.models import PlanActivity
from fagvei.training.queries.procedures_page import procedures_page
from fagvei.training.tests.browsing import as_, hidden, post, words
from fagvei.training.tests.checks import assert_sound
from fagvei.training.tests.factories import bring_goal, make_activity, make_learning_activity, require, upload
from fagvei.training.tests.factories_of_assessments import ask, assess

MINE = "/min-utdanning/prosedyrer/"
LIST = "/min-utdanning/prosedyrer/mange/"


@pytest.fixture
def procedure(record):
    """A procedure that RUS-001 asks for, twenty times."""
    made = make_learning_activity("punksjon", name="Punksjon")
    require(record.goals["RUS-001"].goal, made, repetitions=20)
    return made


def page_of(record, viewer=None):
    return {row.name: row for row in procedures_page(record.anna, viewer or record.anna).rows}


def do(record, procedure, days_ago=0, times=1, **changes):
    with clock.at(clock.now() - dt.timedelta(days=days_ago)):
        return make_activity(
            record, **{"activity": procedure, "title": "", "repetitions": times, "signed": True, **changes}
        )


# --- What is counted ---


def test_signed_waiting_and_drafts_are_counted_apart(record, procedure):
    do(record, procedure, times=3, independence="independent")
    do(record, procedure, times=2, independence="supervised")
    do(record, procedure, times=4, signed=False, sent=True)
    do(record, procedure, times=5, signed=False)
    annulled = do(record, procedure, times=9)
    actions.annul_activity(plan_activity=annulled, reason="Feil.", by=record.siri)
    make_activity(record, title="Noe annet", signed=True, kind="simulation")

    row = page_of(record)["Punksjon"]

    assert (row.signed, row.independent, row.waiting, row.drafts) == (5, 3, 4, 5)
    assert (row.minimum, row.required, row.codes, row.newest) == (20, 20, ["RUS-001"], clock.today())
    assert page_of(record, record.bo)["Punksjon"].drafts == 0
    assert list(page_of(record)) == ["Punksjon"]


def test_own_words_are_gathered_by_their_title(record):
    make_activity(record, title="Abstinensvurdering", signed=True)
    make_activity(record, title="abstinensvurdering", sent=True)
    row = page_of(record)["abstinensvurdering"]
    assert (row.signed, row.waiting, row.activity, row.required) == (1, 1, None, None)
    shown = words(as_(record.anna).get(MINE))
    assert "Nasjonalt minstetall ikke innhentet" in shown
    assert "ikke noe antall å regne mot" in shown


def test_the_raised_number_says_who_why_when_and_what_it_rests_on(record, procedure):
    seen = do(record, procedure)
    actions.raise_repetitions(
        plan_goal=record.goals["RUS-001"], activity=procedure, repetitions=25, reason="Trenger flere.",
        by=record.cecilie, evidence=seen,
    )  # fmt: skip

    shown = words(as_(record.anna).get(MINE))

    assert "Krav for deg 25 : Trenger flere. Cecilie Vik," in shown
    assert "Bygger på Punksjon ," in shown
    assert "1 av 25" in shown
    assert page_of(record)["Punksjon"].required == 25
    opinion = bring_goal(record, "RUS-002", "mentor").opinions.get()
    actions.raise_repetitions(
        plan_goal=record.goals["RUS-001"], activity=procedure, repetitions=30, reason="Enda flere.",
        by=record.bo, evidence=opinion,
    )  # fmt: skip
    theirs = f"/leger/{record.anna.public_id}/prosedyrer/"
    assert "uttalelsen fra Cecilie Vik om RUS-002" in words(as_(record.cecilie).get(theirs))


def test_the_mentor_cites_a_signed_assessment_and_the_page_leads_to_it(record, procedure):
    signed, unsigned = assess(record), ask(record, title="Ikke besvart")
    url = reverse("training:raise_repetitions", args=[record.goals["RUS-001"].public_id])
    do(record, procedure)
    offered = words(as_(record.cecilie).get(url))
    assert "Samtale på poliklinikken, Siri Dahl" in offered
    assert "Ikke besvart" not in offered

    said = {"activity": str(procedure.public_id), "repetitions": 25, "reason": "Trenger flere."}
    refused = post(record.cecilie, url, evidence=str(unsigned.public_id), **said)
    post(record.cecilie, url, evidence=str(signed.public_id), **said)

    assert "Valget finnes ikke lenger." in words(refused)
    shown = as_(record.anna).get(MINE)
    assert "Bygger på kompetansevurderingen «Samtale på poliklinikken»" in words(shown)
    assert signed.get_absolute_url() in shown.content.decode()
    assert as_(record.bo).get(signed.get_absolute_url()).status_code == 200
    actions.annul_assessment(assessment=signed, reason="Feil lege.", by=record.siri)
    assert ", annullert" in words(as_(record.anna).get(MINE))


def test_the_forecast_is_a_month_at_the_present_pace(record, procedure):
    for days_ago in (300, 200, 100, 5):
        do(record, procedure, days_ago, times=3)
    shown = words(as_(record.anna).get(MINE))
    assert re.search(r"Med dagens tempo 20 i [a-z]+ 20\d\d", shown)
    assert "samme tempo framover" in shown


def test_too_few_are_said_to_be_too_few(record, procedure):
    do(record, procedure)
    assert "for få til å anslå" in words(as_(record.anna).get(MINE))


def test_leader_and_mentor_see_the_same_without_drafts_and_it_is_logged(record, procedure):
    do(record, procedure, signed=False)
    url = reverse("training:procedures", args=[record.anna.public_id])
    shown = {who: as_(getattr(record, who)).get(url) for who in ("bo", "cecilie", "siri", "dag", "anna")}

    assert [answer.status_code for answer in shown.values()] == [200, 200, 404, 404, 302]
    assert "kladd" not in words(shown["bo"])
    assert "Logg igjen" not in words(shown["bo"])
    assert [as_(getattr(record, who)).get(MINE).status_code for who in ("bo", "siri")] == [404, 404]


def test_one_procedure_and_three_are_asked_for_alike(record, procedure, django_assert_num_queries):
    do(record, procedure)
    with django_assert_num_queries(8):
        procedures_page(record.anna, record.anna)
    for number in (1, 2):
        other = make_learning_activity(f"annet-{number}")
        do(record, other)
        actions.raise_repetitions(
            plan_goal=record.goals["RUS-001"], activity=other, repetitions=5, reason="Mer.", by=record.cecilie,
            evidence=make_activity(record, sent=True),
        )  # fmt: skip
    with django_assert_num_queries(8):
        assert len(procedures_page(record.anna, record.anna).rows) == 4


def test_an_empty_page_says_how_to_begin(record):
    assert "Du har ingen prosedyrer ennå." in words(as_(record.anna).get(MINE))


# --- Once more ---


def test_the_same_again_is_filled_in_and_sent_with_one_press(record, procedure):
    arena = organisations.save_arena(institution=record.fjellheim, name="Poliklinikken", by=None)
    before = clock.today() - dt.timedelta(days=10)
    first = do(record, procedure, done_on=before, arena=arena, independence="independent", reflection="Sist.", times=3)
    url = reverse("training:log_again", args=[first.public_id])
    page = as_(record.anna).get(url)
    sent = fields_of(page)

    assert (sent["when"], sent["independence"], sent["repetitions"], sent["reflection"].strip()) == (
        "today", "independent", "1", "",
    )  # fmt: skip
    answer = as_(record.anna).post(url, sent)

    again = PlanActivity.objects.exclude(pk=first.pk).get()
    assert answer.url == MINE
    assert (again.title, again.activity, again.arena, again.done_on) == ("Punksjon", procedure, arena, clock.today())
    assert (again.state, again.supervisor, again.independence) == ("sent", record.siri, "independent")
    assert list(again.goals.all()) == list(first.goals.all())
    as_(record.anna).post(url, sent)
    assert PlanActivity.objects.count() == 2
    assert_sound()


def fields_of(page) -> dict:
    """What the browser would send when nothing is touched."""
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else str(value) for name, value in values.items()}


def test_nothing_to_repeat_when_the_goals_have_left_the_plan_or_nobody_can_sign(record):
    activity = make_activity(record, signed=True)
    url = reverse("training:log_again", args=[activity.public_id])
    for relation in record.anna.relations_as_doctor.filter(kind="supervisor"):
        people.end_relation(relation=relation, by=None)
    assert "Du har ingen supervisør ennå." in words(as_(record.anna).get(url))
    actions.archive_plan(plan=record.plan, reason="Slutt.", by=record.bo)
    assert "Målene fra sist står ikke i planen din lenger." in words(as_(record.anna).get(url))


def test_what_needs_no_signature_is_repeated_in_the_long_form(record):
    course = make_activity(record, fulfilled=True)
    answer = as_(record.anna).get(reverse("training:log_again", args=[course.public_id]))
    assert answer.url == f"/aktiviteter/ny/?som={course.public_id}"


# --- A list ---


def look_over(record, typed="", **fields):
    return post(record.anna, LIST, rows=typed, then="preview", **fields)


def save(record, page, typed, **fields):
    return post(record.anna, LIST, rows=typed, then="save", shown=hidden(page, "shown"), **fields)


def test_a_pasted_list_is_looked_over_and_logged_whole(record, procedure):
    organisations.save_arena(institution=record.fjellheim, name="Poliklinikken", by=None)
    typed = (
        "Prosedyre\tDato\tAntall\tSted\tSelvstendighet\tMål\tSupervisør\n"
        "punksjon\t3.11.2025\t2\tpoliklinikken\tselvstendig\t\t\n"
        "Tvangsvurdering\t2025-11-04\t\tAkuttmottaket\tUnder supervisjon\tRUS-002, FKM-01\tSiri Dahl\n"
    )
    page = look_over(record, typed, supervisor=str(record.stian.public_id))
    assert "2 rader kan legges inn, 3 ganger til sammen" in words(page)
    assert not PlanActivity.objects.exists()
    answer = save(record, page, typed, supervisor=str(record.stian.public_id))

    assert answer.url == MINE
    one, two = PlanActivity.objects.order_by("done_on")
    assert (one.title, one.activity, one.repetitions, one.arena.name) == ("Punksjon", procedure, 2, "Poliklinikken")
    assert (one.independence, one.state, one.supervisor) == ("independent", "sent", record.stian)
    assert (two.title, two.place, two.independence, two.supervisor) == (
        "Tvangsvurdering", "Akuttmottaket", "supervised", record.siri,
    )  # fmt: skip
    assert sorted(goal.goal.code for goal in two.goals.all()) == ["FKM-01", "RUS-002"]
    assert one.batch == two.batch
    assert_sound()


def test_without_a_line_of_names_the_columns_stand_in_our_order(record, procedure):
    typed = f"Punksjon;{clock.today():%d.%m.%Y};4\n"
    page = look_over(record, typed)
    save(record, page, typed)
    assert PlanActivity.objects.get().repetitions == 4


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ("Punksjon\t31.2.2026", "Skriv datoen som 24.12.2026."),
        ("Punksjon\t", "Skriv datoen som 24.12.2026."),
        ("Punksjon\t1.1.2099", "Datoen er ikke kommet ennå."),
        ("\t1.1.2026", "Skriv hvilken prosedyre det var."),
        ("Punksjon\t1.1.2026\tmange", "Antallet må være et helt tall mellom 1 og 500."),
        ("Punksjon\t1.1.2026\t501", "Antallet må være et helt tall mellom 1 og 500."),
        ("Punksjon\t1.1.2026\t1\t\tnesten", "Selvstendighet må være «under supervisjon» eller «selvstendig»"),
        ("Punksjon\t1.1.2026\t1\t\t\tRUS-099", "Målet RUS-099 står ikke i planen din."),
        ("Ukjent\t1.1.2026", "Skriv målene i kolonnen «mål»."),
        ("Punksjon\t1.1.2026\t1\t\t\t\tDag Nes", "Dag Nes er ikke supervisøren din nå."),
        (f"Punksjon {national_id(random.Random(5))}\t1.1.2026", "Teksten ser ut til å ha et fødselsnummer."),
    ],
)
def test_one_bad_line_has_its_sentence_and_stops_the_list(record, procedure, cells, sentence):
    typed = f"Punksjon\t1.1.2026\n{cells}\n"
    page = look_over(record, typed)
    shown = words(page)
    assert sentence in shown
    assert "1 rad må rettes." in shown
    assert "Legg inn 1 rad" not in shown
    assert "Ingenting er lagt inn ennå." in words(save(record, page, typed))
    assert not PlanActivity.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Lim inn rader, eller velg en fil."),
        ("prosedyre\tdato\tpasient\nPunksjon\t1.1.2026\tN.N.", "Kolonnen «pasient» er ukjent."),
        ("prosedyre\nPunksjon", "Kolonnen «dato» mangler."),
        ("Punksjon\t1.1.2026\n" * 202, "Listen har flere enn 200 rader."),
        ("=HYPERLINK(1)\t1.1.2026", "En celle begynner som en formel"),
        ('Punksjon\t"1.1.2026', "Anførselstegnene går ikke opp."),
    ],
)
def test_a_list_that_cannot_be_read_says_why(record, typed, sentence):
    page = look_over(record, typed)
    assert page.status_code == 422
    assert sentence in words(page)


def test_what_is_logged_already_is_left_out_so_the_same_list_twice_is_harmless(record, procedure):
    day = f"{clock.today():%d.%m.%Y}"
    make_activity(record, activity=procedure, title="")
    typed = f"Punksjon\t{day}\nPunksjon\t{day}\n"
    page = look_over(record, typed)
    assert "Er logget fra før på denne datoen og tas ikke med." in words(page)
    save(record, page, typed)
    assert PlanActivity.objects.count() == 2
    again = look_over(record, typed)
    assert "Alt i listen er logget fra før." in words(again)
    assert "Legg inn" not in words(again).split("Slik leses listen")[1].split("Lim inn")[0]
    save(record, again, typed)
    assert PlanActivity.objects.count() == 2


def test_the_same_press_twice_logs_once(record, procedure):
    typed, key = f"Punksjon\t{clock.today():%d.%m.%Y}\n", uuid.uuid4()
    page = look_over(record, typed)
    answers = [
        post(record.anna, LIST, key=key, rows=typed, then="save", shown=hidden(page, "shown")).url for _ in range(2)
    ]
    assert answers == [MINE, MINE]
    assert PlanActivity.objects.count() == 1


def test_another_list_than_the_one_looked_over_is_not_logged(record, procedure):
    page = look_over(record, "Punksjon\t1.1.2026\n")
    answer = save(record, page, "Punksjon\t2.1.2026\n")
    assert "Listen er endret siden du så over den." in words(answer)
    assert not PlanActivity.objects.exists()


def test_initials_with_a_date_are_asked_about_once(record, procedure):
    typed = "Punksjon\t1.1.2026\t1\tK.N.\n"
    page = look_over(record, typed)
    assert "Dette er ikke pasientopplysninger" in words(page)
    assert "Ingenting er lagt inn ennå." in words(save(record, page, typed))
    confirmed = look_over(record, typed, not_patient_data="yes")
    save(record, confirmed, typed, not_patient_data="yes")
    assert PlanActivity.objects.get().place == "K.N."


def test_a_spreadsheet_becomes_text_that_can_be_mended(record, procedure):
    file = upload(b"prosedyre;dato;antall\nPunksjon;1.1.2026;3\nUkjent;1.1.2026;1\n", "liste.csv")
    page = look_over(record, upload=file)
    assert "Punksjon\t1.1.2026\t3" in page.content.decode()
    assert "Skriv målene i kolonnen «mål»." in words(page)


CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//y//
{events}
END:VCALENDAR
"""


def event(summary, day, *more):
    lines = ["BEGIN:VEVENT", f"UID:{summary}{day}", f"SUMMARY:{summary}", f"DTSTART{day}", *more, "END:VEVENT"]
    return "\n".join(lines)


def test_a_calendar_gives_what_is_called_a_procedure_and_nothing_else(record, procedure):
    events = "\n".join(
        [
            event(
                "Punksjon med Siri", ";TZID=Europe/Oslo:20260302T233000", "LOCATION:Poliklinikken", "DESCRIPTION:Ola"
            ),
            event("PUNKSJON", ":20260105T233000Z"),
            event("Lunsj", ";VALUE=DATE:20260302"),
            event("Punksjon", ";VALUE=DATE:20260303", "STATUS:CANCELLED"),
            event("Punksjon", ";VALUE=DATE:20990303"),
        ]
    )
    page = look_over(record, upload=upload(CALENDAR.format(events=events).encode(), "kalender.ics"))
    text = page.content.decode()
    assert "Punksjon\t2026-01-06\t1" in text
    assert "Punksjon\t2026-03-02\t1\tPoliklinikken" in text
    assert "Ola" not in text
    assert "Lunsj" not in text
    assert "3 hendelser i kalenderen er utelatt" in words(page)


@pytest.mark.parametrize("content", [b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n", b"\xff\xfe\x00", b"hei", b""])
def test_a_broken_calendar_is_refused_in_a_sentence(record, content):
    page = look_over(record, upload=upload(content, "kalender.ics"))
    assert re.search("Filen kan ikke leses som en kalender|Ingen hendelse i kalenderen", words(page))


def test_the_level_stands_where_it_is_signed(record, procedure):
    activity = do(record, procedure, signed=False, sent=True, independence="supervised")
    shown = words(as_(record.siri).get("/oppgaver/signer/"))
    assert "Selvstendighet Under supervisjon" in shown
    assert activity.independence == "supervised"
