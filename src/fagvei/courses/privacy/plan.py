"""Courses, plan and runs are public; who did what, and the names of those who teach, are not."""

from fagvei.common.sensitivity import Retention, Sort, sort_fields

SOURCED = "source retrieved_on verification"

FIELDS: dict[str, Sort] = {
    **sort_fields(
        "Course",
        open=f"public_id {SOURCED} activity centre organiser external_url credits_own_specialty_only "
        "has_national_application digital_hours external_dates",
    ),
    **sort_fields("CourseVersion", open="public_id course number content source is_applied at", personal="reason by"),
    **sort_fields("CourseAppointment", open="public_id course", personal="person role from_on to_on"),
    **sort_fields("AppointmentEvent", open="public_id", personal="appointment kind to_on_after reason by at"),
    **sort_fields(
        "FrequencyPattern",
        open=f"public_id {SOURCED} course region pattern is_at_least half first_year sentence version is_demo",
    ),
    **sort_fields(
        "FrequencyVersion",
        open="public_id course region number pattern first_year half is_at_least replaced_sentence source is_applied at",
        personal="reason by",
    ),
    **sort_fields("FeeRate", open=f"public_id {SOURCED} days kroner valid_from_on"),
    **sort_fields("PlanSlot", open="public_id course host_centre year half state since is_demo"),
    **sort_fields(
        "SlotEvent",
        open="public_id slot kind state_after year_after half_after host_centre_after at",
        personal="reason by",
    ),
    **sort_fields(
        "CourseRun",
        open="public_id slot course host_centre state starts_on ends_on days place is_digital language seats opens_at "
        "deadline_at answer_by_on withdraw_by_on announced_on fee_kroner since",
        personal="deviation_reason",
    ),
    **sort_fields("RunEvent", open="public_id run kind state_after at", personal="content reason by"),
    **sort_fields("RunSession", open="public_id run starts_at ends_at title", personal="teacher_name"),
}

RETENTION: dict[str, Retention] = {
    "AppointmentEvent": Retention.DECISION,
    "CourseAppointment": Retention.DECISION,
    "CourseRun": Retention.DECISION,
    "CourseVersion": Retention.DECISION,
    "FrequencyVersion": Retention.DECISION,
    "RunEvent": Retention.DECISION,
    "RunSession": Retention.ADMINISTRATION,
    "SlotEvent": Retention.DECISION,
}
