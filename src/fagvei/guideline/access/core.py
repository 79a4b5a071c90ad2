"""The words of this room's rows: "owner" is a guideline owner, "reviewer" a clinical reviewer, wherever they work."""

from collections.abc import Iterable
from typing import Any

from fagvei.common.permissions import Permission, PermissionRow


def rows(
    object_type: str, permission: Permission, relations: Iterable[str], *url_names: str, **fields: Any
) -> PermissionRow:
    """A row of the permission table whose addresses are this room's."""
    names = tuple(f"guideline:{name}" for name in url_names)
    return PermissionRow(object_type, permission, frozenset(relations), url_names=names, **fields)
