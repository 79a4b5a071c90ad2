"""The same people everywhere. Fictional, and small enough to know by heart.

Anna is a doctor at Fjellheim; Bo leads her, Cecilie is her mentor, Siri and Stian supervise her, Trond is the
administrator there. Dag leads at Kystbyen and must see nothing of it. Eva works at RegUt, Hilde at the Directorate.
"""

import datetime as dt
from types import SimpleNamespace

from fagvei.organisations import actions as organisations
from fagvei.people import actions as people
from fagvei.people.models import Relation

PASSWORD = "demo"
SINCE = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)

NAMES = {
    "anna": "Anna Berg",
    "bo": "Bo Lund",
    "cecilie": "Cecilie Vik",
    "siri": "Siri Dahl",
    "stian": "Stian Moe",
    "dag": "Dag Nes",
    "eva": "Eva Strand",
    "hilde": "Hilde Aas",
    "trond": "Trond Haug",
}


def make_cast() -> SimpleNamespace:
    """Everybody, with `fjellheim`, `kystbyen`, `region`, `centre` and `specialty`."""
    cast = SimpleNamespace(**_places(), **_persons())
    for name in ("anna", "bo", "cecilie", "siri", "stian", "trond"):
        _give_role(cast, name, institution=cast.fjellheim)
    _give_role(cast, "dag", institution=cast.kystbyen)
    _give_role(cast, "eva", centre=cast.centre)
    _give_role(cast, "hilde")
    for name, kind in (("bo", "LEADER"), ("cecilie", "MENTOR"), ("siri", "SUPERVISOR"), ("stian", "SUPERVISOR")):
        people.relate(
            doctor=cast.anna,
            person=getattr(cast, name),
            kind=Relation.Kind[kind],
            institution=cast.fjellheim,
            starts_at=SINCE,
            by=None,
        )
    return cast


ROLES = {
    "anna": "doctor",
    "bo": "leader",
    "cecilie": "mentor",
    "siri": "supervisor",
    "stian": "supervisor",
    "dag": "leader",
    "eva": "centre_officer",
    "hilde": "directorate_officer",
    "trond": "hospital_admin",
}


def _places() -> dict:
    region = organisations.save_region(code="helse-sor-ost", name="Helse Sør-Øst", by=None)
    centre = organisations.save_centre(
        code="regut-helse-sor-ost", name="RegUt Helse Sør-Øst", region=region, hospital="Oslo", by=None
    )
    specialty = organisations.save_specialty(
        slug="rus",
        name="Rus- og avhengighetsmedisin",
        prefix="RUS",
        liaison_centre=centre,
        by=None,
    )
    fjellheim, kystbyen = (
        organisations.save_institution(code=code, name=name, region=region, is_demo=True, by=None)
        for code, name in (("fjellheim", "Fjellheim sykehus HF"), ("kystbyen", "Kystbyen sykehus HF"))
    )
    return {
        "region": region,
        "centre": centre,
        "specialty": specialty,
        "fjellheim": fjellheim,
        "kystbyen": kystbyen,
    }


def _persons() -> dict:
    return {
        username: people.add_user(
            username=username,
            full_name=full_name,
            password=PASSWORD,
            email=f"{username}@example.org",
            is_demo=True,
            by=None,
        )
        for username, full_name in NAMES.items()
    }


def _give_role(cast: SimpleNamespace, name: str, **scope: object) -> None:
    people.assign_role(user=getattr(cast, name), role=ROLES[name], starts_at=SINCE, by=None, **scope)
