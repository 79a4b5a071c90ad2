"""What a form does not ask for changes nothing: state, author, owner, time, rights, sent along by hand with every POST.

Every POST is done twice by somebody who may: as it is, and with all the names of columns that people would like to set.
What the two leave behind must be the same, but for keys and what is drawn.
"""

import datetime as dt
import re
from dataclasses import dataclass

import forms_of_addresses as forms
import matrix
import pytest
import visits
from django.apps import apps
from django.db import connection, models
from everybody import World
from houseplan import addresses

from fagvei.config.settings import ROOMS

# What a form lets through is the same on either database.
pytestmark = [pytest.mark.django_db, pytest.mark.heavy, pytest.mark.same_on_both]

SHOWN = 40
RANDOM_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
OURS = [config for config in apps.get_app_configs() if config.name in ROOMS and config.label != "audit"]
# Column names that would give somebody something; each is sent with the id of the person who posts, or with "approved".
WANTED = [
    "state",
    "state_after",
    "waiting_on",
    "since",
    "by",
    "by_id",
    "acting_as",
    "signed_by",
    "approved",
    "approved_by",
    "is_approved",
    "decided_by",
    "doctor",
    "doctor_id",
    "user",
    "user_id",
    "owner",
    "owner_id",
    "sent_by",
    "on_behalf_by",
    "responsible_leader",
    "institution",
    "institution_id",
    "is_staff",
    "is_superuser",
    "is_active",
    "is_demo",
    "role_assignments",
    "leader",
    "leader_id",
    "at",
    "created_at",
    "completed_at",
    "confirmed_at",
    "starts_at",
    "ends_at",
    "archived_at",
    "archived_by",
    "assigned_by",
    "revision",
    "revision_id",
    "plan_goal",
    "plan_goal_id",
    "completion",
    "public_id",
    "id",
    "pk",
    "digest",
    "content_digest",
    "sha256",
    "verification",
    "is_applied",
    "confirmed_by",
    "uploaded_by",
]
# Drawn or computed anew each time, in whatever table; and in one. Ids are left out by their kind.
CHANGES_BY_ITSELF = {"file", "sha256", "content_digest", "ciphertext", "commitment", "locked_key", "token_hash"}
DRAWN = {
    "courses_applicationevent.receipt", "courses_applicationround.secret_key", "courses_applicationround.sealed_secret",
    "courses_checkincode.code", "courses_courseapplication.receipt", "courses_courseattendance.badge_number",
}  # fmt: skip


@dataclass(eq=False, frozen=True)
class Instant:
    """The second POST comes a moment after the first: what lies five minutes apart is the same instant."""

    at: dt.datetime

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Instant) and abs(self.at - other.at) < dt.timedelta(minutes=5)

    __hash__ = None


def what_changed() -> dict[str, list]:
    """The tables of our rooms that are not as they were: all their rows as plain values, without keys.

    Row numbers are replaced by order.
    """
    return {
        model._meta.label: _rows(model)
        for config in OURS
        for model in config.get_models()
        if _as_it_lies(model) != _untouched[model._meta.label]
    }


def _as_it_lies(model: type[models.Model]) -> list:
    table, key = (connection.ops.quote_name(name) for name in (model._meta.db_table, model._meta.pk.column))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY {key}")  # noqa: S608 -- names from the models
        return cursor.fetchall()


def _rows(model: type[models.Model]) -> list:
    names = [
        column.attname
        for column in model._meta.concrete_fields
        if column.name not in CHANGES_BY_ITSELF
        and f"{model._meta.db_table}.{column.name}" not in DRAWN
        and not column.primary_key
        and not isinstance(column, models.UUIDField)
    ]
    own_keys = {column.attname for column in model._meta.concrete_fields if column.is_relation}
    last = _known_rows.get(model._meta.label, 0)
    rows = model._base_manager.order_by("pk").values_list("pk", *names)
    # A row that the POST made has a number of its own, and so have the rows that point at it.
    told = [
        tuple(
            "new"
            if name in own_keys and isinstance(value, int) and value > _newest_known(model, name)
            else _plain(value)
            for name, value in zip(names, row[1:], strict=True)
        )
        + (_name_of_row(row[0], last),)
        for row in rows
    ]
    # Rows whose key is random come in a random order as well.
    return sorted(told, key=repr) if isinstance(model._meta.pk, models.UUIDField) else told


def _name_of_row(key: object, last: int) -> object:
    return key if isinstance(key, int) and key <= last else "new"


