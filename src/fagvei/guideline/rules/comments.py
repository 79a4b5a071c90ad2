"""How readers' comments are met: how soon, how many a day, and the secret code of the receipt. The numbers are our own."""

import datetime as dt
import hashlib
import uuid

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from fagvei.guideline.rules.named import Rule

SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
LENGTH = 26
SALT = "fagvei.guideline.receipt"

# Against floods: one reader reports a few errors a day, all readers together some hundred.
MOST_PER_VISITOR = 10
MOST_PER_DAY = 300
ANSWER_WITHIN_DAYS = 14
ANSWER_WITHIN = Rule(
    name="answer_within",
    sentence=_("Et innspill skal være besvart innen to uker."),
    source=_("Vårt valg. Kildene vi har, oppgir ingen frist."),
)


def answer_due_on(received_at: dt.datetime, zone: dt.tzinfo) -> dt.date:
    return received_at.astimezone(zone).date() + dt.timedelta(days=ANSWER_WITHIN_DAYS)


def code_of(comment_id: uuid.UUID) -> str:
    """Made from the installation's key, so that the link itself is stored nowhere."""
    number = int.from_bytes(salted_hmac(SALT, comment_id.hex, algorithm="sha256").digest())
    signs = ""
    for _place in range(LENGTH):
        number, rest = divmod(number, len(SIGNS))
        signs += SIGNS[rest]
    return signs


def print_of(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
