"""The liaison sets the course's own ranking in versions; the host judges applicants by what only people can judge."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.courses.actions.applications import record_application
from fagvei.courses.actions.criteria_refusals import (
    CriteriaAnnounced,
    CriteriaInThePast,
    CriteriaReasonMissing,
    CriteriaUnchanged,
    CriterionWrong,
    JudgementReasonMissing,
    NothingJudged,
    NotToBeJudged,
    PublicReasonMissing,
    SeatsGivenElsewhere,
)
from fagvei.courses.actions.manual_changes import change_by_hand, check_no_name
from fagvei.courses.actions.rounds import locked_round
from fagvei.courses.actions.seat_refusals import RoundNotOver, RoundReleased
from fagvei.courses.actions.standing import check_not_own, host_capacity, liaison_capacity
from fagvei.courses.models import (
    ApplicationRound,
    Course,
    CourseRun,
    CriteriaVersion,
    CriterionJudgement,
    ManualChange,
    RankingCriterion,
)
from fagvei.courses.queries.criteria import criteria_on, judged_criteria, judged_in
from fagvei.courses.queries.seats import counting
from fagvei.courses.rules.criteria import MOST_CRITERIA
from fagvei.people.models import User

Kind = RankingCriterion.Kind
# (kind, the sentence of what people judge)
Wanted = tuple[str, str]


@transaction.atomic
def set_criteria(
    *, course: Course, valid_from_on: dt.date, criteria: list[Wanted], source: str, reason: str, by: User
) -> CriteriaVersion:
    """In their order; none at all brings the common rule back. No announced run gets another rule than it was announced with."""
    acting_as = liaison_capacity(by, course)
    row = Course.objects.select_for_update(of=("self",)).select_related("activity", "centre").get(pk=course.pk)
    if row.organiser == Course.Organiser.EXTERNAL:
        raise SeatsGivenElsewhere
    if not source.strip() or not reason.strip():
        raise CriteriaReasonMissing
    _check_criteria(criteria)
    _check_day(row, valid_from_on)
    before = [(each.kind, each.sentence) for each in criteria_on(row.pk, valid_from_on)]
    if before == criteria:
        raise CriteriaUnchanged
    version = CriteriaVersion.objects.create(
        course=row, valid_from_on=valid_from_on, source=source, reason=reason, by=by
    )
    made = [
        RankingCriterion.objects.create(version=version, order=number, kind=kind, sentence=sentence)
        for number, (kind, sentence) in enumerate(criteria, start=1)
    ]
    audit.record(
        "ranking_criteria_set",
        target=version,
        by=by,
        acting_as=acting_as,
        controller=row.centre or "",
        details={"course": row.code, "criteria": len(made), "judged": sum(each.is_judged for each in made)},
        facts=[version, *made],
    )
    return version


def _check_criteria(criteria: list[Wanted]) -> None:
    computed = [kind for kind, _sentence in criteria if kind != Kind.BY_HAND]
    if len(criteria) > MOST_CRITERIA or len(set(computed)) != len(computed):
        raise CriterionWrong
    for kind, sentence in criteria:
        if kind not in Kind.values or bool(sentence.strip()) != (kind == Kind.BY_HAND):
            raise CriterionWrong


def _check_day(course: Course, valid_from_on: dt.date) -> None:
    """What is announced stands: whoever reads an announcement knows by what the seats are given."""
    if valid_from_on < clock.today():
        raise CriteriaInThePast
    announced = course.runs.filter(state=CourseRun.State.ANNOUNCED, opens_at__gte=clock.start_of(valid_from_on))
    if announced.exists():
        raise CriteriaAnnounced


@dataclass(frozen=True)
class Verdict:
    """What the officer says of one applicant and one criterion. `public_reason` is for all applicants, after a preview."""

    application: str
    criterion: int
    is_met: bool
    reason: str
    public_reason: str = ""


@transaction.atomic
def judge_applicants(*, round: ApplicationRound, verdicts: Iterable[Verdict], by: User) -> list[CriterionJudgement]:
    """After the deadline, until release. What is said as it was is no new judgement; who was judged before may be judged anew.

    Whoever has seen an answer may be thought to want another one: from then on all applicants read why, without names.
    """
    found = locked_round(round)
    acting_as = host_capacity(by, found)
    check_not_own(by, round=found)
    if found.is_released:
        raise RoundReleased
    if not found.is_over:
        raise RoundNotOver
    applications = {each.key: each for each in counting(found)}
    criteria = {each.order: each for each in judged_criteria(found)}
    was_previewed = found.allocations.exists()
    judged, made = judged_in(found), []
    for verdict in verdicts:
        application, criterion = applications.get(verdict.application), criteria.get(verdict.criterion)
        if application is None or criterion is None:
            raise NotToBeJudged
        if not verdict.reason.strip():
            raise JudgementReasonMissing
        before = judged.get((application.pk, criterion.pk))
        if before is not None and (before.is_met, before.reason) == (verdict.is_met, verdict.reason):
            continue
        if was_previewed:
            _check_public(verdict, application.doctor)
        application.round = found
        row = CriterionJudgement.objects.create(
            application=application,
            criterion=criterion,
            is_met=verdict.is_met,
            reason=verdict.reason,
            by=by,
            acting_as=acting_as,
        )
        record_application("course_applicant_judged", application, by, acting_as, [row])
        if was_previewed:
            change_by_hand(found, None, ManualChange.Kind.JUDGED_ANEW, verdict.public_reason, by, acting_as)
        made.append(row)
    if not made:
        raise NothingJudged
    return made


def _check_public(verdict: Verdict, doctor: User) -> None:
    if not verdict.public_reason.strip():
        raise PublicReasonMissing
    check_no_name(verdict.public_reason, doctor)
