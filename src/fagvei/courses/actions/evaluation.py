"""The evaluation of a run: opened by the host, answered once by each participant without a trace of who, counted at closing."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.common.disclosure import disclose, shuffle, stored, tally
from fagvei.courses.actions.evaluation_refusals import (
    AlreadyAnswered,
    AlreadyEvaluated,
    AnswersMissing,
    EvaluationClosed,
    NobodyAttended,
    RunNotHeld,
    StillOpen,
)
from fagvei.courses.actions.runs import locked_run
from fagvei.courses.actions.standing import host_capacity
from fagvei.courses.models import (
    CourseAttendance,
    CourseEvaluation,
    CourseRun,
    EvaluationEntry,
    EvaluationEvent,
    EvaluationSheet,
)
from fagvei.courses.rules.evaluation import FEWEST_FOR_WORDS, OPEN_DAYS, QUESTIONS, VALUES
from fagvei.people.actions import notify
from fagvei.people.models import User

State, Kind = CourseEvaluation.State, EvaluationEvent.Kind


@transaction.atomic
def open_evaluation(*, run: CourseRun, by: User) -> CourseEvaluation:
    """One entry for each who was there. Open for two weeks."""
    row = locked_run(run)
    acting_as = host_capacity(by, row)
    if row.state != CourseRun.State.HELD:
        raise RunNotHeld
    if CourseEvaluation.objects.filter(run=row).exists():
        raise AlreadyEvaluated
    there = CourseAttendance.objects.standing().filter(run=row).select_related("doctor").order_by("pk")
    doctors = [each.doctor for each in there]
    if not doctors:
        raise NobodyAttended
    found = CourseEvaluation.objects.create(run=row, closes_on=clock.today() + dt.timedelta(days=OPEN_DAYS))
    EvaluationEntry.objects.bulk_create(EvaluationEntry(evaluation=found, doctor=doctor) for doctor in doctors)
    event = _move(found, Kind.OPENED, to=State.OPEN, by=by, acting_as=acting_as)
    _record("course_evaluation_opened", found, by, acting_as, event)
    for doctor in doctors:
        _invite(found, doctor)
    return found


def add_participant(*, run: CourseRun, doctor: User) -> None:
    """Somebody whose attendance was registered while the evaluation is open. Called where it is registered."""
    found = CourseEvaluation.objects.filter(run=run, state=State.OPEN).first()
    if found is None or not found.takes_answers:
        return
    _entry, made = EvaluationEntry.objects.get_or_create(evaluation=found, doctor=doctor)
    if made:
        _invite(found, doctor)


@transaction.atomic
def answer_evaluation(*, run: CourseRun, answers: Mapping[str, int | str], words: str = "", by: User) -> None:
    """The entry is burnt as the sheet is stored, or neither. Nothing tells who, when or in which order; also no event."""
    found = CourseEvaluation.objects.select_for_update().filter(run=run).first()
    if found is None or not found.takes_answers:
        raise EvaluationClosed
    entry = EvaluationEntry.objects.select_for_update().filter(evaluation=found, doctor=by).first()
    if entry is None or entry.used:
        raise AlreadyAnswered
    if any(answers.get(question.code) not in VALUES for question in QUESTIONS):
        raise AnswersMissing
    entry.used = True
    entry.save(update_fields=["used"])
    given = {question.code: answers[question.code] for question in QUESTIONS}
    _rewrite(found, [*found.answer_sheets.values_list("answers", "words"), (given, words.strip())])


@transaction.atomic
def close_evaluation(*, evaluation: CourseEvaluation, by: User | None) -> CourseEvaluation:
    """What may be told is counted once; entries, sheets and unread words are gone. The clock closes for nobody (`by=None`)."""
    rows = CourseEvaluation.objects.select_for_update(of=("self",)).select_related("run__course__activity")
    found = rows.select_related("run__host_centre").get(pk=evaluation.pk)
    acting_as = "system" if by is None else host_capacity(by, found.run)
    if found.state != State.OPEN:
        raise EvaluationClosed
    if found.takes_answers and found.entries.filter(used=False).exists():
        raise StillOpen
    sheets = list(found.answer_sheets.values_list("answers", "words"))
    found.asked, found.sheets = found.entries.count(), len(sheets)
    found.counts = {question.code: _told(question.code, sheets) for question in QUESTIONS}
    found.words = _words(sheets)
    event = _move(found, Kind.CLOSED, to=State.CLOSED, by=by, acting_as=acting_as)
    found.entries.all().delete()
    found.answer_sheets.all().delete()
    _record("course_evaluation_closed", found, by, acting_as, event)
    return found


def close_due_evaluations(*, dry_run: bool = False) -> int:
    """The clock's: those whose last day has passed, so that no answer is kept longer."""
    due = list(CourseEvaluation.objects.filter(state=State.OPEN, closes_on__lt=clock.today()).order_by("pk"))
    if not dry_run:
        for found in due:
            close_evaluation(evaluation=found, by=None)
    return len(due)


def _told(code: str, sheets: list[tuple[Any, str]]) -> dict[str, Any]:
    return stored(disclose(0, tally((answers[code], "") for answers, _words in sheets)))


def _words(sheets: list[tuple[Any, str]]) -> list[str]:
    """Apart from the answers they came with, and in random order."""
    if len(sheets) < FEWEST_FOR_WORDS:
        return []
    written = [words for _answers, words in sheets if words]
    shuffle(written)
    return written


def _rewrite(found: CourseEvaluation, sheets: list[tuple[Any, str]]) -> None:
    """All sheets anew, with new keys and in random order: the place in the file must not tell who came last."""
    shuffle(sheets)
    found.answer_sheets.all().delete()
    EvaluationSheet.objects.bulk_create(
        EvaluationSheet(pk=uuid.uuid4(), evaluation=found, answers=answers, words=words) for answers, words in sheets
    )


def _move(
    found: CourseEvaluation, kind: EvaluationEvent.Kind, *, to: str, by: User | None, acting_as: str
) -> EvaluationEvent:
    """The only place that writes the state of an evaluation."""
    if to != found.state and to not in found.MOVES[found.state]:
        raise AssertionError(f"An evaluation cannot go from {found.state} to {to}.")
    found.state, found.since = to, clock.now()
    found.save()
    return EvaluationEvent.objects.create(
        evaluation=found, kind=kind, state_after=to, by=by, acting_as=acting_as, at=found.since
    )


def _record(name: str, found: CourseEvaluation, by: User | None, acting_as: str, event: EvaluationEvent) -> None:
    audit.record(
        name,
        target=found,
        by=by,
        acting_as=acting_as,
        controller=found.run.host_centre,
        details={"course": found.run.course.code},
        facts=[found, event],
    )


def _invite(found: CourseEvaluation, doctor: User) -> None:
    notify(
        user=doctor,
        kind="course_evaluation",
        text=_("Et kurs du har deltatt på, kan evalueres. Svaret er uten navn."),
        path=reverse("courses:answer_evaluation", args=[found.run.public_id]),
    )
