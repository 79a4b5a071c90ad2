"""What a doctor and a mentor write to each other is nowhere else (T-06): a planted word in a thousand minutes.

Looked for on every page as everybody else, in their search and exports, in the whole database as a dump would show it,
in mail, queue and log; and found where it belongs, in the doctor's own export. Each search is shown to be able to fail.
"""

import io
import json
import logging
import re
import secrets
import zipfile

import matrix
import pypdf
import pytest
import visits
from django.apps import apps
from django.core import mail
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.urls import reverse
from everybody import ANONYMOUS
from houseplan import ROOT, addresses

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.interop.export import export_record
from fagvei.people.mail import send_notice
from fagvei.people.models import Notification
from fagvei.training import actions
from fagvei.training.access import mentoring as doors
from fagvei.training.models import MentoringText
from fagvei.training.queries import mentoring_page

pytestmark = pytest.mark.django_db

CANARY = f"kanari{secrets.token_hex(8)}"
MINUTES, A_SESSION = 1_000, 100
# Near enough to be tempted; on PostgreSQL a leader and a supervisor. The long run asks everybody.
NEAR = ("bo", "per", "siri", "mats", "jorunn") if connection.vendor == "sqlite" else ("bo", "siri")
TEXT_TYPES = ("text/", "application/json", "application/xml", "image/svg")


