"""Everybody: people in every relation to a doctor, present, past and elsewhere, and the words for who is who to what.

Anna is the doctor whom most of it is about; Nora and Per are doctors at the same hospital, Kim is one elsewhere.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from fagvei.common import clock
from fagvei.organisations import actions as organisations
from fagvei.people import actions as people
from fagvei.people.models import Delegation, Relation
from fagvei.people.tests.cast import make_cast

LONG_AGO = dt.datetime(2021, 1, 1, tzinfo=dt.UTC)
SINCE = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
YEAR = dt.timedelta(days=365)
ANONYMOUS = "anonymous"
# Closed while the world is built; whoever holds an old session of theirs is nobody.
DEACTIVATED = "ulf"

# username: full name, role, where (an attribute of the cast), or None for the nation.
OTHERS = {
    "nora": ("Nora Eng", "doctor", "fjellheim"),
    "per": ("Per Ås", "doctor", "fjellheim"),
    "kim": ("Kim Lie", "doctor", "kystbyen"),
    "mats": ("Mats Bø", "mentor", "fjellheim"),
    "maja": ("Maja Lien", "mentor", "kystbyen"),
    "sonja": ("Sonja Vold", "supervisor", "kystbyen"),
    "dina": ("Dina Rud", "delegate", "fjellheim"),
    "erik": ("Erik Tveit", "delegate", "fjellheim"),
    "fia": ("Fia Holm", "delegate", "fjellheim"),
    "gro": ("Gro Sande", "mentor", "fjellheim"),
    "hans": ("Hans Moen", "leader", "fjellheim"),
    "ines": ("Ines Dahle", "supervisor", "fjellheim"),
    "ulf": ("Ulf Krog", "supervisor", "fjellheim"),
    "tor": ("Tor Wiik", "hospital_admin", "kystbyen"),
    "jorunn": ("Jorunn Bakke", "education_lead", "fjellheim"),
    "kaia": ("Kaia Nygård", "coordinator", "fjellheim"),
    "lars": ("Lars Øien", "local_committee", "fjellheim"),
    "mari": ("Mari Foss", "medical_head", "fjellheim"),
    "mona": ("Mona Eide", "survey_owner", "fjellheim"),
    "odd": ("Odd Solberg", "region_officer", "region"),
    "rolf": ("Rolf Ness", "specialty_council", "region"),
    "geir": ("Geir Sand", "course_leader", "centre"),
    "eli": ("Eli Myrvold", "centre_officer", "centre_elsewhere"),
    "ivar": ("Ivar Lunde", "specialty_committee", "specialty"),
    "kari": ("Kari Myhre", "guideline_owner", None),
    "leif": ("Leif Tangen", "clinical_reviewer", None),
}

# Who stands where to whom now: the words of the permission matrix, written down by hand and apart from the code.
# Per is a doctor whom Bo leads and Bo's deputy, so that nobody decides in his own case. Dina is delegate for Anna alone.
AROUND: dict[str, dict[str, str]] = {
    "anna": {
        "anna": "doctor",
        "bo": "leader",
        "per": "deputy",
        "dina": "delegate",
        "cecilie": "mentor",
        "siri": "supervisor",
        "stian": "supervisor",
        "trond": "hospital_admin",
    },
    "nora": {
        "nora": "doctor",
        "bo": "leader",
        "per": "deputy",
        "mats": "mentor",
        "stian": "supervisor",
        "trond": "hospital_admin",
    },
    "per": {"per": "doctor", "bo": "leader", "cecilie": "mentor", "siri": "supervisor", "trond": "hospital_admin"},
    "kim": {"kim": "doctor", "dag": "leader", "maja": "mentor", "sonja": "supervisor", "tor": "hospital_admin"},
}


@dataclass(frozen=True)
class Specimen:
    """One object in one state. `relations` says in the words of the matrix who each person is to it.

    `seen_by` is for objects that no row lets anybody see as such (an appointment that may be made); None asks the rows.
    `fields` are values for addresses that are not attributes of the object.
    """

    object_type: str
    state: str
    obj: Any
    relations: dict[str, frozenset[str]]
    label: str
    seen_by: frozenset[str] | None = None
    fields: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.object_type} «{self.label}» ({self.state or 'no state'})"

    def words(self, username: str) -> frozenset[str]:
        return self.relations.get(username, frozenset()) | {"public"}


@dataclass
class World:
    cast: SimpleNamespace
    specimens: list[Specimen] = field(default_factory=list)

    @property
    def people(self) -> dict[str, Any]:
        """Everybody who can log in, or once could."""
        return {name: user for name, user in vars(self.cast).items() if getattr(user, "username", "") == name}

    def add(
        self, object_type: str, state: str, obj: Any, relations: dict[str, str | Iterable[str]], label: str, **more: Any
    ) -> Specimen:
        words = {name: frozenset([word] if isinstance(word, str) else word) for name, word in relations.items()}
        specimen = Specimen(object_type, state, obj, words, label, **more)
        self.specimens.append(specimen)
        return specimen

    def of_type(self, object_type: str) -> list[Specimen]:
        return [specimen for specimen in self.specimens if specimen.object_type == object_type]

    def find(self, object_type: str, label: str) -> Specimen:
        return next(specimen for specimen in self.of_type(object_type) if specimen.label == label)


def make_everybody() -> SimpleNamespace:
    cast = make_cast()
    elsewhere = organisations.save_region(code="helse-nord", name="Helse Nord", by=None)
    cast.centre_elsewhere = organisations.save_centre(
        code="regut-helse-nord", name="RegUt Helse Nord", region=elsewhere, by=None
    )
    for username, (full_name, role, where) in OTHERS.items():
        user = people.add_user(
            username=username, full_name=full_name, password="demo", email=f"{username}@example.org", by=None
        )
        setattr(cast, username, user)
        _give_role(cast, username, role, where)
    # One person at two hospitals.
    _give_role(cast, "stian", "supervisor", "kystbyen")
    _relate_all(cast)
    _delegate_all(cast)
    people.deactivate_user(user=cast.ulf, by=None)
    cast.ulf.refresh_from_db()
    return cast


SCOPES = {"fjellheim": "institution", "kystbyen": "institution", "centre_elsewhere": "centre"}


def _give_role(cast: SimpleNamespace, username: str, role: str, where: str | None) -> None:
    scope = {SCOPES.get(where, where): getattr(cast, where)} if where else {}
    # A delegate is first of all a colleague with a role of their own.
    role = "supervisor" if role == "delegate" else role
    people.assign_role(user=getattr(cast, username), role=role, starts_at=LONG_AGO, by=None, **scope)


def _relate_all(cast: SimpleNamespace) -> None:
    for username, role in (("bo", "leader"), ("cecilie", "mentor"), ("siri", "supervisor"), ("stian", "supervisor")):
        _give_role(cast, username, role, "fjellheim")
    for doctor, around in AROUND.items():
        for person, word in around.items():
            if word in Relation.Kind.values:
                # At that time, so that nobody has confirmed it for half a year.
                with clock.at(SINCE):
                    _relate(cast, doctor, person, word, SINCE)
    _relate(cast, "anna", "gro", "mentor", LONG_AGO + YEAR, SINCE)
    _relate(cast, "anna", "hans", "leader", LONG_AGO + YEAR, SINCE)
    _relate(cast, "anna", "ines", "supervisor", LONG_AGO + YEAR, SINCE + YEAR / 2)
    _relate(cast, "anna", "ulf", "supervisor", SINCE)


def _relate(
    cast: SimpleNamespace, doctor: str, person: str, kind: str, since: dt.datetime, until: dt.datetime | None = None
) -> Relation:
    return people.relate(
        doctor=getattr(cast, doctor),
        person=getattr(cast, person),
        kind=kind,
        institution=cast.kystbyen if doctor == "kim" else cast.fjellheim,
        starts_at=since,
        ends_at=until,
        by=None,
    )


def _delegate_all(cast: SimpleNamespace) -> None:
    now = clock.now()
    cast.delegations = {}
    for person, kind, starts_at, ends_at, doctor in (
        ("per", Delegation.Kind.DEPUTY, now - YEAR / 2, now + YEAR / 2, None),
        ("dina", Delegation.Kind.DELEGATE, now - YEAR / 2, now + YEAR / 2, cast.anna),
        ("erik", Delegation.Kind.DELEGATE, now - YEAR / 2, now - dt.timedelta(days=1), None),
        ("fia", Delegation.Kind.DELEGATE, now + dt.timedelta(days=1), now + YEAR, None),
    ):
        cast.delegations[person] = people.delegate(
            leader=cast.bo,
            person=getattr(cast, person),
            kind=kind,
            institution=cast.fjellheim,
            starts_at=starts_at,
            ends_at=ends_at,
            doctor=doctor,
            by=cast.bo,
        )
