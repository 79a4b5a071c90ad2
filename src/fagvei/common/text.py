"""What people type, before anything else looks at it."""

import re
import unicodedata

MAX_SHORT = 200
MAX_LONG = 5_000

# Eleven digits, however they are spaced: 010190 12345, 01.01.90-12345, 01 01 90 123 45.
# Looked for from every digit on: the note may have a time of day or a date just before.
_ELEVEN_DIGITS = re.compile(r"(?<!\d)(?=(\d(?:[\s.,/–-]{0,3}\d){10})(?!\d))")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_INITIALS_WITH_DATE = re.compile(r"\b[A-ZÆØÅ]\.? ?[A-ZÆØÅ]\.?,? ?(?:f\.? ?)?\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b")
_FIRST_WEIGHTS = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_SECOND_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)

# Characters that turn text around on the screen: a name must not be able to hide what it says.
_DIRECTION_MARKS = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"))


def is_storable(text: str) -> bool:
    """Neither NUL (PostgreSQL refuses it) nor lone surrogates (no encoding takes them)."""
    return "\x00" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def tidy(text: str) -> str:
    """One Unicode form, no direction marks, no control characters but tab and line break."""
    text = unicodedata.normalize("NFC", text).translate(_DIRECTION_MARKS).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) != "Cc").strip()


def holds_national_id(text: str) -> bool:
    """A Norwegian national identity number, D-number or synthetic one with valid control digits."""
    plain = unicodedata.normalize("NFKC", text.translate(_INVISIBLE))
    found = ("".join(sign for sign in match[1] if sign.isdecimal()) for match in _ELEVEN_DIGITS.finditer(plain))
    return any(_has_valid_control_digits(digits) and _begins_as_id(digits) for digits in found)


def may_name_a_patient(text: str) -> bool:
    """Initials with a date: worth a warning, not a refusal."""
    return bool(_INITIALS_WITH_DATE.search(text))


def _begins_as_id(digits: str) -> bool:
    """With a day and a month, also as D-number (day + 40), H-number or synthetic (month + 40, 65, 80); FH with 8 or 9."""
    day, month = int(digits[:2]), int(digits[2:4])
    is_month = any(1 <= month - extra <= 12 for extra in (0, 40, 65, 80))
    return digits[0] in "89" or (is_month and (1 <= day <= 31 or 41 <= day <= 71))


def _has_valid_control_digits(digits: str) -> bool:
    numbers = [int(digit) for digit in digits]
    first = sum(w * n for w, n in zip(_FIRST_WEIGHTS, numbers, strict=False)) % 11
    second = sum(w * n for w, n in zip(_SECOND_WEIGHTS, numbers, strict=False)) % 11
    return first == 0 and second == 0
