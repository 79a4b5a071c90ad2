"""What readers have said about recommendations in the demo: one waits for Kari, one was answered for all, one asks
Anna for more, who wanted to be told."""

import datetime as dt
from types import SimpleNamespace

from fagvei.common import clock
from fagvei.guideline import actions
from fagvei.guideline.models import NormativeUnit, UnitComment, UnitVersion
from fagvei.people.models import User


def tell_comments(cast: SimpleNamespace, now: dt.datetime) -> None:
    with clock.at(now - dt.timedelta(days=21)):
        said = _sent(
            "BRUK-1", "comment", "Demotekst: Rådet sier ikke når brukerrådet skal få svar på det de spiller inn."
        )
    with clock.at(now - dt.timedelta(days=15)):
        actions.decline_comment(
            comment=said,
            answer="Demotekst: Det står i den lokale rutinen: svaret kommer i referatet fra møtet.",
            shows="both",
            by=cast.kari,
        )
    with clock.at(now - dt.timedelta(days=6)):
        words = "Demotekst: Et ord i teksten brukes ikke lenger hos oss."
        unclear = _sent("BRUK-2", "error", words, tell=cast.anna)
    with clock.at(now - dt.timedelta(days=5)):
        actions.ask_for_more(comment=unclear, answer="Demotekst: Hvilket ord tenker du på?", by=cast.kari)
    with clock.at(now - dt.timedelta(days=4)):
        words = "Demotekst: Spørsmålet om hvem pasienten vil ha med, glemmes ved innkomst."
        about_the_draft = _sent("BRUK-2", "comment", words)
    with clock.at(now - dt.timedelta(days=3, hours=12)):
        draft = UnitVersion.objects.get(unit__code="BRUK-2", state="in_review")
        actions.reopen_version(version=draft, comment="Demotekst: Et innspill skal besvares her.", by=cast.kari)
        answer = "Demotekst: Det står i de praktiske rådene i utkastet."
        actions.accept_comment(comment=about_the_draft, answer=answer, by=cast.kari)
        actions.send_version(version=draft, by=cast.kari)
    with clock.at(now - dt.timedelta(days=2)):
        _sent("OVERD-1", "error", "Demotekst: Lenken til kilden åpner en annen side enn den som er nevnt.")


def _sent(code: str, kind: str, text: str, tell: User | None = None) -> UnitComment:
    return actions.send_comment(unit=NormativeUnit.objects.get(code=code), kind=kind, text=text, tell=tell)
