"""The permission matrix of the whole house, put together from the rows that each room declares in its `access.py`."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

from fagvei.common.permissions import PermissionRow
from fagvei.config.open_urls import LOGIN_ONLY, OPEN
from fagvei.config.settings import ROOMS


def rows() -> list[tuple[str, PermissionRow]]:
    """(room, row), from the ground floor up."""
    return [(room.split(".")[-1], row) for room in ROOMS for row in _rows_of(room)]


def url_names() -> set[str]:
    return {name for _room, row in rows() for name in row.url_names}


def as_markdown() -> str:
    """docs/permissions.md"""
    return "\n".join(
        [*_HEAD, *_tables(), "", *_list("Open without login", OPEN), *_list("Open when logged in", LOGIN_ONLY)]
    )


_HEAD = (
    "# Who may do what",
    "",
    "Written by `fagvei permissions_doc` from the rows in each room's `access.py`; a house test says when it is old.",
    "Unseen is 404; seen but not yours to do is 403 with a sentence. All rights need a relation or role that is active now.",
    "",
)


def _rows_of(room: str) -> list[PermissionRow]:
    return list(import_module(f"{room}.access").PERMISSION_ROWS) if find_spec(f"{room}.access") else []


def _tables() -> Iterator[str]:
    heading = ""
    for room, row in rows():
        title = f"## {room}: {row.object_type}"
        if title != heading:
            if heading:
                yield ""
            yield from (title, "", "| what | who | in which state | where | note |", "|---|---|---|---|---|")
            heading = title
        cells = (
            row.permission.value,
            _words(row.relations),
            _words(row.states) or "any",
            ", ".join(f"`{name}`" for name in row.url_names),
            ". ".join(part.rstrip(".") for part in (row.condition, str(row.note)) if part),
        )
        yield f"| {' | '.join(cells)} |"


def _words(names: frozenset[str]) -> str:
    return ", ".join(sorted(names))


def _list(title: str, reasons: dict[str, str]) -> Iterator[str]:
    yield from (f"## {title}", "", "| address | why |", "|---|---|")
    yield from (f"| `{name}` | {reason} |" for name, reason in reasons.items())
    yield ""
