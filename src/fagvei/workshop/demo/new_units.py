"""Recommendations written here in the demo: one published in the local layer, one that was taken out again, one as a draft."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from fagvei.common import clock
from fagvei.guideline import actions
from fagvei.guideline.actions.standing import digest_of
from fagvei.guideline.models import Chapter, NormativeUnit, UnitVersion

SOURCE = "Demodata: rutine ved Fjellheim sykehus HF (oppdiktet)"


def tell_new_units(cast: SimpleNamespace, now: dt.datetime) -> None:
    _told(
        cast,
        now - dt.timedelta(days=58),
        code="LOK-1",
        short_text="Demotekst: Avdelingen ringer brukerrådet når møtedatoen endres.",
        reason="Demotekst: To møter ble flyttet uten at rådet fikk vite det.",
        quote="Demotekst: Brukerrådet skal ha beskjed den dagen et møte flyttes.",
        benefits_and_harms="Demotekst: Rådet rekker å møte. En telefon tar noen minutter.",
        values_and_preferences="Demotekst: Rådet har sagt at de heller vil bli ringt enn få brev.",
        pico={
            "P": "Demotekst: medlemmene av brukerrådet",
            "I": "Demotekst: en telefon når møtet flyttes",
            "C": "Demotekst: brev i posten",
            "O": "Demotekst: hvor mange som møter",
        },
    )
    gone = _told(
        cast,
        now - dt.timedelta(days=150),
        code="LOK-2",
        short_text="Demotekst: Referatet fra brukerrådet henges opp på vaktrommet.",
        reason="Demotekst: Referatet ble ikke lest.",
    )
    with clock.at(now - dt.timedelta(days=90)):
        version = actions.start_version(unit=gone, by=cast.kari)
        version = actions.edit_version(
            version=version,
            label=UnitVersion.Label.DELETED,
            reason="Demotekst: Referatet ligger på intranettet nå.",
            by=cast.kari,
        )
        _published(cast, version)
    with clock.at(now - dt.timedelta(days=1)):
        _started(
            cast,
            code="LOK-3",
            short_text="Demotekst: Pårørende får et eget velkomstbrev.",
            reason="Demotekst: Pårørende har bedt om det.",
        )


def _told(cast: SimpleNamespace, at: dt.datetime, **words: Any) -> NormativeUnit:
    with clock.at(at):
        return _published(cast, _started(cast, **words)).unit


def _started(cast: SimpleNamespace, **words: Any) -> UnitVersion:
    chapter = Chapter.objects.get(units__code="BRUK-1")
    groups = list(NormativeUnit.objects.get(code="BRUK-1").target_groups.all())
    kind = UnitVersion.Kind.RECOMMENDATION
    return actions.start_unit(chapter=chapter, kind=kind, source=SOURCE, target_groups=groups, by=cast.kari, **words)


def _published(cast: SimpleNamespace, version: UnitVersion) -> UnitVersion:
    version = actions.send_version(version=version, by=cast.kari)
    version = actions.approve_version(version=version, shown=digest_of(version), by=cast.leif)
    return actions.publish_version(version=version, by=cast.kari)
