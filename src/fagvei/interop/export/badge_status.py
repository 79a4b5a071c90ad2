"""Which badges still hold: a W3C Bitstring Status List, where a badge has a number and the list has a bit for each number.

The list is a credential signed by the key of the badges that point at it, so each key has its own. It holds numbers and no
names, and the same bits for everybody who asks.
"""

import base64
import datetime as dt
import gzip
from typing import Any

from django.conf import settings
from django.urls import reverse

from fagvei.common import clock
from fagvei.courses.queries.badges import LIST_SIZE, places_taken_back
from fagvei.interop.export.badge_keys import BadgeKey
from fagvei.interop.export.jws import signed_credential

# How long a copy may be kept. The list is made anew for each such span, so that all who ask in it get the same text.
KEPT_FOR = dt.timedelta(minutes=5)
PURPOSE = "revocation"


def status_entry(number: int | None, key: BadgeKey) -> dict[str, Any]:
    """What stands in a badge. One from before there were lists has none."""
    if number is None:
        return {}
    address = address_of(number // LIST_SIZE, key)
    place = str(number % LIST_SIZE)
    return {
        "credentialStatus": {
            "id": f"{address}#{place}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": PURPOSE,
            "statusListIndex": place,
            "statusListCredential": address,
        }
    }


def status_list(list_number: int, key: BadgeKey) -> str:
    address = address_of(list_number, key)
    return signed_credential(
        {
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "id": address,
            "type": ["VerifiableCredential", "BitstringStatusListCredential"],
            "issuer": key.did,
            "validFrom": _begun_at().isoformat(),
            "credentialSubject": {
                "id": f"{address}#list",
                "type": "BitstringStatusList",
                "statusPurpose": PURPOSE,
                "encodedList": encoded(places_taken_back(list_number)),
            },
        },
        key,
    )


def encoded(places: list[int]) -> str:
    """The first place is the highest bit of the first byte; compressed, in base64url, and the sign that says so in front."""
    bits = bytearray(LIST_SIZE // 8)
    for place in places:
        bits[place // 8] |= 0x80 >> place % 8
    packed = base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0))
    return "u" + packed.decode().rstrip("=")


def address_of(list_number: int, key: BadgeKey) -> str:
    path = reverse("interop:badge_status", args=[key.did.removeprefix("did:key:"), list_number])
    return f"{settings.FAGVEI_BASE_URL}{path}"


def _begun_at() -> dt.datetime:
    span = KEPT_FOR.total_seconds()
    return dt.datetime.fromtimestamp(clock.now().timestamp() // span * span, tz=dt.UTC)
