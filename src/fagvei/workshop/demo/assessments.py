"""Anna's assessments: two signed, one answered by link and unsigned, one asked of Siri; two rounds of 360 degrees."""

import datetime as dt
from types import SimpleNamespace

from django.db import transaction

from fagvei.common import clock
from fagvei.organisations.models import LearningArena, TrainingInstitution
from fagvei.training import actions
from fagvei.training.letters import make_link
from fagvei.training.models import (
    Assessment,
    AssessmentFormVersion,
    MultisourceRound,
    PlanGoal,
)

GOOD = "Tok seg tid, spurte åpent og oppsummerte før samtalen var slutt."
BETTER = "Kan si tydeligere hva som skjer videre."
RATERS = (
    ("Inger Haug, sykepleier", "inger.haug@example.org"),
    ("Ola Berge, sosionom", "ola.berge@example.org"),
    ("Tone Lid, psykolog", "tone.lid@example.org"),
    ("Jon Eik, lege", "jon.eik@example.org"),
    ("Marte Sol, sekretær", "marte.sol@example.org"),
    ("Pål Dal, vernepleier", "pal.dal@example.org"),
    ("Ane Vik, lege", "ane.vik@example.org"),
)
SAID = (
    ("Lett å samarbeide med, også på travle dager.", "Gi beskjed litt før når planen endres."),
    ("Hører på det vi andre har sett.", "Si fra når det blir for mye."),
    ("Forklarer godt hvorfor noe er bestemt.", "Ta med flere i rapporten om morgenen."),
    ("Rolig når det haster.", "Spør oss gjerne oftere."),
    ("Holder det som er avtalt.", "Kortere møter."),
    ("Deler det som er nytt i faget.", "Mer tid til de nye på posten."),
)


def tell_assessments(cast: SimpleNamespace, now: dt.datetime) -> None:
    _local_form(cast, now)
    _signed(cast, now)
    _unsigned(cast, now)
    with clock.at(now - dt.timedelta(days=2)):
        _ask(cast, "observert-samtale", "Samtale om videre plan", _goals(cast, "RUS-032"), assessor=cast.siri)
    _closed_round(cast, now)
    with clock.at(now - dt.timedelta(days=6)):
        _open_round(cast, answered=3)


def _version(code: str) -> AssessmentFormVersion:
    return AssessmentFormVersion.objects.filter(form__code=code).order_by("number").last()  # type: ignore[return-value]


def _goals(cast: SimpleNamespace, *codes: str) -> list[PlanGoal]:
    return list(PlanGoal.objects.filter(doctor=cast.anna, goal__code__in=codes))


def _local_form(cast: SimpleNamespace, now: dt.datetime) -> None:
    with clock.at(now - dt.timedelta(days=400)):
        actions.publish_local_form(
            institution=TrainingInstitution.objects.get(code="fjellheim"),
            name="Fjellheims skjema for visitt (demo)",
            intro="Du har gått visitt sammen med legen.",
            questions=[
                {"key": "ord-1", "kind": "comment", "text": "Hva la du merke til?", "help": "", "options": [], "required": True},
                {
                    "key": "valg-1", "kind": "choice", "text": "Var visitten forberedt?", "help": "",
                    "options": ["Nei", "Delvis", "Ja"], "required": True,
                },
            ],
            by=cast.jorunn,
        )  # fmt: skip


def _ask(cast: SimpleNamespace, code: str, title: str, goals: list[PlanGoal], **who: object) -> Assessment:
    arena = LearningArena.objects.filter(institution__code="fjellheim").order_by("name").first()
    return actions.ask_assessment(
        doctor=cast.anna,
        by=cast.anna,
        version=_version(code),
        title=title,
        held_on=clock.today(),
        goals=goals,
        arena=arena,
        **who,  # type: ignore[arg-type]
    )


def _signed(cast: SimpleNamespace, now: dt.datetime) -> None:
    for days_ago, who, title, codes in (
        (75, cast.siri, "Førstegangssamtale", ("RUS-020", "RUS-032")),
        (48, cast.stian, "Samtale med pårørende", ("RUS-020", "RUS-059")),
    ):
        with clock.at(now - dt.timedelta(days=days_ago)):
            asked = _ask(cast, "observert-samtale", title, _goals(cast, *codes), assessor=who)
        with clock.at(now - dt.timedelta(days=days_ago - 2)):
            actions.answer_assessment(
                assessment=asked,
                answers={"bra": GOOD, "bedre": BETTER, "sett": "Jeg var til stede", "niva": "middle"},
                by=who,
            )


def _unsigned(cast: SimpleNamespace, now: dt.datetime) -> None:
    with clock.at(now - dt.timedelta(days=4)):
        asked = _ask(
            cast,
            "droefting-av-sak",
            "Drøfting av en henvisning",
            _goals(cast, "RUS-030"),
            name="Ragnhild Foss",
            email="ragnhild.foss@example.org",
        )
        with transaction.atomic():
            make_link(asked.invitation)
    with clock.at(now - dt.timedelta(days=3)):
        actions.answer_by_link(
            invitation=asked.invitation,
            answers={"bra": "Kom med egne forslag til tiltak.", "bedre": "Kan dokumentere overveielsene kortere."},
        )


def _closed_round(cast: SimpleNamespace, now: dt.datetime) -> None:
    with clock.at(now - dt.timedelta(days=120)):
        round_ = _open_round(cast, answered=6)
    with clock.at(now - dt.timedelta(days=105)):
        actions.close_round(round_=round_, by=cast.cecilie)
        actions.read_result(round_=round_, by=cast.cecilie)
    with clock.at(now - dt.timedelta(days=98)):
        actions.release_result(round_=round_, comment="Snakket om dette i veiledningen.", by=cast.cecilie)


def _open_round(cast: SimpleNamespace, *, answered: int) -> MultisourceRound:
    version = _version("360-graders")
    round_ = actions.propose_round(doctor=cast.anna, version=version, raters=RATERS, by=cast.anna)
    actions.open_round(round_=round_, by=cast.cecilie)
    scale = [question.options for question in version.asked if question.options]
    keys = [question.key for question in version.asked if question.options]
    for number, rater in enumerate(round_.raters.order_by("pk")[:answered]):
        with transaction.atomic():
            make_link(rater)
        chosen = {
            key: options[2 + (number + place) % 2] for place, (key, options) in enumerate(zip(keys, scale, strict=True))
        }
        good, better = SAID[number]
        actions.answer_round(rater=rater, answers={"bra": good, "bedre": better, **chosen})
    return round_
