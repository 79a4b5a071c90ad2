"""Pairs in every state, and a recommendation that changed. Kari and Leif are one field, Eva, Eli and Ivar the other."""

from everybody import World

from fagvei.crosswalk import actions
from fagvei.crosswalk.tests import factories as make

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


def _settled(world: World, state: str) -> None:
    cast = world.cast
    pair = make.propose(cast, unit=cast.other_unit)
    if state == "rejected":
        settled = actions.reject_pair(pair=pair, note="Målet handler om noe annet.", by=cast.leif)
    else:
        settled = actions.withdraw_pair(pair=pair, note="Skrevet to ganger.", by=cast.eva)
    world.add("goal_pair", state, settled, OF_EVA, state)
