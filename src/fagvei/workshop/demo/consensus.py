"""The working group in the demo: one round about Kari's draft is open for the peers, one was closed before it was approved."""

import datetime as dt
from types import SimpleNamespace

from fagvei.common import clock
from fagvei.guideline import actions
from fagvei.guideline.actions.standing import digest_of
from fagvei.guideline.models import NormativeUnit, UnitVersion
from fagvei.people import actions as people

SOURCE = "Demodata: rutine ved Fjellheim sykehus HF (oppdiktet)"
PEERS = ("mari", "ivar", "mona", "siri", "stian")


def tell_consensus(cast: SimpleNamespace, now: dt.datetime) -> None:
    with clock.at(now - dt.timedelta(days=200)):
        for name in PEERS:
            people.assign_role(user=getattr(cast, name), role="guideline_peer", by=None)
    _tell_closed(cast, now)
    with clock.at(now - dt.timedelta(days=3)):
        draft = UnitVersion.objects.get(unit__code="BRUK-2", state="in_review")
        round_ = actions.open_consensus_round(
            version=draft,
            closes_on=(now + dt.timedelta(days=11)).date(),
            note="Demotekst: Er spørsmålet formulert slik at det kan stilles ved innkomst?",
            by=cast.kari,
        )
    with clock.at(now - dt.timedelta(days=2)):
        actions.vote(round_=round_, answer="agree", by=cast.siri)
        actions.vote(
            round_=round_,
            answer="reservation",
            comment="Demotekst: Skriv hvem som spør når pasienten kommer om natten.",
            by=cast.ivar,
        )


def _tell_closed(cast: SimpleNamespace, now: dt.datetime) -> None:
    with clock.at(now - dt.timedelta(days=80)):
        version = actions.start_version(unit=NormativeUnit.objects.get(code="OVERD-7"), by=cast.kari)
        version = actions.edit_version(
            version=version,
            label=UnitVersion.Label.AMENDED,
            reason="Demotekst: Legevakten ba om et navn å ringe.",
            practical_advice="Demotekst: Avtalen med legevakten står i perm 3, med telefonnummer til vakthavende.",
            source=SOURCE,
            by=cast.kari,
        )
        round_ = actions.open_consensus_round(
            version=version, closes_on=(now - dt.timedelta(days=66)).date(), by=cast.kari
        )
    with clock.at(now - dt.timedelta(days=75)):
        for name in ("mari", "mona", "siri"):
            actions.vote(round_=round_, answer="agree", by=getattr(cast, name))
        actions.vote(
            round_=round_,
            answer="disagree",
            comment="Demotekst: Et permnummer hører hjemme i rutinen, ikke i rådet.",
            by=cast.stian,
        )
    with clock.at(now - dt.timedelta(days=64)):
        actions.close_consensus_round(round_=round_, by=None)
        version = actions.send_version(version=version, by=cast.kari)
    with clock.at(now - dt.timedelta(days=62)):
        version = actions.approve_version(
            version=version, shown=digest_of(version), comment="Enighet i gruppen.", by=cast.leif
        )
        actions.publish_version(version=version, by=cast.kari)
