"""A wave's way: planned, opened with codes, closed and counted. What was answered is gone when it is counted."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.common.crossed import row_of, told_rows
from fagvei.common.disclosure import ItemCount, disclose, stored, tally, untold
from fagvei.common.nested import Sizes, Told, alike, is_on_another_level, told_sizes
from fagvei.people.actions import notify
from fagvei.people.models import User
from fagvei.surveys.actions.free_texts import told_texts
from fagvei.surveys.actions.refusals import (
    CodesMissing,
    DatesWrong,
    NothingChosen,
    RoundAhead,
    StaffMissing,
    WhyCalledOffMissing,
)
from fagvei.surveys.actions.standing import (
    Kind,
    State,
    lock_institution,
    locked_round,
    locked_survey,
    move,
    require_owner,
)
from fagvei.surveys.models import (
    FreeText,
    GapSurvey,
    RespondentToken,
    RoundItem,
    SurveyRound,
    SurveyRoundEvent,
    SurveyStaff,
)
from fagvei.surveys.queries.counts import count_of
from fagvei.surveys.queries.texts import texts_in_force
from fagvei.surveys.rules.areas import PRACTICE
from fagvei.surveys.rules.codes import code_of, most_codes, print_of
from fagvei.surveys.rules.free_text import QUESTION_WORDS
from fagvei.surveys.rules.response import has_too_many

# So that no answer is kept for half a year (../reference/reliability.md section 6.6, class G). The number is our own choice.
LONGEST = dt.timedelta(days=92)
Mode = SurveyRound.Mode
Sheets = list[tuple[str, Any]]


@transaction.atomic
def plan_round(
    *,
    survey: GapSurvey,
    opens_on: dt.date,
    closes_on: dt.date,
    staff: Mapping[str, int],
    by: User,
    mode: str = Mode.ANONYMOUS,
    free_question: str = "",
) -> SurveyRound:
    """`staff` is how many of each profession work on the ward. How it is answered is fixed from now on."""
    if free_question and free_question not in QUESTION_WORDS:
        raise ValueError(f"{free_question} is no question.")
    survey = locked_survey(survey)
    acting_as = require_owner(by, survey.institution)
    if survey.rounds.filter(state__in=[State.PLANNED, State.OPEN]).exists():
        raise RoundAhead
    if not survey.items.exists():
        raise NothingChosen
    counted = {profession: count for profession, count in staff.items() if count}
    if not counted:
        raise StaffMissing
    _check_dates(opens_on, closes_on)
    round_ = SurveyRound.objects.create(
        survey=survey,
        number=survey.rounds.count() + 1,
        mode=mode,
        free_question=free_question,
        opens_on=opens_on,
        closes_on=closes_on,
    )
    for profession, count in counted.items():
        SurveyStaff.objects.create(round=round_, profession=profession, count=count)
    event = move(round_, Kind.PLANNED, by=by, acting_as=acting_as)
    _record("gap_round_planned", round_, by, acting_as, event, staff=counted, mode=mode, free_question=free_question)
    return round_


@transaction.atomic
def move_round(*, round_: SurveyRound, opens_on: dt.date, closes_on: dt.date, by: User) -> SurveyRound:
    """New dates for a wave that has not opened."""
    round_ = locked_round(round_)
    acting_as = require_owner(by, round_.survey.institution)
    _check_dates(opens_on, closes_on)
    round_.opens_on, round_.closes_on = opens_on, closes_on
    event = move(round_, Kind.MOVED, by=by, acting_as=acting_as)
    _record("gap_round_moved", round_, by, acting_as, event)
    return round_


@transaction.atomic
def open_round(*, round_: SurveyRound, codes: int, by: User) -> SurveyRound:
    """From now on answers are taken. The questions and their texts are fixed as they are today."""
    round_ = locked_round(round_)
    acting_as = require_owner(by, round_.survey.institution)
    most = most_codes(_staff_of(round_))
    if not 0 < codes <= most:
        raise CodesMissing(_("Lag mellom 1 og %(most)d svarkoder: de ansatte og noen få i reserve.") % {"most": most})
    today = clock.today()
    if round_.closes_on <= today:
        raise DatesWrong(_("Datoen målingen skulle lukke, er passert. Gi den nye datoer før du åpner den."))
    round_.opens_on = min(round_.opens_on, today)
    _check_dates(today, round_.closes_on)
    event = move(round_, Kind.OPENED, by=by, acting_as=acting_as)
    ids = [uuid.uuid4() for _place in range(codes)]
    RespondentToken.objects.bulk_create(
        RespondentToken(id=each, round=round_, token_hash=print_of(code_of(each))) for each in ids
    )
    asked = _ask(round_)
    _record("gap_round_opened", round_, by, acting_as, event, *asked, codes=codes)
    return round_


@transaction.atomic
def cancel_round(*, round_: SurveyRound, reason: str, by: User) -> SurveyRound:
    """The reason is also what a closed report then has in place of the wave it was closed by.

    Nobody has a code yet, so those who know of it are who planned it and who owns the survey.
    """
    if not reason.strip():
        raise WhyCalledOffMissing
    round_ = locked_round(round_)
    acting_as = require_owner(by, round_.survey.institution)
    event = move(round_, Kind.CANCELLED, by=by, acting_as=acting_as, reason=reason.strip())
    _record("gap_round_cancelled", round_, by, acting_as, event)
    planned_by = User.objects.filter(pk__in=round_.events.filter(kind=Kind.PLANNED).values("by"))
    path = round_.get_absolute_url()
    for user in {round_.survey.owner, *planned_by} - {by}:
        notify(user=user, kind="gap_round_cancelled", text=_("En måling er avlyst. Hvorfor står på siden."), path=path)
    return round_


@transaction.atomic
def close_round(*, round_: SurveyRound, by: User | None) -> SurveyRound:
    """Count what may be told, once, and remove codes and answers. `by` is nobody when the date came."""
    # What it tells is held against the other waves of the institution, so they close one after the other.
    lock_institution(round_.survey.institution_id)
    round_ = locked_round(round_)
    acting_as = require_owner(by, round_.survey.institution) if by else ""
    sheets = list(round_.answer_sheets.values_list("profession", "answers"))
    asked = list(round_.asked.select_related("item").order_by("item__order"))
    before = _told_before(round_)
    round_.sheets = len(sheets)
    answered = Counter(profession for profession, _answers in sheets)
    is_told = not has_too_many(len(sheets), _staff_of(round_))
    round_.professions = told_sizes(answered, _sizes_before(round_), round_.survey.arena_id) if is_told else {}
    for row in asked:
        told = before.get(row.item_id, [])
        count = _told_of(row, sheets, told, round_.professions, ward=round_.survey.arena_id)
        row.counts = stored(count if is_told else untold(count))
        row.save(update_fields=["counts"])
    event = move(round_, Kind.CLOSED, by=by, acting_as=acting_as)
    round_.tokens.all().delete()
    round_.answer_sheets.all().delete()
    texts = told_texts(round_, is_told=is_told)
    _record("gap_round_closed", round_, by, acting_as, event, *asked, *texts, sheets=len(sheets))
    if by is None:
        owner = round_.survey.owner
        notify(user=owner, kind="gap_round_closed", text=_("En måling er lukket."), path=round_.get_absolute_url())
    return round_


def close_due_rounds(*, dry_run: bool = False) -> int:
    """The clock's: waves whose last day has passed are closed, so that no answer is kept longer."""
    due = list(SurveyRound.objects.filter(state=State.OPEN, closes_on__lt=clock.today()).order_by("pk"))
    if not dry_run:
        for round_ in due:
            close_round(round_=round_, by=None)
    return len(due)


