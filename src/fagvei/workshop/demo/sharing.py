"""What was shared and taken back: Anna's minutes with an earlier mentor, and the look at Nora's progress that Bo ended early."""

import datetime as dt
from types import SimpleNamespace

from fagvei.common import clock
from fagvei.organisations.models import TrainingInstitution
from fagvei.people import actions as people
from fagvei.people.models import RoleAssignment
from fagvei.training import actions
from fagvei.workshop.demo.mentoring import Talks

DAY = dt.timedelta(days=1)
MENTOR_CHANGED = 600


def tell_earlier_mentor(cast: SimpleNamespace, now: dt.datetime) -> None:
    """Jorunn mentored Anna at first, and left it to Cecilie when she became the education lead. Told before all else."""
    with clock.at(now - DAY * MENTOR_CHANGED):
        for assignment in RoleAssignment.objects.filter(user=cast.jorunn, role="mentor"):
            people.end_role(assignment=assignment, by=None)
        people.relate(
            doctor=cast.anna,
            person=cast.cecilie,
            kind="mentor",
            institution=TrainingInstitution.objects.get(code="fjellheim"),
            by=None,
        )


def tell_sharing(cast: SimpleNamespace, now: dt.datetime) -> None:
    _tell_minutes(cast, now)
    _tell_grant(cast, now)


def _tell_minutes(cast: SimpleNamespace, now: dt.datetime) -> None:
    """Two talks with Jorunn that Anna let Cecilie read: one is read still, for the other she took it back."""
    with clock.at(now - DAY * 760):
        series = actions.start_mentoring(doctor=cast.anna, interval_weeks=8, by=cast.anna)
    talks = Talks(series, now)
    first = talks.held(
        730,
        prepared="Hva jeg vil med det første året, og hvor jeg vil begynne.",
        minutes="Anna begynner på poliklinikken. Vi ser på planen igjen når det første kurset er tatt.",
        by=cast.anna,
    )
    second = talks.held(
        670,
        prepared="Det første kurset, og hvordan jeg har det i ny jobb.",
        minutes="Vi snakket om å være ny, om arbeidsmengde og om hva Anna trenger for å si fra i tide.",
        by=cast.anna,
    )
    with clock.at(now - DAY * 168):
        for session in (first, second):
            actions.share_minutes(session=session, by=cast.anna)
    with clock.at(now - DAY * 120):
        actions.take_back_sharing(session=second, by=cast.anna)


def _tell_grant(cast: SimpleNamespace, now: dt.datetime) -> None:
    with clock.at(now - DAY * 50):
        (grant,) = actions.grant_record(
            doctors=[cast.nora],
            person=cast.jorunn,
            purpose="Se om Nora kan være supervisør for nye leger til høsten.",
            ends_at=now + DAY * 40,
            by=cast.bo,
        )
    with clock.at(now - DAY * 30):
        actions.end_record_grant(grant=grant, by=cast.bo)
