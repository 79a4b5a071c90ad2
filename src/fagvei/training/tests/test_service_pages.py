"""The pages of service and time: what the doctor and the leader read and press, and who may not."""

import datetime as dt

import pytest
from django.urls import reverse

from fagvei.audit.models import AccessLog
from fagvei.people import actions as people
from fagvei.training import queries
from fagvei.training.models import Absence, Employment, Part1Confirmation, Placement
from fagvei.training.queries.service_page import service_page
from fagvei.training.rules.time import Away, Period, account
from fagvei.training.rules.time_words import line_words, remaining_words
from fagvei.training.tests.browsing import as_, post, words
from fagvei.training.tests.checks import last_event
from fagvei.training.tests.inbox import tasks_of
from fagvei.training.tests.service_factories import confirm_part_1, make_absence, make_employment, make_placement

MINE = "/min-utdanning/tjeneste/"


@pytest.fixture
def served(record):
    record.part_1 = confirm_part_1(record)
    record.employment = make_employment(record)
    record.placement = make_placement(record, record.employment, ends_on=dt.date(2025, 2, 28))
    record.sent = make_placement(record, record.employment, to="sent", starts_on=dt.date(2025, 3, 1), percent=80)
    record.absence = make_absence(record, record.placement)
    away = {"kind": "leave", "starts_on": dt.date(2024, 8, 1), "ends_on": dt.date(2024, 8, 2)}
    record.draft = make_absence(record, record.placement, to="draft", **away)
    return record


def url(name, row=None):
    return reverse(f"training:{name}", args=[row.public_id] if row else [])


# --- Words ---


@pytest.mark.parametrize(
    ("percent", "away", "more", "said"),
    [
        (80, (), {}, "12 måneder × 80 % = 9,6"),
        (100, (Away("sick_leave", dt.date(2024, 4, 1), dt.date(2024, 6, 30)),), {},
         "(12 måneder − 1,8 for fravær over grensen: 3 mot 1,2) × 100 % = 10,2"),
        (100, (), {"is_confirmed": False}, "12 måneder, teller når perioden er bekreftet"),
        (100, (), {"counts": False}, "12 måneder, teller ikke som utdanningstid"),
    ],
)  # fmt: skip
def test_the_account_of_a_period_is_read_aloud(percent, away, more, said):
    period = Period("p", "part_3", percent, dt.date(2024, 3, 1), dt.date(2025, 2, 28), absences=away, **more)
    (line,) = account([period], dt.date(2026, 1, 1)).lines
    assert line_words(line) == said


def test_what_remains_is_rounded_up_to_whole_months():
    period = Period("p", "part_3", 100, dt.date(2020, 3, 1), None)
    assert remaining_words(account([period], dt.date(2026, 8, 15))) == "Minst 1 måned gjenstår av tjenestetiden."
    assert remaining_words(account([period], dt.date(2024, 3, 1))) == "Minst 30 måneder gjenstår av tjenestetiden."
    assert remaining_words(account([period], dt.date(2026, 8, 31))) == "Tjenestetiden på seks og et halvt år er nådd."


# --- The doctor ---


def test_the_doctor_reads_what_counts_and_why(served):
    page = words(as_(served.anna).get(MINE))
    assert "12 av 78 måneder" in page
    assert "Minst 66 måneder gjenstår av tjenestetiden." in page
    assert "12 måneder × 100 % = 12" in page
    assert "teller når perioden er bekreftet" in page
    assert "Venter på Bo Lund" in page
    assert "spesialistforskriften § 31" in page
    assert "Minst 66 måneder gjenstår av tjenestetiden." in words(as_(served.anna).get("/min-utdanning/"))


def test_an_empty_page_tells_how_to_begin(record):
    page = words(as_(record.anna).get(MINE))
    assert "Ingen tjeneste er registrert." in page
    assert "Del 1 er ikke bekreftet. Lederen din bekrefter den" in page
    assert post(record.anna, f"{MINE}ny-periode/").url == f"{MINE}ny-stilling/"


