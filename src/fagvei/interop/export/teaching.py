"""Attendance at internal teaching in words. The calendar itself is the workplace's."""

from typing import Any

from fagvei.people.models import User
from fagvei.training.models import Attendance


def attendances_of(doctor: User) -> list[dict[str, Any]]:
    rows = Attendance.objects.filter(doctor=doctor).select_related("session__institution")
    return [
        {
            "fact": row.fact_id,
            "title": row.session.title,
            "starts_at": row.session.starts_at,
            "ends_at": row.session.ends_at,
            "minutes": row.session.minutes,
            "institution": row.session.institution.name,
            "how": row.how,
            "how_name": row.get_how_display(),
            "at": row.at,
            "reason": row.reason,
            "annulled_at": row.annulled_at,
            "goals": sorted(goal.code for goal in row.session.goals.all()),
        }
        for row in rows.prefetch_related("session__goals").order_by("session__starts_at", "pk")
    ]
