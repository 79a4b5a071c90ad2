"""Courses the doctor had a seat in and did not come to, in words."""

from typing import Any

from fagvei.courses.models import NoShow, NoShowEvent
from fagvei.people.models import User


def tables_of(doctor: User) -> list[Any]:
    return [NoShow.objects.filter(doctor=doctor), NoShowEvent.objects.filter(no_show__doctor=doctor)]


def no_shows_of(doctor: User) -> list[dict[str, Any]]:
    rows = NoShow.objects.filter(doctor=doctor).select_related("run__course__activity")
    return [
        {
            "fact": row.fact_id,
            "course": row.run.course.code,
            "name": row.run.course.activity.name,
            "starts_on": row.run.starts_on,
            "state": row.state,
            "state_name": row.get_state_display(),
            "has_valid_reason": row.has_valid_reason,
            "events": [
                {
                    "fact": each.fact_id,
                    "kind": each.kind,
                    "state_after": each.state_after,
                    "has_valid_reason_after": each.has_valid_reason_after,
                    "text": each.text,
                    "by": each.by.full_name,
                    "acting_as": each.acting_as,
                    "at": each.at,
                }
                for each in row.events.select_related("by")
            ],
        }
        for row in rows.order_by("run__starts_on", "pk")
    ]
