"""The doctor takes the record along: all of it, nothing of others, and every change shows without the database."""

import copy
import io
import json
import random
import subprocess
import sys
import zipfile

import pypdf
import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fagvei.audit.actions import seal_everything
from fagvei.audit.heads import export_head
from fagvei.audit.models import AuditEvent
from fagvei.audit.queries import verify_database
from fagvei.common.clock import DATABASE_CLOCK_SQL
from fagvei.common.models import content_digest
from fagvei.interop import verify_export
from fagvei.interop.export import export_record
from fagvei.interop.export.facts import facts_of, plain, tables_of
from fagvei.interop.tests.conftest import CANARY, PANEL_SECRET
from fagvei.training import actions as training
from fagvei.training.models import Attachment
from fagvei.training.tests.browsing import as_, words
from fagvei.training.tests.factories import make_activity, say
from fagvei.training.tests.factories_of_assessments import make_round

EXPORT = "/min-utdanning/eksport/"
SECRET = "Sett i arbeid på posten."


def taken(record, kind: str = "json") -> bytes:
    with export_record(doctor=record.anna, kind=kind, by=record.anna).file as file:
        return file.read()


@pytest.fixture
def document(record):
    return json.loads(taken(record))


@pytest.fixture
def archive(record, tmp_path):
    path = tmp_path / "mappe.zip"
    path.write_bytes(taken(record, "zip"))
    return path


def wrong(findings) -> list[str]:
    return [finding.code for finding in findings if not finding.is_notice]


def judged(document, files=None, head=None) -> list[str]:
    return wrong(verify_export.verify(document, files, head))


# --- All of it ---


def test_no_field_of_any_fact_is_lost_on_the_way(record, document):
    """C4.6: what was in the database is what a reader of the file gets."""
    compared = 0
    for rows in tables_of(record.anna):
        assert rows.exists(), f"the record of the test has no {rows.model.__name__}"
        for fact in rows:
            there = document["facts"][fact.fact_id]
            assert there["digest"] == fact.digest()
            if "withheld" not in there:
                content = {"id": fact.pk, **{n: getattr(fact, n) for n in fact.digest_fields}}
                assert there["content"] == plain(content | fact.later_content())
            compared += 1
    assert compared == len(document["facts"]) > 60


# Facts that are about no doctor's record.
NOT_OF_A_RECORD = {
    "courses.AppointmentEvent",
    "courses.CourseAppointment",
    "courses.CourseEvaluation",
    "courses.EvaluationEvent",
    "courses.CourseRun",
    "courses.CourseVersion",
    "courses.CriteriaVersion",
    "courses.FrequencyVersion",
    "courses.RankingCriterion",
    "courses.JointInvitation",
    "courses.JointInvitationEvent",
    "courses.PlanSlot",
    "courses.RunEvent",
    "courses.RunReserves",
    "courses.SlotEvent",
    "courses.AllocationApproval",
    "courses.ApplicationRound",
    "courses.ManualChange",
    "courses.RoundRun",
    "courses.SeatAllocation",
    "training.TeachingSession",
    "handbook.Feedback",
    "handbook.FeedbackEvent",
    "curriculum.CoverageCorrection",
    "curriculum.TransitionRule",
    "training.TaskDeadline",
    "training.WarningThreshold",
    "crosswalk.ChangeAnswer",
    "crosswalk.GoalRecommendationPair",
    "crosswalk.PairEvent",
    "crosswalk.TeachingPlan",
    "crosswalk.TeachingPlanEvent",
    "guideline.CommentEvent",
    "guideline.ConsensusEvent",
    "guideline.ConsensusRound",
    "guideline.ConsensusVote",
    "guideline.ConsensusVoter",
    "guideline.PlainText",
    "guideline.PlainTextEvent",
    "guideline.RelationCheck",
    "guideline.UnitComment",
    "guideline.UnitVersion",
    "guideline.VersionEvent",
    "surveys.FreeText",
    "surveys.FreeTextEvent",
    "surveys.GapSurvey",
    "surveys.ImprovementMeasure",
    "surveys.MeasureEvent",
    "surveys.ReMeasurement",
    "surveys.RecordReview",
    "surveys.RoundItem",
    "surveys.SurveyItem",
    "surveys.SurveyRelease",
    "surveys.SurveyRound",
    "surveys.SurveyRoundEvent",
}


