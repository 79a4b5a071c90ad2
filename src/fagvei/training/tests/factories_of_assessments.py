"""Assessments and rounds that can exist, made by the room's own actions.

assess(record)                         asked of Siri and signed by her
invite(record), token_of(invitation)   asked of somebody outside, and the link from the letter
make_round(record, answered=6)         opened by Cecilie; `closed=True`, `read=True`, `released=True` take it further
"""

import re
from typing import Any

from django.core import mail
from django.test import override_settings

from fagvei.common import clock
from fagvei.people.demo_register import DEMO_REGISTER
from fagvei.training import actions, letters
from fagvei.training.models import (
    Assessment,
    AssessmentForm,
    AssessmentFormVersion,
    AssessmentInvitation,
    MultisourceRater,
    MultisourceRound,
)

COMMENTS = [
    {"key": "bra", "kind": "comment", "text": "Hva gikk bra?", "help": "", "options": [], "required": True},
    {"key": "bedre", "kind": "comment", "text": "Hva kan bli bedre?", "help": "", "options": [], "required": True},
]
LEVEL = {"key": "niva", "kind": "level", "text": "Hvilket nivå?", "help": "", "options": [], "required": False}
SCALE = {
    "key": "lytter", "kind": "scale", "text": "Lytter til andre", "help": "",
    "options": ["Sjelden", "Av og til", "Ofte"], "required": False,
}  # fmt: skip
ANSWERS = {"bra": "Rolig og tydelig.", "bedre": "Spør mer åpent.", "niva": "middle"}
RAGNHILD = ("9800001", "Ragnhild Foss")
AMUND = ("9800002", "Amund Lie")


def make_form(kind: str = "observed_encounter", questions: list | None = None) -> AssessmentFormVersion:
    form = AssessmentForm.objects.filter(kind=kind).first()
    if form is not None:
        return form.versions.order_by("-number").first()
    multisource = kind == AssessmentForm.Kind.MULTISOURCE
    return actions.save_common_form(
        code=kind.replace("_", "-"),
        kind=kind,
        name="Observert samtale" if not multisource else "360-graders vurdering",
        intro="Skriv hva du så.",
        questions=questions or [*COMMENTS, SCALE if multisource else LEVEL],
        standing="unconfirmed",
        source="Fagveis eget skjema",
        retrieved_on=clock.today(),
        verification="primary",
        by=None,
    )


def ask(record: Any, **changes: Any) -> Assessment:
    fields = {
        "doctor": record.doctor,
        "by": record.doctor,
        "version": make_form(),
        "title": "Samtale på poliklinikken",
        "held_on": clock.today(),
        "goals": [record.goals["RUS-001"], record.goals["RUS-002"]],
        "assessor": record.siri,
    }
    return actions.ask_assessment(**fields | changes)


def assess(record: Any, **changes: Any) -> Assessment:
    asked = ask(record, **changes)
    return actions.answer_assessment(assessment=asked, answers=ANSWERS, by=asked.assessor)


def invite(record: Any, name: str = "Ragnhild Foss", email: str = "ragnhild@example.org") -> AssessmentInvitation:
    return ask(record, assessor=None, name=name, email=email).invitation


def token_in_letter(send: Any, pk: int) -> str:
    """Send the letter and read the link in it, as the one it is for does."""
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        assert send.func(pk) == "sent"
    return re.search(r"/svar/([\w-]+)/", mail.outbox[-1].body)[1]


def token_of(invitation: AssessmentInvitation) -> str:
    token = token_in_letter(letters.send_assessment_link, invitation.pk)
    invitation.refresh_from_db()
    return token


def token_of_rater(rater: MultisourceRater) -> str:
    token = token_in_letter(letters.send_rater_link, rater.pk)
    rater.refresh_from_db()
    return token


def answer_outside(invitation: AssessmentInvitation) -> Assessment:
    token_of(invitation)
    return actions.answer_by_link(invitation=invitation, answers=ANSWERS)


def sign_outside(invitation: AssessmentInvitation, who: tuple[str, str] = RAGNHILD) -> Assessment:
    """Answered and signed by a person of the demo's register; a leader may have to vouch."""
    assessment = answer_outside(invitation)
    return actions.sign_by_link(
        invitation=invitation,
        person=DEMO_REGISTER.find(*who),
        seen_digest=assessment.given_answers.last().digest(),
    )


RATERS = [(f"Kollega {number}", f"kollega{number}@example.org") for number in range(1, 8)]


def propose(record: Any, raters: list[tuple[str, str]] = RATERS) -> MultisourceRound:
    return actions.propose_round(
        doctor=record.doctor, version=make_form("multisource"), raters=raters, by=record.doctor
    )


def make_round(
    record: Any,
    *,
    answered: int = 0,
    closed: bool = False,
    read: bool = False,
    released: bool = False,
    answers: Any = None,
) -> MultisourceRound:
    """Opened by Cecilie; the first raters have answered."""
    round_ = make_round_from(propose(record), record, answered=answered, answers=answers)
    if closed or read or released:
        round_ = actions.close_round(round_=round_, by=record.cecilie)
    if read or released:
        round_ = actions.read_result(round_=round_, by=record.cecilie)
    if released:
        round_ = actions.release_result(round_=round_, by=record.cecilie)
    return round_


def make_round_from(
    round_: MultisourceRound, record: Any, *, answered: int = 0, answers: Any = None
) -> MultisourceRound:
    round_ = actions.open_round(round_=round_, by=record.cecilie)
    for number, rater in enumerate(round_.raters.order_by("pk")[:answered], 1):
        answer_as(rater, answers(number) if answers else rater_answers(number))
    return round_


def rater_answers(number: int) -> dict[str, str]:
    options = SCALE["options"]
    return {
        "bra": f"Godt samarbeid, sett fra plass {number}.",
        "bedre": f"Kan si fra tidligere, mener jeg {number}.",
        "lytter": options[number % 2],
    }


def answer_as(rater: MultisourceRater, answers: dict[str, str]) -> MultisourceRound:
    token_of_rater(rater)
    return actions.answer_round(rater=rater, answers=answers)
