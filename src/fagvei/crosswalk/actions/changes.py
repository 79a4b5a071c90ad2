"""Answer a changed recommendation: read, with a note of what follows for the pairs, the courses or the teaching."""

from django.db import transaction

from fagvei.audit import actions as audit
from fagvei.crosswalk.actions.refusals import (
    AlreadyAnswered,
    NoText,
    NotYours,
    OtherSideDecides,
    ProposerCannotApprove,
    ReasonMissing,
    TextChangedSinceRead,
)
from fagvei.crosswalk.actions.standing import can_be_read, locked, print_of, role_of
from fagvei.crosswalk.models import ChangeAnswer, GoalRecommendationPair
from fagvei.crosswalk.queries.changes import Change, open_changes
from fagvei.crosswalk.queries.waiting import Waiting, roles_to_answer, waiting_for
from fagvei.crosswalk.rules.sides import MAKERS, deciders_of
from fagvei.guideline.models import NormativeUnit
from fagvei.people.models import User

Part = ChangeAnswer.Part
STILL_FITS = "Passer fortsatt."


@transaction.atomic
def answer_change(*, unit: NormativeUnit, part: str, note: str, shown: str, by: User) -> list[ChangeAnswer]:
    """One answer for each place the person answers for. `shown` is the print of the texts that were read."""
    unit = NormativeUnit.objects.select_for_update().get(pk=unit.pk)
    change, waiting = _waiting(unit, part, by)
    if shown != print_of((change.national, change.local)):
        raise TextChangedSinceRead
    if not note.strip():
        raise ReasonMissing
    places: list[int | None] = [*waiting.place_ids] or [None]
    answers = [_answer(change, waiting, place, note, by) for place in places]
    audit.record(
        "recommendation_change_answered",
        target=unit,
        by=by,
        acting_as=waiting.acting_as,
        details={"unit": unit.code, "part": part},
        facts=answers,
    )
    return answers


@transaction.atomic
def confirm_pair(*, pair: GoalRecommendationPair, shown: str, by: User) -> ChangeAnswer:
    """The pair still fits the text as it stands now, says one who may approve it. `shown` is the print of what was read."""
    unit = NormativeUnit.objects.select_for_update().get(pk=pair.unit_id)
    pair = locked(pair)
    acting_as = _who_confirms(pair, by)
    change = next((each for each in open_changes(unit=unit) if pair in each.unconfirmed), None)
    if change is None:
        raise AlreadyAnswered
    texts = (change.national, change.local)
    if not can_be_read(texts):
        raise NoText
    if shown != print_of(texts):
        raise TextChangedSinceRead
    answer = ChangeAnswer.objects.create(
        unit=unit,
        version=change.national,
        local_version=change.local,
        part=Part.PAIRS,
        pair=pair,
        note=STILL_FITS,
        acting_as=acting_as,
        by=by,
    )
    details = {"goal": pair.goal.code, "unit": unit.code}
    audit.record("pair_confirmed", target=pair, by=by, acting_as=acting_as, details=details, facts=[answer])
    return answer


def _who_confirms(pair: GoalRecommendationPair, by: User) -> str:
    """The role: whoever could have approved it."""
    if not role_of(by, MAKERS):
        raise NotYours
    if pair.proposed_by_id == by.pk:
        raise ProposerCannotApprove
    acting_as = role_of(by, deciders_of(pair.proposed_as))
    if not acting_as:
        raise OtherSideDecides
    return acting_as


def _waiting(unit: NormativeUnit, part: str, by: User) -> tuple[Change, Waiting]:
    roles = roles_to_answer(by)
    for change in open_changes(unit=unit):
        for waiting in waiting_for(by, change, roles):
            if waiting.part == part:
                return change, waiting
    raise AlreadyAnswered


def _answer(change: Change, waiting: Waiting, place: int | None, note: str, by: User) -> ChangeAnswer:
    return ChangeAnswer.objects.create(
        unit=change.unit,
        version=change.national,
        local_version=change.local,
        part=waiting.part,
        centre_id=place if waiting.part == Part.COURSES else None,
        institution_id=place if waiting.part == Part.TEACHING else None,
        note=note,
        acting_as=waiting.acting_as,
        by=by,
    )
