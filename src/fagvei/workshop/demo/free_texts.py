"""What the staff of Mona's ward wrote in their own words, and the one text she has hidden. All of it is made up."""

import datetime as dt
from types import SimpleNamespace

from fagvei.common import clock
from fagvei.surveys import actions
from fagvei.surveys.models import FreeText
from fagvei.surveys.queries.improvement import closed_on

QUESTION = "hinders"
HIDDEN = "Det stopper opp når hun med den røde bilen har vakt, alle vet hvem det er."
# Of those who answer in turn; the others write nothing.
WORDS = (
    "Vi rekker det ikke på kveldsvakt, da er vi to på ti pasienter.",
    "",
    "Sjekklisten ligger tre klikk unna, og den er ikke oppdatert.",
    "Uklart om det er lege eller sykepleier som skal spørre.",
    HIDDEN,
    "",
    "Jeg visste ikke at det sto i retningslinjen.",
    "Vikarene får ikke opplæring i dette.",
)
REASON = "Kan røpe hvem en kollega er."


def words_of(place: int) -> str:
    return WORDS[place] if place < len(WORDS) else ""


def tell_free_texts(cast: SimpleNamespace, now: dt.datetime) -> None:
    """Mona reads what was written the day after she closed the wave."""
    text = FreeText.objects.select_related("round").get(words=HIDDEN)
    day = closed_on(text.round) + dt.timedelta(days=1)
    with clock.at(dt.datetime.combine(day, dt.time(9), clock.OSLO)):
        actions.hide_free_text(text=text, reason=REASON, by=cast.mona)
