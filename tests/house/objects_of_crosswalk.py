"""Pairs in every state, a recommendation that changed, and reading for a gap. Kari and Leif are one field, Eva, Eli and Ivar the other."""

import datetime as dt

from everybody import World

from fagvei.common import clock
from fagvei.crosswalk import actions
from fagvei.crosswalk.models import TeachingPlan
from fagvei.crosswalk.models.teaching_plans import PLANNERS
from fagvei.crosswalk.tests import factories as make
from fagvei.people.models import RoleAssignment

GUIDELINE, EDUCATION = ("kari", "leif"), ("eva", "eli", "ivar")
SIDES = {**dict.fromkeys(GUIDELINE, "guideline_side"), **dict.fromkeys(EDUCATION, "education_side")}


# What Eva proposes is answered by Kari and Leif.
OF_EVA = {
    **SIDES,
    **dict.fromkeys(GUIDELINE, ("guideline_side", "other_side")),
    "eva": ("education_side", "proposer"),
}


def add_objects(world: World) -> None:
    cast = make.make_world(world.cast)
    proposed = make.propose(cast, goal=cast.other_goal)
    world.add("goal_pair", "proposed", proposed, OF_EVA, "eva proposes")
    packed = make.from_pack(cast, goal=cast.other_goal, unit=cast.other_unit)
    both = {name: (side, "other_side") for name, side in SIDES.items()}
    world.add("goal_pair", "proposed", packed, both, "the pack proposes")
    _settled(world, "rejected")
    _settled(world, "withdrawn")
    standing = make.approved(cast)
    world.add("goal_pair", "approved", standing, OF_EVA, "approved")
    make.amend(cast, cast.unit)
    # Eva proposed it and keeps the course, Leif approved it; nobody teaches the goal.
    keepers = {"eva": "keeper", "leif": "keeper"}
    world.add("changed_recommendation", "", cast.unit, keepers, "another text")
    _planned(world)


def _settled(world: World, state: str) -> None:
    cast = world.cast
    pair = make.propose(cast, unit=cast.other_unit)
    if state == "rejected":
        settled = actions.reject_pair(pair=pair, note="Målet handler om noe annet.", by=cast.leif)
    else:
        settled = actions.withdraw_pair(pair=pair, note="Skrevet to ganger.", by=cast.eva)
    world.add("goal_pair", state, settled, OF_EVA, state)


def _planned(world: World) -> None:
    """Reading for a gap at Fjellheim: not done, done, and taken away."""
    cast = world.cast
    wave = make.shared_wave(cast, [cast.unit])
    held = RoleAssignment.objects.active().filter(role__in=PLANNERS, institution=cast.fjellheim, user__is_active=True)
    planners = dict.fromkeys(held.values_list("user__username", flat=True), "planner")
    for state in ("not_done", "done", "dropped"):
        due_on = clock.today() + dt.timedelta(days=14)
        plan = actions.plan_reading_for_gap(round=wave, unit=cast.unit, due_on=due_on, by=cast.jorunn)
        if state != "not_done":
            actions.mark_plan(plan=plan, state=state, by=cast.jorunn)
        world.add("gap_plan", state, TeachingPlan.objects.get(pk=plan.pk), planners, f"reading {state}")
