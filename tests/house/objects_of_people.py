"""Accounts, roles, relations, delegations, readings and notices; feedback from readers in all its states."""

from typing import Any

from everybody import AROUND, DEACTIVATED, World

from fagvei.audit import actions as audit
from fagvei.audit.models import AccessLog
from fagvei.handbook import actions as handbook
from fagvei.handbook.models import Feedback
from fagvei.handbook.targets import Target
from fagvei.people import actions as people
from fagvei.people.models import Relation, RoleAssignment

# Who administers whose account: the administrator where the person has, or had, a role.
ADMINISTRATORS = {
    "anna": ["trond"],
    "nora": ["trond"],
    "kim": ["tor"],
    "dag": ["tor"],
    "stian": ["trond", "tor"],
    DEACTIVATED: ["trond"],
    "hilde": [],
    "eva": [],
}


def add_objects(world: World) -> None:
    _add_accounts(world)
    _add_relations(world)
    _add_delegations(world)
    _add_readings_and_notices(world)
    _add_feedback(world)


def _add_accounts(world: World) -> None:
    for username, administrators in ADMINISTRATORS.items():
        user = getattr(world.cast, username)
        words = dict.fromkeys(administrators, "hospital_admin")
        world.add("user", "", user, words, username)
    for username, administrators in (("anna", ["trond"]), ("dag", ["tor"]), ("hilde", []), ("bo", ["trond"])):
        assignment = RoleAssignment.objects.filter(user=getattr(world.cast, username)).order_by("starts_at").last()
        words = dict.fromkeys(administrators, "hospital_admin") | {username: "self"}
        world.add("role_assignment", "", assignment, words, f"{username}, {assignment.role}")


def _add_relations(world: World) -> None:
    present = Relation.objects.active().select_related("doctor", "person")
    for relation in present.filter(doctor__username__in=["anna", "kim"]):
        _add_relation(world, relation)
    for relation in Relation.objects.filter(person__username__in=["gro", "hans", "ines"]):
        _add_relation(world, relation)
    for doctor in ("anna", "per", "kim"):
        near = {name: word for name, word in AROUND[doctor].items()}
        for kind in Relation.Kind.values:
            world.add(
                "appointment",
                kind,
                getattr(world.cast, doctor),
                near,
                f"{kind} for {doctor}",
                seen_by=frozenset(near),
                fields={"kind": kind},
            )


def _add_relation(world: World, relation: Relation) -> None:
    """The person in it counts as what the relation says, also when it has ended; the other helpers are nobody to it."""
    doctor = relation.doctor.username
    deciders = {"doctor", "leader", "deputy", "delegate", "hospital_admin"}
    words: dict[str, Any] = {name: word for name, word in AROUND[doctor].items() if word in deciders}
    words[relation.person.username] = relation.kind
    world.add("relation", relation.kind, relation, words, f"{relation.person.username} for {doctor}")


def _add_delegations(world: World) -> None:
    # The doctors whom Bo leads, and whose case it is about.
    concerned = {
        "per": ["anna", "nora"],
        "dina": ["anna"],
        "erik": ["anna", "nora", "per"],
        "fia": ["anna", "nora", "per"],
    }
    for person, delegation in world.cast.delegations.items():
        words: dict[str, Any] = dict.fromkeys(concerned[person], "doctor")
        words |= {"bo": "leader", person: [delegation.kind]}
        if person == "per":
            words["per"] = ["deputy", "doctor"]
        world.add("delegation", delegation.kind, delegation, words, f"from bo to {person}")


def _add_readings_and_notices(world: World) -> None:
    audit.record_reading(by=world.cast.bo, subject=world.cast.anna, role="leader", what="Planen")
    world.add("access_log", "", AccessLog.objects.get(), {"anna": "self"}, "bo read anna's")
    notice = people.notify(user=world.cast.anna, kind="test", text="Noe har skjedd.", path="/min-side/")
    world.add("notification", "", notice, {"anna": "self"}, "to anna")


def _add_feedback(world: World) -> None:
    cast = world.cast
    owned = Target("web.Path", "/", "Forsiden", "/", cast.centre)
    owners = {"eva": "owner", "geir": "colleague"}
    for state in Feedback.State.values:
        feedback = handbook.send_feedback(
            kind=Feedback.Kind.ERROR, target=owned, by=cast.anna, text="Datoen på forsiden er feil."
        )
        if state != Feedback.State.NEW:
            handbook.move_feedback(feedback=feedback, to=state, comment="Sett på.", by=cast.eva)
            feedback.refresh_from_db()
        world.add("feedback", state, feedback, owners | {"anna": "sender"}, f"from anna, {state}")
    nobody = handbook.send_feedback(
        kind=Feedback.Kind.ERROR, target=Target("web.Path", "/kilder/", "Kilder", "/kilder/"), by=None, text="Mangler."
    )
    world.add("feedback", Feedback.State.NEW, nobody, {"hilde": "owner"}, "that no RegUt owns")
    answer = handbook.send_feedback(kind=Feedback.Kind.FOUND, target=owned, by=cast.bo)
    world.add("feedback", Feedback.State.NEW, answer, owners | {"bo": "sender"}, "yes from bo")
