"""Nobody changes the log or the facts unseen: ten thousand random tamperings, and what cannot be seen is said too.

In memory over a history made by real actions; fewer in the real database, with the triggers lifted as a
database operator would lift them.
"""

import contextlib
import copy
import datetime as dt
import random
import uuid
from dataclasses import dataclass, fields, replace
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, models, transaction

from fagvei.audit.heads import current_head
from fagvei.audit.models import GENESIS, HASHED_FIELDS, AuditEvent, AuditSeal
from fagvei.audit.queries import event_rows, fact_models, fact_row, seal_rows, verify_database
from fagvei.audit.verification import Head, tampering, verify
from fagvei.common import clock
from fagvei.common.append_only import drop_triggers, install_triggers
from fagvei.common.models import content_digest

SEED = 20261125
IN_MEMORY = 10_000
IN_DATABASE = 60


@dataclass
class World:
    """The rows as a clever operator has them in hand; each list may be changed, no row in it."""

    events: list
    seals: list
    facts: list  # of (fact_id, content)
    head: Head
    now: dt.datetime

    def copy(self):
        return World(list(self.events), list(self.seals), list(self.facts), self.head, self.now)

    def findings(self, *, with_head=True, with_facts=True):
        facts = [fact.row for fact in self.facts] if with_facts else None
        heads = [self.head] if with_head else []
        return list(tampering(verify(self.events, self.seals, facts, heads, now=self.now)))


@dataclass(frozen=True)
class Content:
    """A fact by its columns, with the row the verification sees."""

    fact_id: str
    columns: dict
    row: object

    def changed(self, columns):
        return Content(self.fact_id, columns, replace(self.row, digest=content_digest(columns)))


_worlds: list[World] = []


@pytest.fixture
def world(request):
    """Rows in memory, so that one history serves all tests; each gets lists of its own."""
    if not _worlds:
        request.getfixturevalue("build_history")()
        _worlds.append(rows_in_hand())
    return _worlds[0].copy()


def rows_in_hand() -> World:
    facts = [
        Content(fact.fact_id, fact.digest_content(), fact_row(fact))
        for model in fact_models()
        for fact in model._base_manager.order_by("pk")
    ]
    head = current_head()
    return World(list(event_rows()), list(seal_rows()), facts, Head(head["seq"], head["hash"]), clock.now())


# --- What a clever operator does in memory ---


def reseal(world, start):
    """Recompute the chain from the position `start` on, so that it fits together again."""
    previous = world.seals[start - 1].hash if start else GENESIS
    for position in range(start, len(world.seals)):
        seal = world.seals[position]
        seal = replace(seal, seq=position + 1, previous=previous)
        seal = replace(seal, hash=seal.computed_hash)
        world.seals[position], previous = seal, seal.hash


def other_value(draw, value):
    """A value of the same kind that is not the same."""
    if isinstance(value, bool) or value is None:
        return 1 if value is None else not value
    if isinstance(value, int):
        return value + draw.choice([-7, -1, 1, 1000])
    if isinstance(value, (dt.datetime, dt.date)):
        return value + draw.choice([-1, 1]) * dt.timedelta(days=draw.randint(1, 400))
    if isinstance(value, uuid.UUID):
        return uuid.UUID(int=value.int ^ (1 << draw.randrange(128)))
    if isinstance(value, dict):
        changed = copy.deepcopy(value)
        if changed and draw.random() < 0.7:
            key = draw.choice(sorted(changed))
            if draw.random() < 0.5:
                del changed[key]
            else:
                changed[key] = other_value(draw, changed[key])
        else:
            changed[f"key{draw.randint(0, 99)}"] = draw.randint(0, 99)
        return changed
    if isinstance(value, (list, tuple)):
        return [*value, 1]
    text = str(value)
    if not text:
        return draw.choice("abcæøå")
    at = draw.randrange(len(text))
    sign = draw.choice([c for c in "0123456789abcdefæøå" if c != text[at]])
    return text[:at] + sign + text[at + 1 :]


def change_event(world, draw):
    at = draw.randrange(len(world.events))
    event = world.events[at]
    name = draw.choice([*HASHED_FIELDS, "content_hash"])
    event = replace(event, **{name: other_value(draw, getattr(event, name))})
    if name != "content_hash" and draw.random() < 0.5:
        event = replace(event, content_hash=event.computed_hash)
    world.events[at] = event