def test_no_kind_of_fact_is_forgotten(record):
    facts = {model._meta.label for model in apps.get_models() if getattr(model, "is_fact", False)}
    assert facts - {rows.model._meta.label for rows in tables_of(record.anna)} == NOT_OF_A_RECORD


def test_the_words_name_every_fact_once_and_only_facts_that_are_there(document):
    named = list(verify_export.named_in(document["record"]))
    by_reference = {name for name in document["facts"] if name.startswith("training.SignOffWithdrawal")}
    assert len(named) == len(set(named))
    assert set(named) == set(document["facts"])
    assert by_reference <= set(named)


def test_drafts_readings_and_both_sides_of_an_annulled_approval_are_in_it(document):
    activities = {row["state"] for row in document["record"]["activities"]}
    assert activities == {"done", "sent", "signed", "returned", "fulfilled"}
    assert [row["reader"] for row in document["record"]["access_log"]] == ["Bo Lund"]
    (annulled,) = next(goal for goal in document["record"]["goals"] if goal["code"] == "RUS-003")["sign_offs"]
    assert annulled["withdrawal"]["reason"] == "Feil mål."


def test_every_event_has_its_seal_and_the_head_is_the_newest(document):
    seals = [event["seal"]["seq"] for event in document["events"]]
    assert seals == sorted(seals)
    assert document["seal"]["head"]["seq"] == document["seal"]["event"]["seal"]["seq"] > seals[-1]


def test_the_schema_describes_what_is_written(document):
    """No validator is among our packages, so the test reads the schema itself: names, required names, plain types."""
    path = apps.get_app_config("interop").path + "/schemas/export-1.schema.json"
    with open(path, encoding="utf-8") as file:
        schema = json.load(file)
    assert list(faults(document, schema, schema["$defs"], "$")) == []
    broken = copy.deepcopy(document)
    broken["record"]["goals"][0]["state"] = 5
    del broken["seal"]["digest"]
    broken["mer"] = 1
    assert len(list(faults(broken, schema, schema["$defs"], "$"))) == 3


TYPES = {"string": str, "integer": int, "object": dict, "array": list, "boolean": bool, "null": type(None)}


def faults(value, schema, definitions, where):
    if "$ref" in schema:
        schema = definitions[schema["$ref"].removeprefix("#/$defs/")]
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(type(value) is TYPES[name] for name in types):
        yield f"{where} is no {types}"
    elif isinstance(value, dict) and "properties" in schema:
        for name in {*schema.get("required", ())} - set(value):
            yield f"{where}.{name} is missing"
        for name, each in value.items():
            if name not in schema["properties"]:
                yield f"{where}.{name} is not described"
            else:
                yield from faults(each, schema["properties"][name], definitions, f"{where}.{name}")
    elif isinstance(value, dict) and isinstance(schema.get("additionalProperties"), dict):
        for name, each in value.items():
            yield from faults(each, schema["additionalProperties"], definitions, f"{where}.{name}")
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from faults(each, schema["items"], definitions, f"{where}[{number}]")


# --- Nothing of others, nothing too early ---


@pytest.mark.parametrize("kind", ["json", "zip"])
def test_another_doctors_data_is_never_in_it(record, kind):
    content = taken(record, kind)
    texts = [content] if kind == "json" else [zipfile.ZipFile(io.BytesIO(content)).read("mappe.json")]
    nina = record.bo.relations.get(doctor__username="nina", kind="leader").doctor
    theirs = {name.split(":")[1] for name in facts_of(nina)} | {str(nina.public_id), CANARY, nina.username}
    assert len(theirs) >= 25
    assert [each for each in theirs for text in texts if each.encode() in text] == []


