"""Import of the official set: shown first, done exactly as shown, and never more than was said."""

import html
import io
import json
import random
import zipfile
from contextlib import suppress
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from fagvei.audit.models import AuditEvent
from fagvei.common import clock
from fagvei.common.models import content_digest
from fagvei.curriculum import actions
from fagvei.curriculum.loaders import table
from fagvei.curriculum.models import GoalCategory, GoalImport, GoalRevision, LearningGoal
from fagvei.curriculum.tests.factories import make_goal, make_set

UPLOAD = "/laeringsmal/importer/"
ROW = {
    "code": "RUS-001",
    "set": "RUS",
    "category": "Samtale",
    "name": "Offisielt navn",
    "official_text": "Legen skal kunne dette.",
    "knowledge_level": "høyeste",
    "skill_level": "mellomste",
    "valid_from": "2019-03-01",
    "valid_to": "",
    "legal_basis": "vedlegg 2 del B",
    "source": "lovdata",
    "part": "3",
}


def csv_of(*rows, header=table.COLUMNS):
    lines = [";".join(header), *(";".join(str((ROW | row).get(name, "")) for name in header) for row in rows or ({},))]
    return "\r\n".join(lines).encode("utf-8-sig")


def json_of(*rows):
    return json.dumps([ROW | row for row in rows or ({},)]).encode()


def xlsx_of(*rows, formula=""):
    book = Workbook()
    book.active.append(list(table.COLUMNS))
    for row in rows or ({},):
        book.active.append([(ROW | row)[name] for name in table.COLUMNS])
    if formula:
        book.active["D2"] = formula
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def state():
    """Everything an import could change, as one digest."""
    rows = {
        model.__name__: [list(map(str, values)) for values in model.objects.order_by("pk").values_list()]
        for model in (LearningGoal, GoalRevision, GoalCategory, GoalImport)
    }
    return content_digest(rows)


@pytest.fixture
def goal(specialty):
    goal_set = make_set(specialty=specialty)
    make_set("FKM")
    return make_goal(goal_set, 1)


def import_now(content, name="mål.csv", by=None):
    rows = table.read_table(name, content)
    changes = table.plan_import(rows)
    kept = actions.keep_goal_import(file_name=name, digest=table.digest_of(content), rows=table.as_json(rows), by=by)
    return table.confirm(goal_import=kept, shown=table.digest_of_changes(changes), by=by)


# --- What is taken in -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "make"), [("a.csv", csv_of), ("a.json", json_of), ("a.XLSX", xlsx_of)])
def test_all_three_formats_say_the_same(goal, name, make):
    rows = table.read_table(name, make({}, {"code": "RUS-072"}))
    assert [(row.code, row.skill_level, row.valid_from) for row in rows] == [
        ("RUS-001", "middle", "2019-03-01"),
        ("RUS-072", "middle", "2019-03-01"),
    ]


def test_an_import_publishes_revisions_and_new_goals_above_the_highest_number(goal):
    done = import_now(csv_of({}, {"code": "RUS-072", "category": "Ny kategori", "valid_from": "01.01.2025"}))

    assert done.counts == {"changed": 1, "added": 1}
    now = GoalRevision.objects.in_force().get(goal=goal)
    assert (now.number, now.official_text, now.knowledge_level) == (2, "Legen skal kunne dette.", "highest")
    assert (now.verification, now.reason, now.is_demo) == ("imported", "import av mål.csv", True)
    assert goal.revisions.get(number=1).name == "Målet RUS-001"
    assert LearningGoal.objects.get(code="RUS-072").category.name == "Ny kategori"
    assert AuditEvent.objects.get(name="goal_import_confirmed").details["digest"] == done.digest


def test_in_production_imported_text_is_not_demo_data(goal, settings):
    settings.FAGVEI_DEMO = False
    import_now(csv_of())
    assert GoalRevision.objects.in_force().get(goal=goal).is_demo is False


def test_the_same_file_again_changes_nothing(goal):
    import_now(csv_of())
    revisions = GoalRevision.objects.count()

    done = import_now(csv_of())

    assert done.counts == {"unchanged": 1}
    assert GoalRevision.objects.count() == revisions


