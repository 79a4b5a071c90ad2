"""Which badges of courses have been taken back: numbers for the lists of status, and the one row a badge is about."""

from typing import Any

from django.db.models import Max

from fagvei.courses.models import CourseAttendance

# The least number of bits the standard lets a list have: a single badge is to drown among many.
LIST_SIZE = 131_072


def places_taken_back(list_number: int) -> list[int]:
    """Places in this list, counted from nought. One question."""
    first = list_number * LIST_SIZE
    rows = CourseAttendance.objects.taken_back().filter(badge_number__gte=first, badge_number__lt=first + LIST_SIZE)
    return sorted(number - first for number in rows.values_list("badge_number", flat=True))


def list_in_use() -> int:
    """The newest list a number has been drawn from."""
    newest = CourseAttendance.objects.aggregate(newest=Max("badge_number"))["newest"]
    return (newest or 0) // LIST_SIZE


def attendance_of_badge(public_id: Any) -> CourseAttendance | None:
    """What a badge of ours was issued for."""
    rows = CourseAttendance.objects.select_related("run__course__activity", "run__host_centre")
    return rows.filter(public_id=public_id).first()
