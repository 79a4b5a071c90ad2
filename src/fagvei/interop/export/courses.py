"""Courses the doctor has attended, in words."""

from typing import Any

from fagvei.courses.models import CourseAttendance
from fagvei.people.models import User


def course_attendances_of(doctor: User) -> list[dict[str, Any]]:
    rows = CourseAttendance.objects.filter(doctor=doctor).select_related("run__course__activity", "run__host_centre")
    return [
        {
            "fact": row.fact_id,
            "course": row.run.course.code,
            "name": row.run.course.activity.name,
            "starts_on": row.run.starts_on,
            "ends_on": row.run.ends_on,
            "place": row.run.place,
            "centre": row.run.host_centre.name,
            "how": row.how,
            "how_name": row.get_how_display(),
            "at": row.at,
            "annulled_at": row.annulled_at,
            "annul_reason": row.annul_reason,
            "withdrawn_at": row.withdrawn_at,
            "withdraw_reason": row.withdraw_reason,
        }
        for row in rows.order_by("run__starts_on", "pk")
    ]