def change_event_and_reseal(world, draw):
    """The whole chain is recomputed after the change: only the head outside tells."""
    at = draw.randrange(len(world.seals))
    position = next(i for i, e in enumerate(world.events) if e.public_id == world.seals[at].event_id)
    event = world.events[position]
    name = draw.choice([n for n in HASHED_FIELDS if n != "public_id"])
    event = replace(event, **{name: other_value(draw, getattr(event, name))})
    world.events[position] = event = replace(event, content_hash=event.computed_hash)
    world.seals[at] = replace(world.seals[at], content_hash=event.content_hash)
    reseal(world, at)


def change_seal(world, draw):
    at = draw.randrange(len(world.seals))
    name = draw.choice([f.name for f in fields(world.seals[at])])
    seal = replace(world.seals[at], **{name: other_value(draw, getattr(world.seals[at], name))})
    if draw.random() < 0.5:
        seal = replace(seal, hash=seal.computed_hash if name != "hash" else seal.hash)
    world.seals[at] = seal
    world.seals.sort(key=lambda row: row.seq)


def swap_events(world, draw):
    one, other = draw.sample(range(len(world.events)), 2)
    name = draw.choice(["public_id", "content_hash", "facts and content"])
    first, second = world.events[one], world.events[other]
    names = [n for n in HASHED_FIELDS if n != "public_id"] if name == "facts and content" else [name]
    world.events[one] = replace(first, **{n: getattr(second, n) for n in names})
    world.events[other] = replace(second, **{n: getattr(first, n) for n in names})
    if all(getattr(first, n) == getattr(second, n) for n in names):
        return False
    return None


def swap_seals(world, draw):
    one, other = draw.sample(range(len(world.seals)), 2)
    first, second = world.seals[one], world.seals[other]
    world.seals[one], world.seals[other] = replace(second, seq=first.seq), replace(first, seq=second.seq)
    if draw.random() < 0.5:
        reseal(world, min(one, other))


def drop_event(world, draw):
    del world.events[draw.randrange(len(world.events))]


def drop_seal(world, draw):
    at = draw.randrange(len(world.seals))
    seal = world.seals.pop(at)
    if draw.random() < 0.7:
        world.events = [event for event in world.events if event.public_id != seal.event_id]
    if draw.random() < 0.5:
        reseal(world, at)


def new_event(world, draw):
    event = replace(
        draw.choice(world.events),
        pk=len(world.events) + 1,
        public_id=uuid.UUID(int=draw.getrandbits(128)),
        happened_at=world.now - dt.timedelta(days=draw.randint(1, 300)),
        facts={},
    )
    return replace(event, content_hash=event.computed_hash)


def insert_event(world, draw):
    event = new_event(world, draw)
    if draw.random() < 0.5:
        event = replace(event, content_hash="0" * 64)
    world.events.insert(draw.randrange(len(world.events)), event)


def insert_sealed_event(world, draw):
    """Put in the middle, with its seal, and everything after it sealed anew."""
    event, at = new_event(world, draw), draw.randrange(len(world.seals))
    world.events.append(event)
    world.seals.insert(at, replace(world.seals[at], event_id=event.public_id, content_hash=event.content_hash))
    reseal(world, at)


def insert_seal(world, draw):
    last = world.seals[-1]
    seal = replace(last, seq=last.seq + 1, previous=last.hash, event_id=uuid.UUID(int=draw.getrandbits(128)))
    if draw.random() < 0.3:
        seal = replace(seal, event_id=draw.choice(world.seals).event_id)
    world.seals.append(replace(seal, hash=seal.computed_hash))


def _erased_later(world, keep):
    """A cut between a file's coming and its going leaves a file that is missed."""
    place = {seal.event_id: number for number, seal in enumerate(world.seals)}
    came, went = {}, {}
    for event in world.events:
        at = place.get(event.public_id, len(world.seals))
        for fact_id in event.facts:
            came.setdefault(fact_id, at)
        went |= dict.fromkeys(event.details.get("erased", ()), at)
    return any(came[fact_id] < keep <= at for fact_id, at in went.items())


