"""Who somebody is: one interface, whichever way in. A made-up HelseID stands in for the real one."""

import pytest
from django.contrib.sessions.backends.db import SessionStore

from fagvei.people import actions
from fagvei.people.identity import PROVIDERS, SESSION_KEY, Assurance, Identity, LocalLogin, identity_of, user_for


class FakeHelseID:
    """Believes what the session says that HelseID said."""

    key = "helseid"

    def identity_of(self, request):
        claims = request.session["helseid_claims"]
        return Identity(self.key, claims["sub"], claims["hpr_number"], Assurance(int(claims["security_level"])))


@pytest.fixture
def helseid(monkeypatch):
    monkeypatch.setitem(PROVIDERS, FakeHelseID.key, FakeHelseID())


@pytest.fixture
def request_of(rf):
    def make(user, **session):
        request = rf.get("/")
        request.user = user
        request.session = SessionStore()
        request.session.update(session)
        return request

    return make


def test_a_provider_is_added_without_touching_a_room(cast, helseid, request_of):
    doctor = actions.add_user(username="h", full_name="Helse Person", hpr_number="123456", by=None)
    claims = {"sub": "opaque", "hpr_number": "123456", "security_level": "4"}

    identity = identity_of(request_of(doctor, helseid_claims=claims, **{SESSION_KEY: "helseid"}))

    assert identity == Identity("helseid", "opaque", "123456", Assurance.HIGH)
    assert user_for(identity) == doctor


@pytest.mark.parametrize(
    ("methods", "assurance"),
    [
        ([], Assurance.LOW),
        ([{"method": "password"}], Assurance.LOW),
        ([{"method": "password"}, {"method": "mfa", "type": "totp"}], Assurance.SUBSTANTIAL),
    ],
    ids=["nothing", "password", "password and code"],
)
def test_local_login_says_how_sure_it_is(anna, request_of, methods, assurance):
    identity = identity_of(request_of(anna, account_authentication_methods=methods))

    assert (identity.provider, identity.subject, identity.assurance) == (LocalLogin.key, "anna", assurance)


def test_nobody_is_found_without_hpr_number_or_with_a_closed_account(cast):
    closed = actions.add_user(username="c", full_name="Lukket", hpr_number="7", is_active=False, by=None)

    assert user_for(Identity("helseid", "x", None, Assurance.HIGH)) is None
    assert user_for(Identity("helseid", "x", closed.hpr_number, Assurance.HIGH)) is None


def test_one_hpr_number_is_one_person(cast):
    actions.add_user(username="a1", full_name="A", hpr_number="99", by=None)

    with pytest.raises(actions.UsernameTaken):
        actions.add_user(username="a2", full_name="B", hpr_number="99", by=None)
