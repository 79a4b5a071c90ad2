"""Applications to courses in words: every step, every offer of a seat, and the lottery's receipt.

How the doctor was judged is known when the seats are released, here as on the pages: nothing of an open round comes out.
"""

from typing import Any

from django.db.models import Prefetch

from fagvei.courses.models import (
    ApplicationEvent,
    ApplicationRound,
    CourseApplication,
    CriterionCase,
    CriterionJudgement,
    OfferEvent,
    SeatOffer,
)
from fagvei.people.models import User


def tables_of(doctor: User) -> list[Any]:
    return [
        CourseApplication.objects.filter(doctor=doctor),
        ApplicationEvent.objects.filter(application__doctor=doctor),
        CriterionCase.objects.filter(application__doctor=doctor),
        CriterionJudgement.objects.filter(
            application__doctor=doctor, application__round__state=ApplicationRound.State.RELEASED
        ),
        SeatOffer.objects.filter(doctor=doctor),
        OfferEvent.objects.filter(offer__doctor=doctor),
    ]


def course_applications_of(doctor: User) -> list[dict[str, Any]]:
    rows = CourseApplication.objects.filter(doctor=doctor).select_related("round__course__activity", "consent_by")
    rows = rows.prefetch_related("events__by", "offers__events__by", "offers__round_run__run")
    rows = rows.prefetch_related(
        Prefetch("cases", CriterionCase.objects.select_related("criterion").order_by("pk")),
        Prefetch("judgements", CriterionJudgement.objects.select_related("criterion", "by").order_by("pk")),
    )
    return [
        {
            "fact": row.fact_id,
            "course": row.round.course.code,
            "name": row.round.course.activity.name,
            "deadline_at": row.round.deadline_at,
            "state": row.state,
            "state_name": row.get_state_display(),
            "wishes": row.wishes,
            "receipt": row.receipt,
            "consent_by": row.consent_by.full_name if row.consent_by else None,
            "consent_at": row.consent_at,
            "events": [
                {**_step(each), "kind": each.kind, "comment": each.comment} for each in row.events.all()
            ],
            "cases": [
                {"fact": each.fact_id, "criterion": each.criterion.words, "text": each.text, "at": each.at}
                for each in row.cases.all()
            ],
            "judgements": [_judgement(each) for each in row.judgements.all()] if row.round.is_released else [],
            "offers": [
                {
                    "fact": each.fact_id,
                    "starts_on": each.round_run.run.starts_on,
                    "state": each.state,
                    "state_name": each.get_state_display(),
                    "answer_by_at": each.answer_by_at,
                    "events": [{**_step(step), "reason": step.reason} for step in each.events.all()],
                }
                for each in row.offers.all()
            ],
        }
        for row in rows.order_by("pk")
    ]  # fmt: skip


def _judgement(row: CriterionJudgement) -> dict[str, Any]:
    return {
        "fact": row.fact_id,
        "criterion": row.criterion.words,
        "is_met": row.is_met,
        "reason": row.reason,
        "by": row.by.full_name,
        "acting_as": row.acting_as,
        "at": row.at,
    }


def _step(row: Any) -> dict[str, Any]:
    return {
        "fact": row.fact_id,
        "state_after": row.state_after,
        "by": row.by.full_name if row.by else None,
        "acting_as": row.acting_as,
        "at": row.at,
    }
