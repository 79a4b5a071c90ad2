"""Build the demo's institutions, people, roles and relations. Doing it again changes nothing."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from django.contrib.auth.hashers import make_password

from fagvei.common import clock
from fagvei.organisations import actions as organisations
from fagvei.organisations.models import HealthRegion, RegionalEducationCentre, Specialty, TrainingInstitution
from fagvei.people import actions as people
from fagvei.people.models import User
from fagvei.workshop.demo.cast import INSTITUTIONS, PASSWORD, PEOPLE, RELATIONS, DemoPerson


def build_places() -> dict[str, TrainingInstitution]:
    institutions = {}
    for code, name, region, kind, arenas in INSTITUTIONS:
        institution = organisations.save_institution(
            code=code, name=name, kind=kind, region=HealthRegion.objects.get(code=region), is_demo=True, by=None
        )
        for arena in arenas:
            organisations.save_arena(institution=institution, name=arena, by=None)
        institutions[code] = institution
    return institutions


def build_people(institutions: dict[str, TrainingInstitution], now: dt.datetime) -> SimpleNamespace:
    cast = SimpleNamespace()
    hashed = make_password(PASSWORD)  # slow on purpose, and the same for all of them
    came = {person.username: now - dt.timedelta(days=person.came) for person in PEOPLE}
    for number, person in enumerate(PEOPLE):
        with clock.at(came[person.username]):
            user = _build_person(person, institutions, number)
        user.password = hashed
        user.save(update_fields=["password"])
        setattr(cast, person.username, user)
    for doctor, other, kind in RELATIONS:
        with clock.at(came[doctor]):
            people.relate(
                doctor=getattr(cast, doctor),
                person=getattr(cast, other),
                kind=kind,
                institution=institutions["fjellheim"],
                by=None,
            )
    return cast


def _build_person(person: DemoPerson, institutions: dict[str, TrainingInstitution], number: int) -> User:
    user = people.add_user(
        username=person.username,
        full_name=person.full_name,
        email=f"{person.username}@example.org",
        hpr_number=f"{9_900_000 + number}",
        is_demo=True,
        by=None,
    )
    for role in (person.role, *person.more_roles):
        people.assign_role(user=user, role=role, by=None, **_scope_of(person, institutions))
    return user


def _scope_of(person: DemoPerson, institutions: dict[str, TrainingInstitution]) -> dict[str, Any]:
    if person.institution:
        return {"institution": institutions[person.institution]}
    if person.centre:
        return {"centre": RegionalEducationCentre.objects.get(region__code=person.centre)}
    if person.region:
        return {"region": HealthRegion.objects.get(code=person.region)}
    if person.specialty:
        return {"specialty": Specialty.objects.get(slug=person.specialty)}
    return {}
