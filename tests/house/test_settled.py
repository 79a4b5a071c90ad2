"""What is published stands still: the database itself refuses to change it, to remove it, or to put another in its place."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from fagvei.common.append_only import drop_triggers
from fagvei.common.settled import settled_models
from fagvei.guideline import actions
from fagvei.guideline.models import EvidenceGrade, NormativeUnit, PlainText, UnitVersion, VersionEvent
from fagvei.guideline.tests import factories as make

VERSIONS, PLAIN = UnitVersion._meta.db_table, PlainText._meta.db_table
GRADES, UNITS = EvidenceGrade._meta.db_table, NormativeUnit._meta.db_table
# One after publishing may be written with a new state, and with it alone.
MOVING = {"state", "since"}


@pytest.fixture
def texts(db):
    """National: superseded and published. Local: withdrawn, in review and a draft. A plain text that is shown."""
    small = make.make_small_guideline()
    kari, leif = make.make_pair()
    actions.publish_source_text(
        unit=small.first,
        by=None,
        kind="recommendation",
        short_text="Lest på nytt.",
        grade=small.grades["B"],
        **make.SOURCE,
    )
    gone = make.amend(small.first, kari, sent=False)
    actions.withdraw_version(version=gone, reason="Skrives om.", by=kari)
    make.amend(small.second, kari)
    make.amend(small.first, kari, sent=False)
    make.plain(small.first, kari, leif)
    return small


def write(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


def row_in(state):
    return UnitVersion.objects.filter(state=state).order_by("pk").first()


def refused(sql, *values):
    """And without the triggers it is done, so it is they that refuse."""
    with pytest.raises(DatabaseError, match="never changed or removed"):
        write(sql, *values)
    with transaction.atomic():
        drop_triggers(connection.alias)
        assert write(sql, *values) >= 1
        transaction.set_rollback(True)
    return True


def other_than(field, row):
    """SQL for another value of the same kind, to be written over what the row has."""
    kind = field.get_internal_type()
    column = f'"{field.column}"'
    if kind in {"ForeignKey", "PositiveSmallIntegerField", "BigAutoField"}:
        return f"COALESCE({column}, 0) + 1000"
    if kind == "JSONField":
        return "'[1]'"
    if kind == "BooleanField":
        return f"NOT {column}"
    if kind in {"DateField", "DateTimeField"}:
        return "'2001-01-01'"
    if kind == "UUIDField":
        return "'0123456789abcdef0123456789abcdef'"
    return f"'{'x' if getattr(row, field.attname) != 'x' else 'y'}'"


SAID = [field for field in UnitVersion._meta.concrete_fields if field.column not in MOVING]


@pytest.mark.parametrize("field", SAID, ids=lambda field: field.column)
def test_no_column_of_a_published_text_is_changed(texts, field):
    row = row_in("published")
    sql = f'UPDATE {VERSIONS} SET "{field.column}" = {other_than(field, row)} WHERE id = %s'  # noqa: S608 -- a test
    with pytest.raises(DatabaseError, match="never changed or removed"):
        write(sql, row.pk)


@pytest.mark.parametrize("state", ["in_review", "published", "superseded", "withdrawn"])
def test_what_left_the_desk_is_neither_changed_nor_removed(texts, state):
    row = row_in(state)
    assert refused(f"UPDATE {VERSIONS} SET rationale = 'Noe annet.' WHERE id = %s", row.pk)  # noqa: S608
    assert refused(f"UPDATE {VERSIONS} SET since = '2001-01-01' WHERE id = %s", row.pk)  # noqa: S608
    with pytest.raises(DatabaseError, match="never changed or removed"):
        write(f"DELETE FROM {VERSIONS} WHERE id = %s", row.pk)  # noqa: S608


def test_a_draft_may_be_written_in_and_removed(texts):
    row, events = row_in("draft"), VersionEvent._meta.db_table
    assert write(f"UPDATE {VERSIONS} SET rationale = 'Noe annet.' WHERE id = %s", row.pk) == 1  # noqa: S608
    with transaction.atomic():
        drop_triggers(connection.alias, [events])
        assert write(f"DELETE FROM {events} WHERE version_id = %s", row.pk) >= 1  # noqa: S608
        assert write(f"DELETE FROM {VERSIONS} WHERE id = %s", row.pk) == 1  # noqa: S608
        transaction.set_rollback(True)


@pytest.mark.parametrize(("before", "after"), [
    ("published", "draft"), ("published", "approved"), ("superseded", "published"), ("withdrawn", "draft"),
    ("in_review", "published"), ("draft", "published"),
])  # fmt: skip
def test_a_state_goes_only_where_it_may(texts, before, after):
    """A text taken out of force stays out: another version is published instead."""
    sql = f"UPDATE {VERSIONS} SET state = '{after}', published_on = '2026-11-28' WHERE id = %s"  # noqa: S608
    with pytest.raises(DatabaseError, match="never changed or removed"):
        write(sql, row_in(before).pk)


def test_a_lawful_move_takes_no_other_column_along(texts):
    row = row_in("published")
    moved = f"UPDATE {VERSIONS} SET state = 'withdrawn', since = '2026-11-28'"  # noqa: S608
    assert refused(f"{moved}, short_text = 'Noe annet.' WHERE id = %s", row.pk)
    assert refused(f"{moved}, published_on = '2001-01-01' WHERE id = %s", row.pk)
    assert write(f"{moved} WHERE id = %s", row.pk) == 1


def test_a_plain_text_that_is_shown_stands_still(texts):
    shown = PlainText.objects.get()
    assert shown.state == "approved"
    assert refused(f"UPDATE {PLAIN} SET text = 'Noe annet.' WHERE id = %s", shown.pk)  # noqa: S608
    assert refused(f"UPDATE {PLAIN} SET state = 'draft' WHERE id = %s", shown.pk)  # noqa: S608
    with pytest.raises(DatabaseError, match="never changed or removed"):
        write(f"DELETE FROM {PLAIN} WHERE id = %s", shown.pk)  # noqa: S608


def test_a_grade_and_an_address_never_become_another(texts):
    """The text holds only their numbers: who changed them there would change what it says."""
    grade = texts.grades["B"]
    assert refused(f"UPDATE {GRADES} SET code = 'A' WHERE id = %s", grade.pk)  # noqa: S608
    assert refused(f"UPDATE {UNITS} SET code = 'PRO-9' WHERE id = %s", texts.first.pk)  # noqa: S608
    assert write(f"UPDATE {GRADES} SET words = 'Bedre forklart.' WHERE id = %s", grade.pk) == 1  # noqa: S608


@pytest.mark.sqlite_only
@pytest.mark.parametrize("in_the_way", ["id", "public_id", "number", "in_force"])
def test_no_text_is_put_in_the_place_of_a_published_one(texts, in_the_way):
    """SQLite removes the row that is in the way without telling the trigger that guards against DELETE."""
    row = row_in("published")
    new = {
        "id": row.pk if in_the_way == "id" else row.pk + 1000,
        "public_id": f"'{row.public_id.hex}'" if in_the_way == "public_id" else "'0123456789abcdef0123456789abcdef'",
        "number": row.number if in_the_way == "number" else 99,
        "state": "'published'" if in_the_way == "in_force" else "'withdrawn'",
        "short_text": "'Noe annet.'",
    }
    names = [field.column for field in UnitVersion._meta.concrete_fields]
    columns = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(str(new.get(name, f'"{name}"')) for name in names)
    copy = f"({columns}) SELECT {values} FROM {VERSIONS} WHERE id = %s"  # noqa: S608
    assert refused(f"INSERT OR REPLACE INTO {VERSIONS} {copy}", row.pk)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("new", ["id", "public_id", "number"])
def test_no_draft_is_moved_into_the_place_of_a_published_text(texts, new):
    draft = row_in("draft")
    published = draft.unit.versions.get(state="published")
    here = f"SELECT {new} FROM {VERSIONS} WHERE id = {published.pk}"  # noqa: S608
    assert refused(f"UPDATE OR REPLACE {VERSIONS} SET {new} = ({here}) WHERE id = %s", draft.pk)  # noqa: S608


@pytest.mark.sqlite_only
def test_no_grade_is_put_in_the_place_of_another(texts):
    grade = texts.grades["B"]
    columns = "id, public_id, scheme_id, code, words, position"
    row = f"SELECT id, public_id, scheme_id, 'A', words, position FROM {GRADES} WHERE id = %s"  # noqa: S608
    assert refused(f"INSERT OR REPLACE INTO {GRADES} ({columns}) {row}", grade.pk)


@pytest.mark.postgres_only
@pytest.mark.parametrize("table", [VERSIONS, PLAIN, GRADES])
def test_the_tables_are_not_emptied(db, table):
    with pytest.raises(DatabaseError, match="never changed or removed"):
        write(f"TRUNCATE {table} CASCADE")


def superseding_nouns(models):
    """Whose rows are replaced by a new one, never rewritten."""
    fields = [(model, each) for model in models for each in model._meta.concrete_fields if each.name == "state"]
    return {model for model, each in fields if "superseded" in dict(each.flatchoices)}


def test_every_noun_that_is_superseded_stands_still():
    found = superseding_nouns(apps.get_models())
    assert found == {UnitVersion, PlainText}
    assert found <= set(settled_models())


def test_every_column_of_a_settled_noun_stands_still_but_those_that_its_move_writes():
    for model in superseding_nouns(apps.get_models()):
        assert set(model.stands_still.moving) == set(model.undigested_fields)
        assert model.stands_still.moves is model.MOVES
        assert model.stands_still.open_in == {"draft"}