def test_no_answer_of_a_rater_is_in_it_as_that_rater_gave_it(record):
    """A round in which five answered is told question by question; one that is open, or not given yet, not at all."""
    released = record.anna.multisource_rounds.get(state="released")
    round_ = make_round(record, answered=6, answers=lambda number: {"bra": f"{CANARY} {number}", "bedre": "Mer tid."})

    def told():
        document = json.loads(taken(record))
        return document, {each["fact"]: each for each in document["record"]["multisource_rounds"]}

    document, rounds = told()
    assert len(rounds[released.fact_id]["result"]) == 3
    assert not any({"bra", "bedre", "lytter"} <= set(value) for value in dictionaries(document))
    assert [person for person in round_.raters.all() if person.email in str(document)] == []
    training.close_round(round_=round_, by=record.cecilie)
    training.read_result(round_=round_, by=record.cecilie)
    for kind in ("json", "zip", "pdf"):
        assert CANARY not in text_of(taken(record, kind), kind)

    training.release_result(round_=round_, by=record.cecilie)
    document, rounds = told()
    first, second, hidden = rounds[round_.fact_id]["result"]
    assert sorted(first["comments"]) == [f"{CANARY} {number}" for number in range(1, 7)]
    assert (second["comments"], hidden["distribution"]) == (["Mer tid."] * 6, [])
    assert not any(CANARY in str(value.get("bra")) for value in dictionaries(document))


def dictionaries(value):
    if isinstance(value, dict):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
        yield from dictionaries(each)


def text_of(content: bytes, kind: str) -> str:
    if kind == "pdf":
        return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    return zipfile.ZipFile(io.BytesIO(content)).read("mappe.json").decode() if kind == "zip" else content.decode()


def test_what_advisers_said_is_held_back_until_the_decision(record):
    def opinions():
        document = json.loads(taken(record))
        goal = next(goal for goal in document["record"]["goals"] if goal["code"] == "RUS-002")
        return goal["opinions"], [document["facts"][each["fact"]] for each in goal["opinions"]], document

    (shown,), (fact,), document = opinions()
    assert (shown["withheld"], fact["withheld"]) == ("opinion_before_decision", "opinion_before_decision")
    assert "content" not in fact
    assert set(shown) == {"fact", "by", "as_role", "at", "withheld"}
    assert judged(document) == []

    say(record.goals["RUS-002"], record.siri)
    training.send_goal(plan_goal=record.goals["RUS-002"], by=record.anna)
    training.sign_off_goal(plan_goal=record.goals["RUS-002"], by=record.bo)
    shown, facts, _document = opinions()
    assert [each["reason"] for each in shown] == [SECRET, SECRET]
    assert [each["content"]["reason"] for each in facts] == [SECRET, SECRET]


# --- It can be checked without us ---


def test_a_fresh_export_fits_together(record, document, archive):
    assert judged(document) == []
    assert wrong(verify_export.verify_file(str(archive))) == []


def test_the_archive_holds_all_files_under_names_that_say_nothing(archive):
    names = zipfile.ZipFile(archive).namelist()
    assert names == [
        "mappe.json",
        "mappe.pdf",
        "LES-MEG.txt",
        "verify_export.py",
        "vedlegg/0001.pdf",
        "overforinger/0001.txt",
        "kursbevis/0001.pdf",
    ]


def test_the_verifier_in_the_archive_runs_alone(archive, tmp_path):
    """-I and -S: no packages, no environment, another folder."""
    zipfile.ZipFile(archive).extract("verify_export.py", tmp_path / "elsewhere")
    command = [sys.executable, "-I", "-S", "elsewhere/verify_export.py", "mappe.zip"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout.splitlines()[-1], result.stderr) == (0, "The export fits together.", "")


def test_the_verifier_is_short_enough_to_be_read():
    with open(verify_export.__file__, encoding="utf-8") as file:
        assert len(file.readlines()) < 200


def leaves(value, path=()):
    if isinstance(value, dict):
        for name, each in value.items():
            yield from leaves(each, (*path, name))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from leaves(each, (*path, number))
    yield path


def changed(value, draw: random.Random):
    """Another value of the same kind, as small a change as can be."""
    if isinstance(value, bool) or value is None:
        return "x" if value is None else not value
    if isinstance(value, int):
        return value + draw.choice((-1, 1))
    if isinstance(value, str):
        if not value:
            return "x"
        place = draw.randrange(len(value))
        return value[:place] + draw.choice([sign for sign in "0aå" if sign != value[place]]) + value[place + 1 :]
    if isinstance(value, list):
        return value[1:] if value and draw.random() < 0.5 else [*value, "x"]
    return {**value, "x": 1} if draw.random() < 0.5 or not value else dict(list(value.items())[1:])


