"""Doors of seats for a region first: read by all on the page of the run, set by the host."""

from fagvei.common.permissions import Permission
from fagvei.courses.access.core import rows

RESERVES_ROWS = (
    rows("course_run", Permission.EDIT, {"host"}, "set_reserves", note="before it is announced, with a reason"),
)
