"""Assessments and rounds of 360 degrees in the exported record. A round has its result when the doctor may read it, and no answers."""

from collections import defaultdict
from typing import Any

from fagvei.people.models import User
from fagvei.training.models import (
    Assessment,
    AssessmentAnswer,
    AssessmentEvent,
    MultisourceEvent,
    MultisourceRound,
    OutsideAssessor,
)
from fagvei.training.queries.multisource_page import Shown, result_of


def assessments_of(doctor: User) -> list[dict[str, Any]]:
    answers, events = defaultdict(list), defaultdict(list)
    for answer in AssessmentAnswer.objects.filter(assessment__doctor=doctor).select_related("by").order_by("pk"):
        answers[answer.assessment_id].append(_answer(answer))
    for event in (
        AssessmentEvent.objects.filter(assessment__doctor=doctor).select_related("by", "waiting_on").order_by("pk")
    ):
        events[event.assessment_id].append(_event(event))
    rows = Assessment.objects.filter(doctor=doctor).select_related(
        "version__form", "institution", "arena", "assessor", "outside_assessor", "waiting_on", "identification"
    )
    return [
        {**_assessment(row), "answers": answers[row.pk], "events": events[row.pk]}
        for row in rows.prefetch_related("goals__goal").order_by("held_on", "pk")
    ]


def outside_assessors_of(doctor: User) -> list[dict[str, Any]]:
    rows = OutsideAssessor.objects.filter(assessments__doctor=doctor).distinct().select_related("vouched_by")
    return [
        {
            "fact": row.fact_id,
            "name": row.name,
            "hpr_number": row.hpr_number,
            "vouched_by": row.vouched_by.full_name,
            "at": row.at,
        }
        for row in rows.order_by("pk")
    ]


def rounds_of(doctor: User) -> list[dict[str, Any]]:
    events = defaultdict(list)
    for event in (
        MultisourceEvent.objects.filter(round__doctor=doctor).select_related("by", "waiting_on").order_by("pk")
    ):
        events[event.round_id].append(_event(event))
    rows = MultisourceRound.objects.filter(doctor=doctor).select_related("version", "waiting_on").order_by("pk")
    return [
        {
            "fact": row.fact_id,
            "form": row.version.name,
            "form_version": row.version.number,
            "state": row.state,
            "state_name": row.get_state_display(),
            "since": row.since,
            "waiting_on": _name(row.waiting_on),
            "result": [_shown(each) for each in result_of(row)] if row.state == row.State.RELEASED else [],
            "events": events[row.pk],
        }
        for row in rows
    ]


def _assessment(row: Assessment) -> dict[str, Any]:
    identification = getattr(row, "identification", None)
    return {
        "fact": row.fact_id,
        "form": row.version.name,
        "form_version": row.version.number,
        "form_standing": row.version.get_standing_display(),
        "questions": row.version.questions,
        "title": row.title,
        "held_on": row.held_on,
        "arena": _name(row.arena),
        "place": row.place,
        "institution": row.institution.name,
        "goals": sorted(goal.goal.code for goal in row.goals.all()),
        "assessor": row.assessor_name,
        "identification": identification
        and {
            "fact": identification.fact_id,
            "provider": identification.provider,
            "hpr_number": identification.hpr_number,
            "name": identification.name,
            "at": identification.at,
        },
        "state": row.state,
        "state_name": row.get_state_display(),
        "since": row.since,
        "waiting_on": _name(row.waiting_on),
    }


def _answer(row: AssessmentAnswer) -> dict[str, Any]:
    return {"fact": row.fact_id, "answers": row.answers, "by": _name(row.by), "at": row.at}


def _event(row: AssessmentEvent | MultisourceEvent) -> dict[str, Any]:
    return {
        "fact": row.fact_id,
        "kind": row.kind,
        "kind_name": row.get_kind_display(),
        "state_after": row.state_after,
        "by": _name(row.by),
        "acting_as": row.acting_as,
        "at": row.at,
        "comment": row.comment,
        "waiting_on": _name(row.waiting_on),
    }


def _shown(each: Shown) -> dict[str, Any]:
    return {
        "question": each.text,
        "comments": list(each.comments),
        "distribution": [{"answer": line.words, "number": line.number} for line in each.lines],
    }


def _name(row: Any) -> str | None:
    return None if row is None else str(row)
