"""Who somebody is, and how sure we are. Rooms ask here; HelseID is added here and nowhere else.

Local login gives a low level of assurance; a second factor gives a substantial one. A provider turns what it has
verified into an `Identity`, and `user_for` finds the one user it belongs to, by HPR number.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

from django.http import HttpRequest

from fagvei.people.models import User

SESSION_KEY = "identity"


class Assurance(IntEnum):
    """Level of assurance in the words of the eIDAS regulation."""

    LOW = 2
    SUBSTANTIAL = 3
    HIGH = 4


@dataclass(frozen=True)
class Identity:
    """What a provider vouches for. `hpr_number` is None for people outside the health personnel register."""

    provider: str
    subject: str
    hpr_number: str | None
    assurance: Assurance


class IdentityProvider(Protocol):
    """A way to log in. HelseID will be one; local login is one."""

    key: str

    def identity_of(self, request: HttpRequest) -> Identity: ...


class LocalLogin:
    """Password, or passkey, or password with a code from an app."""

    key = "local"
    STRONG_METHODS = frozenset({"mfa"})

    def identity_of(self, request: HttpRequest) -> Identity:
        user = request.user
        if not isinstance(user, User):
            raise ValueError("Only a user who is logged in has an identity.")
        methods = {entry.get("method") for entry in request.session.get("account_authentication_methods", [])}
        assurance = Assurance.SUBSTANTIAL if methods & self.STRONG_METHODS else Assurance.LOW
        return Identity(provider=self.key, subject=user.username, hpr_number=user.hpr_number, assurance=assurance)


PROVIDERS: dict[str, IdentityProvider] = {LocalLogin.key: LocalLogin()}


def identity_of(request: HttpRequest) -> Identity:
    """The identity behind this session."""
    return PROVIDERS[request.session.get(SESSION_KEY, LocalLogin.key)].identity_of(request)


def user_for(identity: Identity) -> User | None:
    """The one active user that an outside identity belongs to: one person, one HPR number."""
    if identity.hpr_number is None:
        return None
    return User.objects.filter(hpr_number=identity.hpr_number, is_active=True).first()
