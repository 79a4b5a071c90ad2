"""Addresses of many rows of one kind: Django makes the first, the others differ only in their public id."""

import uuid
from functools import lru_cache
from typing import Any

from django.urls import get_script_prefix, get_urlconf, reverse

_NOWHERE = uuid.UUID(int=0)


def address_of(url_name: str, public_id: Any) -> str:
    """As `reverse(url_name, args=[public_id])`, for pages with hundreds of links."""
    before, after = _around(url_name, get_script_prefix(), get_urlconf())
    return f"{before}{public_id}{after}"


@lru_cache(maxsize=512)
def _around(url_name: str, prefix: str, urlconf: Any) -> tuple[str, str]:
    before, after = reverse(url_name, args=[_NOWHERE]).split(str(_NOWHERE))
    return before, after
