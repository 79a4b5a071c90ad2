"""Who was at a course is part of the doctor's record."""

from fagvei.common.sensitivity import Retention, Sort, sort_fields

FIELDS: dict[str, Sort] = {
    **sort_fields("CheckInCode", open="run code made_at"),
    **sort_fields(
        "CourseAttendance",
        open="public_id",
        personal="run doctor how activity by at annulled_by annulled_at badge_number withdrawn_by withdrawn_at",
        sensitive="annul_reason withdraw_reason added_reason",
    ),
}

RETENTION: dict[str, Retention] = {"CourseAttendance": Retention.EVIDENCE}
