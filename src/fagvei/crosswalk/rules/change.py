"""When a recommendation says something else than what was read: content counts, not who read it again or when."""

from collections.abc import Mapping
from typing import Any

# What a reader acts on. A new date of review or a source read again changes nothing for goals, courses and teaching.
SAID = (
    "kind", "strength", "strength_words", "grade_id", "grade_words", "quote", "short_text", "rationale",
    "practical_advice", "benefits_and_harms", "values_and_preferences", "note",
)  # fmt: skip

Text = Mapping[str, Any] | None


def says_something_else(before: Text, now: Text) -> bool:
    """A text that came or went is a change too."""
    if before is None or now is None:
        return before is not now
    return any(before[name] != now[name] for name in SAID)


def is_changed(*, read: tuple[Text, Text], now: tuple[Text, Text]) -> bool:
    """National text and local layer, as read and as they stand. A first local layer is compared with the national text."""
    (national, local), (national_now, local_now) = read, now
    if says_something_else(national, national_now):
        return True
    if local is None and local_now is None:
        return False
    return says_something_else(local or national, local_now or national_now)
