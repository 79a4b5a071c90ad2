"""One pair with both its ends, the texts as they stand, and what was done."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from fagvei.crosswalk.models import ChangeAnswer, GoalRecommendationPair, PairEvent
from fagvei.crosswalk.queries.changes import Review, add_reviews
from fagvei.curriculum.models import LearningGoal
from fagvei.guideline.models import UnitVersion

Layer = UnitVersion.Layer


@dataclass
class PairPage:
    pair: GoalRecommendationPair
    goal: LearningGoal
    national: UnitVersion | None
    local: UnitVersion | None
    steps: list[dict[str, Any]]
    # When the text was changed after the pair was approved, and nobody has said that it still fits.
    review: Review | None = None

    @property
    def may_be_read(self) -> bool:
        """A recommendation that is withdrawn or deleted asks nothing, so nothing fits it."""
        return self.national is not None and not any(each.is_deleted for each in (self.national, self.local) if each)

    @property
    def shown(self) -> str:
        """The print of the texts on the page, for the form to send back."""
        return "-".join(str(version.number) if version else "0" for version in (self.national, self.local))


def pair_page(pair: GoalRecommendationPair) -> PairPage:
    goal = LearningGoal.objects.with_revision().select_related("goal_set").get(pk=pair.goal_id)
    rows = pair.unit.versions.in_force().select_related("grade__scheme").order_by("pk")
    texts = {version.layer: version for version in rows}
    for version in texts.values():
        version.unit = pair.unit
    add_reviews([pair])
    return PairPage(
        pair,
        goal,
        texts.get(Layer.NATIONAL),
        texts.get(Layer.LOCAL),
        _steps(pair),
        pair.review,  # type: ignore[attr-defined]
    )


def _steps(pair: GoalRecommendationPair) -> list[dict[str, Any]]:
    events = pair.events.select_related("by").order_by("at", "pk")
    confirmed = pair.confirmations.select_related("by").order_by("at", "pk")
    steps = [*(_step(event, pair) for event in events), *(_confirmation(each) for each in confirmed)]
    return sorted(steps, key=lambda step: step["at"])


def _confirmation(answer: ChangeAnswer) -> dict[str, Any]:
    what = _("Passer fortsatt, etter at teksten ble endret")
    return {"at": answer.at, "who": answer.by, "what": what, "text": ""}


def _step(event: PairEvent, pair: GoalRecommendationPair) -> dict[str, Any]:
    is_first = event.kind == PairEvent.Kind.PROPOSED
    return {
        "at": event.at,
        "who": event.by or _("innholdspakken"),
        "what": event.get_kind_display().capitalize(),
        "text": pair.reason if is_first else event.note,
    }
