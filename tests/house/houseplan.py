"""The house as the house tests read it: floors, rooms, files, the calls in a file, the addresses."""

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.urls.converters import StringConverter

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src/fagvei"

_contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
_layers = next(contract for contract in _contracts if contract["id"] == "floors")["layers"]
# The floor of each room, counted from the roof: a lower floor has a higher number.
FLOOR = {room.strip(): number for number, layer in enumerate(_layers) for room in layer.split("|")}


def may_use(room: str, other: str) -> bool:
    """Its own room, or one on a lower floor."""
    return room == other or FLOOR[room] < FLOOR[other]


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]


def python_files(*names: str) -> Iterator[Path]:
    """Files of that name in every room, or all files in a folder of that name: `actions.py` and `actions/*.py`."""
    for name in names:
        yield from sorted(PACKAGE.glob(f"*/{name}.py"))
        yield from sorted(path for path in PACKAGE.glob(f"*/{name}/**/*.py") if "tests" not in path.parts)


def templates() -> Iterator[Path]:
    yield from sorted(PACKAGE.glob("*/templates/**/*.html"))


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def place(path: Path, line: int) -> str:
    return f"{path.relative_to(PACKAGE)}:{line}" if path.is_relative_to(PACKAGE) else f"{path.name}:{line}"


def name_of_call(node: ast.Call) -> str:
    """`a.b.c(...)` as "a.b.c"; "" when what is called is no plain name."""
    return dotted(node.func)


def dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else f".{node.attr}"
    return ""


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


@dataclass(frozen=True)
class Address:
    """One address of the resolver: its name with namespace, its path with sample words, what answers."""

    name: str
    pattern: str
    converters: dict
    view: object

    @property
    def opens_without_login(self) -> bool:
        return not getattr(self.view, "login_required", True)

    @property
    def room(self) -> str:
        return self.name.split(":")[0] if ":" in self.name else ""


def addresses(urlconf=None) -> list[Address]:
    from django.urls import get_resolver  # noqa: PLC0415 -- needs the settings

    return list(_walk(get_resolver(urlconf), "", {}, ""))


def _walk(resolver, prefix, converters, namespace) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        named = dict.fromkeys(entry.pattern.regex.groupindex, StringConverter())
        found = converters | named | entry.pattern.converters
        if hasattr(entry, "url_patterns"):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, path, found, inner)
        else:
            yield Address(f"{namespace}{entry.name}", path, found, entry.callback)
