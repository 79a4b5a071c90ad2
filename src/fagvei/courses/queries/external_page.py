"""What a proof of an external course shows, and the lists of them."""

from dataclasses import dataclass
from typing import Any

from fagvei.courses.models import ExternalCertificate, ExternalProof
from fagvei.people.models import User

State = ExternalCertificate.State


@dataclass(frozen=True)
class ExternalPage:
    certificate: ExternalCertificate
    proof: ExternalProof | None
    goals: list[str]
    steps: list[dict[str, Any]]

    @property
    def last_reason(self) -> str:
        return next((step["text"] for step in reversed(self.steps) if step["text"]), "")


def external_page(row: ExternalCertificate, *, is_own: bool) -> ExternalPage:
    """To the doctor the RegUt acted, whoever the officer was."""
    proof = getattr(row, "proof", None)
    goals = row.activity.goals.order_by("goal__code").values_list("goal__code", flat=True) if row.activity else []
    steps = [
        {
            "at": event.at,
            "who": row.course.centre if is_own and event.acting_as != "doctor" else event.by,
            "what": event.get_kind_display().capitalize(),
            "text": event.reason,
            "url": "",
        }
        for event in row.events.select_related("by")
    ]
    return ExternalPage(row, proof, list(goals), steps)


def external_of(doctor: User) -> list[ExternalCertificate]:
    rows = ExternalCertificate.objects.filter(doctor=doctor).exclude(state=State.WITHDRAWN)
    return list(rows.select_related("course__activity", "course__centre").order_by("-ended_on", "pk"))


@dataclass(frozen=True)
class ExternalList:
    waiting: list[ExternalCertificate]
    decided: list[ExternalCertificate]


def external_list(centres: list[int]) -> ExternalList:
    """Those that wait, the oldest first; and the newest decided."""
    rows = ExternalCertificate.objects.filter(course__centre__in=centres).exclude(state=State.WITHDRAWN)
    rows = rows.select_related("course__activity", "doctor", "institution")
    waiting = rows.filter(state=State.SENT).order_by("since", "pk")
    return ExternalList(list(waiting), list(rows.exclude(state=State.SENT).order_by("-since", "pk")[:50]))
