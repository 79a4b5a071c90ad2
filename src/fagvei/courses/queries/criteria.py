"""A course's own ranking criteria: which hold when, what doctors said about them, and what people judged."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from fagvei.common import clock
from fagvei.common.prepared import prepared
from fagvei.courses.models import (
    ApplicationRound,
    Course,
    CourseApplication,
    CourseRun,
    CriteriaVersion,
    CriterionCase,
    CriterionJudgement,
    RankingCriterion,
)
from fagvei.courses.rules.base import Rule
from fagvei.courses.rules.criteria import JUDGING_RULES, OWN_CRITERIA, THE_COURSE_CHOSE
from fagvei.courses.rules.seats import RANKED_BY_SERVICE
from fagvei.planning.seats import Problem

# {(application, criterion): what was judged last}
Judged = dict[tuple[int, int], CriterionJudgement]


def version_on(course_id: int, day: dt.date) -> CriteriaVersion | None:
    """The newest one that is valid that day; of several from the same day, the one decided last."""
    found: CriteriaVersion | None = _versions.first(course=course_id, day=day)
    return found


@prepared
def _versions(course: int, day: dt.date) -> QuerySet[CriteriaVersion]:
    rows = CriteriaVersion.objects.filter(course_id=course, valid_from_on__lte=day)
    return rows.order_by("-valid_from_on", "-pk")[:1]


def criteria_on(course_id: int, day: dt.date) -> list[RankingCriterion]:
    """In order; none means the common rule."""
    version = version_on(course_id, day)
    return list(version.criteria.select_related("version").order_by("order")) if version else []


def criteria_of(found: ApplicationRound) -> list[RankingCriterion]:
    """The course's own published criteria when the round opened."""
    return criteria_on(found.course_id, found.opens_at.astimezone(clock.OSLO).date())


def judged_criteria(found: ApplicationRound) -> list[RankingCriterion]:
    """Those that only people can judge."""
    return [row for row in criteria_of(found) if row.is_judged]


def criteria_of_run(run: CourseRun) -> list[RankingCriterion]:
    return criteria_on(run.course_id, run.opens_at.astimezone(clock.OSLO).date())


def rank_alike(runs: Iterable[CourseRun]) -> bool:
    """Announced with the same version of the ranking. Runs of one course; one question for each day on which they open."""
    days = {(run.course_id, run.opens_at.astimezone(clock.OSLO).date()) for run in runs}
    return len({version_on(course, day) for course, day in days}) <= 1


def rules_from(criteria: list[RankingCriterion]) -> tuple[Rule, ...]:
    """The course's own ranking in sentences with source; nothing where the common rule holds."""
    if not criteria:
        return ()
    each = (Rule(f"R14-own-{row.order}", row.words, _source_of(row)) for row in criteria)
    return (OWN_CRITERIA, *each, *(JUDGING_RULES if any(row.is_judged for row in criteria) else ()))


def _source_of(row: RankingCriterion) -> str:
    if row.kind == RankingCriterion.Kind.SENIORITY:
        return RANKED_BY_SERVICE.source
    return str(THE_COURSE_CHOSE) % {"source": row.version.source}


def judged_in(found: ApplicationRound) -> Judged:
    rows = CriterionJudgement.objects.filter(application__round=found).select_related("criterion__version", "by")
    return {(row.application_id, row.criterion_id): row for row in rows.order_by("pk")}


def cases_of(application: CourseApplication) -> list[CriterionCase]:
    """The doctor's own words, one for each criterion."""
    rows = application.cases.select_related("criterion__version").order_by("pk")
    last = {row.criterion_id: row for row in rows}.values()
    return sorted((row for row in last if row.text), key=lambda row: row.criterion.order)


def is_as_judged(problem: Problem, found: ApplicationRound) -> bool:
    """What the answer was made from is what is judged now."""
    judged = judged_in(found)
    columns = {row.pk: problem.components.index(row.component) for row in judged_criteria(found)}
    if not columns:
        return True
    keys = dict(found.applications.values_list("pk", "public_id"))
    value = {(str(keys[application]), criterion): int(row.is_met) for (application, criterion), row in judged.items()}
    return all(
        claim.values[column] == value.get((each.key, criterion), 0)
        for each in problem.applicants
        for claim in each.claims
        for criterion, column in columns.items()
    )


# --- Pages ---


@dataclass(frozen=True)
class CriteriaPage:
    """`standing` holds today; `versions` are all, the newest first."""

    standing: CriteriaVersion | None
    versions: list[CriteriaVersion]


def criteria_page(course: Course) -> CriteriaPage:
    versions = list(
        CriteriaVersion.objects.filter(course=course)
        .prefetch_related("criteria__version")
        .order_by("-valid_from_on", "-pk")
    )
    today = clock.today()
    return CriteriaPage(next((row for row in versions if row.valid_from_on <= today), None), versions)


@dataclass(frozen=True)
class Line:
    """One applicant and one criterion: what the doctor said, and what was judged."""

    application: CourseApplication
    criterion: RankingCriterion
    case: str
    judgement: CriterionJudgement | None

    @property
    def key(self) -> str:
        return f"{self.application.public_id.hex}_{self.criterion.order}"


@dataclass(frozen=True)
class JudgingPage:
    """Nothing before the deadline, not even how many have applied. `was_previewed`: from now on all are told why."""

    criteria: list[RankingCriterion]
    waiting: list[Line] = field(default_factory=list)
    judged: list[Line] = field(default_factory=list)
    was_previewed: bool = False


def lines_of(application: CourseApplication, *, is_released: bool) -> list[Line]:
    """What one applicant said and is told, in the order of the criteria; judgements only when the seats are out."""
    said = {row.criterion: row.text for row in cases_of(application)}
    rows = application.judgements.select_related("criterion__version").order_by("pk") if is_released else ()
    judged = {row.criterion: row for row in rows}
    criteria = sorted(said.keys() | judged.keys(), key=lambda row: row.order)
    return [Line(application, row, said.get(row, ""), judged.get(row)) for row in criteria]


def judging_page(found: ApplicationRound, applications: Iterable[CourseApplication]) -> JudgingPage:
    criteria = judged_criteria(found)
    if not found.is_over or not criteria:
        return JudgingPage(criteria)
    judged = judged_in(found)
    rows = CriterionCase.objects.filter(application__round=found).order_by("pk")
    said = {(row.application_id, row.criterion_id): row.text for row in rows}
    lines = [
        Line(each, row, said.get((each.pk, row.pk), ""), judged.get((each.pk, row.pk)))
        for each in sorted(
            (row for row in applications if row.wishes), key=lambda each: (each.doctor.sort_key, each.pk)
        )
        for row in criteria
    ]
    return JudgingPage(
        criteria,
        [line for line in lines if line.judgement is None],
        [line for line in lines if line.judgement is not None],
        found.allocations.exists(),
    )


def courses_with_judging(course_ids: Iterable[int]) -> set[int]:
    """Those that have, or had, a criterion people judge. One question."""
    rows = RankingCriterion.objects.filter(kind=RankingCriterion.Kind.BY_HAND, version__course__in=course_ids)
    return set(rows.values_list("version__course_id", flat=True))
