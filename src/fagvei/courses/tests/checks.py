"""What tests of this room ask for: a refusal by its code, and that nothing was written then."""

from collections.abc import Callable
from typing import Any

from fagvei.common.refusal import Refusal


def refused(act: Callable[[], Any]) -> str:
    """The code of the refusal; "" when nothing refused."""
    try:
        act()
    except Refusal as refusal:
        return refusal.code
    return ""
