"""Assessments, rounds of 360 degrees and forms of assessment, each in all its states."""

from types import SimpleNamespace
from typing import Any

from everybody import AROUND, World

from fagvei.common import clock
from fagvei.training import actions
from fagvei.training.models import Assessment, MultisourceRound
from fagvei.training.tests import factories_of_assessments as make

# People who are near Anna's record; an administrator is nobody.
NEAR = {name: word for name, word in AROUND["anna"].items() if word not in {"supervisor", "hospital_admin"}}


def add_objects(world: World) -> None:
    record = world.cast.record
    _add_assessments(world, record)
    _add_rounds(world, record)
    _add_forms(world)


def _add_assessments(world: World, record: Any) -> None:
    for row, label in (
        (make.ask(record), "asked of siri"),
        (make.ask(record, assessor=record.cecilie), "asked of cecilie"),
        (make.assess(record, goals=[record.goals["RUS-010"]]), "signed by siri"),
        (make.assess(record, goals=[record.goals["RUS-003"]], assessor=record.stian), "signed by stian, siri is asked"),
        (actions.decline_assessment(assessment=make.ask(record), comment="Nei.", by=record.siri), "declined by siri"),
        (actions.withdraw_assessment(assessment=make.ask(record), by=record.anna), "withdrawn"),
        (_annulled(record), "annulled"),
        (make.invite(record).assessment, "asked outside"),
        (make.answer_outside(make.invite(record)), "answered outside"),
        (make.sign_outside(make.invite(record)), "signed outside"),
        (_refused(record), "refused"),
        (_expired(record), "expired"),
    ):
        _add(world, Assessment.objects.get(pk=row.pk), f"anna's, {label}")


def _add(world: World, row: Assessment, label: str) -> None:
    words: dict[str, Any] = {name: [word] for name, word in NEAR.items()}
    if row.assessor is not None:
        words[row.assessor.username] = [*words.get(row.assessor.username, []), "assessor"]
    if "siri is asked" in label:
        words["siri"] = ["asked_supervisor"]
    world.add("assessment", row.state, row, words, label)


def _annulled(record: Any) -> Assessment:
    return actions.annul_assessment(assessment=make.assess(record), reason="Feil lege.", by=record.bo)


def _refused(record: Any) -> Assessment:
    signed = make.sign_outside(make.invite(record), make.AMUND)
    return actions.refuse_assessor(assessment=signed, reason="Kjenner ikke.", by=record.bo)


def _expired(record: Any) -> Assessment:
    """Asked so long ago that the time is out; nothing else is due then."""
    with clock.at(clock.now().replace(year=2025)):
        row = make.ask(record)
    with clock.at(row.expires_at):
        actions.expire_assessments()
    return row


def _add_rounds(world: World, record: Any) -> None:
    """One runs at a time, so each is brought to its end before the next."""
    words = {"anna": "doctor", "cecilie": "mentor"}
    states = {"released": {"released": True}, "closed": {"closed": True}, "read": {"read": True}}
    for label, how_far in states.items():
        _add_round(world, make.make_round(record, answered=5, **how_far), words, label)
    returned = actions.return_round(round_=make.propose(record), comment="Spør andre.", by=record.cecilie)
    _add_round(world, returned, words, "returned")
    _add_round(world, actions.withdraw_round(round_=make.propose(record), by=record.anna), words, "withdrawn")
    _add_round(world, make.make_round(record, answered=5), words, "open")
    noras = SimpleNamespace(doctor=world.cast.nora)
    _add_round(world, make.propose(noras), {"nora": "doctor", "mats": "mentor"}, "proposed", doctor="nora")


def _add_round(world: World, row: MultisourceRound, words: dict[str, str], label: str, *, doctor: str = "anna") -> None:
    world.add("multisource_round", row.state, MultisourceRound.objects.get(pk=row.pk), words, f"{doctor}'s, {label}")


def _add_forms(world: World) -> None:
    cast = world.cast
    local = actions.publish_local_form(
        institution=cast.fjellheim, name="Fjellheims skjema", intro="", questions=make.COMMENTS, by=cast.jorunn
    )
    world.add("assessment_form", "local", local.form, {"jorunn": "education_lead"}, "fjellheim's")
    world.add("assessment_form", "common", make.make_form().form, {"jorunn": "education_lead"}, "common")
