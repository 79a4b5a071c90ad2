"""Somebody answers, once per code. Nothing is written that says who, when or in which order; also no event of the log."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from fagvei.common.disclosure import shuffle
from fagvei.common.patients import refuse_national_ids
from fagvei.surveys.actions.refusals import AnswersMissing, CodeUnknown
from fagvei.surveys.actions.standing import locked_round
from fagvei.surveys.models import AnswerSheet, FreeAnswer, RespondentToken, SurveyRound
from fagvei.surveys.queries.answering import check_takes_answers
from fagvei.surveys.rules.areas import HINDRANCE_CODES, PROFESSION_CODES, is_answer
from fagvei.surveys.rules.codes import print_of


@transaction.atomic
def answer_round(
    *,
    code: str,
    answers: Mapping[int, tuple[int | str, str]],
    profession: str = "",
    words: str = "",
    by: None = None,
) -> None:
    """`answers` is {id of the item: (step or code, what hinders)}, `words` what was written where the wave asks for it.

    The code is burnt as the sheet is stored, or neither.
    """
    refuse_national_ids([words])
    token = RespondentToken.objects.select_related("round").filter(token_hash=print_of(code)).first()
    if token is None:
        raise CodeUnknown
    round_ = locked_round(token.round)
    # Read again under the lock: somebody may have pressed twice, or the wave may have closed.
    now = RespondentToken.objects.select_for_update().filter(pk=token.pk).first()
    if now is None or now.used:
        raise CodeUnknown
    check_takes_answers(round_)
    given = _checked(round_, answers)
    now.used = True
    now.save(update_fields=["used"])
    asked = profession if round_.asks_profession and profession in PROFESSION_CODES else ""
    _rewrite(round_, [*round_.answer_sheets.values_list("profession", "answers"), (asked, given)])
    if round_.free_question:
        _rewrite_texts(round_, [*round_.free_answers.values_list("words", flat=True), words.strip()])


def _checked(round_: SurveyRound, answers: Mapping[int, tuple[int | str, str]]) -> dict[str, list[int | str]]:
    """Every question has an answer that it offers."""
    kinds = dict(round_.asked.values_list("item_id", "item__kind"))
    for item_id, kind in kinds.items():
        value, hindrance = answers.get(item_id, ("", ""))
        if not is_answer(kind, value) or (hindrance and hindrance not in HINDRANCE_CODES):
            raise AnswersMissing
    return {str(item_id): list(answers[item_id]) for item_id in kinds}


def _rewrite(round_: SurveyRound, sheets: list[tuple[str, Any]]) -> None:
    """All sheets anew, with new keys and in random order: the place in the file must not tell who came last."""
    shuffle(sheets)
    round_.answer_sheets.all().delete()
    AnswerSheet.objects.bulk_create(
        AnswerSheet(pk=uuid.uuid4(), round=round_, profession=profession, answers=answers)
        for profession, answers in sheets
    )


def _rewrite_texts(round_: SurveyRound, texts: list[str]) -> None:
    """All texts anew in an order of their own, also when nothing was written now: nothing must tell whose sheet a text is."""
    written = [words for words in texts if words]
    shuffle(written)
    round_.free_answers.all().delete()
    FreeAnswer.objects.bulk_create(FreeAnswer(pk=uuid.uuid4(), round=round_, words=words) for words in written)
