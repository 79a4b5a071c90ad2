"""Consensus rounds, open and closed. Kari asks, Leif reads, Rolf and Lars are peers and vote."""

from everybody import World
from objects_of_guideline import MAKERS

from fagvei.guideline import actions
from fagvei.guideline.models import NormativeUnit
from fagvei.guideline.tests import factories as make
from fagvei.people import actions as people

VOTERS = {"rolf": "voter", "lars": "voter"}


def add_objects(world: World) -> None:
    cast = world.cast
    for username in VOTERS:
        people.assign_role(user=getattr(cast, username), role="guideline_peer", by=None)
    chapter = NormativeUnit.objects.get(code="HUS-fri").chapter
    for state in ("open", "closed"):
        version = make.amend(make.make_unit(chapter, f"HUS-{state}-runde"), cast.kari)
        round_ = make.open_round(version, cast.kari)
        actions.vote(round_=round_, answer="disagree", comment="For bastant.", by=cast.rolf)
        if state == "closed":
            round_ = actions.close_consensus_round(round_=round_, by=cast.kari)
        world.add("consensus_round", state, round_, MAKERS | VOTERS, f"round {state}")