def test_what_is_not_what_was_shown_is_not_done(goal):
    rows = table.read_table("a.csv", csv_of())
    shown = table.digest_of_changes(table.plan_import(rows))
    kept = actions.keep_goal_import(file_name="a.csv", digest="0" * 64, rows=table.as_json(rows), by=None)
    actions.publish_revision(goal=goal, name="Endret imens", valid_from_on=clock.today(), by=None)
    before = state()

    with pytest.raises(table.TableRefused):  # older content cannot replace newer
        table.confirm(goal_import=kept, shown=shown, by=None)
    with pytest.raises(actions.NotWhatWasShown):
        actions.confirm_goal_import(goal_import=kept, changes=[], shown=shown, planned="1" * 64, by=None)

    assert state() == before


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"official_text": ""}, "«official_text»"),
        ({"knowledge_level": ""}, "«knowledge_level»"),
        ({"valid_from": "2018-01-01"}, "Eldre innhold kan ikke erstatte nyere."),
    ],
)
def test_nothing_is_taken_away_by_an_import(goal, row, sentence):
    import_now(csv_of())
    with pytest.raises(table.TableRefused, match=sentence):
        import_now(csv_of(row))


def test_a_goal_is_not_moved_to_another_set(goal, specialty):
    make_set("PART1", kind="part_1")
    make_goal(make_set("ABC"), 1)
    with pytest.raises(table.TableRefused, match="hører ikke til settet"):
        import_now(csv_of({"code": "ABC-001", "set": "PART1"}))


# --- Corrupted files: each refused with a sentence and, where it has one, a line -------------------------------------


def bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 80_000_000)
    return file.getvalue()


def without(name):
    return tuple(column for column in table.COLUMNS if column != name)


CORRUPTED = {
    "unknown column": ("a.csv", csv_of(header=(*table.COLUMNS, "dose")), 1),
    "doubled column": ("a.csv", csv_of(header=(*table.COLUMNS, "name")), 1),
    **{f"no column {name}": ("a.csv", csv_of(header=without(name)), 1) for name in table.REQUIRED},
    **{f"empty {name}": ("a.csv", csv_of({name: ""}), 2) for name in table.REQUIRED},
    "code twice": ("a.csv", csv_of({}, {}), 3),
    "code of another set": ("a.csv", csv_of({"code": "FKM-001"}), 2),
    "unknown set": ("a.csv", csv_of({"set": "XYZ"}), 2),
    **{
        f"code {code}": ("a.json", json_of({"code": code}), 1)
        for code in (
            "RUS001",
            "rus-001",
            "RUS-1",
            "RUS-00001",
            "RUS-001 ",
            "RUS-0O1",
            "../RUS-001",
            "RUS-001\u200b",
            "R-01",
        )
        if code.strip() != "RUS-001"
    },
    **{
        f"date {date}": ("a.json", json_of({"valid_from": date}), 1)
        for date in (
            "2019-02-30",
            "2019-13-01",
            "0000-01-01",
            "0001-01-01",
            "9999-12-31",
            "01/03/2019",
            "i går",
            "43525",
            "2019-3-1",
            "32.01.2019",
            "1949-12-31",
            "2019-03-01T00:00",
            "²⁰19-03-01",
        )
    },
    "ends before it starts": ("a.csv", csv_of({"valid_to": "2018-01-01"}), 2),
    **{
        f"level {level}": ("a.csv", csv_of({"skill_level": level}), 2)
        for level in ("best", "høy", "3", "laveste/høyeste", "kunnskap")
    },
    "part": ("a.csv", csv_of({"part": "4"}), 2),
    "formula =": ("a.csv", csv_of({"name": "=1+1"}), 2),
    "formula +": ("a.csv", csv_of({"name": "+cmd|'/c calc'!A1"}), 2),
    "formula @": ("a.csv", csv_of({"name": "@SUM(A1)"}), 2),
    "formula -": ("a.csv", csv_of({"name": "-1+1"}), 2),
    "formula in a sheet": ("a.xlsx", xlsx_of(formula="=1+1"), 2),
    "field of 1 MB": ("a.csv", csv_of({"official_text": "a" * 1_000_000}), 2),
    "name of 501": ("a.csv", csv_of({"name": "a" * 501}), 2),
    "NUL": ("a.csv", csv_of({"name": "a\x00b"}), 2),
    "lone surrogate": ("a.json", json_of({"name": "\ud800"}), 1),
    "open quote": ("a.csv", csv_of({"name": '"åpent'}), 2),
    "too many cells": ("a.csv", csv_of() + b";;x", 2),
    "latin-1": ("a.csv", "code;navn på\n".encode("latin-1"), 1),
    "empty": ("a.csv", b"", 0),
    "only columns": ("a.csv", csv_of().split(b"\r\n")[0], 1),
    "only space": ("a.csv", b"  \n \n", 0),
    "unknown kind of file": ("a.pdf", b"%PDF-1.7", 0),
    "no ending": ("goals", csv_of(), 0),
    "zip bomb": ("a.xlsx", bomb(), 0),
    "no zip": ("a.xlsx", csv_of(), 0),
    "cut sheet": ("a.xlsx", xlsx_of()[:-200], 0),
    "an object": ("a.json", b'{"code": "RUS-001"}', 1),
    "numbers": ("a.json", b"[1, 2]", 1),
    "nested": ("a.json", b'[{"code": {"a": 1}}]', 1),
    "NaN": ("a.json", b'[{"code": NaN}]', 1),
    "deep": ("a.json", b"[" * 100_000, 1),
    "cut json": ("a.json", json_of()[:-3], 1),
    "key twice": ("a.json", b'[{"code": "RUS-001", "code": "RUS-002"}]', 1),
}


