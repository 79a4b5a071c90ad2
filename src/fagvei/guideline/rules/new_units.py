"""What a recommendation written here is called, so that nobody takes it for one of the guideline's own. Our own choice."""

import re
from collections import Counter
from collections.abc import Iterable

LOCAL_PREFIX = "LOK-"
CODE = r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)+"


def next_code(taken: Iterable[str], prefix: str = LOCAL_PREFIX) -> str:
    """LOK-1, LOK-2 and so on, after the highest there is."""
    numbers = [int(found[1]) for code in taken if (found := re.fullmatch(rf"{re.escape(prefix)}(\d{{1,6}})", code))]
    return f"{prefix}{max(numbers, default=0) + 1}"


def prefix_of(codes: Iterable[str]) -> str:
    """What most codes of a chapter begin with; that of our own texts where they have nothing in common."""
    found = Counter(match[1] for code in codes if (match := re.fullmatch(r"([A-Z][A-Z0-9-]*-)\d{1,6}", code)))
    return found.most_common(1)[0][0] if found else LOCAL_PREFIX
