"""Text that only a key opens. Each owner has a key of its own, locked by the installation's; to destroy it erases the text.

What is stored of a text is its ciphertext and a commitment, the SHA-256 of a random salt and the text. The salt lies
inside the ciphertext: nobody without the key can guess the text from the commitment, and whoever holds text and salt can
prove what was written.
"""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from fagvei.common.refusal import Refusal


class CannotOpen(Refusal):
    code = "cannot_open"
    message = _("Teksten kan ikke åpnes med nøkkelen denne installasjonen har. Den som drifter Fagvei, må rette det.")


@dataclass(frozen=True)
class Sealed:
    ciphertext: str
    commitment: str


@dataclass(frozen=True)
class Opened:
    text: str
    salt: str


def new_key() -> str:
    """A key for one owner, locked."""
    return _lock().encrypt(Fernet.generate_key()).decode()


def locked_anew(locked_key: str) -> str:
    """The same key under the newest secret of the installation."""
    try:
        return _lock().rotate(locked_key).decode()
    except InvalidToken as error:
        raise CannotOpen from error


def seal(locked_key: str, text: str) -> Sealed:
    salt = secrets.token_hex(32)
    content = json.dumps({"salt": salt, "text": text}).encode()
    return Sealed(_key(locked_key).encrypt(content).decode(), commitment(salt, text))


def unseal(locked_key: str, ciphertext: str) -> Opened:
    try:
        content = json.loads(_key(locked_key).decrypt(ciphertext))
    except InvalidToken as error:
        raise CannotOpen from error
    return Opened(content["text"], content["salt"])


def commitment(salt: str, text: str) -> str:
    return hashlib.sha256(f"{salt}{text}".encode()).hexdigest()


def _key(locked_key: str) -> Fernet:
    try:
        return Fernet(_lock().decrypt(locked_key))
    except InvalidToken as error:
        raise CannotOpen from error


def _lock() -> MultiFernet:
    return _lock_of(settings.FAGVEI_CONTENT_KEY)


@lru_cache(maxsize=8)
def _lock_of(secret_words: str) -> MultiFernet:
    """The first secret locks; the others, with commas between, still open what they locked."""
    return MultiFernet([Fernet(_derived(secret.strip())) for secret in secret_words.split(",")])


def _derived(secret: str) -> bytes:
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"fagvei content keys")
    return base64.urlsafe_b64encode(derive.derive(secret.encode()))
