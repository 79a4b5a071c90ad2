"""A whole nation of fictional doctors with plans, for measuring and for trying pages on many rows.

Everybody in it is invented and marked as demo data. The same seed on the same day gives the same rows, down to their ids.
What stands in the rows is what the actions would have written: the audit chain and the projections can be verified after it.
"""

import random
from collections import Counter
from collections.abc import Callable

from django.db import transaction

from fagvei.common.refusal import Refusal
from fagvei.people.models import User
from fagvei.workshop.bulk import BulkWriter
from fagvei.workshop.nation.people import settle
from fagvei.workshop.nation.places import TooFewGoals, build_places
from fagvei.workshop.nation.records import write_record
from fagvei.workshop.nation.surveys import NothingToAsk, write_surveys
from fagvei.workshop.nation.wish import Wish

__all__ = ["AlreadyGenerated", "NothingToAsk", "TooFewGoals", "Wish", "generate"]


class AlreadyGenerated(Refusal):
    code = "nation_exists"
    message = "Denne nasjonen finnes allerede. Velg et annet tall med --seed, eller begynn med en tom database."


@transaction.atomic
def generate(wish: Wish, *, step: Callable[[], object] = lambda: None) -> Counter[str]:
    """Build the nation in one transaction. Returns how many rows each table got."""
    if User.objects.filter(username__startswith=f"{wish.prefix}-").exists():
        raise AlreadyGenerated
    draw = random.Random(wish.seed)
    with BulkWriter(draw=draw, sealed_at=wish.now) as writer:
        places = build_places(wish, writer)
        for post in settle(wish, places, writer):
            write_record(post, wish, places, writer)
            step()
        if wish.wards:
            write_surveys(wish, writer)
    return writer.written