def test_the_doctor_registers_a_position_a_period_and_absence_and_sends(record):
    confirm_part_1(record)
    answer = post(
        record.anna, f"{MINE}ny-stilling/",
        institution=str(record.fjellheim.public_id), employer="", percent="80", starts_on="2024-03-01", then="send",
    )  # fmt: skip
    assert answer.url == MINE
    employment = Employment.objects.get()
    assert (employment.state, employment.percent, employment.waiting_on) == ("sent", 80, record.bo)

    post(
        record.anna, f"{MINE}ny-periode/",
        employment=str(employment.public_id), kind="part_3", specialty=str(record.specialty.public_id),
        percent="80", starts_on="2024-03-01", ends_on="2025-02-28", then="draft",
    )  # fmt: skip
    placement = Placement.objects.get()
    assert (placement.state, placement.institution, placement.specialty) == (
        "draft",
        record.fjellheim,
        record.specialty,
    )

    post(record.anna, url("change_service", placement), employment=str(employment.public_id), kind="part_3",
         specialty=str(record.specialty.public_id), percent="60", starts_on="2024-03-01", then="send")  # fmt: skip
    placement.refresh_from_db()
    assert (placement.state, placement.percent, placement.ends_on) == ("sent", 60, None)

    post(record.anna, url("new_absence", placement), kind="sick_leave", percent="50", starts_on="2024-04-01",
         ends_on="2024-04-10", then="send")  # fmt: skip
    assert (Absence.objects.get().state, Absence.objects.get().percent) == ("sent", 50)


def test_a_refusal_stands_beside_the_form_and_nothing_half_done_stays(served):
    before = Placement.objects.count()
    answer = post(
        served.anna, f"{MINE}ny-periode/",
        employment=str(served.employment.public_id), kind="part_3", specialty=str(served.specialty.public_id),
        percent="100", starts_on="2025-02-01", ends_on="2025-02-28", then="send",
    )  # fmt: skip
    assert answer.status_code == 200
    assert "Perioden overlapper en annen periode hos samme arbeidsgiver." in words(answer)
    assert Placement.objects.count() == before


def test_send_recall_and_take_away_are_buttons(served):
    assert post(served.anna, url("send_service", served.draft)).url == MINE
    assert last_event()[0] == "service_sent"
    post(served.anna, url("recall_service", served.draft))
    assert last_event()[0] == "service_recalled"
    post(served.anna, url("annul_service", served.draft), reason="")
    served.draft.refresh_from_db()
    assert served.draft.state == "annulled"
    assert post(served.anna, url("send_service", served.draft)).url == MINE  # a refusal becomes a message
    assert last_event()[0] == "service_annulled"


# --- The leader ---


def test_the_leader_confirms_from_the_inbox(served):
    (task,) = tasks_of(served.bo)
    assert (task.kind, task.title, task.count) == (
        "confirm_service",
        "Bekreft tjeneste for Anna Berg (1 registrering)",
        1,
    )
    page = as_(served.bo).get(task.url)
    assert "1 registrering venter på deg Gå til det du skal bekrefte" in words(page)
    for anchor in (f'href="#rad-{served.sent.public_id}"', f'id="rad-{served.sent.public_id}"'):
        assert page.content.decode().count(anchor) == 1
    assert (
        str(served.sent.public_id) in page.content.decode(),
        str(served.draft.public_id) in page.content.decode(),
    ) == (True, False)
    assert AccessLog.objects.latest("read_at").reader_name == "Bo Lund"

    assert post(served.bo, url("confirm_service", served.sent)).url == task.url
    served.sent.refresh_from_db()
    assert (served.sent.state, last_event()) == ("confirmed", ("service_confirmed", "Bo Lund", "leader"))
    assert tasks_of(served.bo) == []


def test_the_leader_returns_and_the_doctor_finds_the_comment(served):
    assert as_(served.bo).get(url("return_service", served.sent)).status_code == 200
    post(served.bo, url("return_service", served.sent), comment="Prosenten var 60.")
    (task,) = tasks_of(served.anna)
    assert (task.kind, task.url) == ("returned_service", MINE)
    assert "Prosenten var 60." in words(as_(served.anna).get(MINE))