def test_five_hundred_random_changes_are_all_found(document):
    """Anywhere in the document: words, facts, events, seals, the digest itself."""
    draw = random.Random(500)
    assert judged(document) == []
    paths = [path for path in leaves(document) if path]
    tops = sorted({path[0] for path in paths})
    missed = []
    for number in range(500):
        # By turns, so that the small parts are changed as often as the large ones.
        top = tops[number % len(tops)]
        path = draw.choice([each for each in paths if each[0] == top])
        tampered = copy.deepcopy(document)
        place = tampered
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = changed(place[path[-1]], draw)
        if not is_found(tampered):
            missed.append(path)
    assert missed == []


def is_found(tampered) -> bool:
    try:
        return judged(tampered) != []
    except (verify_export.Unreadable, KeyError, TypeError, ValueError, AttributeError):
        return True  # `verify_file` says that this is no export


def test_every_change_of_a_file_in_the_archive_is_found(archive, tmp_path):
    with zipfile.ZipFile(archive) as source:
        contents = {name: source.read(name) for name in source.namelist()}
    for name in contents:
        for what in ("changed", "dropped", "added"):
            tampered = dict(contents)
            if what == "dropped":
                del tampered[name]
            else:
                tampered[f"{name}.2" if what == "added" else name] = contents[name].replace(b"e", b"o", 1)
            path = tmp_path / "tampered.zip"
            with zipfile.ZipFile(path, "w") as target:
                for each, content in tampered.items():
                    target.writestr(each, content)
            try:
                assert wrong(verify_export.verify_file(str(path))), (name, what)
            except verify_export.Unreadable:
                assert name == "mappe.json"


def test_two_values_under_one_name_are_refused(record, tmp_path):
    path = tmp_path / "mappe.json"
    path.write_bytes(taken(record).replace(b'"version": 1,', b'"version": 2, "version": 1,', 1))
    with pytest.raises(verify_export.Unreadable, match="a name stands twice"):
        verify_export.verify_file(str(path))


def rewritten(document):
    """What somebody with this program can do: change a reason and make everything fit again."""
    forged = copy.deepcopy(document)
    name, fact = next((n, f) for n, f in forged["facts"].items() if n.startswith("training.SignOff:"))
    fact["content"]["reason"] = "Helt fint."
    fact["digest"] = verify_export.digest(fact["content"])
    for event in forged["events"]:
        if name in event["facts"]:
            event["facts"][name] = fact["digest"]
    body = {key: value for key, value in forged.items() if key != "seal"}
    previous = None
    for event in [*forged["events"], forged["seal"]["event"]]:
        if event["name"] == "record_exported":
            event["details"]["digest"] = forged["seal"]["digest"] = verify_export.digest(body)
        event["content_hash"] = verify_export.digest({key: event[key] for key in verify_export.HASHED_FIELDS})
        seal = event["seal"]
        if previous and previous["seq"] + 1 == seal["seq"]:
            seal["previous"] = previous["hash"]
        seal["hash"] = verify_export.seal_hash(event, seal)
        previous = seal
    forged["seal"]["head"]["hash"] = previous["hash"]
    return forged


def test_a_head_kept_outside_shows_even_who_rewrote_everything(document, tmp_path):
    head = json.loads(export_head(tmp_path).read_text(encoding="utf-8"))
    assert judged(document, head=head) == []

    forged = rewritten(document)
    assert judged(forged, head=head) == ["head_differs"]


def test_an_export_whose_event_was_not_sealed_says_so(record, monkeypatch):
    monkeypatch.setattr("fagvei.audit.actions.seal_events", lambda: 0)
    assert judged(json.loads(taken(record))) == ["head_missing"]


def test_a_file_that_is_gone_from_the_disk_is_told(record, tmp_path):
    attachment = Attachment.objects.get(activity__doctor=record.anna)
    attachment.file.storage.delete(attachment.file_name)
    path = tmp_path / "mappe.zip"
    path.write_bytes(taken(record, "zip"))
    assert wrong(verify_export.verify_file(str(path))) == ["file_changed"]


