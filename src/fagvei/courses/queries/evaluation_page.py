"""What an evaluation shows: to a participant whether one may answer, to those who answer for the course what may be told."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.common.disclosure import ItemCount, coarse, restored, told_sheets
from fagvei.courses.models import CourseAppointment, CourseEvaluation, CourseRun, EvaluationEntry
from fagvei.courses.queries.standing import is_host
from fagvei.courses.rules.evaluation import QUESTIONS

EARLIER = 5


def reads_evaluations(user: Any, run: CourseRun) -> bool:
    """The host RegUt, and those appointed now to lead the course or to sit in its committee."""
    if not user.is_authenticated or not user.is_active:
        return False
    today = clock.today()
    held = CourseAppointment.objects.filter(course=run.course_id, person=user, from_on__lte=today, to_on__gte=today)
    return is_host(user, run) or held.exists()


def own_entry(run: CourseRun, user: Any) -> EvaluationEntry | None:
    if not user.is_authenticated:
        return None
    return EvaluationEntry.objects.filter(evaluation__run=run, doctor=user).select_related("evaluation").first()


def may_answer(run: CourseRun, user: Any) -> bool:
    entry = own_entry(run, user)
    return entry is not None and not entry.used and entry.evaluation.takes_answers


@dataclass(frozen=True)
class Answered:
    """One question in one run: the share that agreed, as far as it may be told."""

    run: CourseRun
    count: ItemCount

    @property
    def words(self) -> str:
        if self.count.is_hidden:
            return _("for få svar til å vises")
        low, high, of = self.count.reached.low, self.count.reached.high, self.count.answered
        if low == high:
            return _("%(number)d av %(of)d er enige") % {"number": low, "of": of}
        if low == 0:
            return _("høyst %(number)d av %(of)d er enige") % {"number": high, "of": of}
        return _("minst %(number)d av %(of)d er enige") % {"number": low, "of": of}


@dataclass(frozen=True)
class Line:
    sentence: str | Promise
    here: Answered | None
    earlier: list[Answered]


@dataclass(frozen=True)
class EvaluationPage:
    run: CourseRun
    evaluation: CourseEvaluation | None
    lines: list[Line]
    is_held: bool
    attended: int

    @property
    def is_closed(self) -> bool:
        return self.evaluation is not None and self.evaluation.state == CourseEvaluation.State.CLOSED

    @property
    def told(self) -> int:
        """How many answered, when that may be told."""
        return told_sheets(self.evaluation.sheets or 0) if self.evaluation else 0

    @property
    def roughly(self) -> str:
        """All that is told while it is open: the five that the number lies in."""
        if self.evaluation is None:
            return ""
        span = coarse(self.evaluation.answer_sheets.count())
        return f"{span.low}–{span.high}"


def evaluation_page(run: CourseRun) -> EvaluationPage:
    found = CourseEvaluation.objects.filter(run=run).first()
    is_closed = found is not None and found.state == CourseEvaluation.State.CLOSED
    before = earlier_than(run)
    lines = [
        Line(
            question.sentence,
            Answered(run, restored(0, found.counts[question.code])) if found is not None and is_closed else None,
            [
                Answered(each.run, restored(0, each.counts[question.code]))
                for each in before
                if question.code in each.counts
            ],
        )
        for question in QUESTIONS
    ]
    attended = run.attendances.filter(annulled_at__isnull=True).count()
    return EvaluationPage(run, found, lines, run.state == CourseRun.State.HELD, attended)


def earlier_than(run: CourseRun) -> list[CourseEvaluation]:
    """Closed evaluations of earlier runs of the same course, the newest first."""
    rows = CourseEvaluation.objects.filter(run__course=run.course_id, state=CourseEvaluation.State.CLOSED)
    rows = rows.filter(Q(run__starts_on__lt=run.starts_on)).exclude(run=run)
    return list(rows.select_related("run__course__activity").order_by("-run__starts_on", "pk")[:EARLIER])
