"""Procedures, with where they are learned and who answers for it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from fagvei.curriculum.models import (
    LearningActivity,
    ProcedurePlace,
    Requirement,
)
from fagvei.curriculum.queries.standing import centres_of_officer


@dataclass(frozen=True)
class ProcedureLine:
    """`minimum` is the highest number a source asks for, None when none does."""

    activity: LearningActivity
    minimum: int | None
    place: ProcedurePlace | None
    may_edit: bool


def procedures_with_places(user: Any) -> list[ProcedureLine]:
    """All procedures by name, in four questions."""
    rows = LearningActivity.objects.filter(kind=LearningActivity.Kind.PROCEDURE).select_related("institution")
    asked = Requirement.objects.current().filter(kind=Requirement.Kind.REPETITIONS, activity__in=rows)
    minimum = dict(asked.values_list("activity_id").annotate(Max("repetitions")).order_by("activity_id"))
    places = places_of(rows)
    own = centres_of_officer(user)
    return [
        ProcedureLine(
            each,
            max(minimum.get(each.pk) or 0, each.min_repetitions or 0) or None,
            places.get(each.pk),
            bool(own) if each.pk not in places else places[each.pk].centre_id in own,
        )
        for each in rows.order_by("name", "pk")
    ]


def places_of(activities: Any) -> dict[int, ProcedurePlace]:
    """Per procedure the row that holds. One query."""
    rows = ProcedurePlace.objects.newest().filter(activity__in=activities)
    return {row.activity_id: row for row in rows.select_related("centre").order_by("pk")}


def place_of(activity: LearningActivity) -> ProcedurePlace | None:
    return places_of([activity]).get(activity.pk)
