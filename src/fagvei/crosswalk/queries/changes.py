"""Recommendations that say something else than when their pairs were approved, and whom that touches.

Nobody tells the crosswalk that a text was published: it compares what was read with what is in force.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from fagvei.common import clock
from fagvei.common.prepared import prepared
from fagvei.courses.models import Course
from fagvei.crosswalk.models import ChangeAnswer, GoalRecommendationPair, TeachingPlan
from fagvei.crosswalk.rules.change import is_changed
from fagvei.crosswalk.rules.sides import deciders_of
from fagvei.curriculum.models import GoalCoverage, LearningGoal
from fagvei.guideline.models import NormativeUnit, UnitVersion
from fagvei.guideline.queries.change import said
from fagvei.training.models import TeachingSession

Layer = UnitVersion.Layer
Part = ChangeAnswer.Part
# No role: whoever the lesson says will hold it.
TEACHER = "teacher"


@dataclass
class Change:
    """One recommendation: the approved pairs whose text was another, and the texts as they stand."""

    unit: NormativeUnit
    national: UnitVersion | None
    local: UnitVersion | None
    pairs: list[GoalRecommendationPair] = field(default_factory=list)
    answers: list[ChangeAnswer] = field(default_factory=list)

    @property
    def goals(self) -> list[LearningGoal]:
        return [pair.goal for pair in self.pairs]

    @property
    def newest(self) -> UnitVersion | None:
        return self.local or self.national

    @property
    def read(self) -> UnitVersion:
        """What the oldest of the pairs was approved on."""
        first = min(self.pairs, key=lambda pair: (pair.since, pair.pk))
        version = first.local_version or first.version
        if version is None:
            raise AssertionError("An approved pair without a text: the constraint is gone.")
        return version

    @property
    def is_deleted(self) -> bool:
        return self.newest is not None and self.newest.is_deleted

    @property
    def since(self) -> dt.datetime:
        return self.newest.since if self.newest else self.read.since

    def answered(self, part: str, place_id: int | None) -> bool:
        """For a place, by those who keep what is there: a teacher answers for the own lessons alone."""
        return any(
            each.part == part and each.acting_as != TEACHER and place_id in (each.centre_id, each.institution_id)
            for each in self.answers
        )

    def answered_by_one(self, part: str, user_id: int) -> bool:
        return any(each.part == part and each.by_id == user_id for each in self.answers)

    @property
    def unconfirmed(self) -> list[GoalRecommendationPair]:
        """Of which nobody who may approve them has said that they still fit."""
        confirmed = {each.pair_id for each in self.answers}
        return [pair for pair in self.pairs if pair.pk not in confirmed]

    def answered_by(self, side: Iterable[str]) -> bool:
        """For the pairs, by somebody of this field; no field is asked of what still fits."""
        return not self.unconfirmed or any(each.acting_as in side for each in self._on_the_pairs())

    def is_judged(self, pair: GoalRecommendationPair) -> bool:
        """Those who may approve it have written what follows, without saying that it still fits."""
        return any(each.acting_as in deciders_of(pair.proposed_as) for each in self._on_the_pairs())

    def _on_the_pairs(self) -> list[ChangeAnswer]:
        return [each for each in self.answers if each.part == Part.PAIRS and each.pair_id is None]


@dataclass(frozen=True)
class Review:
    """What is said of a pair whose text was changed after it was approved."""

    change: Change
    is_judged: bool


def add_reviews(pairs: Iterable[GoalRecommendationPair]) -> None:
    """Each pair gets `review`: nothing where the text is the one it was approved on, or somebody has said that it still fits.

    One question as long as nobody has changed a text.
    """
    approved = [pair for pair in pairs if pair.state == GoalRecommendationPair.State.APPROVED]
    in_force = _numbers_in_force({pair.unit_id for pair in approved}) if approved else {}
    wanted = [
        pair.pk
        for pair in approved
        if in_force.get(pair.unit_id, (None, None)) != (pair.version_id, pair.local_version_id)
    ]
    found = {pair.pk: change for change in _changes(wanted) for pair in change.unconfirmed} if wanted else {}
    for pair in pairs:
        change = found.get(pair.pk)
        pair.review = Review(change, change.is_judged(pair)) if change else None  # type: ignore[attr-defined]


def open_changes(*, unit: NormativeUnit | None = None) -> list[Change]:
    """Oldest first. Two light questions when nothing has changed."""
    read = _approved_pairs(unit=unit and unit.pk)
    in_force = _numbers_in_force({unit_id for _pk, unit_id, _national, _local in read})
    wanted = [pk for pk, unit_id, national, local in read if in_force.get(unit_id, (None, None)) != (national, local)]
    return _changes(wanted) if wanted else []


@prepared
def _approved_pairs(unit: int | None) -> QuerySet:
    pairs = GoalRecommendationPair.objects.approved()
    pairs = pairs if unit is None else pairs.filter(unit_id=unit)
    return pairs.values_list("pk", "unit_id", "version_id", "local_version_id")


def _numbers_in_force(unit_ids: Iterable[int]) -> dict[int, tuple[int | None, int | None]]:
    found: dict[int, dict[str, int]] = {}
    rows = UnitVersion.objects.in_force().filter(unit_id__in=list(unit_ids)).order_by("pk")
    for unit_id, layer, pk in rows.values_list("unit_id", "layer", "pk"):
        found.setdefault(unit_id, {})[layer] = pk
    return {unit_id: (by.get(Layer.NATIONAL), by.get(Layer.LOCAL)) for unit_id, by in found.items()}


def _changes(pair_ids: list[int]) -> list[Change]:
    rows = GoalRecommendationPair.objects.with_both_ends().select_related(
        "version", "local_version", "goal__goal_set__specialty"
    )
    pairs = list(rows.filter(pk__in=pair_ids).order_by("goal__code", "pk"))
    texts: dict[tuple[int, str], UnitVersion] = {}
    for version in UnitVersion.objects.in_force().filter(unit_id__in=[pair.unit_id for pair in pairs]).order_by("pk"):
        texts[version.unit_id, version.layer] = version
    found: dict[int, Change] = {}
    for pair in pairs:
        national, local = texts.get((pair.unit_id, Layer.NATIONAL)), texts.get((pair.unit_id, Layer.LOCAL))
        read, now = (said(pair.version), said(pair.local_version)), (said(national), said(local))
        if is_changed(read=read, now=now):
            found.setdefault(pair.unit_id, Change(pair.unit, national, local)).pairs.append(pair)
    _add_answers(found)
    return sorted(found.values(), key=lambda change: (change.since, change.unit.pk))


def name_goals(changes: list[Change]) -> list[Change]:
    """What each goal says today. Two questions for however many changes; who only counts them needs no names."""
    names = (
        LearningGoal.objects.with_revision()
        .select_related("goal_set__specialty")
        .in_bulk({goal.pk for change in changes for goal in change.goals})
    )
    for change in changes:
        for pair in change.pairs:
            pair.goal = names[pair.goal_id]
    return changes


def _add_answers(found: dict[int, Change]) -> None:
    """Only answers to what the texts say now, whoever has read them again since."""
    rows = ChangeAnswer.objects.filter(unit_id__in=list(found))
    for answer in rows.select_related("by", "centre", "institution", "version", "local_version", "pair__goal"):
        change = found[answer.unit_id]
        read = (said(answer.version), said(answer.local_version))
        if not is_changed(read=read, now=(said(change.national), said(change.local))):
            change.answers.append(answer)


def courses_of(goals: Iterable[LearningGoal]) -> list[Course]:
    """Courses that contribute to one of the goals, alone or as one of a choice group."""
    return in_order_of_the_plan(courses_by_goal(goal.pk for goal in goals).values())


def courses_by_goal(goal_ids: Iterable[int]) -> dict[int, list[Course]]:
    """Goal → courses; two questions for however many goals."""
    goals_of = goals_by_activity(goal_ids)
    found: dict[int, list[Course]] = {}
    for course in (
        Course.objects.filter(activity__in=list(goals_of)).select_related("activity", "centre").order_by("pk")
    ):
        for goal_id in goals_of[course.activity_id]:
            found.setdefault(goal_id, []).append(course)
    return found


def goals_by_activity(goal_ids: Iterable[int]) -> dict[int, set[int]]:
    """Activity → which of these goals it contributes to, alone or as one of a choice group."""
    found: dict[int, set[int]] = {}
    rows = GoalCoverage.objects.current().filter(goal__in=list(goal_ids)).order_by("pk")
    for goal_id, alone, chosen in rows.values_list("goal_id", "activity_id", "group__members"):
        for activity_id in filter(None, (alone, chosen)):
            found.setdefault(activity_id, set()).add(goal_id)
    return found


def teaching_of(change: Change, institution_ids: Collection[int]) -> list[TeachingSession]:
    """Lessons to come at these institutions that touch one of the goals, or were planned for a gap in the recommendation."""
    here = {"institution_id__in": list(institution_ids)}
    by_goal = teaching_by_goal((goal.pk for goal in change.goals), **here)
    return next_first([*by_goal.values(), *teaching_by_unit([change.unit.pk], **here).values()])


def teaching_by_goal(goal_ids: Iterable[int], **lessons: Any) -> dict[int, list[TeachingSession]]:
    """Goal → lessons to come, of these places or this teacher; two questions for however many goals."""
    wanted = set(goal_ids)
    rows = TeachingSession.objects.planned().filter(goals__in=wanted, starts_at__gt=clock.now(), **lessons)
    found: dict[int, list[TeachingSession]] = {}
    for session in rows.distinct().select_related("institution").prefetch_related("goals").order_by("pk"):
        for goal in session.goals.all():
            if goal.pk in wanted:
                found.setdefault(goal.pk, []).append(session)
    return found


def teaching_by_unit(unit_ids: Iterable[int], **lessons: Any) -> dict[int, list[TeachingSession]]:
    """Recommendation → lessons that were planned for a gap in it, whatever goals they name. One question."""
    rows = TeachingPlan.objects.filter(
        unit__in=list(unit_ids),
        session__cancelled_at__isnull=True,
        session__starts_at__gt=clock.now(),
        **{f"session__{name}": value for name, value in lessons.items()},
    )
    found: dict[int, list[TeachingSession]] = {}
    for plan in rows.select_related("session__institution").order_by("pk"):
        if plan.session:
            found.setdefault(plan.unit_id, []).append(plan.session)
    return found


def in_order_of_the_plan(lists: Iterable[list[Course]]) -> list[Course]:
    """Each course once."""
    return sorted({row for rows in lists for row in rows}, key=lambda row: (row.activity.position, row.activity.code))


def next_first(lists: Iterable[list[TeachingSession]]) -> list[TeachingSession]:
    """Each lesson once."""
    return sorted({row for rows in lists for row in rows}, key=lambda row: (row.starts_at, row.pk))
