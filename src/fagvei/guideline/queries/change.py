"""Whether two versions say the same to who acts on them."""

from typing import Any

from fagvei.guideline.models import UnitVersion
from fagvei.guideline.rules.change import SAID, says_something_else


def said(version: UnitVersion | None) -> dict[str, Any] | None:
    return {name: getattr(version, name) for name in SAID} if version else None


def is_another_text(before: UnitVersion, now: UnitVersion) -> bool:
    """A version that was only read again, or a first local layer with the same words, is no other text."""
    return before.pk != now.pk and says_something_else(said(before), said(now))
