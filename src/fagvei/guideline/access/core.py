"""The words of this room's rows: "owner" is a guideline owner, "reviewer" a clinical reviewer, wherever they work."""

from collections.abc import Callable
from typing import Any

from fagvei.common.permissions import RowsOf

rows = RowsOf("guideline")

# Nouns that answer for themselves: `may(user, permission, row)`.
POLICIES: dict[type, Callable[[Any, str, Any], bool]] = {}