def test_there_are_enough_corrupted_files():
    assert len(CORRUPTED) >= 60


@pytest.mark.parametrize("name", CORRUPTED)
def test_a_corrupted_file_is_refused_and_changes_nothing(goal, name):
    file_name, content, line = CORRUPTED[name]
    before = state()

    with pytest.raises(table.TableRefused) as refusal:
        import_now(content, file_name)

    assert refusal.value.faults[0].line == line
    assert refusal.value.faults[0].sentence.endswith(".")
    assert state() == before


def test_random_damage_never_changes_anything_in_silence(goal):
    """Whatever the bytes become: a sentence, or rows that say in the preview exactly what they would do."""
    random_ = random.Random(7)
    whole = [("a.csv", csv_of({}, {"code": "RUS-002"})), ("a.json", json_of({})), ("a.xlsx", xlsx_of({}))]
    before = state()
    for _round in range(300):
        name, content = random_.choice(whole)
        damaged = bytearray(content)
        for _hit in range(random_.randint(1, 6)):
            damaged[random_.randrange(len(damaged))] = random_.randrange(256)
        with suppress(table.TableRefused):
            table.plan_import(table.read_table(name, bytes(damaged)))
    assert state() == before


# --- The page -------------------------------------------------------------------------------------------------------


def upload(client, content, name="mål.csv"):
    page = client.get(UPLOAD)
    key = page.context["form"]["idempotency_key"].value()
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, content), "idempotency_key": key}, follow=True)


def confirm(client, page):
    form = page.context["form"]
    goal_import = page.context["goal_import"]
    data = {"idempotency_key": form["idempotency_key"].value(), "shown": form["shown"].value()}
    return client.post(f"{goal_import.get_absolute_url()}bekreft/", data, follow=True)


def text(response):
    return " ".join(response.content.decode().split())


def test_the_officer_uploads_looks_and_confirms(client, hilde, goal):
    client.force_login(hilde)

    preview = upload(client, csv_of({}, {"code": "RUS-072"}))
    assert "<del>Målet RUS-001</del> → <ins>Offisielt navn</ins>" in text(preview)
    assert "Nytt mål" in text(preview)
    assert "merkes alt som importeres, som demodata" in text(preview)
    assert goal.revisions.count() == 1

    done = confirm(client, preview)
    assert "Læringsmålene er importert." in text(done)
    assert "Demodata" in text(client.get(goal.get_absolute_url()))
    again = confirm(client, preview)
    assert again.status_code == 200
    assert goal.revisions.count() == 2
    assert GoalImport.objects.get().confirmed_by == hilde


def test_when_goals_changed_meanwhile_the_page_shows_the_differences_anew(client, hilde, goal):
    client.force_login(hilde)
    preview = upload(client, csv_of({"valid_from": "2025-01-01"}))
    actions.publish_revision(goal=goal, name="Endret imens", valid_from_on=goal.current.valid_from_on, by=None)

    answer = confirm(client, preview)

    assert answer.status_code == 422
    assert "Innholdet er ikke det som ble vist." in text(answer)
    assert "<del>Endret imens</del>" in text(answer)
    assert "Læringsmålene er importert." in text(confirm(client, answer))


