"""A survey set up: for which ward, and which recommendations it asks about and why."""

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.db import transaction

from fagvei.audit import actions as audit
from fagvei.guideline.models import Guideline, NormativeUnit, UnitVersion
from fagvei.organisations.models import LearningArena, TrainingInstitution
from fagvei.people.models import User
from fagvei.surveys.actions.refusals import (
    AlreadyAsked,
    AlreadyChosen,
    ArenaElsewhere,
    NothingChosen,
    OtherGuideline,
    ReasonMissing,
    TextMissing,
    TooManyItems,
)
from fagvei.surveys.actions.standing import locked_survey, require_owner
from fagvei.surveys.models import GapSurvey, SurveyItem, SurveyRound
from fagvei.surveys.queries.texts import texts_in_force
from fagvei.surveys.rules.areas import MOST_ITEMS, kind_of


@transaction.atomic
def make_survey(
    *,
    title: str,
    guideline: Guideline,
    institution: TrainingInstitution,
    reason: str,
    by: User,
    arena: LearningArena | None = None,
) -> GapSurvey:
    acting_as = require_owner(by, institution)
    if arena is not None and arena.institution_id != institution.pk:
        raise ArenaElsewhere
    if not reason.strip():
        raise ReasonMissing
    survey = GapSurvey.objects.create(
        title=title,
        guideline=guideline,
        institution=institution,
        arena=arena,
        owner=by,
        reason=reason,
        is_demo=settings.FAGVEI_DEMO,
    )
    audit.record("gap_survey_made", target=survey, by=by, acting_as=acting_as, controller=institution, facts=[survey])
    return survey


@transaction.atomic
def choose_items(
    *, survey: GapSurvey, units: Iterable[NormativeUnit], area: str, reason: str, target: int, by: User
) -> list[SurveyItem]:
    """Ask about these recommendations, seen from one of the seven areas, with one reason and one target."""
    survey = locked_survey(survey)
    acting_as = require_owner(by, survey.institution)
    _check_not_asked(survey)
    if not reason.strip():
        raise ReasonMissing
    chosen = list(units)
    versions = _texts_of(survey, chosen)
    items = list(survey.items.order_by("order"))
    if len(items) + len(chosen) > MOST_ITEMS:
        raise TooManyItems
    taken = {(item.unit_id, item.kind) for item in items}
    if any((unit.pk, kind_of(area)) in taken for unit in chosen):
        raise AlreadyChosen
    last = items[-1].order if items else 0
    made = [
        SurveyItem.objects.create(
            survey=survey,
            order=last + position,
            unit=unit,
            unit_version=versions[unit.pk],
            area=area,
            kind=kind_of(area),
            reason=reason,
            target=target,
            chosen_by=by,
        )
        for position, unit in enumerate(chosen, 1)
    ]
    details = {"area": area, "target": target, "units": [unit.code for unit in chosen]}
    audit.record(
        "gap_items_chosen",
        target=survey,
        by=by,
        acting_as=acting_as,
        controller=survey.institution,
        details=details,
        facts=made,
    )
    return made


@transaction.atomic
def choose_by_area(
    *, survey: GapSurvey, chosen: Mapping[str, Iterable[NormativeUnit]], reason: str, target: int, by: User
) -> list[SurveyItem]:
    """Several areas in one step, with one reason and one target: all of it or nothing."""
    units_of = {area: units for area, each in chosen.items() if (units := list(each))}
    if not units_of:
        raise NothingChosen
    return [
        item
        for area, units in units_of.items()
        for item in choose_items(survey=survey, units=units, area=area, reason=reason, target=target, by=by)
    ]


@transaction.atomic
def drop_item(*, item: SurveyItem, by: User) -> None:
    """Take a question out again, before anybody was asked it."""
    survey = locked_survey(item.survey)
    acting_as = require_owner(by, survey.institution)
    _check_not_asked(survey)
    details = {"unit": item.unit.code, "kind": item.kind, "erased": [item.fact_id]}
    item.delete()
    audit.record(
        "gap_item_dropped", target=survey, by=by, acting_as=acting_as, controller=survey.institution, details=details
    )


def _check_not_asked(survey: GapSurvey) -> None:
    if survey.rounds.exclude(state__in=[SurveyRound.State.PLANNED, SurveyRound.State.CANCELLED]).exists():
        raise AlreadyAsked


def _texts_of(survey: GapSurvey, units: list[NormativeUnit]) -> dict[int, UnitVersion]:
    """The text in force of each; a recommendation without one is not asked about."""
    if any(unit.chapter.guideline_id != survey.guideline_id for unit in units):
        raise OtherGuideline
    texts = texts_in_force([unit.pk for unit in units])
    if len({unit.pk for unit in units} & set(texts)) < len(units):
        raise TextMissing
    return texts
