"""A verifiable credential as a compact JWS, signed with Ed25519; and read again, when the signature is by the key it names."""

import base64
import binascii
import datetime as dt
import json
from typing import Any

from cryptography.exceptions import InvalidSignature

from fagvei.interop.export.badge_keys import BadgeKey, unpadded

CONTENT_TYPE = "application/vc+jwt"


def signed_credential(credential: dict[str, Any], key: BadgeKey) -> str:
    """Head, credential, signature."""
    issued = dt.datetime.fromisoformat(credential["validFrom"])
    claims = {"iss": key.did, "jti": credential["id"], "nbf": int(issued.timestamp())}
    head = {"alg": "EdDSA", "kid": key.kid, "typ": "JWT"}
    signed = f"{_part(head)}.{_part({**credential, **claims})}"
    return f"{signed}.{key.sign(signed.encode())}"


def credential_in(token: str, keys: list[BadgeKey]) -> dict[str, Any] | None:
    """What one of these keys has signed; None when it is no such file, or somebody has changed it."""
    parts = token.split(".")
    if len(parts) != 3:
        return None
    try:
        claims, signature = json.loads(_bytes(parts[1])), _bytes(parts[2])
    except (binascii.Error, ValueError, RecursionError):
        return None
    issuer = claims.get("iss") if isinstance(claims, dict) else None
    key = next((each for each in keys if each.did == issuer), None)
    if key is None:
        return None
    try:
        key.private.public_key().verify(signature, f"{parts[0]}.{parts[1]}".encode())
    except InvalidSignature:
        return None
    return claims


def _bytes(part: str) -> bytes:
    return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)


def _part(content: dict[str, Any]) -> str:
    return unpadded(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())
