"""What happens among people in a few years, for tests that need a log worth reading."""

import datetime as dt

from fagvei.people import actions
from fagvei.people.models import Delegation, Relation

YEAR = dt.timedelta(days=365)
START = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)


def add_history(cast) -> None:
    """Three more doctors with changing mentors, supervisors and deputies."""
    actions.assign_role(user=cast.siri, role="mentor", institution=cast.fjellheim, starts_at=START, by=cast.trond)
    for number in range(3):
        doctor = actions.add_user(username=f"lege{number}", full_name=f"Lege Nummer {number}", by=cast.trond)
        role = actions.assign_role(
            user=doctor, role="doctor", institution=cast.fjellheim, starts_at=START, by=cast.trond
        )
        _relate(cast, doctor, cast.bo, Relation.Kind.LEADER, START)
        for year, mentor in enumerate((cast.cecilie, cast.siri, cast.cecilie)):
            _relate(cast, doctor, mentor, Relation.Kind.MENTOR, START + year * YEAR)
        for supervisor in (cast.siri, cast.stian):
            relation = _relate(cast, doctor, supervisor, Relation.Kind.SUPERVISOR, START)
            if number == 1:
                actions.end_relation(relation=relation, by=cast.trond, at=START + YEAR)
        if number == 2:
            actions.end_role(assignment=role, by=cast.trond, at=START + 3 * YEAR)
    _delegate(cast)


def _relate(cast, doctor, person, kind, starts_at) -> Relation:
    return actions.relate(
        doctor=doctor,
        person=person,
        kind=kind,
        institution=cast.fjellheim,
        starts_at=starts_at,
        replace=True,
        reason="Veilederen byttes hvert år.",
        by=cast.trond,
    )


def _delegate(cast) -> None:
    for week in range(4):
        delegation = actions.delegate(
            leader=cast.bo,
            person=cast.stian,
            kind=Delegation.Kind.DEPUTY,
            institution=cast.fjellheim,
            starts_at=START + dt.timedelta(weeks=week),
            ends_at=START + dt.timedelta(weeks=week + 1),
            by=cast.bo,
        )
        if week == 2:
            actions.end_delegation(delegation=delegation, by=cast.bo, at=START + dt.timedelta(weeks=2, days=3))
