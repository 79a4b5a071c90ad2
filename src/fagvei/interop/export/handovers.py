"""Hand-overs and changes of employer in words."""

from typing import Any

from fagvei.people.models import User
from fagvei.training.models import EmployerAnswer, EmployerChange, Handover, HandoverCallOff, HandoverConsent


def tables_of(doctor: User) -> list[Any]:
    return [
        Handover.objects.filter(doctor=doctor),
        HandoverConsent.objects.filter(handover__doctor=doctor),
        HandoverCallOff.objects.filter(handover__doctor=doctor),
        EmployerChange.objects.filter(doctor=doctor),
        EmployerAnswer.objects.filter(change__doctor=doctor),
    ]


def handovers_of(doctor: User) -> list[dict[str, Any]]:
    rows = Handover.objects.filter(doctor=doctor).select_related(
        "former", "successor", "institution", "by", "consent", "call_off__by"
    )
    return [
        {
            "fact": row.fact_id,
            "kind": row.kind,
            "kind_name": row.get_kind_display(),
            "former": row.former.full_name,
            "successor": row.successor.full_name,
            "institution": row.institution.name,
            "takes_effect_at": row.takes_effect_at,
            "reason": row.reason,
            "by": row.by.full_name,
            "at": row.at,
            "consent": _given(row.consent) if hasattr(row, "consent") else None,
            "called_off": _called_off(row.call_off) if row.is_called_off else None,
        }
        for row in rows.order_by("pk")
    ]


def employers_of(doctor: User) -> list[dict[str, Any]]:
    rows = EmployerChange.objects.filter(doctor=doctor).select_related("former", "institution", "by", "given_answer")
    return [
        {
            "fact": row.fact_id,
            "former": row.former.name,
            "institution": row.institution.name,
            "takes_effect_at": row.takes_effect_at,
            "by": row.by.full_name,
            "at": row.at,
            "answer": {**_given(row.answer), "accepted": row.answer.accepted} if row.answer else None,
        }
        for row in rows.order_by("pk")
    ]


def _given(row: Any) -> dict[str, Any]:
    return {"fact": row.fact_id, "at": row.at}


def _called_off(row: HandoverCallOff) -> dict[str, Any]:
    return {**_given(row), "by": row.by.full_name, "reason": row.reason}
