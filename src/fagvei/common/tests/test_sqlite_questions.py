"""Placeholders are looked for once in each question, and found as Django finds them."""

import pytest
from django.db import connection

from fagvei.common.db.sqlite import base

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


def test_a_question_is_read_as_django_reads_it():
    with connection.cursor() as cursor:
        assert isinstance(cursor.cursor, base.Cursor)
        assert cursor.execute("SELECT %s, '100 %%', %s", ["a", "%s"]).fetchone() == ("a", "100 %", "%s")
        assert cursor.execute("SELECT %(own)s", {"own": 7}).fetchone() == (7,)
        assert cursor.execute("SELECT '%s'").fetchone() == ("%s",)


def test_it_is_looked_through_once(monkeypatch):
    base._with_question_marks.cache_clear()
    with connection.cursor() as cursor:
        for number in range(3):
            assert cursor.execute("SELECT %s + 41", [number]).fetchone() == (number + 41,)
    told = base._with_question_marks.cache_info()
    assert (told.misses, told.hits) == (1, 2)
