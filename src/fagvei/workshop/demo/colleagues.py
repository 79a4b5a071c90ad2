"""Four doctors began at Fjellheim two months ago: Bo has a team, Jorunn has numbers, and the group of Cecilie has six."""

import datetime as dt
from types import SimpleNamespace

from fagvei.common import clock
from fagvei.organisations.models import TrainingInstitution
from fagvei.people import actions as people
from fagvei.people.models import Delegation
from fagvei.training import actions
from fagvei.training.models import MentoringSeries
from fagvei.workshop.demo.story import Story

DAY = dt.timedelta(days=1)
# username, name, goals with a signed activity; the first of them is approved when there are several
NEW = (
    ("ingrid", "Ingrid Moen", ("RUS-001", "RUS-008", "FKM-01")),
    ("tor", "Tor Sæther", ("RUS-002",)),
    ("samira", "Samira Nordby", ("RUS-001", "RUS-066")),
    ("even", "Even Kvamme", ()),
)


def tell_colleagues(cast: SimpleNamespace, now: dt.datetime) -> None:
    home = TrainingInstitution.objects.get(code="fjellheim")
    group = MentoringSeries.objects.get(name="Tirsdagsgruppen")
    for username, full_name, codes in NEW:
        with clock.at(now - DAY * 55):
            doctor = people.add_user(
                username=username, full_name=full_name, email=f"{username}@example.org", is_demo=True, by=None
            )
            people.assign_role(user=doctor, role="doctor", institution=home, by=None)
            for person, kind in ((cast.bo, "leader"), (cast.cecilie, "mentor"), (cast.siri, "supervisor")):
                people.relate(doctor=doctor, person=person, kind=kind, institution=home, by=None)
        setattr(cast, username, doctor)
        story = Story(cast, username, now)
        story.assign_plan(54)
        for number, code in enumerate(codes):
            story.sign(story.activity([code], 45 - number * 6, number=number * 2), 40 - number * 6)
        if len(codes) > 1:
            goal = story.complete(codes[0], 25)
            story.opinion(goal, "cecilie", 22)
            story.opinion(goal, "siri", 21)
            story.send(goal, 20)
            story.approve(goal, 15)
        with clock.at(now - DAY * 13):
            actions.add_member(series=group, doctor=doctor, by=cast.cecilie)
    with clock.at(now - DAY * 5):
        people.delegate(
            leader=cast.bo,
            person=cast.mari,
            kind=Delegation.Kind.DELEGATE,
            institution=home,
            doctor=cast.ingrid,
            ends_at=now + DAY * 60,
            by=cast.bo,
        )
