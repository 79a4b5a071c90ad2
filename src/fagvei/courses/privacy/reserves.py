"""Seats for a region first are published with the run; the officer who set them is a person."""

from fagvei.common.sensitivity import Retention, Sort, sort_fields

FIELDS: dict[str, Sort] = {**sort_fields("RunReserves", open="public_id run reserves at", personal="reason by")}

RETENTION: dict[str, Retention] = {"RunReserves": Retention.DECISION}
