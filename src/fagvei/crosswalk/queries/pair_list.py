"""The list of pairs, by goal or by recommendation, and how many of the goals that touch the guideline have any."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Prefetch, Q, QuerySet

from fagvei.crosswalk.models import GoalRecommendationPair, GoalTouch
from fagvei.curriculum.models import LearningGoal
from fagvei.guideline.models import Chapter, NormativeUnit, UnitVersion
from fagvei.guideline.queries.guideline_page import versions_in_force

State = GoalRecommendationPair.State
Layer = UnitVersion.Layer


@dataclass(frozen=True)
class Wish:
    """What somebody looks for. Empty means everything."""

    goal: str = ""
    chapter: str = ""
    words: str = ""
    by_unit: bool = False

    @property
    def is_filtered(self) -> bool:
        return bool(self.goal or self.chapter or self.words)


@dataclass
class Group:
    """The pairs of one goal, or of one recommendation."""

    title: str
    text: str
    url: str
    pairs: list[GoalRecommendationPair] = field(default_factory=list)


@dataclass
class TouchLine:
    touch: GoalTouch
    approved: int
    proposed: int
    # Nothing stands, whether this reader may see it or not.
    is_without: bool = False


@dataclass
class PairList:
    wish: Wish
    groups: list[Group]
    coverage: list[TouchLine]
    chapters: list[Chapter]
    shown: int

    @property
    def covered(self) -> int:
        return sum(1 for line in self.coverage if line.approved)

    @property
    def approved(self) -> int:
        return sum(line.approved for line in self.coverage)


def pair_list(wish: Wish, pairs: QuerySet[GoalRecommendationPair]) -> PairList:
    """`pairs` are those this reader may see; rejected and withdrawn ones have their own addresses only."""
    standing = list(_ready(pairs.standing()))  # type: ignore[attr-defined]
    found = [pair for pair in standing if _matches(pair, wish)]
    chapters = {pair.unit.chapter_id: pair.unit.chapter for pair in standing}
    return PairList(
        wish=wish,
        groups=_groups(found, wish.by_unit),
        coverage=_coverage(standing),
        chapters=sorted(chapters.values(), key=lambda chapter: chapter.position),
        shown=len(found),
    )


def _ready(pairs: QuerySet[GoalRecommendationPair]) -> QuerySet[GoalRecommendationPair]:
    goals = LearningGoal.objects.with_revision().select_related("goal_set")
    units = NormativeUnit.objects.select_related("chapter__guideline").prefetch_related(versions_in_force())
    # What a join has fetched already is not fetched once more with its parts, so the joins are taken off.
    rows = pairs.select_related(None).select_related("proposed_by")
    return rows.prefetch_related(Prefetch("goal", queryset=goals), Prefetch("unit", queryset=units)).order_by(
        "goal__code", "unit__position", "pk"
    )


def text_of(unit: NormativeUnit) -> UnitVersion | None:
    """The national text in force, with its unit in hand."""
    rows: Iterable[UnitVersion] = unit.versions_in_force  # type: ignore[attr-defined]
    national = next((version for version in rows if version.layer == Layer.NATIONAL), None)
    if national is not None:
        national.unit = unit
    return national


def _matches(pair: GoalRecommendationPair, wish: Wish) -> bool:
    if wish.goal and pair.goal.code.casefold() != wish.goal.casefold():
        return False
    if wish.chapter and pair.unit.chapter.slug != wish.chapter:
        return False
    version = text_of(pair.unit)
    parts = (pair.goal.code, pair.goal.shown_name, pair.unit.code, pair.reason, version.shown if version else "")
    text = " ".join(str(part) for part in parts).casefold()
    return all(word in text for word in wish.words.casefold().split())


def _groups(pairs: list[GoalRecommendationPair], by_unit: bool) -> list[Group]:
    found: dict[int, Group] = {}
    if by_unit:
        pairs = sorted(pairs, key=lambda pair: (pair.unit.position, pair.goal.code))
    for pair in pairs:
        key = pair.unit_id if by_unit else pair.goal_id
        found.setdefault(key, _of_unit(pair.unit) if by_unit else _of_goal(pair.goal)).pairs.append(pair)
    return list(found.values())


def _of_unit(unit: NormativeUnit) -> Group:
    version = text_of(unit)
    return Group(unit.code, version.shown if version else "", unit.get_absolute_url())


def _of_goal(goal: LearningGoal) -> Group:
    return Group(goal.code, goal.shown_name, goal.get_absolute_url())


def _coverage(standing: list[GoalRecommendationPair]) -> list[TouchLine]:
    counts: dict[int, dict[str, int]] = {}
    for pair in standing:
        of_goal = counts.setdefault(pair.goal_id, {})
        of_goal[pair.state] = of_goal.get(pair.state, 0) + 1
    touches = GoalTouch.objects.select_related("goal", "guideline").order_by("goal__code", "pk")
    paired = set(GoalRecommendationPair.objects.order_by().values_list("goal_id", flat=True))
    return [
        TouchLine(
            touch,
            approved=counts.get(touch.goal_id, {}).get(State.APPROVED, 0),
            proposed=counts.get(touch.goal_id, {}).get(State.PROPOSED, 0),
            is_without=touch.goal_id not in paired,
        )
        for touch in touches
    ]


def waiting(pairs: QuerySet[GoalRecommendationPair], wanted: Q) -> list[GoalRecommendationPair]:
    """Proposals that one person may answer."""
    return list(_ready(pairs.proposed().filter(wanted)))  # type: ignore[attr-defined]
