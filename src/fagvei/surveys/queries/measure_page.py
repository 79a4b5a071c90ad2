"""The history of a measure, as a page shows it."""

from typing import Any

from django.utils.formats import date_format

from fagvei.surveys.models import ImprovementMeasure, MeasureEvent


def steps_of(measure: ImprovementMeasure) -> list[dict[str, Any]]:
    return [_step(event) for event in measure.events.select_related("by").order_by("at", "pk")]


def _step(event: MeasureEvent) -> dict[str, Any]:
    what = event.get_kind_display().capitalize()
    if event.kind in {MeasureEvent.Kind.PLANNED, MeasureEvent.Kind.MOVED}:
        what = f"{what}: {date_format(event.due_on, 'j. F Y')}"
    return {"at": event.at, "who": event.by, "what": what, "text": event.comment}
