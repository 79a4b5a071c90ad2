"""Our own check of a badge: is it ours, is it unchanged, and does it still hold. Also for badges that point at no list."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from fagvei.courses.queries.badges import attendance_of_badge
from fagvei.interop.export.badge_keys import badge_keys
from fagvei.interop.export.jws import credential_in


@dataclass(frozen=True)
class Verdict:
    """Of a badge of ours, in its own words. It tells who it is about to nobody: that stands as a print in the file."""

    name: str
    issuer: str
    words: str
    taken_back_at: dt.datetime | None
    has_status: bool


def check_badge(token: str) -> Verdict | None:
    """None when it is none of ours."""
    claims = credential_in(token.strip(), badge_keys())
    if claims is None or "OpenBadgeCredential" not in claims.get("type", ()):
        return None
    found = attendance_of_badge(_row_id(claims))
    if found is None:
        return None
    return Verdict(
        name=claims["name"],
        issuer=claims["issuer"]["name"],
        words=claims["credentialSubject"]["achievement"]["description"],
        taken_back_at=found.taken_back_at,
        has_status="credentialStatus" in claims,
    )


def _row_id(claims: dict[str, Any]) -> uuid.UUID:
    """What we have signed has an id of ours."""
    return uuid.UUID(claims["id"].removeprefix("urn:uuid:"))