def test_the_leader_sets_an_end_judges_what_counts_and_annuls(served):
    post(served.bo, url("annul_service", served.sent), reason="Feil.")  # sent: refused with a sentence
    post(served.bo, url("end_service", served.placement), ends_on="2025-01-31", reason="Sluttet.")
    post(served.bo, url("set_counting", served.placement), counts="no", reason="Forskning.")
    served.placement.refresh_from_db()
    assert (served.placement.ends_on, served.placement.counts) == (dt.date(2025, 1, 31), False)
    assert "teller ikke som utdanningstid" in words(as_(served.anna).get(MINE))
    post(served.bo, url("annul_service", served.absence), reason="Registrert to ganger.")
    served.absence.refresh_from_db()
    assert served.absence.state == "annulled"


def test_the_leader_confirms_part_1_on_the_doctors_page(record):
    service = url("service", record.anna)
    assert url("confirm_part_1", record.anna) in as_(record.bo).get(service).content.decode()
    post(
        record.bo,
        url("confirm_part_1", record.anna),
        basis="old_turnus",
        completed_on="2020-08-31",
        seen="Turnusbevis.",
    )
    page = words(as_(record.anna).get(MINE))
    assert "Turnus før ny ordning, regnes som del 1" in page
    assert "Bygger på: Turnusbevis." in page

    post(record.bo, url("annul_part_1", Part1Confirmation.objects.get()), reason="Feil person.")
    assert queries.part_1_confirmation_of(record.anna) is None


# --- Who ---

PEOPLE = ("anna", "bo", "cecilie", "siri", "dag", "trond")
PAGES = [
    ("my_service", "", (200, 404, 404, 404, 404, 404)),
    ("new_employment", "", (200, 404, 404, 404, 404, 404)),
    ("new_placement", "", (200, 404, 404, 404, 404, 404)),
    ("service", "anna", (403, 200, 403, 404, 404, 404)),
    ("confirm_part_1", "anna", (403, 200, 403, 404, 404, 404)),
    ("new_absence", "placement", (200, 403, 404, 404, 404, 404)),
    ("change_service", "draft", (200, 404, 404, 404, 404, 404)),
    ("change_service", "sent", (200, 403, 404, 404, 404, 404)),
    ("return_service", "sent", (403, 200, 404, 404, 404, 404)),
    ("end_service", "employment", (403, 200, 404, 404, 404, 404)),
    ("set_counting", "placement", (403, 200, 404, 404, 404, 404)),
    ("annul_service", "absence", (200, 200, 404, 404, 404, 404)),
    ("annul_part_1", "part_1", (403, 200, 404, 404, 404, 404)),
]


@pytest.mark.parametrize(("name", "on", "statuses"), PAGES, ids=lambda value: value if isinstance(value, str) else "")
def test_who_may_open_a_page(served, name, on, statuses):
    address = url(name, getattr(served, on) if on else None)
    assert tuple(as_(getattr(served, who)).get(address).status_code for who in PEOPLE) == statuses
    assert as_(None).get(address).url.startswith(reverse("account_login"))


def test_what_is_sent_waits_for_the_leader_of_now(cast):
    make_employment(cast, to="sent")
    people.assign_role(user=cast.dag, role="leader", institution=cast.fjellheim, by=None)
    people.relate(doctor=cast.anna, person=cast.dag, kind="leader", institution=cast.fjellheim, by=None, replace=True)
    assert "Venter på Dag Nes" in words(as_(cast.anna).get("/min-utdanning/tjeneste/"))


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_a_fixed_number_of_questions(cast, number, django_assert_num_queries):
    confirm_part_1(cast)
    employment = make_employment(cast)
    for month in range(number):
        start = dt.date(2024, 3 + month, 1)
        row = make_placement(cast, employment, starts_on=start, ends_on=start + dt.timedelta(days=27))
        make_absence(cast, row, starts_on=start, ends_on=start, to="sent")
    for user in (cast.anna, cast.bo):
        with django_assert_num_queries(8):
            page = service_page(cast.anna, user)
            assert len(page.positions[0].inner) == number
