"""What Django's own aggregates lack, on both databases."""

import uuid

import pytest
from django.db.models import Q

from fagvei.common.aggregates import JoinedIds
from fagvei.common.models import IdempotencyKey

pytestmark = pytest.mark.django_db


def test_the_ids_of_a_group_come_as_one_text_and_none_as_none() -> None:
    keys = {
        scope: IdempotencyKey.objects.create(key=uuid.uuid4(), owner=scope[0], scope=scope)
        for scope in ("a1", "a2", "b1")
    }

    rows = IdempotencyKey.objects.values_list("owner").annotate(
        everything=JoinedIds("pk"), again=JoinedIds("pk"), second=JoinedIds("pk", filter=Q(scope__endswith="2"))
    )

    found = {owner: (everything, again, second) for owner, everything, again, second in rows.order_by()}
    assert {owner: sorted(map(int, row[0].split(","))) for owner, row in found.items()} == {
        "a": sorted([keys["a1"].pk, keys["a2"].pk]),
        "b": [keys["b1"].pk],
    }
    assert all(everything == again for everything, again, _second in found.values())
    assert {owner: row[2] for owner, row in found.items()} == {"a": str(keys["a2"].pk), "b": None}
