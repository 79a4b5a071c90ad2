"""Queries without an order come in random order in tests."""

import uuid

import pytest

from fagvei.common.models import IdempotencyKey


@pytest.fixture
def thirty_rows(db):
    IdempotencyKey.objects.bulk_create(IdempotencyKey(key=uuid.UUID(int=number), owner="x") for number in range(30))


def owners(rows):
    return [row.key.int for row in rows]


@pytest.mark.parametrize(
    "ask",
    [
        lambda: IdempotencyKey.objects.all(),
        lambda: IdempotencyKey.objects.filter(owner="x"),
        lambda: IdempotencyKey.objects.filter(pk__in=IdempotencyKey.objects.values("pk")),
        lambda: IdempotencyKey.objects.all()[:30],
    ],
)
def test_a_query_without_order_is_shuffled(thirty_rows, ask):
    answers = [owners(ask()) for _ in range(3)]
    assert all(sorted(answer) == list(range(30)) for answer in answers)
    assert answers != [sorted(answer) for answer in answers]


def test_an_order_is_kept(thirty_rows):
    assert owners(IdempotencyKey.objects.order_by("key")) == list(range(30))
    assert owners(IdempotencyKey.objects.order_by("-key")) == list(reversed(range(30)))


def test_what_has_no_order_to_see_is_answered_as_ever(thirty_rows):
    rows = IdempotencyKey.objects.all()
    assert (rows.count(), rows.exists(), len(rows.distinct()), len(rows.union(rows))) == (30, True, 30, 30)
    assert rows.values("owner").distinct().count() == 1
    assert rows.first().key.int == 0  # Django itself orders by number here
