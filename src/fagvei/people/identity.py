"""Who somebody is, and how sure we are. Rooms ask here; HelseID is added here and nowhere else.

Local login gives a low level of assurance; a second factor gives a substantial one. A provider turns what it has
verified into an `Identity`, and `user_for` finds the one user it belongs to, by HPR number.

Somebody without an account (an outside assessor who was sent a link) is identified by a `PersonIdentifier`: it has a page
of its own, and says with `mark_person` who came back from it. The session holds that for five minutes, no longer.
"""

import datetime as dt
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Protocol

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise

from fagvei.common import clock
from fagvei.people.models import User

SESSION_KEY = "identity"
PERSON_KEY = "identified_person"


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


# --- Persons without an account ---


@dataclass(frozen=True)
class IdentifiedPerson:
    """A person in the personnel register, as a provider vouches for it. `identity.hpr_number` is always there."""

    name: str
    identity: Identity

    @property
    def hpr_number(self) -> str:
        return self.identity.hpr_number or ""


class PersonIdentifier(Protocol):
    """A way to find out who somebody without an account is. HelseID will be one; the demo has a made-up register."""

    key: str
    name: str | Promise

    def is_available(self) -> bool: ...

    def address(self, return_to: str) -> str:
        """The page where the person identifies; afterwards the browser is sent to `return_to`, a path of ours."""
        ...


IDENTIFIERS: dict[str, PersonIdentifier] = {}


def identifiers() -> list[PersonIdentifier]:
    """Those that can be used in this installation; none outside the demo until one is connected."""
    return [each for each in IDENTIFIERS.values() if each.is_available()]


def mark_person(session: Any, person: IdentifiedPerson) -> None:
    """A provider has just found out who is there."""
    identity = person.identity
    session[PERSON_KEY] = {
        "provider": identity.provider,
        "subject": identity.subject,
        "hpr_number": identity.hpr_number,
        "assurance": int(identity.assurance),
        "name": person.name,
        "at": clock.now().isoformat(),
    }


def person_of(request: HttpRequest) -> IdentifiedPerson | None:
    """Who is there, when that was found out at most five minutes ago and the provider still is in use."""
    told = request.session.get(PERSON_KEY)
    if not told or told["provider"] not in {each.key for each in identifiers()}:
        return None
    age = clock.now() - dt.datetime.fromisoformat(told["at"])
    if age > dt.timedelta(seconds=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT):
        return None
    identity = Identity(told["provider"], told["subject"], told["hpr_number"], Assurance(told["assurance"]))
    return IdentifiedPerson(told["name"], identity)


def forget_person(session: Any) -> None:
    """What was to be signed is signed; the next at the same computer is somebody else."""
    session.pop(PERSON_KEY, None)
