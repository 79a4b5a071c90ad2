"""Bo lets the education lead look at one doctor's progress, and she has settled when the hospital wants to be warned."""

import datetime as dt
from types import SimpleNamespace

from fagvei.common import clock
from fagvei.organisations.models import TrainingInstitution
from fagvei.training import actions


def tell_team(cast: SimpleNamespace, now: dt.datetime) -> None:
    with clock.at(now - dt.timedelta(days=14)):
        actions.set_warning_threshold(
            institution=TrainingInstitution.objects.get(code="fjellheim"),
            rule="undecided",
            threshold=10,
            by=cast.jorunn,
        )
        actions.grant_record(
            doctors=[cast.anna],
            person=cast.jorunn,
            purpose="Planlegge rotasjonen til høsten sammen med Anna.",
            ends_at=now + dt.timedelta(days=60),
            by=cast.bo,
        )
