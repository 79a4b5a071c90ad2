"""What an assessment form may be: comments first, then levels and choices, each question with a key of its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from fagvei.training.rules.base import Rule

COMMENTS_FIRST = Rule(
    "V1",
    _("Kommentarene skrives før nivåer og skalaer, så ordene ikke bare begrunner et kryss."),
    "valg i Fagvei (sak 3), ikke hentet fra forskriften",
)
COMMENT, LEVEL, SCALE, CHOICE = "comment", "level", "scale", "choice"
KINDS = (COMMENT, LEVEL, SCALE, CHOICE)
WITH_OPTIONS = frozenset({SCALE, CHOICE})
MOST_QUESTIONS = 20
MOST_OPTIONS = 9


@dataclass(frozen=True)
class Question:
    """One question of a form. `options` are the answers of a scale (from least to most) or of a choice."""

    key: str
    kind: str
    text: str
    help: str = ""
    options: tuple[str, ...] = ()
    required: bool = True

    @property
    def is_comment(self) -> bool:
        return self.kind == COMMENT


def questions_of(rows: Iterable[Mapping[str, Any]]) -> tuple[Question, ...]:
    return tuple(Question(**{**row, "options": tuple(row.get("options", ()))}) for row in rows)


def form_fault(questions: Iterable[Question]) -> str:
    """ "" for a form that can be used, else what is wrong: "empty", "too_many", "doubled", "options" or "order"."""
    asked = list(questions)
    kinds = [question.kind for question in asked]
    if COMMENT not in kinds or any(not question.text.strip() for question in asked):
        return "empty"
    if len(asked) > MOST_QUESTIONS:
        return "too_many"
    if len({question.key for question in asked}) < len(asked):
        return "doubled"
    if any(not _has_fitting_options(question) for question in asked):
        return "options"
    return "order" if kinds != sorted(kinds, key=lambda kind: kind != COMMENT) else ""


def _has_fitting_options(question: Question) -> bool:
    options = [option.strip() for option in question.options]
    if question.kind not in WITH_OPTIONS:
        return question.kind in KINDS and not options
    return all(options) and len(set(options)) == len(options) and 2 <= len(options) <= MOST_OPTIONS


def answer_fault(questions: Iterable[Question], answers: Mapping[str, str], levels: Iterable[str]) -> str:
    """ "" for a whole answer, else "comment_missing" (first), "answer_missing" or "foreign_answer"."""
    asked, known = list(questions), list(levels)
    if set(answers) - {question.key for question in asked}:
        return "foreign_answer"
    for question in sorted(asked, key=lambda question: not question.is_comment):
        value = answers.get(question.key, "").strip()
        if not value and question.required:
            return "comment_missing" if question.is_comment else "answer_missing"
        allowed = {LEVEL: known}.get(question.kind, list(question.options))
        if value and not question.is_comment and value not in allowed:
            return "foreign_answer"
    return ""
