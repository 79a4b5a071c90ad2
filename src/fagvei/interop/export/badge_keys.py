"""The key that signs badges and exported records: Ed25519, made from secret words, named by a did:key that holds the public key.

Several secrets with commas between: the first signs, the others are still published, so that older badges are known as ours.
"""

import base64
from dataclasses import dataclass
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

ED25519_CODE = b"\xed\x01"  # what the bytes after it are, in the table that did:key refers to
ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


@dataclass(frozen=True)
class BadgeKey:
    private: Ed25519PrivateKey
    did: str

    @property
    def kid(self) -> str:
        return f"{self.did}#{self.did.removeprefix('did:key:')}"

    def sign(self, content: bytes) -> str:
        return unpadded(self.private.sign(content))


def badge_keys() -> list[BadgeKey]:
    """The one that signs first. None without a secret: then no badges are made."""
    return [_key(secret.strip()) for secret in settings.FAGVEI_BADGE_KEY.split(",") if secret.strip()]


@lru_cache(maxsize=8)
def _key(secret: str) -> BadgeKey:
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"fagvei badges")
    private = Ed25519PrivateKey.from_private_bytes(derive.derive(secret.encode()))
    public = private.public_key().public_bytes_raw()
    return BadgeKey(private, f"did:key:z{base58(ED25519_CODE + public)}")


def base58(content: bytes) -> str:
    """Leading zeros would need their own sign; what stands in front here is none."""
    number, signs = int.from_bytes(content), ""
    while number:
        number, rest = divmod(number, len(ALPHABET))
        signs = ALPHABET[rest] + signs
    return signs


def unpadded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")
