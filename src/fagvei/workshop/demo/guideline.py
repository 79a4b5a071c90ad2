"""The guideline's local layer in the demo: one change that Kari and Leif have published, one that waits for Leif.

The texts are about routines of a fictional ward, carry the demo mark, and leave the national text as it is.
"""

import datetime as dt
from types import SimpleNamespace

from fagvei.common import clock
from fagvei.guideline import actions
from fagvei.guideline.actions.standing import digest_of
from fagvei.guideline.models import NormativeUnit, UnitVersion

SOURCE = "Demodata: rutine ved Fjellheim sykehus HF (oppdiktet)"


def tell_guideline(cast: SimpleNamespace, today: dt.datetime) -> None:
    with clock.at(today - dt.timedelta(days=40)):
        done = _amended(
            cast,
            "BRUK-1",
            practical_advice="Demotekst: Brukerrådet får sakslisten to uker før møtet, og svaret på innspillene i referatet.",
            reason="Brukerrådet ba om å få sakene tidligere.",
        )
    with clock.at(today - dt.timedelta(days=38)):
        actions.approve_version(version=done, shown=digest_of(done), comment="Endrer ikke rådet.", by=cast.leif)
    with clock.at(today - dt.timedelta(days=37)):
        actions.publish_version(version=done, by=cast.kari)
    with clock.at(today - dt.timedelta(days=4)):
        _amended(
            cast,
            "BRUK-2",
            practical_advice="Demotekst: Spør ved innkomst hvem pasienten vil ha med, og noter svaret i planen.",
            reason="Gjennomgang av innkomstsamtalene viste at spørsmålet ofte ble glemt.",
        )


def _amended(cast: SimpleNamespace, code: str, *, practical_advice: str, reason: str) -> UnitVersion:
    version = actions.start_version(unit=NormativeUnit.objects.get(code=code), by=cast.kari)
    version = actions.edit_version(
        version=version,
        label=UnitVersion.Label.AMENDED,
        reason=reason,
        practical_advice=practical_advice,
        source=SOURCE,
        by=cast.kari,
    )
    return actions.send_version(version=version, by=cast.kari)
