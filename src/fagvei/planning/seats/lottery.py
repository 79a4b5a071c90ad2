"""A lottery nobody can choose: a secret is promised before the deadline, and all receipts stand in what is drawn from it.

The host publishes sha256 of the secret when the round opens. Whoever knows the secret does not know who will apply; whoever
applies does not know the secret. After release the secret is shown, and anybody can draw again.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping


def new_secret() -> str:
    return secrets.token_hex(32)


def commitment(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def draw(secret: str, receipts: Mapping[str, str], public_value: str = "") -> dict[str, int]:
    """A number for each applicant; the lowest comes first. `receipts` is {applicant: hash of the receipt}."""
    listed = json.dumps([public_value, sorted(receipts.items())], separators=(",", ":"), ensure_ascii=True)
    seed = hmac.digest(secret.encode(), listed.encode(), "sha256")
    return {who: int.from_bytes(hmac.digest(seed, who.encode(), "sha256"), "big") for who in receipts}


def verify(
    promised: str, secret: str, receipts: Mapping[str, str], numbers: Mapping[str, int], public_value: str = ""
) -> bool:
    """The secret is the promised one, and the numbers are the ones it gives."""
    return hmac.compare_digest(promised, commitment(secret)) and dict(numbers) == draw(secret, receipts, public_value)
