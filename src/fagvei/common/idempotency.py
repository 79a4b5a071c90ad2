"""Double submits are harmless: a verb with a key is performed once."""

import uuid
from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from fagvei.common.models import IdempotencyKey
from fagvei.common.refusal import Refusal


class KeyBelongsToAnother(Refusal):
    code = "idempotency_key_taken"
    message = _("Skjemaet hører til en annen side eller innlogging. Åpne siden på nytt og prøv igjen.")


def once(*, key: uuid.UUID, owner: str, scope: str, perform: Callable[[], str]) -> str:
    """Run `perform` once per key, in one transaction; a repetition returns the first answer (an address)."""
    with transaction.atomic():
        row, is_first = _made_or_found(key, owner, scope)
        if not is_first:
            if (row.owner, row.scope) != (owner, scope):
                raise KeyBelongsToAnother
            return row.answer
        row.answer = perform()
        row.save(update_fields=["answer"])
        return row.answer


def _made_or_found(key: uuid.UUID, owner: str, scope: str) -> tuple[IdempotencyKey, bool]:
    """As `get_or_create`, but making comes first: nearly every form is sent once. Who makes it at the same time is waited for."""
    try:
        with transaction.atomic():
            return IdempotencyKey.objects.create(key=key, owner=owner, scope=scope), True
    except IntegrityError:
        return IdempotencyKey.objects.get(key=key), False
