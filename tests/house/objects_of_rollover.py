"""A goal of Anna's that says something else now, and her set that a rule lets her keep."""

import datetime as dt

from everybody import AROUND, World

from fagvei.common import clock
from fagvei.curriculum import actions as curriculum
from fagvei.training.models import PlanGoal


def add_objects(world: World) -> None:
    goal = PlanGoal.objects.get(doctor=world.cast.anna, goal__code="RUS-011")
    curriculum.publish_revision(
        goal=goal.goal, valid_from_on=clock.today(), name="Kunne mer", official_text="Skal kunne mer.", by=None
    )
    near = {name: word for name, word in AROUND["anna"].items() if word not in {"supervisor", "hospital_admin"}}
    world.add("plan_goal", "not_begun", goal, near, "RUS-011 of anna, changed since")
    curriculum.save_transition_rule(
        code="overgang-rus",
        goal_set=goal.goal.goal_set,
        name="Overgangsregel (fiktiv)",
        sentence="Planer tildelt før dagen kan beholde det tidligere settet.",
        section="§ 38",
        source="Demodata",
        assigned_before_on=clock.today() + dt.timedelta(days=1),
        until_on=None,
        by=None,
    )
    world.add(
        "goal_plan", "", goal.goal_plan, near, "the specialty's own set of anna", fields={"doctor": world.cast.anna}
    )