def truncate(world, draw):
    """The last rows go, with their events and the facts that only they tell of: what is left fits together."""
    keep = draw.randrange(len(world.seals))
    while _erased_later(world, keep):
        keep = draw.randrange(len(world.seals))
    gone = {seal.event_id for seal in world.seals[keep:]}
    world.seals = world.seals[:keep]
    world.events = [event for event in world.events if event.public_id not in gone]
    latest = {fact_id: digest for event in world.events for fact_id, digest in event.facts.items()}
    world.facts = [
        replace(fact, row=replace(fact.row, digest=latest[fact.fact_id]))
        for fact in world.facts
        if fact.fact_id in latest
    ]


def change_fact(world, draw):
    at = draw.randrange(len(world.facts))
    fact = world.facts[at]
    name = draw.choice(sorted(fact.columns))
    world.facts[at] = fact.changed(fact.columns | {name: other_value(draw, fact.columns[name])})


def swap_facts(world, draw):
    one, other = draw.sample(range(len(world.facts)), 2)
    first, second = world.facts[one], world.facts[other]
    world.facts[one], world.facts[other] = first.changed(second.columns), second.changed(first.columns)
    return None if first.row.digest != second.row.digest else False


def drop_fact(world, draw):
    del world.facts[draw.randrange(len(world.facts))]


def insert_fact(world, draw):
    fact = draw.choice(world.facts)
    fact_id = f"{fact.fact_id.split(':')[0]}:{uuid.UUID(int=draw.getrandbits(128))}"
    world.facts.append(Content(fact_id, fact.columns, replace(fact.row, fact_id=fact_id)))


def change_file(world, draw):
    at = draw.randrange(len(world.facts))
    fact = world.facts[at]
    world.facts[at] = replace(fact, row=replace(fact.row, file_fault=draw.choice(["was changed", "is gone"])))


TAMPERINGS = (
    change_event,
    change_event_and_reseal,
    change_seal,
    swap_events,
    swap_seals,
    drop_event,
    drop_seal,
    insert_event,
    insert_sealed_event,
    insert_seal,
    truncate,
    change_fact,
    swap_facts,
    drop_fact,
    insert_fact,
    change_file,
)
OF_FACTS = (change_fact, swap_facts, drop_fact, insert_fact, change_file)


# --- In memory ---


def test_an_untouched_history_has_no_findings(world):
    assert world.findings() == []
    assert len(world.events) == len(world.seals) > 40
    assert len(world.facts) > 20


@pytest.mark.same_on_both  # in memory; those in the real database are found on both
def test_ten_thousand_random_tamperings_are_all_found(world):
    draw = random.Random(SEED)
    counts, missed = dict.fromkeys(TAMPERINGS, 0), []
    while sum(counts.values()) < IN_MEMORY:
        tamper, tampered = draw.choice(TAMPERINGS), world.copy()
        if tamper(tampered, draw) is False:
            continue  # two equal things swapped: nothing was changed
        counts[tamper] += 1
        if not tampered.findings():
            missed.append((tamper.__name__, sum(counts.values())))
    assert missed == []
    assert min(counts.values()) > IN_MEMORY / len(TAMPERINGS) / 2


def test_every_kind_of_fact_was_tampered_with(world):
    """A model whose facts do not occur in the history would be proved by nothing."""
    present = {fact.fact_id.split(":")[0] for fact in world.facts}
    assert {model._meta.label for model in fact_models()} - present == set()


# --- Controls: a verification that sees less must miss, or the test above is blind ---


@pytest.mark.parametrize("tamper", [truncate, change_event_and_reseal, insert_sealed_event])
def test_without_a_head_from_outside_a_recomputed_chain_is_not_found(world, tamper):
    draw, missed = random.Random(SEED), 0
    for _ in range(50):
        tampered = world.copy()
        tamper(tampered, draw)
        missed += not tampered.findings(with_head=False, with_facts=tamper is truncate)
        assert tampered.findings()
    assert missed == 50


def test_without_the_facts_a_changed_fact_is_not_found(world):
    draw = random.Random(SEED)
    for tamper in OF_FACTS:
        tampered = world.copy()
        tamper(tampered, draw)
        assert tampered.findings(with_facts=False) == []
        assert tampered.findings() != []


