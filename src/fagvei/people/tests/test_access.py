"""Doors: the table, the policy and the queryset say the same about each person and each object, and so do the addresses."""

import datetime as dt

import pytest
from django.urls import reverse

from fagvei.audit import actions as audit
from fagvei.audit.models import AccessLog
from fagvei.common import clock
from fagvei.common.permissions import Permission
from fagvei.people import access, actions
from fagvei.people.models import Delegation, Relation

DAY = dt.timedelta(days=1)
FOR = 300 * DAY


@pytest.fixture
def world(cast):
    """Everybody who may stand near Anna's case, by the word the table has for it."""
    frida, deputy, delegate, admin_elsewhere = (
        actions.add_user(username=name, full_name=name.title(), by=None)
        for name in ("frida", "deputy", "delegate", "adminelsewhere")
    )
    for user in (frida, deputy, delegate):
        actions.assign_role(user=user, role="mentor", institution=cast.fjellheim, by=None)
    actions.assign_role(user=admin_elsewhere, role="hospital_admin", institution=cast.kystbyen, by=None)
    long_ago = clock.now() - 100 * DAY
    for person, kind in ((deputy, "deputy"), (delegate, "delegate")):
        actions.delegate(
            leader=cast.bo, person=person, kind=kind, institution=cast.fjellheim, by=cast.bo, ends_at=clock.now() + FOR
        )
    old = Relation.objects.create(
        doctor=cast.anna,
        person=frida,
        kind="mentor",
        institution=cast.fjellheim,
        starts_at=long_ago - 100 * DAY,
        ends_at=long_ago,
    )
    assert not old.is_active()
    return {
        "doctor": cast.anna,
        "mentor": cast.cecilie,
        "supervisor": cast.siri,
        "leader": cast.bo,
        "deputy": deputy,
        "delegate": delegate,
        "former_mentor": frida,
        "leader_elsewhere": cast.dag,
        "hospital_admin": cast.trond,
        "hospital_admin_elsewhere": admin_elsewhere,
        "centre_officer": cast.eva,
        "directorate_officer": cast.hilde,
    }


def objects_of(cast, world):
    """(object type, state, object, who is "self") for all that hangs on Anna's case."""
    anna = cast.anna
    audit.record_reading(by=cast.bo, subject=anna, role="leader", what="Plan")
    for kind, person in (("mentor", cast.cecilie), ("supervisor", cast.siri), ("leader", cast.bo)):
        yield "relation", kind, Relation.objects.get(doctor=anna, person=person), None
    for kind in ("deputy", "delegate"):
        yield "delegation", kind, Delegation.objects.get(person=world[kind]), None
    yield "user", "", anna, anna
    yield "role_assignment", "", anna.role_assignments.get(), anna
    yield "access_log", "", AccessLog.objects.get(), anna
    yield "notification", "", actions.notify(user=anna, kind="x", text="Noe"), anna


def allowed(object_type, permission, word, state, is_self):
    words = {word, "self"} if is_self else {word}
    return any(
        row.allows(word, state)
        for row in access.PERMISSION_ROWS
        for word in words
        if (row.object_type, row.permission) == (object_type, permission)
    )


def test_table_policy_and_queryset_agree_in_every_cell(cast, world):
    cells = 0
    for object_type, state, obj, owner in objects_of(cast, world):
        for word, user in world.items():
            for permission in Permission:
                expected = allowed(object_type, permission, word, state, user == owner)
                assert access.can(user, permission, obj) == expected, (object_type, state, word, permission)
                cells += 1
            sees = access.visible_to(user, type(obj)).filter(pk=obj.pk).exists()
            assert sees == allowed(object_type, Permission.SEE, word, state, user == owner), (object_type, state, word)
    assert cells == 9 * len(world) * len(Permission)


@pytest.mark.parametrize("kind", Relation.Kind.values)
def test_who_may_appoint_agrees_with_the_table_and_the_address(client, cast, world, kind):
    for word, user in world.items():
        expected = allowed("appointment", Permission.APPOINT, word, kind, False)
        assert access.can_appoint(user, cast.anna, kind) == expected, (word, kind)
        client.force_login(user)
        status = client.get(reverse(f"people:{kind}_new", args=[cast.anna.public_id])).status_code
        stands_near = access.visible_to(user, Relation).filter(doctor=cast.anna).exclude(ends_at__lt=clock.now())
        assert status == (200 if expected else 403 if stands_near.exists() else 404), (word, kind)


def posts(cast, world):
    """(object type, permission, state, object, address) of everything that changes one object."""
    relation = Relation.objects.get(doctor=cast.anna, person=cast.siri)
    yield "relation", Permission.EDIT, "supervisor", relation, reverse("people:relation_end", args=[relation.public_id])
    mentor = Relation.objects.get(doctor=cast.anna, person=cast.cecilie)
    yield "relation", Permission.EDIT, "mentor", mentor, reverse("people:relation_end", args=[mentor.public_id])
    for kind in ("deputy", "delegate"):
        row = Delegation.objects.get(person=world[kind])
        yield "delegation", Permission.EDIT, kind, row, reverse("people:delegation_end", args=[row.public_id])
    role = cast.stian.role_assignments.get()
    yield "role_assignment", Permission.EDIT, "", role, reverse("people:role_end", args=[role.public_id])
    for name in ("person_deactivate", "person_reactivate"):
        address = reverse(f"people:{name}", args=[cast.stian.public_id])
        yield "user", Permission.ADMINISTER, "", cast.stian, address


def test_addresses_that_change_something_answer_as_the_table_says(client, cast, world):
    """Without the form's key nothing happens, so each door can be tried by everybody."""
    for object_type, permission, state, obj, address in posts(cast, world):
        for word, user in world.items():
            client.force_login(user)
            status = client.post(address, {}).status_code
            sees = access.visible_to(user, type(obj)).filter(pk=obj.pk).exists()
            expected = 302 if access.can(user, permission, obj) else 403 if sees else 404
            assert status == expected, (object_type, state, word)
            assert access.can(user, permission, obj) == allowed(object_type, permission, word, state, False)
            assert client.get(address).status_code == 405


def test_an_account_is_a_page_for_its_administrator_only(client, cast, world):
    for word, user in world.items():
        client.force_login(user)
        for name in ("person", "role_new"):
            status = client.get(reverse(f"people:{name}", args=[cast.anna.public_id])).status_code
            assert status == (200 if word == "hospital_admin" else 404), (word, name)


def test_lists_without_an_object_open_for_their_role_only(client, cast, world):
    for word, user in world.items():
        client.force_login(user)
        for name in ("persons", "person_new", "person_find"):
            is_admin = word in {"hospital_admin", "hospital_admin_elsewhere"}
            assert client.get(reverse(f"people:{name}")).status_code == (200 if is_admin else 403), word
        leads = word in {"leader", "leader_elsewhere"}
        assert client.get(reverse("people:delegation_new")).status_code == (200 if leads else 403), word


def test_a_refusal_says_who_can_do_it(client, cast):
    client.force_login(cast.anna)

    assert "Bare administratoren ved virksomheten" in client.get("/personer/").content.decode()


def test_the_public_sees_the_roles_and_nothing_else(client, cast):
    assert client.get("/roller/").status_code == 200
    for name in ("my_page", "access_log", "relations", "persons", "delegation_new", "person_new", "person_find"):
        assert client.get(reverse(f"people:{name}")).status_code == 302


def test_every_named_address_of_the_table_exists():
    names = {name for row in access.PERMISSION_ROWS for name in row.url_names}

    assert names
    for name in names:
        assert reverse(name, args=["00000000-0000-4000-8000-000000000000"])
