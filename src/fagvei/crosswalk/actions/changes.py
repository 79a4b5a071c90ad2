"""Answer a changed recommendation: read, with a note of what follows for the pairs, the courses or the teaching."""

from django.db import transaction

from fagvei.audit import actions as audit
from fagvei.crosswalk.actions.refusals import AlreadyAnswered, ReasonMissing, TextChangedSinceRead
from fagvei.crosswalk.actions.standing import print_of
from fagvei.crosswalk.models import ChangeAnswer
from fagvei.crosswalk.queries.changes import Change, open_changes
from fagvei.crosswalk.queries.waiting import Waiting, roles_to_answer, waiting_for
from fagvei.guideline.models import NormativeUnit
from fagvei.people.models import User

Part = ChangeAnswer.Part


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
