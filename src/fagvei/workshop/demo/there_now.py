"""Ola worked at Fjellheim under a leader who has left: Bo, who is leader there now, is asked for the certificate.

Pia worked there under Bo: he and Mari have signed hers.
"""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from fagvei.common import clock
from fagvei.organisations.models import Specialty, TrainingInstitution
from fagvei.people import actions as people
from fagvei.people.models import User
from fagvei.training import actions

DAY = dt.timedelta(days=1)


def tell_there_now(cast: SimpleNamespace, now: dt.datetime) -> None:
    home = TrainingInstitution.objects.get(code="fjellheim")
    coast = TrainingInstitution.objects.get(code="kystbyen")
    with clock.at(now - DAY * 1_600):
        ola = _person("ola", "Ola Vang", "doctor", coast)
        gunn = _person("gunn", "Gunn Aas", "leader", home)
        people.relate(doctor=ola, person=gunn, kind="leader", institution=home, by=None)
    with clock.at(now - DAY * 700):
        people.end_role(assignment=gunn.role_assignments.get(), by=None)
        people.relate(doctor=ola, person=cast.dag, kind="leader", institution=coast, by=None)
    _tell_service(ola, cast.dag, home, now)
    with clock.at(now - DAY * 6):
        actions.prepare_certificate(
            doctor=ola, institution=home, specialty=Specialty.objects.get(slug="rus"), leader=cast.bo, by=ola
        )
    _tell_signed(cast, home, coast, now)


def _tell_signed(
    cast: SimpleNamespace, home: TrainingInstitution, coast: TrainingInstitution, now: dt.datetime
) -> None:
    with clock.at(now - DAY * 1_600):
        pia = _person("pia", "Pia Lunde", "doctor", coast)
        led = people.relate(doctor=pia, person=cast.bo, kind="leader", institution=home, by=None)
    with clock.at(now - DAY * 700):
        people.end_relation(relation=led, by=None)
        people.relate(doctor=pia, person=cast.dag, kind="leader", institution=coast, by=None)
    _tell_service(pia, cast.dag, home, now)
    with clock.at(now - DAY * 12):
        certificate = actions.prepare_certificate(
            doctor=pia, institution=home, specialty=Specialty.objects.get(slug="rus"), by=pia
        )
    with clock.at(now - DAY * 10):
        certificate = actions.write_certificate(
            certificate=certificate,
            by=cast.bo,
            content="Utredning og behandling ved avrusning døgn og poliklinikk.",
            supervision="Daglig supervisjon, og veiledning med fast veileder.",
            teaching="Internundervisning og undervisning for avdelingen.",
            duty="Delt vakt ved klinikken.",
            satisfactory="yes",
        )
        actions.sign_certificate(certificate=certificate, by=cast.bo, head=cast.mari)
    with clock.at(now - DAY * 8):
        actions.sign_certificate(certificate=certificate, by=cast.mari)


def _person(username: str, full_name: str, role: str, institution: TrainingInstitution) -> User:
    user = people.add_user(
        username=username, full_name=full_name, email=f"{username}@example.org", is_demo=True, by=None
    )
    people.assign_role(user=user, role=role, institution=institution, by=None)
    return user


def _tell_service(ola: User, dag: User, home: TrainingInstitution, now: dt.datetime) -> None:
    """Registered when Ola had moved, confirmed by Dag from the papers of the former employer."""
    first, last = (now - DAY * 1_590).date(), (now - DAY * 710).date()
    with clock.at(now - DAY * 30):
        actions.confirm_part_1(
            doctor=ola, basis="part_1", completed_on=first - DAY, seen="Oppslag i HPR (demo).", by=dag
        )
        position: Any = actions.register_employment(
            doctor=ola, institution=home, percent=100, starts_on=first, ends_on=last, by=ola
        )
        position = actions.send_service(row=position, by=ola)
    with clock.at(now - DAY * 20):
        position = actions.confirm_service(row=position, by=dag)
        period: Any = actions.register_placement(
            employment=position,
            institution=home,
            kind="part_3",
            specialty=Specialty.objects.get(slug="rus"),
            percent=100,
            starts_on=first,
            ends_on=last,
            by=ola,
        )
        period = actions.send_service(row=period, by=ola)
    with clock.at(now - DAY * 15):
        actions.confirm_service(row=period, by=dag)