def _check_dates(opens_on: dt.date, closes_on: dt.date) -> None:
    if not max(opens_on, clock.today()) < closes_on:
        raise DatesWrong
    if closes_on - opens_on > LONGEST:
        raise DatesWrong(_("En måling kan være åpen i høyst tre måneder. Velg andre datoer."))


def _staff_of(round_: SurveyRound) -> int:
    return sum(round_.staff.values_list("count", flat=True))


def _ask(round_: SurveyRound) -> list[RoundItem]:
    """A recommendation that was deleted or withdrawn since it was chosen is not asked about."""
    items = list(round_.survey.items.order_by("order"))
    texts = texts_in_force([item.unit_id for item in items])
    asked = [item for item in items if item.unit_id in texts]
    if not asked:
        raise NothingChosen
    return [
        RoundItem.objects.create(round=round_, item=item, unit_version=texts[item.unit_id], counts={}) for item in asked
    ]


def _told_of(
    row: RoundItem, sheets: Sheets, told: list[Told], sizes: Mapping[str, int], *, ward: int | None
) -> ItemCount:
    """Of everybody; of practice also by profession, where that may be told."""
    by_group: dict[str, list[tuple[int | str, str]]] = {}
    for profession, answers in sheets:
        by_group.setdefault(profession, []).append(_answer_to(row.item_id, answers))
    found = tally(answer for answers in by_group.values() for answer in answers)
    count = disclose(row.item_id, found, alike(told, ward), version_id=row.unit_version_id)
    if not sizes or row.item.kind != PRACTICE or is_on_another_level(told, ward):
        return count
    groups = {profession: row_of(tally(answers)) for profession, answers in by_group.items()}
    return count.with_rows(told_rows(groups, count, sizes, [each.count for each in told if each.ward == ward]))


def _told_before(round_: SurveyRound) -> dict[int, list[Told]]:
    """{id of the item: what earlier waves told of the same question}. A hidden count told nothing.

    In all surveys of the institution and of its wards: the same people may answer there.
    """
    survey = round_.survey
    same = {(item.unit_id, item.kind): item.pk for item in survey.items.all()}
    rows = RoundItem.objects.filter(
        round__survey__institution_id=survey.institution_id, round__state__in=SurveyRound.COUNTED
    ).select_related("item__survey")
    found: dict[int, list[Told]] = {}
    for row in rows.order_by("round__closes_on", "round_id", "item__order"):
        count, item_id = count_of(row), same.get((row.item.unit_id, row.item.kind))
        if item_id is not None:
            found.setdefault(item_id, []).append(Told(row.item.survey.arena_id, count))
    return found


def _sizes_before(round_: SurveyRound) -> list[Sizes]:
    rows = SurveyRound.objects.filter(
        survey__institution_id=round_.survey.institution_id, state__in=SurveyRound.COUNTED
    ).values_list("survey__arena_id", "sheets", "professions")
    return [Sizes(ward, sheets or 0, told) for ward, sheets, told in rows]


def _answer_to(item_id: int, answers: Mapping[str, Any]) -> tuple[int | str, str]:
    value, hindrance = answers[str(item_id)]
    return value, hindrance


def _record(
    name: str,
    round_: SurveyRound,
    by: User | None,
    acting_as: str,
    event: SurveyRoundEvent,
    *facts: RoundItem | FreeText,
    **details: Any,
) -> None:
    audit.record(
        name,
        target=round_,
        by=by,
        acting_as=acting_as,
        controller=round_.survey.institution,
        details={"number": round_.number, **details},
        facts=[round_, event, *facts],
    )
