"""Files of a content pack: lists of items, each with the line it begins on, checked before anything is changed.

A room's `loaders.py` says which kinds of items it takes (`Kind`); `workshop.content` finds the files and runs them.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from django.db.models import Model
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from fagvei.common.refusal import Refusal
from fagvei.common.rows import RowRefused, json_objects


class Entry(BaseModel):
    """The shape of one item. Unknown fields are refused: a misspelt field must not be lost in silence."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str = Field(min_length=1, max_length=500)
    retrieved_on: dt.date
    verification: Literal["primary", "secondary", "adjunct", "inferred", "missing"]

    @property
    def sourcing(self) -> dict[str, Any]:
        return {"source": self.source, "retrieved_on": self.retrieved_on, "verification": self.verification}


@dataclass(frozen=True)
class Change:
    """What loading did to one thing. `differences` has {field: (before, after)}; nothing when it is as it was."""

    kind: str
    key: str
    is_new: bool = False
    differences: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    note: str = ""

    @property
    def state(self) -> str:
        if self.is_new:
            return "added"
        return "changed" if self.differences else "unchanged"


@dataclass(frozen=True)
class Kind:
    """One kind of item: its shape, what makes it unique, how one is loaded, and what is done when all are."""

    name: str
    label: Any
    schema: type[Entry]
    key: Callable[[Any], str]
    load: Callable[..., Change]
    finish: Callable[..., Iterable[Change]] | None = None


@dataclass(frozen=True)
class Problem:
    file: str
    line: int
    sentence: str

    def __str__(self) -> str:
        return _("%(file)s, linje %(line)s: %(sentence)s") % {
            "file": self.file,
            "line": self.line,
            "sentence": self.sentence,
        }


class PackRefused(Refusal):
    """Nothing was loaded. All problems at once, so that an editor mends the file in one go."""

    code = "pack_refused"

    def __init__(self, problems: list[Problem]):
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


class ItemRefused(Refusal):
    """A loader's no to one item; the runner adds file and line."""

    code = "item_refused"

    def __init__(self, sentence: str, field_name: str = ""):
        self.field_name = field_name
        super().__init__(sentence)


@dataclass(frozen=True)
class Item:
    """An item of a file: raw, and in its shape."""

    file: str
    line: int
    text: str
    values: dict[str, Any]

    def line_of(self, *path: str | int) -> int:
        """The line where the field at `path` stands, or where the item begins."""
        return self.line + self.text.count("\n", 0, _position_of(self.text, path))

    def problem(self, sentence: str, *path: str | int) -> Problem:
        return Problem(self.file, self.line_of(*path), sentence)

    def parsed(self, schema: type[Entry]) -> Any:
        """The item in its shape, or PackRefused with one problem per field."""
        try:
            return schema.model_validate_json(json.dumps(self.values), strict=True)
        except ValidationError as error:
            raise PackRefused([self.problem(_sentence(e), *e["loc"]) for e in error.errors()]) from error


@dataclass(frozen=True)
class PackFile:
    """`goals-rus.json` holds items of the kind `goals`."""

    path: Path
    name: str

    @property
    def kind(self) -> str:
        return self.path.stem.split("-")[0]

    @cached_property
    def content(self) -> bytes:
        return self.path.read_bytes()

    def items(self) -> list[Item]:
        try:
            text = self.content.decode("utf-8")
        except UnicodeDecodeError as error:
            line = self.content.count(b"\n", 0, error.start) + 1
            raise PackRefused([Problem(self.name, line, _("Tegnene er ikke UTF-8."))]) from error
        lines = text.splitlines(keepends=True)
        try:
            return [Item(self.name, line, "".join(lines[line - 1 :]), values) for line, values in json_objects(text)]
        except RowRefused as refusal:
            raise PackRefused([Problem(self.name, refusal.line, refusal.sentence)]) from refusal


def differences(row: Model | None, wanted: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What would change on the row, field by field."""
    before = {name: getattr(row, name) if row else None for name in wanted}
    return {
        name: (_shown(before[name]), _shown(value))
        for name, value in wanted.items()
        if row is None or before[name] != value
    }


def _shown(value: Any) -> Any:
    """Rows by their name: a dry run's new rows have numbers that are taken back."""
    return str(value) if isinstance(value, Model) else value


def _sentence(error: Any) -> str:
    path = ".".join(str(part) for part in error["loc"])
    sentences = {
        "missing": _("Feltet «%(path)s» mangler."),
        "extra_forbidden": _("Feltet «%(path)s» er ukjent."),
    }
    return sentences.get(error["type"], _("Feltet «%(path)s» har en verdi som ikke kan brukes.")) % {"path": path}


_DECODER = json.JSONDecoder()


def _position_of(text: str, path: tuple[str | int, ...]) -> int:
    """Walk the JSON text to a field; stop at the nearest parent when it is not there."""
    position = _next_sign(text, 0)
    for step in path:
        found = _child(text, position, step)
        if found is None:
            break
        position = found
    return position


def _child(text: str, position: int, step: str | int) -> int | None:
    if text[position] not in "{[":
        return None
    is_object, index = text[position] == "{", 0
    position = _next_sign(text, position + 1)
    while text[position] not in "}]":
        name: str | int = index
        if is_object:
            name, position = _DECODER.raw_decode(text, position)
            position = _next_sign(text, _next_sign(text, position) + 1)
        if name == step:
            return position
        _value, position = _DECODER.raw_decode(text, position)
        position = _next_sign(text, position)
        if text[position] == ",":
            position = _next_sign(text, position + 1)
        index += 1
    return None


def _next_sign(text: str, position: int) -> int:
    while text[position] in " \t\r\n":
        position += 1
    return position
