"""The code that lets somebody answer once: twelve signs that are not taken for each other, made from the installation's key.

Only its print is stored. The sheet to hand out is made anew from the key, so that a lost print is no reason to make others.
"""

import hashlib
import re
import uuid

from django.utils.crypto import salted_hmac

from fagvei.common.disclosure import K

SIGNS = "ABCDEFGHJKLMNPRSTUVWXYZ23456789"
LENGTH, GROUP = 12, 4
# So many more than those who work there: for slips that are lost. Our own choice: fewer than the fewest behind a number.
RESERVE = K - 1
SALT = "fagvei.surveys.code"


def most_codes(staff: int) -> int:
    return staff + RESERVE


def code_of(token_id: uuid.UUID) -> str:
    """ABCD-EFGH-JKLM"""
    number = int.from_bytes(salted_hmac(SALT, token_id.hex, algorithm="sha256").digest())
    signs = ""
    for _place in range(LENGTH):
        number, rest = divmod(number, len(SIGNS))
        signs += SIGNS[rest]
    return "-".join(signs[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def plain(typed: str) -> str:
    """As it is hashed: without the hyphens and spaces somebody types or leaves out."""
    return re.sub(r"[^A-Z0-9]", "", typed.upper())


def print_of(code: str) -> str:
    return hashlib.sha256(plain(code).encode()).hexdigest()