@pytest.fixture(scope="module")
def planted(world):
    """A thousand versions of minutes by both, preparations and reasons, all with the word in them."""
    cast = world.cast
    series = world.find("mentoring_series", "anna and cecilie").obj
    sessions = []
    for number in range(MINUTES // A_SESSION):
        session = actions.invite_to_mentoring(series=series, starts_at=clock.now(), by=cast.anna)
        actions.prepare_mentoring(session=session, text=f"{CANARY} forberedelse", by=cast.cecilie)
        actions.move_mentoring(session=session, starts_at=clock.now(), reason=f"{CANARY} grunn", by=cast.anna)
        seen = ""
        for version in range(A_SESSION):
            by = cast.anna if version % 2 else cast.cecilie
            text = f"{CANARY} {number * A_SESSION + version:04}."
            seen = str(actions.write_minutes(session=session, text=text, seen=seen, by=by).public_id)
        agreed = actions.agree_action(session=session, text=f"{CANARY} tiltak", owner=cast.anna, by=cast.cecilie)
        sessions.append((session, agreed))
    return series, sessions


def paths_for(world, planted):
    """Every address: with the ids of what was planted where they fit, and otherwise one object of each kind."""
    series, sessions = planted
    session, agreed = sessions[0]
    rows = matrix.the_table().addresses()
    for at in addresses():
        if not at.converters:
            yield f"/{at.pattern}"
            continue
        if set(at.converters) == {"public_id"}:
            # Whatever noun the address is about: a mistaken door must not open for these ids.
            yield from (reverse(at.name, args=[row.public_id]) for row in (series, session, agreed, world.cast.anna))
        for object_type, url_name in rows:
            if url_name == at.name and (some := world.of_type(object_type)):
                yield matrix.address(at, some[0])


def leaks(world, visitors, planted, usernames):
    paths = list(dict.fromkeys(paths_for(world, planted)))
    assert len(paths) > 200
    for username in usernames:
        client = visitors.client_of(username)
        for path in paths:
            with visits.nothing_stays(), visits.unchanged_session(client):
                response = client.get(path)
                content = response.getvalue()
            if CANARY.encode() in content or CANARY in str(response.headers):
                yield f"{username} GET {path}"


def others(world):
    return [name for name in world.people if name not in {"anna", "cecilie"}] + [ANONYMOUS]


def test_no_page_shows_it_to_those_who_are_near(world, visitors, planted):
    assert list(leaks(world, visitors, planted, NEAR)) == []


@pytest.mark.long
def test_no_page_shows_it_to_anybody_else(world, visitors, planted):
    assert list(leaks(world, visitors, planted, others(world))) == []


def test_an_open_door_is_found(world, visitors, planted, monkeypatch):
    """Planted: the door and the texts forget to ask who it is."""
    monkeypatch.setattr(doors, "_may_session", lambda permission, row, user, relations: True)
    monkeypatch.setattr(mentoring_page.MentoringText.objects.__class__, "visible_to", lambda self, user: self.all())
    assert any("/veiledning/samtale/" in leak for leak in leaks(world, visitors, planted, ["bo"]))


def test_the_two_see_it(world, visitors, planted):
    session, _agreed = planted[1][0]
    for username in ("anna", "cecilie"):
        assert CANARY in visitors.client_of(username).get(session.get_absolute_url()).content.decode()


def test_no_search_finds_it(world, visitors, planted):
    """The page repeats what was asked for, and no more often than a word that is nowhere."""
    nowhere = "x" * len(CANARY)
    for username in others(world):
        client = visitors.client_of(username)
        found, not_found = (client.get("/sok/", {"q": word}).content.decode().count(word) for word in (CANARY, nowhere))
        assert found == not_found > 0


# --- Exports ---


def exported(doctor, kind: str) -> str:
    with export_record(doctor=doctor, kind=kind, by=doctor).file as file:
        content = file.read()
    if kind == "zip":
        archive = zipfile.ZipFile(io.BytesIO(content))
        return " ".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
    if kind == "pdf":
        return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    return content.decode()


@pytest.mark.parametrize("kind", ["json", "pdf", "zip"])
@pytest.mark.parametrize("username", ["nora", "per"])
def test_nobody_elses_export_has_it(world, planted, username, kind):
    assert CANARY not in exported(world.people[username], kind)


def test_the_doctors_own_export_has_all_of_it(world, planted):
    record = json.loads(exported(world.cast.anna, "json"))["record"]
    texts = [text for series in record["mentoring"] for each in series["sessions"] for text in each["texts"]]
    minutes = {text["text"] for text in texts if text["kind"] == "minutes" and CANARY in text["text"]}
    assert minutes == {f"{CANARY} {number:04}." for number in range(MINUTES)}


def test_the_doctors_own_paper_has_it(world, planted):
    assert exported(world.cast.anna, "pdf").count(CANARY) > 100


# --- What lies in the database, as a dump shows it ---


def dumped() -> list[str]:
    """Tables that hold the word, in any column: notices, queue, log, everything. Texts are there, closed."""
    found = []
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 -- names from the catalogue
            while rows := cursor.fetchmany(1_000):
                if CANARY in str(rows):
                    found.append(table)
                    break
    return found


def test_a_dump_of_the_whole_database_does_not_show_it(planted):
    assert MentoringText.objects.filter(kind="minutes").count() > MINUTES
    assert dumped() == []


@pytest.mark.parametrize("leak", ["log", "notice"])
def test_a_leak_in_the_database_is_found(world, planted, leak):
    with visits.nothing_stays():
        if leak == "log":
            audit.record("planted", target="x", by=None, details={"words": CANARY})
        else:
            world.cast.bo.notifications.create(kind="planted", text=CANARY)
        assert dumped() == ["audit_auditevent" if leak == "log" else "people_notification"]


def test_neither_mail_nor_queue_nor_the_log_of_the_server_has_it(world, planted, caplog, settings):
    """The letters behind the notices are sent here, as the worker would."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    logging.disable(logging.NOTSET)
    session, _agreed = planted[1][-1]
    newest = session.texts.filter(kind="minutes").order_by("-pk").first()
    with caplog.at_level(logging.DEBUG), visits.nothing_stays():
        actions.write_minutes(session=session, text=f"{CANARY} sist", seen=str(newest.public_id), by=world.cast.anna)
        for notice in Notification.objects.order_by("-pk")[:1]:
            send_notice.call(notice.pk)
        letters = [f"{letter.subject} {letter.body} {letter.to}" for letter in mail.outbox]
        assert dumped() == []
    logging.disable(logging.ERROR)
    assert letters
    assert [letter for letter in letters if CANARY in letter] == []
    assert CANARY not in caplog.text


# --- The role for reports ---


def lines_for_reports() -> list[str]:
    """The SQL of docs/operations.md, as an operator would run it."""
    text = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    block = text.split("### A role for reports")[1].split("```sql")[1].split("```")[0]
    return [line.strip() for line in block.split(";") if line.strip()]


@pytest.mark.postgres_only
def test_the_role_for_reports_reads_only_what_it_was_given(planted):
    tables = {model._meta.db_table for model in apps.get_models()}
    closed = {model._meta.db_table for model in apps.get_app_config("training").get_models()} - {"training_plangoal"}
    with transaction.atomic(), connection.cursor() as cursor:
        for line in lines_for_reports():
            cursor.execute(line)
        readable = {table for table in tables if may_read(cursor, table)}
        transaction.set_rollback(True)
    granted = set(
        re.findall(r"\b\w+_\w+\b", " ".join(lines_for_reports()).split("GRANT SELECT ON")[1].split(" TO ")[0])
    )
    assert readable == granted
    assert {"training_mentoringtext", "training_mentoringsession", "training_contentkey"} <= closed - readable


def may_read(cursor, table: str) -> bool:
    cursor.execute("SAVEPOINT before_reading")
    cursor.execute("SET LOCAL ROLE fagvei_report")
    try:
        cursor.execute(f'SELECT * FROM "{table}" LIMIT 1')  # noqa: S608 -- names of our own tables
    except ProgrammingError as refused:
        if "permission denied" not in str(refused):
            raise
        return False
    finally:
        cursor.execute("ROLLBACK TO SAVEPOINT before_reading")
        cursor.execute("RESET ROLE")
    return True
