"""The doctor takes the record along: all of it, nothing of others, and every change shows without the database."""

import copy
import io
import json
import zipfile

import pypdf
import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fagvei.audit.actions import seal_everything
from fagvei.audit.models import AuditEvent
from fagvei.audit.queries import verify_database
from fagvei.common.clock import DATABASE_CLOCK_SQL
from fagvei.common.models import content_digest
from fagvei.interop import verify_export
from fagvei.interop.export import export_record
from fagvei.interop.export.facts import facts_of, plain, tables_of
from fagvei.interop.tests.conftest import CANARY, PANEL_SECRET, judged, taken
from fagvei.training import actions as training
from fagvei.training.tests.browsing import as_, words
from fagvei.training.tests.factories import make_activity, say
from fagvei.training.tests.factories_of_assessments import make_round

EXPORT = "/min-utdanning/eksport/"
SECRET = "Sett i arbeid på posten."


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
    "courses.CourseProposal",
    "courses.CourseProposalEvent",
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
