"""Line is in her first months of part 1: a plan without a specialty, service at the hospital, the first goals begun."""

import datetime as dt
from types import SimpleNamespace

from fagvei.training import actions
from fagvei.training.models import PlanGoal
from fagvei.workshop.demo.service import Kind, Service
from fagvei.workshop.demo.story import Story


def tell_part_1(cast: SimpleNamespace, now: dt.datetime) -> None:
    story = Story(cast, "line", now)
    with story.at(84):
        actions.assign_plan(doctor=cast.line, specialty=None, by=cast.bo)
    service = Service(cast, "line", now)
    position = service.position(80, institution=service.home, starts_on=service.first(2))
    service.period(80, position, Kind.PART_1_HOSPITAL, starts_on=service.first(2), arena="Medisinsk avdeling")
    codes = list(PlanGoal.objects.filter(doctor=cast.line).order_by("goal__code").values_list("goal__code", flat=True))
    story.sign(story.activity(codes[:1], 40), 37)
    story.activity(codes[1:2], 3)