def test_an_event_forged_at_the_end_looks_like_any_other_until_somebody_reads_it(world):
    """The limit of a chain, said in decision 0004: whoever can write to the database can also lie in it, openly."""
    draw = random.Random(SEED)
    event, last = new_event(world, draw), world.seals[-1]
    world.events.append(event)
    sealed = replace(
        last, seq=last.seq + 1, previous=last.hash, event_id=event.public_id, content_hash=event.content_hash
    )
    world.seals.append(replace(sealed, hash=sealed.computed_hash))
    assert world.findings() == []


def test_an_erased_fact_is_no_missing_fact(world):
    gone = world.facts.pop(3)
    assert [finding.code for finding in world.findings()] == ["fact_missing"]
    event = replace(new_event(world, random.Random(SEED)), happened_at=world.now, details={"erased": [gone.fact_id]})
    world.events.append(replace(event, content_hash=event.computed_hash))
    assert world.findings() == []


def test_a_new_event_without_a_seal_is_a_notice_and_an_old_one_is_not(world):
    draw = random.Random(SEED)
    for minutes, codes in ((1, []), (30, ["event_unsealed"])):
        event = replace(new_event(world, draw), happened_at=world.now - dt.timedelta(minutes=minutes))
        event = replace(event, content_hash=event.computed_hash)
        tampered = world.copy()
        tampered.events.append(event)
        assert [finding.code for finding in tampered.findings()] == codes


# --- In the real database ---


def change_row(row, **values):
    """UPDATE as an operator types it, past the models."""
    columns = [row._meta.get_field(name) for name in values]
    changes = ", ".join(f"{connection.ops.quote_name(column.column)} = %s" for column in columns)
    sql = f"UPDATE {connection.ops.quote_name(row._meta.db_table)} SET {changes} WHERE id = %s"  # noqa: S608 -- a test
    run_sql(sql, [*(column.get_db_prep_save(values[column.name], connection) for column in columns), row.pk])


def delete_row(row):
    run_sql(f"DELETE FROM {connection.ops.quote_name(row._meta.db_table)} WHERE id = %s", [row.pk])  # noqa: S608 -- a test


