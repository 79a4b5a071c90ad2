"""Who has a calendar address. The address itself is not stored; its print and seed are secrets of the installation."""

from fagvei.common.sensitivity import Retention, Sort, sort_fields

FIELDS: dict[str, Sort] = {
    **sort_fields("PersonalCalendar", open="public_id", personal="doctor since", sensitive="seed secret_hash")
}

RETENTION: dict[str, Retention] = {"PersonalCalendar": Retention.ADMINISTRATION}
