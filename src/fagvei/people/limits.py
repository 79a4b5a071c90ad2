"""How often somebody without an account may guess: only wrong guesses are counted, per address and kind, in the cache.

Not per address alone for what is right: behind one address there may be a whole hospital.
"""

import hashlib

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

WINDOW_SECONDS = 5 * 60


def note_miss(request: HttpRequest, kind: str) -> None:
    key = _key(request, kind)
    if not cache.add(key, 1, WINDOW_SECONDS):
        cache.set(key, cache.get(key, 0) + 1, WINDOW_SECONDS)


def is_shut_out(request: HttpRequest, kind: str) -> bool:
    return cache.get(_key(request, kind), 0) >= settings.FAGVEI_MISSES_ALLOWED


def _key(request: HttpRequest, kind: str) -> str:
    """Hashed: the address is not kept in clear."""
    address = get_adapter().get_client_ip(request)
    return f"missed:{kind}:{hashlib.sha256(str(address).encode()).hexdigest()}"
