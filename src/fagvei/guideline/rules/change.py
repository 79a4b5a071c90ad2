"""When a text says something else than another: content counts, not who read it again or when."""

from collections.abc import Mapping
from typing import Any

# What a reader acts on. A new date of review or a source read again changes nothing for practice, goals and teaching.
WORDS = (
    "kind", "strength", "strength_words", "grade_id", "grade_words", "quote", "short_text", "rationale",
    "practical_advice", "benefits_and_harms", "values_and_preferences", "note",
)  # fmt: skip
# A deleted text keeps its words; that it is deleted is what it says.
SAID = (*WORDS, "is_deleted")

Text = Mapping[str, Any] | None


def says_something_else(before: Text, now: Text) -> bool:
    """A text that came or went is a change too."""
    if before is None or now is None:
        return before is not now
    return any(before[name] != now[name] for name in SAID)
