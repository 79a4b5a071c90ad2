"""Bo lets the education lead look at one doctor's progress, and she has settled when the hospital wants to be warned,
and how long something may wait there.
"""

import datetime as dt
from types import SimpleNamespace

from fagvei.common import clock
from fagvei.organisations.models import TrainingInstitution
from fagvei.training import actions

# Invented, as the hospital is; no source gives a number.
DAYS = {"signing": 14, "opinion": 14, "decision": 21, "service": 21, "certificate": 28}
DECIDED = "Eksempel i demoen: vedtatt av utdanningsutvalget ved Fjellheim, så ingen mister et halvår på å vente."


def tell_team(cast: SimpleNamespace, now: dt.datetime) -> None:
    with clock.at(now - dt.timedelta(days=60)):
        for kind, days in DAYS.items():
            actions.set_task_deadline(
                institution=TrainingInstitution.objects.get(code="fjellheim"),
                kind=kind,
                days=days,
                valid_from=clock.today(),
                reason=DECIDED,
                by=cast.jorunn,
            )
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
