"""Whether a text that many will read names the person it is about."""

import re


def names_person(text: str, *, full_name: str, username: str) -> bool:
    """By surname, by given and last name together, or by user name. A first name alone may be anybody's.

    A surname that is a word as well counts only as it is written in the name, with its capital letter.
    """
    parts = full_name.split()
    wanted = [full_name, username, f"{parts[0]} {parts[-1]}"] if parts else [username]
    folded = " ".join(text.casefold().split())
    if any(_stands_in(folded, each.casefold()) for each in wanted):
        return True
    return len(parts) > 1 and _stands_in(text, parts[-1])


def _stands_in(text: str, words: str) -> bool:
    """As whole words; in Norwegian the genitive has no apostrophe."""
    return bool(words) and re.search(rf"(?<!\w){re.escape(words)}s?(?!\w)", text) is not None