def run_sql(sql, parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        assert cursor.rowcount == 1


def random_row(draw, model):
    return draw.choice(list(model._base_manager.order_by("pk")))


def sql_change(draw, model, names):
    row, name = random_row(draw, model), draw.choice(names)
    column = model._meta.get_field(name)
    old = getattr(row, column.attname)
    new = other_value(draw, old)
    if column.max_length and isinstance(new, str):
        new = new[: column.max_length]
    change_row(row, **{name: new})


def sql_change_event(draw):
    sql_change(draw, AuditEvent, [*HASHED_FIELDS, "content_hash"])


def sql_change_seal(draw):
    sql_change(draw, AuditSeal, ["event_id", "content_hash", "previous", "hash", "sealed_at"])


def plain_columns(model):
    """Digested columns that can be changed without breaking a foreign key, a check or a choice of two rows."""
    columns = {column.attname: column.get_internal_type() for column in model._meta.concrete_fields}
    return [name for name in model.digest_fields if columns.get(name) in SAFE_TO_CHANGE]


SAFE_TO_CHANGE = {"CharField", "TextField", "IntegerField", "PositiveIntegerField", "PositiveSmallIntegerField"}


def models_with_rows():
    return [model for model in fact_models() if plain_columns(model) and model._base_manager.exists()]


def sql_change_fact(draw):
    """What the database itself refuses (two rows with one number) is no tampering: then another is tried."""
    for _try in range(20):
        model = draw.choice(models_with_rows())
        with contextlib.suppress(IntegrityError), transaction.atomic():
            sql_change(draw, model, plain_columns(model))
            return
    pytest.fail("Nothing could be changed.")


def sql_delete(draw, model):
    delete_row(random_row(draw, model))


def sql_drop_event(draw):
    sql_delete(draw, AuditEvent)


def sql_drop_seal(draw):
    sql_delete(draw, AuditSeal)


def sql_drop_fact(draw):
    sql_delete(draw, draw.choice([model for model in fact_models() if model._base_manager.exists()]))


def sql_insert_event(draw):
    event = random_row(draw, AuditEvent)
    event.pk, event.public_id = None, uuid.UUID(int=draw.getrandbits(128))
    event.happened_at = clock.now() - dt.timedelta(days=3)
    event.content_hash = event.compute_hash()
    AuditEvent.objects.bulk_create([event])


def sql_insert_fact(draw):
    fact = random_row(draw, draw.choice(copyable_models()))
    fact.pk, fact.public_id = None, uuid.UUID(int=draw.getrandbits(128))
    type(fact)._base_manager.bulk_create([fact])


def copyable_models():
    """Facts of which a second row with the same content breaks no unique constraint."""
    return [
        model
        for model in fact_models()
        if model._base_manager.exists()
        and not any(getattr(c, "fields", None) or getattr(c, "expressions", None) for c in model._meta.constraints)
        and not any(f.unique and f.name not in ("id", "public_id") for f in model._meta.concrete_fields)
    ]


def sql_truncate(draw):
    seals = list(AuditSeal.objects.order_by("seq"))
    for seal in seals[draw.randrange(1, len(seals)) :]:
        delete_row(AuditEvent.objects.get(public_id=seal.event_id))
        delete_row(seal)


def sql_swap_seals(draw):
    one, other = draw.sample(list(AuditSeal.objects.order_by("seq")), 2)
    for seal, seq in ((one, 10**9), (other, one.seq), (one, other.seq)):
        change_row(seal, seq=seq)


def sql_rewrite_chain(draw):
    """Change one event and seal everything after it anew, so that only the exported head tells."""
    seals = list(AuditSeal.objects.order_by("seq"))
    first = draw.randrange(len(seals))
    event = AuditEvent.objects.get(public_id=seals[first].event_id)
    event.actor_name = "Somebody Else"
    change_row(event, actor_name=event.actor_name, content_hash=event.compute_hash())
    seals[first].content_hash = event.compute_hash()
    previous = seals[first].previous
    for seal in seals[first:]:
        seal.previous = previous
        previous = seal.compute_hash()
        change_row(seal, content_hash=seal.content_hash, previous=seal.previous, hash=previous)


SQL_TAMPERINGS = (
    sql_change_event,
    sql_change_seal,
    sql_change_fact,
    sql_drop_event,
    sql_drop_seal,
    sql_drop_fact,
    sql_insert_event,
    sql_insert_fact,
    sql_truncate,
    sql_swap_seals,
    sql_rewrite_chain,
)


class Undo(Exception):
    pass


def findings_after(tamper, draw, heads):
    """What the verification says while the tampering stands; then it is taken back."""
    found = None
    try:
        with transaction.atomic():
            tamper(draw)
            found = list(tampering(verify_database(heads)))
            raise Undo
    except Undo:
        return found


def test_tamperings_in_the_real_database_are_all_found(build_history):
    build_history()
    head = current_head()
    heads = [Head(head["seq"], head["hash"])]
    draw = random.Random(SEED)
    assert verify_database(heads) == []
    drop_triggers(connection.alias)
    missed = []
    for number in range(IN_DATABASE):
        tamper = SQL_TAMPERINGS[number % len(SQL_TAMPERINGS)]
        if not findings_after(tamper, draw, heads):
            missed.append((number, tamper.__name__))
    install_triggers(connection.alias)
    assert missed == []
    assert verify_database(heads) == []


# --- Files ---


def test_a_file_changed_or_removed_on_disk_is_found(settings, tmp_path, build_history):
    settings.MEDIA_ROOT = tmp_path
    build_history()
    files = [
        (fact.fact_id, Path(getattr(fact, field.name).path))
        for model in fact_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.FileField)
        for fact in model._base_manager.all()
    ]
    assert files != []
    for fact_id, path in files:
        before = path.read_bytes()
        path.write_bytes(before[:-1] + bytes([before[-1] ^ 1]))
        assert [(f.code, f.position) for f in verify_database()] == [("file_changed", fact_id)]
        path.unlink()
        assert [(f.code, f.position) for f in verify_database()] == [("file_changed", fact_id)]
        path.write_bytes(before)
    assert verify_database() == []
