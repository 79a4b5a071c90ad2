"""A difference a person can read: field by field, word by word."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Piece = tuple[Literal["same", "gone", "new"], str]


@dataclass(frozen=True)
class Difference:
    label: str
    before: str
    after: str

    @property
    def pieces(self) -> list[Piece]:
        return list(word_by_word(self.before, self.after))


def word_by_word(before: str, after: str) -> Iterator[Piece]:
    """All words of both texts in order. The pieces that are not new make up the first text, those not gone the second."""
    old, new = _words(before), _words(after)
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    for what, a1, a2, b1, b2 in matcher.get_opcodes():
        if what == "equal":
            yield "same", "".join(old[a1:a2])
            continue
        if a2 > a1:
            yield "gone", "".join(old[a1:a2])
        if b2 > b1:
            yield "new", "".join(new[b1:b2])


def differences(before: dict[str, str], after: dict[str, str]) -> list[Difference]:
    """By the label of the field, in the order of the second."""
    return [
        Difference(label, before.get(label, ""), text) for label, text in after.items() if before.get(label, "") != text
    ]


def _words(text: str) -> list[str]:
    return re.findall(r"\S+\s*|\s+", text)
