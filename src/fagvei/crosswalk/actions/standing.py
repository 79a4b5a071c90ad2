"""What the verbs have in common: the one move, the texts in force, the role somebody acts in."""

from collections.abc import Iterable
from typing import Any

from fagvei.common import clock
from fagvei.crosswalk.models import GoalRecommendationPair, PairEvent
from fagvei.guideline.models import NormativeUnit, UnitVersion
from fagvei.people.models import User
from fagvei.people.queries import active_roles

State, Kind = GoalRecommendationPair.State, PairEvent.Kind
Layer = UnitVersion.Layer
Texts = tuple[UnitVersion | None, UnitVersion | None]


def role_of(user: User, roles: Iterable[str]) -> str:
    """The first of these roles that the user holds now; "" when none."""
    held = set(active_roles(user).order_by().values_list("role", flat=True))
    return next((role for role in roles if role in held), "")


def texts_in_force(unit: NormativeUnit) -> Texts:
    """The national text and the local layer."""
    found = {version.layer: version for version in unit.versions.in_force()}
    return found.get(Layer.NATIONAL), found.get(Layer.LOCAL)


def can_be_read(texts: Texts) -> bool:
    """A recommendation that is withdrawn, or deleted in either layer, asks nothing of anybody."""
    return texts[0] is not None and not any(text.is_deleted for text in texts if text)


def print_of(texts: Texts) -> str:
    """What a page showed, for the form to send back: the numbers of the two versions."""
    return "-".join(str(version.number) if version else "0" for version in texts)


def move(
    pair: GoalRecommendationPair,
    kind: str,
    *,
    by: Any,
    acting_as: str = "",
    note: str = "",
    texts: Texts = (None, None),
) -> PairEvent:
    """Add the event and let the row follow it. The only place that changes a pair's state."""
    event = PairEvent.objects.create(
        pair=pair,
        kind=kind,
        acting_as=acting_as,
        note=note,
        version=texts[0],
        local_version=texts[1],
        by=by,
        at=clock.now(),
    )
    pair.state, pair.since = State(kind), event.at
    if kind == Kind.APPROVED:
        pair.approved_by, (pair.version, pair.local_version) = by, texts
    pair.save(update_fields=["state", "since", "approved_by", "version", "local_version"])
    return event


def locked(pair: GoalRecommendationPair) -> GoalRecommendationPair:
    rows = GoalRecommendationPair.objects.select_for_update(of=("self",)).select_related(
        "goal", "unit__chapter__guideline", "proposed_by", "approved_by"
    )
    return rows.get(pk=pair.pk)
