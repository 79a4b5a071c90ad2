"""A lottery nobody can choose: a secret is promised before the deadline, and all receipts stand in what is drawn from it.

The host publishes sha256 of the secret when the round opens. Whoever knows the secret does not know who will apply; whoever
applies does not know the secret. After release the secret is shown beside the receipts, and anybody can draw again with
sha256 alone: nothing about people is in it, for a receipt is a hash with a random key in it.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping


def new_secret() -> str:
    return secrets.token_hex(32)


def commitment(secret: str) -> str:
    return _sha256(secret)


def seed_of(secret: str, receipts: Iterable[str], public_value: str = "") -> str:
    """What every number comes from: the secret, the public value and the receipts in order, a line for each."""
    listed = sorted(receipts)
    if len(set(listed)) != len(listed) or any("\n" in part for part in (secret, public_value, *listed)):
        raise ValueError("Each receipt is there once, and nothing holds a line break.")
    return _sha256("\n".join([secret, public_value, *listed]))


def number_of(seed: str, receipt: str) -> int:
    return int(_sha256(f"{seed}\n{receipt}"), 16)


def draw(secret: str, receipts: Mapping[str, str], public_value: str = "") -> dict[str, int]:
    """A number for each applicant; the lowest comes first. `receipts` is {applicant: hash of the receipt}."""
    seed = seed_of(secret, receipts.values(), public_value)
    return {who: number_of(seed, receipt) for who, receipt in receipts.items()}


def verify(
    promised: str, secret: str, receipts: Mapping[str, str], numbers: Mapping[str, int], public_value: str = ""
) -> bool:
    """The secret is the promised one, and the numbers are the ones it gives."""
    return hmac.compare_digest(promised, commitment(secret)) and dict(numbers) == draw(secret, receipts, public_value)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
