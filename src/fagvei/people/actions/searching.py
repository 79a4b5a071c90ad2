"""Search for people, with limits that make a directory impossible to copy (threat T-20)."""

from typing import Any

from django.db import transaction

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.organisations.models import TrainingInstitution
from fagvei.people.actions.refusals import SearchedEnough, SearchTooShort
from fagvei.people.models import SearchCount, User
from fagvei.people.queries import find_people

SHORTEST = 3
# An HPR number is found by the whole of it.
SHORTEST_NUMBER = 5
HITS = 20
SEARCHES_A_DAY = 200
# Fewer than one in a hundred of 12 000 people, however one searches.
PEOPLE_A_DAY = 100


@transaction.atomic
def search_people(
    *, text: str, by: Any, institution: TrainingInstitution | None = None, only_role: str = "", only_here: bool = False
) -> list[User]:
    """Active users whose name or username holds the text, those at the institution first. Counted per person and day."""
    is_number = text.strip().isdecimal() and len(text.strip()) >= SHORTEST_NUMBER
    if not is_number and sum(sign.isalpha() for sign in text) < SHORTEST:
        raise SearchTooShort
    SearchCount.objects.get_or_create(user=by, day=clock.today())
    count = SearchCount.objects.select_for_update().get(user=by, day=clock.today())
    if count.searches >= SEARCHES_A_DAY or count.people_shown >= PEOPLE_A_DAY:
        raise SearchedEnough
    found = find_people(text, institution=institution, only_role=only_role, only_here=only_here)
    hits = list(found.exclude(pk=by.pk)[: min(HITS, PEOPLE_A_DAY - count.people_shown)])
    count.searches += 1
    count.people_shown += len(hits)
    count.save(update_fields=["searches", "people_shown"])
    if count.searches >= SEARCHES_A_DAY or count.people_shown >= PEOPLE_A_DAY:
        audit.record("people_search_limit_reached", target=count, by=by, subject=by)
    return hits
