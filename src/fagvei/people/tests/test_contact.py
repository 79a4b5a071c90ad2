"""An administrator mends a name or an e-mail address, of own people alone."""

import uuid

import pytest
from django.urls import reverse

from fagvei.audit.models import AuditEvent
from fagvei.people import actions


def post(client, who, person, **fields):
    client.force_login(who)
    fields = {"full_name": "Anna Bergli", "email": "Anna.Bergli@example.org", "idempotency_key": uuid.uuid4(), **fields}
    return client.post(reverse("people:person_change", args=[person.public_id]), fields)


def test_the_administrator_changes_name_and_address(client, trond, anna):
    assert post(client, trond, anna).status_code == 302

    anna.refresh_from_db()
    assert (anna.full_name, anna.email) == ("Anna Bergli", "anna.bergli@example.org")
    assert AuditEvent.objects.get(name="contact_changed").details == {"fields": ["full_name", "email"]}


def test_one_employer_alone_does_not_change_the_address_of_a_person_with_two(client, trond, anna, kystbyen):
    actions.assign_role(user=anna, role="supervisor", institution=kystbyen, by=None)

    response = post(client, trond, anna)

    assert "roller ved andre virksomheter" in response.content.decode()
    anna.refresh_from_db()
    assert anna.full_name == "Anna Berg"


@pytest.mark.parametrize("who", ["bo", "dag", "anna"])
def test_nobody_else_changes_it(client, cast, anna, who):
    assert post(client, getattr(cast, who), anna).status_code in (403, 404)

    anna.refresh_from_db()
    assert anna.email == "anna@example.org"


def test_the_own_account_is_for_a_colleague_to_change(client, trond):
    assert "din egen konto" in post(client, trond, trond).content.decode()
    assert AuditEvent.objects.filter(name="contact_changed").count() == 0
