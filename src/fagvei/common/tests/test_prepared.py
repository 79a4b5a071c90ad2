"""Prepared questions answer as the queryset they are built from does, and never remember a value."""

import datetime as dt
import uuid
from unittest.mock import patch

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from fagvei.common import clock
from fagvei.common.models import IdempotencyKey
from fagvei.common.prepared import prepared

pytestmark = pytest.mark.django_db


@prepared
def _of(owner: str, before: dt.datetime) -> QuerySet[IdempotencyKey]:
    return IdempotencyKey.objects.filter(owner=owner, created_at__lt=before).order_by("scope")


@prepared
def _scopes(ids: frozenset[int], is_all: bool) -> QuerySet:
    rows = IdempotencyKey.objects.order_by("scope").values_list("scope", flat=True)
    return rows if is_all else rows.filter(pk__in=ids)


def _key(owner: str, scope: str) -> IdempotencyKey:
    return IdempotencyKey.objects.create(key=uuid.uuid4(), owner=owner, scope=scope)


def test_each_call_is_answered_for_its_own_values() -> None:
    for owner, scope in (("anna", "b"), ("anna", "a"), ("bo", "c")):
        _key(owner, scope)
    later, earlier = clock.now() + dt.timedelta(days=1), clock.now() - dt.timedelta(days=1)

    for owner in ("anna", "bo", "dag", "anna"):
        assert _of(owner=owner, before=later) == list(IdempotencyKey.objects.filter(owner=owner).order_by("scope"))
    assert _of(owner="anna", before=earlier) == []
    (row,) = _of(owner="bo", before=later)
    assert (row.scope, row.key) == ("c", IdempotencyKey.objects.get(owner="bo").key)


def test_any_number_of_ids_is_one_question_and_none_of_them_none() -> None:
    ids = [_key("anna", scope).pk for scope in "abc"]

    with CaptureQueriesContext(connection) as asked:
        found = [_scopes(ids=frozenset(ids[:number]), is_all=False) for number in range(4)]

    assert found == [[], ["a"], ["a", "b"], ["a", "b", "c"]]
    assert len(asked) == 3, "nothing is asked about nobody"
    assert _scopes(ids=frozenset(), is_all=True) == ["a", "b", "c"]
    assert [_scopes.count(ids=frozenset(ids[:number]), is_all=False) for number in (0, 2)] == [0, 2]


def test_ids_may_be_words() -> None:
    @prepared
    def owned(owners: frozenset[str]) -> QuerySet:
        return IdempotencyKey.objects.filter(owner__in=owners).order_by("scope").values_list("scope", flat=True)

    for owner, scope in (("anna", "a"), ("bo", "b"), ("17", "c")):
        _key(owner, scope)

    assert owned(owners=frozenset({"anna", "17"})) == ["a", "c"]
    assert owned(owners=frozenset({"bo"})) == ["b"]
    assert owned(owners=frozenset()) == []


def test_a_single_digit_is_no_moment() -> None:
    """The part of the education a goal belongs to is written so."""

    @prepared
    def of_part(owner: str) -> QuerySet[IdempotencyKey]:
        return IdempotencyKey.objects.filter(owner=owner, scope="1")

    row = _key("anna", "1")

    assert of_part(owner="anna") == [row]


def test_it_is_built_once_for_each_shape() -> None:
    built = []

    @prepared
    def rows(owner: str) -> QuerySet:
        built.append(owner)
        return IdempotencyKey.objects.filter(owner=owner).values_list("owner", "scope")

    _key("anna", "a")

    assert [rows(owner="anna"), rows(owner="bo"), rows(owner="anna")] == [[("anna", "a")], [], [("anna", "a")]]
    assert len(built) == 1


def test_a_moment_of_its_own_is_refused() -> None:
    """Built into the SQL it would be asked for as long as the process lives."""

    @prepared
    def recent(owner: str) -> QuerySet[IdempotencyKey]:
        return IdempotencyKey.objects.filter(owner=owner, created_at__lt=clock.now())

    with pytest.raises(TypeError, match="moment"):
        recent(owner="anna")


def test_people_are_named_by_their_ids() -> None:
    with pytest.raises(TypeError, match="takes ids"):
        _of(owner=object(), before=clock.now())


def test_what_is_to_be_locked_belongs_in_a_transaction() -> None:
    @prepared
    def locked(owner: str) -> QuerySet[IdempotencyKey]:
        return IdempotencyKey.objects.select_for_update().filter(owner=owner)

    _key("anna", "a")
    with CaptureQueriesContext(connection) as asked:
        assert [row.scope for row in locked(owner="anna")] == ["a"]
    assert ("FOR UPDATE" in asked[0]["sql"]) is connection.features.has_select_for_update

    with patch.object(connection, "get_autocommit", lambda: True), pytest.raises(TransactionManagementError):
        locked(owner="anna")


def test_a_public_id_is_found_as_the_database_holds_it() -> None:
    @prepared
    def of_key(key: uuid.UUID) -> QuerySet[IdempotencyKey]:
        return IdempotencyKey.objects.filter(key=key)

    row = _key("anna", "a")

    assert of_key(key=row.key) == [row]
    assert of_key(key=uuid.uuid4()) == []


def test_rows_that_are_fetched_apart_are_refused() -> None:
    @prepared
    def fetched(owner: str) -> QuerySet[IdempotencyKey]:
        return IdempotencyKey.objects.filter(owner=owner).prefetch_related("nothing")

    with pytest.raises(TypeError, match="prefetching"):
        fetched(owner="anna")


def test_the_first_row_or_none() -> None:
    first, _second = _key("anna", "a"), _key("anna", "b")
    later = clock.now() + dt.timedelta(days=1)

    assert _of.first(owner="anna", before=later) == first
    assert _of.first(owner="bo", before=later) is None
