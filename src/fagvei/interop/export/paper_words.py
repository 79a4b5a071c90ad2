"""What the parts of the PDF share: a table, and days and instants in words."""

import datetime as dt
from typing import Any

from django.utils.formats import date_format

from fagvei.common.clock import OSLO

Table = dict[str, Any]


def day_of(text: str | None) -> str:
    if not text:
        return ""
    is_date = len(text) == len("2026-11-25")
    day = dt.date.fromisoformat(text) if is_date else dt.datetime.fromisoformat(text).astimezone(OSLO).date()
    return date_format(day, "j. F Y")


def instant_of(text: str) -> str:
    return date_format(dt.datetime.fromisoformat(text).astimezone(OSLO), "j. F Y H:i")