def test_faults_are_listed_with_lines_and_nothing_is_kept(client, hilde, goal):
    client.force_login(hilde)
    answer = upload(client, csv_of({"skill_level": "<b>best</b>"}, {"code": "X"}))
    assert answer.status_code == 422
    assert "Linje 2: Nivået «&lt;b&gt;best&lt;/b&gt;» i «skill_level» er ukjent." in text(answer)
    assert "Linje 3: Koden «X»" in text(answer)
    assert not GoalImport.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("hilde", 200), ("eva", 403), ("anna", 403), ("trond", 403), (None, 302)])
def test_who_may_import(client, cast, goal, who, status):
    kept = actions.keep_goal_import(file_name="a.csv", digest="0" * 64, rows=[], by=None)
    if who:
        client.force_login(getattr(cast, who))
    assert client.get(UPLOAD).status_code == status
    # An import is unseen by others, so it does not exist for them.
    assert client.get(kept.get_absolute_url()).status_code == (404 if status == 403 else status)


NASTY_NAMES = ["a\u202egpj.csv", "<script>.csv", "../../etc.csv", "a" * 190 + ".csv", "=1.csv", "æøå'\".csv", ".csv"]


@pytest.mark.parametrize("name", NASTY_NAMES)
def test_names_of_files_may_be_anything(client, hilde, goal, name):
    client.force_login(hilde)
    answer = upload(client, csv_of(), name)
    assert answer.status_code in (200, 422)
    assert "<script>.csv" not in answer.content.decode()


@pytest.mark.parametrize("nasty", ["\x00", "<script>alert(1)</script>", "z" * 64, "0" * 64, "a" * 5000, "\u202e", ""])
@pytest.mark.parametrize("field", ["shown", "idempotency_key"])
def test_the_confirmation_takes_anything_and_does_nothing(client, hilde, goal, field, nasty):
    client.force_login(hilde)
    page = upload(client, csv_of())
    form, kept = page.context["form"], page.context["goal_import"]
    data = {"idempotency_key": form["idempotency_key"].value(), "shown": form["shown"].value(), field: nasty}
    answer = client.post(f"{kept.get_absolute_url()}bekreft/", data)
    assert answer.status_code == 422
    assert "<script>alert(1)" not in answer.content.decode()
    assert goal.revisions.count() == 1


# --- The command ----------------------------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "mål.csv"
    path.write_bytes(csv_of({}, {"code": "RUS-072"}))
    return path


def test_the_command_imports_the_same_way(goal, file):
    out = StringIO()
    call_command("import_goals", file, "--yes", stdout=out)
    assert out.getvalue().startswith("~ RUS-001 Offisielt navn\n+ RUS-072 Offisielt navn\n2 mål endres, 0 er som før.")
    assert goal.revisions.count() == 2


@pytest.mark.parametrize(("options", "answer"), [(["--dry-run"], "j"), ([], "n"), ([], "")])
def test_the_command_changes_nothing_without_a_yes(goal, file, monkeypatch, options, answer):
    monkeypatch.setattr("builtins.input", lambda question: answer)
    before = state()
    call_command("import_goals", file, *options, stdout=StringIO())
    assert state() == before


def test_the_command_refuses_with_a_sentence_and_a_line(goal, tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(csv_of({"part": "9"}))
    with pytest.raises(CommandError, match="Linje 2: Feltet «part»"):
        call_command("import_goals", path, "--yes")
    with pytest.raises(CommandError, match="kan ikke åpnes"):
        call_command("import_goals", tmp_path / "nowhere.csv")


def test_the_page_shows_the_example_file_as_it_is(client, hilde):
    client.force_login(hilde)
    page = html.unescape(client.get(UPLOAD).content.decode())
    assert table.example().startswith(";".join(table.COLUMNS) + "\n")
    assert f"<pre>{table.example()}</pre>" in page


def test_the_example_file_is_in_the_format(goal):
    path = table.EXAMPLE
    make_set("RUS", specialty=goal.goal_set.specialty)
    assert [row.code for row in table.read_table(path.name, path.read_bytes())] == ["RUS-032", "RUS-072"]
