"""The secret in the address of a doctor's calendar: made from the installation's key, so that it can be shown again unstored."""

import hashlib
import uuid

from django.utils.crypto import salted_hmac

SALT = "fagvei.courses.calendar"


def secret_of(seed: uuid.UUID) -> str:
    """64 signs; nobody guesses one."""
    return salted_hmac(SALT, seed.hex, algorithm="sha256").hexdigest()


def print_of(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
