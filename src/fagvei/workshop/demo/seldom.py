"""What happens now and then in a record: a day that is planned, an objection, an equivalent, a goal called back, a closed plan.

Told when all else is: what Anna has left to do was chosen before.
"""

import datetime as dt
from types import SimpleNamespace

from fagvei.common import clock
from fagvei.curriculum.models import LearningActivity, Requirement
from fagvei.organisations.models import Specialty
from fagvei.training import access, actions
from fagvei.training.models import EducationPlan
from fagvei.workshop.demo.story import Story

DAY = dt.timedelta(days=1)


def tell_seldom(cast: SimpleNamespace, now: dt.datetime) -> None:
    story = Story(cast, "anna", now)
    _plan_a_day(story)
    _object(story)
    _accept_an_equivalent(story)
    _call_a_goal_back(story)
    _close_a_plan(story)
    _read(story)


def _plan_a_day(story: Story) -> None:
    with story.at(2):
        actions.log_activity(
            doctor=story.doctor,
            kind=LearningActivity.Kind.SERVICE,
            title="Dag på poliklinikken sammen med supervisør",
            done_on=clock.today() + 12 * DAY,
            goals=[story.goal("RUS-040")],
            arena=story.arenas[0],
            supervisor=story.cast.siri,
            planned=True,
            by=story.doctor,
        )


def _object(story: Story) -> None:
    """Bo took Anna for a colleague on the list; he has not answered yet."""
    with story.at(25):
        marked = actions.mark_met_on_behalf(
            doctor=story.doctor,
            goals=[story.goal("RUS-019")],
            kind=LearningActivity.Kind.INTERNAL_TEACHING,
            title="Fagkveld for leger i spesialisering",
            done_on=clock.today() - 20 * DAY,
            reason="Står på listen fra fagkvelden.",
            by=story.cast.bo,
        )
    with story.at(4):
        actions.object_to_activity(
            plan_activity=marked, reason="Jeg var på vakt den kvelden. Det må være en kollega.", by=story.doctor
        )


def _accept_an_equivalent(story: Story) -> None:
    signed = story.activity(["RUS-024"], 70, number=7)
    story.sign(signed, 66)
    signed.refresh_from_db()
    with story.at(31):
        actions.accept_equivalent(
            plan_goal=story.goal("RUS-024"),
            requirement=Requirement.objects.get(goal__code="RUS-024", activity__code="RUS-GK4"),
            plan_activity=signed,
            reason="Har selv undervist avdelingen om temaet, og supervisøren har sett det (demodata).",
            by=story.cast.bo,
        )


def _call_a_goal_back(story: Story) -> None:
    """Sent, and taken back before Bo had decided."""
    story.sign(story.activity(["RUS-033"], 52, number=2), 49)
    sent = story.complete("RUS-033", 40)
    story.opinion(sent, "cecilie", 35)
    story.opinion(sent, "siri", 33)
    story.send(sent, 9)
    with story.at(5):
        actions.recall_goal(plan_goal=sent, by=story.doctor)


def _close_a_plan(story: Story) -> None:
    """Anna began in another specialty. What she did there stays, and the plan says why it was closed."""
    with story.at(1_000):
        actions.assign_plan(
            doctor=story.doctor, specialty=Specialty.objects.get(slug="akutt-og-mottaksmedisin"), by=story.cast.bo
        )
    story.sign(story.activity(["AMM-019"], 940, number=2), 935)
    with story.at(805):
        actions.archive_plan(
            plan=EducationPlan.objects.current().get(doctor=story.doctor, specialty__slug="akutt-og-mottaksmedisin"),
            reason="Anna har gått over til rus- og avhengighetsmedisin.",
            by=story.cast.bo,
        )


def _read(story: Story) -> None:
    """Those around her open what is hers; each leaves a line that she sees."""
    with story.at(12):
        access.get_plan_goal_for(story.cast.cecilie, story.goal("RUS-059").public_id)
    with story.at(9, minutes=40):
        access.get_doctor_for(story.cast.bo, story.doctor.public_id)
    with story.at(3, minutes=75):
        access.get_plan_goal_for(story.cast.siri, story.goal("RUS-011").public_id)
