"""Load pairs of a content pack as proposals. What somebody here has decided is never overruled by a pack."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from fagvei.common.packs import Change, Entry, ItemRefused, Kind, differences
from fagvei.crosswalk import actions
from fagvei.crosswalk.models import GoalRecommendationPair, GoalTouch
from fagvei.curriculum.models import LearningGoal
from fagvei.guideline.models import Guideline, NormativeUnit

Code = Field(pattern=r"^[A-Za-z0-9-]+$", max_length=40)


class TouchEntry(Entry):
    goal: str = Code
    guideline: str = Code
    part: str = Field(min_length=1, max_length=300)
    missing: str = ""


class PairEntry(Entry):
    goal: str = Code
    unit: str = Code
    reason: str = Field(min_length=1)


def load_touch(entry: TouchEntry, *, by: Any) -> Change:
    goal = _goal(entry.goal)
    guideline = Guideline.objects.filter(slug=entry.guideline).first()
    if guideline is None:
        raise ItemRefused(_("Retningslinjen «%s» finnes ikke.") % entry.guideline, "guideline")
    row = GoalTouch.objects.filter(goal=goal, guideline=guideline).first()
    wanted = {"part": entry.part, "missing": entry.missing, **entry.sourcing}
    changed = differences(row, wanted)
    if changed:
        actions.save_touch(goal=goal, guideline=guideline, by=by, **wanted)
    return Change("touches", _touch_key(entry), row is None, changed)


def load_pair(entry: PairEntry, *, by: Any) -> Change:
    """A pair that stands or was once answered keeps its reason and its answer."""
    goal, unit = _goal(entry.goal), NormativeUnit.objects.filter(code=entry.unit).first()
    if unit is None:
        raise ItemRefused(_("Anbefalingen «%s» finnes ikke.") % entry.unit, "unit")
    if GoalRecommendationPair.objects.filter(goal=goal, unit=unit).exists():
        return Change("pairs", _pair_key(entry))
    wanted = {"reason": entry.reason, **entry.sourcing}
    actions.propose_from_pack(goal=goal, unit=unit, by=by, **wanted)
    return Change("pairs", _pair_key(entry), True, differences(None, wanted))


def _goal(code: str) -> LearningGoal:
    goal = LearningGoal.objects.filter(code=code).first()
    if goal is None:
        raise ItemRefused(_("Læringsmålet «%s» finnes ikke.") % code, "goal")
    return goal


def _touch_key(entry: TouchEntry) -> str:
    return f"{entry.goal} {entry.guideline}"


def _pair_key(entry: PairEntry) -> str:
    return f"{entry.goal} {entry.unit}"


KINDS = (
    Kind("touches", gettext_lazy("Mål som berører retningslinjen"), TouchEntry, _touch_key, load_touch),
    Kind("pairs", gettext_lazy("Koblinger mål – anbefaling"), PairEntry, _pair_key, load_pair),
)