def _plain(value: object) -> object:
    """A notice names a new row by its random id."""
    if isinstance(value, dt.datetime):
        return Instant(value)
    return RANDOM_ID.sub("<id>", value) if isinstance(value, str) else value


_known_rows: dict[str, int] = {}
_untouched: dict[str, list] = {}


def _newest_known(model: type[models.Model], attname: str) -> int:
    column = next(column for column in model._meta.concrete_fields if column.attname == attname)
    return _known_rows.get(column.related_model._meta.label, 0)


def remember_rows() -> None:
    for config in apps.get_app_configs():
        for model in config.get_models():
            newest = model._base_manager.order_by("-pk").values_list("pk", flat=True).first()
            _known_rows[model._meta.label] = newest if isinstance(newest, int) else 0
    _untouched.update({model._meta.label: _as_it_lies(model) for config in OURS for model in config.get_models()})


def does(world: World, visitors, username: str, at, specimen, more: dict) -> tuple[int, dict[str, list]]:
    client = visitors.client_of(username)
    path = matrix.address(at, specimen)
    with visits.nothing_stays(), visits.unchanged_session(client):
        data = visits.with_key(forms.data_for(at.name, world, specimen))
        response = client.post(path, {name: value for name, value in more.items() if name not in data} | data)
        return response.status_code, what_changed()


def posts(world: World, table: matrix.Table, visitors):
    """Each address that takes a POST, with one person and object for which it does something, or None."""
    for at in addresses():
        for (object_type, url_name), permissions in table.addresses().items():
            if url_name != at.name or not at.converters:
                continue
            specimens = world.of_type(object_type)
            if not specimens or "POST" not in forms.methods_of(at, matrix.address(at, specimens[0]), visitors):
                continue
            yield at, _effective(world, table, visitors, at, permissions, specimens)


def _effective(world: World, table: matrix.Table, visitors, at, permissions, specimens):
    for specimen in specimens:
        for username in world.people:
            if matrix.is_somebody(username) and any(table.allows(username, each, specimen) for each in permissions):
                before = visits.newest_event()
                client = visitors.client_of(username)
                with visits.nothing_stays(), visits.unchanged_session(client):
                    client.post(matrix.address(at, specimen), visits.with_key(forms.data_for(at.name, world, specimen)))
                    if visits.newest_event() > before:
                        return username, specimen
    return None


@pytest.fixture(scope="module")
def table():
    return matrix.the_table()


def test_extra_fields_change_nothing(world, table, visitors):
    remember_rows()
    wrong, tried, idle = [], set(), set()
    for at, found in posts(world, table, visitors):
        if found is None:
            idle.add(at.name)
            continue
        username, specimen = found
        user = world.people[username]
        more = dict.fromkeys(WANTED, str(user.pk)) | {"state": "approved", "state_after": "approved", "is_active": "on"}
        as_it_is = does(world, visitors, username, at, specimen, {})
        with_more = does(world, visitors, username, at, specimen, more)
        tried.add(at.name)
        if as_it_is != with_more:
            names = as_it_is[1].keys() | with_more[1].keys()
            tables = sorted(name for name in names if as_it_is[1].get(name) != with_more[1].get(name))
            wrong.append(f"{username} POST {at.name} {specimen}: {as_it_is[0]} and {with_more[0]}, differs in {tables}")
    assert not wrong, "\n".join(wrong[:SHOWN])
    idle -= tried | forms.LEAVES_NO_EVENT | set(forms.NOBODY_CAN)
    assert not idle, f"Nobody could do anything at: {sorted(idle)}. The posted data must be valid for somebody."


def test_a_state_that_was_taken_from_the_form_is_found(world, table, visitors, monkeypatch):
    """Planted: an action that believes what was sent."""
    remember_rows()
    specimen = world.find("feedback", "from anna, new")
    at = next(each for each in addresses() if each.name == "handbook:feedback_move")
    as_it_is = does(world, visitors, "eva", at, specimen, {})
    monkeypatch.setitem(forms.DATA, at.name, lambda w, s: {"to": "rejected", "comment": "Ser på det."})
    assert does(world, visitors, "eva", at, specimen, {}) != as_it_is


def test_an_instant_that_was_taken_from_the_form_is_found():
    now = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)
    assert Instant(now) == Instant(now + dt.timedelta(seconds=40))
    assert Instant(now) != Instant(now - dt.timedelta(hours=1))
    assert Instant(now) != None  # noqa: E711 -- as two rows are compared