def test_the_command_tells_in_sentences_and_by_its_exit_code(archive, tmp_path, capsys):
    call_command("verify_export", str(archive))
    assert "The export fits together." in capsys.readouterr().out
    broken = tmp_path / "broken.json"
    with zipfile.ZipFile(archive) as source:
        broken.write_bytes(source.read("mappe.json").replace(b"Bo Lund", b"Bo Land", 1))
    with pytest.raises(CommandError, match="not as it left Fagvei") as error:
        call_command("verify_export", str(broken))
    assert error.value.returncode == 1
    assert "document_changed" in capsys.readouterr().out
    broken.write_text("{}")
    with pytest.raises(CommandError, match="no whole export") as error:
        call_command("verify_export", str(broken))
    assert error.value.returncode == 2


# --- Who, and what is written down ---


def post(person, kind="json"):
    page = as_(person)
    return page.post(EXPORT, {"kind": kind, "idempotency_key": "6f1f7d0e-0000-4000-8000-000000000001"})


def test_the_page_offers_the_three_and_writes_nothing(record):
    before = AuditEvent.objects.count()
    page = as_(record.anna).get(EXPORT)
    assert page.status_code == 200
    assert [kind for kind in ("zip", "pdf", "json") if f'value="{kind}"' in page.content.decode()] == [
        "zip",
        "pdf",
        "json",
    ]
    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize(("kind", "begins"), [("json", b"{"), ("pdf", b"%PDF-"), ("zip", b"PK")])
def test_the_doctor_gets_the_file_and_the_log_its_digest(record, kind, begins):
    response = post(record.anna, kind)
    content = b"".join(response.streaming_content)
    assert response.status_code == 200
    assert content.startswith(begins)
    assert response["Content-Disposition"].startswith('attachment; filename="fagvei-mappe-2')
    assert "Anna" not in response["Content-Disposition"]
    assert response["Cache-Control"] == "private, no-store"
    event = AuditEvent.objects.get(name="record_exported")
    assert (event.actor_name, event.subject_id, event.details["kind"]) == (
        "Anna Berg",
        str(record.anna.public_id),
        kind,
    )
    assert len(event.details["digest"]) == 64
    seal_everything()
    assert verify_database() == []


@pytest.mark.parametrize("name", ["bo", "cecilie", "siri", "dag", "eva", "hilde", "trond"])
def test_nobody_else_exports_anything(record, name):
    person = getattr(record, name)
    assert as_(person).get(EXPORT).status_code == 404
    assert post(person).status_code == 404
    assert not AuditEvent.objects.filter(name="record_exported").exists()


def test_a_kind_that_is_not_offered_is_refused_in_a_sentence(record):
    response = post(record.anna, "exe")
    assert response.status_code == 422
    assert "Velg ett av de tre valgene." in words(response)
    assert not AuditEvent.objects.filter(name="record_exported").exists()


def test_a_kind_nobody_has_written_is_a_programmers_mistake(record):
    with pytest.raises(ValueError, match="not exported as xml"):
        export_record(doctor=record.anna, kind="xml", by=record.anna)


def questions_of(record) -> int:
    with CaptureQueriesContext(connection) as asked:
        taken(record)
    return len([query for query in asked if DATABASE_CLOCK_SQL not in query["sql"]])


def test_the_number_of_questions_does_not_grow_with_the_record(record):
    taken(record)
    before = questions_of(record)
    for _number in range(3):
        make_activity(record, signed=True)
    seal_everything()
    assert questions_of(record) == before < 210


def test_the_digest_is_the_same_one_that_the_house_makes(document):
    body = {name: value for name, value in document.items() if name != "seal"}
    assert verify_export.digest(body) == content_digest(body) == document["seal"]["digest"]


def test_the_address_is_under_the_doctors_own_plan():
    assert reverse("interop:export") == EXPORT


def test_minutes_of_a_panel_come_along_when_the_doctor_has_been_told(document):
    told, untold = document["record"]["panels"]

    assert [event.get("comment") for event in told["events"] if event["kind"] == "held"] == ["Enige."]
    assert [event["withheld"] for event in untold["events"] if event["kind"] == "held"] == [
        "panel_before_doctor_is_told"
    ]
    assert PANEL_SECRET not in json.dumps(document)
