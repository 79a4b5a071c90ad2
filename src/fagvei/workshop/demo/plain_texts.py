"""The guideline in plain language in the demo: proposals that Kari has written and Leif approved, two of them in nynorsk as
well, and two that wait for Leif.

Each sentence restates what the recommendation's own text in our list says. All carry the demo mark: nobody at the
Directorate has seen them.
"""

import datetime as dt
from types import SimpleNamespace

from fagvei.common import clock
from fagvei.guideline import actions
from fagvei.guideline.actions.plain_texts import print_of
from fagvei.guideline.models import NormativeUnit, PlainText

APPROVED = {
    "AKUTT-RETT": (
        "Retten til øyeblikkelig hjelp gjelder også behandling for rusproblemer. Du har den når hjelpen må antas å være "
        "påtrengende nødvendig."
    ),
    "OVERD-1": (
        "Etter en overdose med opioider anbefaler retningslinjen at motgiften gis skånsomt, så den ikke gir deg abstinens "
        "eller får deg til å våkne brått."
    ),
    "OVERD-2": (
        "Etter en overdose anbefaler retningslinjen at du blir spurt om du ville ta livet ditt, om tanker, ønsker og "
        "planer om selvmord, og om det nylig har vært et brudd i livet ditt. Er et selvmordsforsøk bekreftet, går veien "
        "videre til psykiatrisk akuttmottak eller legevakt. Oppfatter hjelperne at det er fare, motiverer de deg til å bli "
        "med til legevakt eller rusakuttmottak."
    ),
    "OVERD-5": (
        "Retningslinjen anbefaler at den som har hatt en livstruende overdose, ikke blir etterlatt alene, og følges opp i "
        "minst to timer."
    ),
    "BRUK-2": (
        "Du skal få medvirke i avrusningen din. Pårørende kan medvirke når du ønsker det. Stedet skal sørge for at "
        "individuell plan blir brukt."
    ),
    "BRUK-3": (
        "Opplæring for deg og for pårørende bør være en del av tilbudet. Retningslinjen ber stedet vurdere å ha med en "
        "erfaringskonsulent."
    ),
    "FENG-1": (
        "Retningslinjen anbefaler at hvert fengsel har rutiner for avrusning, og at det snarest etter innsettelsen blir "
        "vurdert om du trenger hjelp mot abstinens."
    ),
    "ALK-TRYGG": (
        "Retningslinjen sier at de som behandler deg, formidler trygghet, følger deg tett og lindrer plagene. Positive "
        "forventninger påvirker hvordan det går."
    ),
    "BZD-1": "Har du brukt benzodiazepiner lenge, fraråder retningslinjen brå stopp. Bruken trappes ned.",
    "BZD-8": (
        "Når du slutter med benzodiazepiner, kan en psykisk lidelse bli tydeligere. Retningslinjen sier at du da får "
        "tilbud om kartlegging, utredning og behandling."
    ),
}
NYNORSK = {
    "BRUK-2": (
        "Du skal få medverke i avrusinga di. Pårørande kan medverke når du ønskjer det. Staden skal sørgje for at "
        "individuell plan blir brukt."
    ),
    "BRUK-3": (
        "Opplæring for deg og for pårørande bør vere ein del av tilbodet. Retningslinja ber staden vurdere å ha med ein "
        "erfaringskonsulent."
    ),
}
IN_ENGLISH = (
    "BRUK-2",
    "You shall be able to take part in your detoxification. Next of kin can take part when you wish it. The place shall see "
    "that an individual plan is used.",
)
WAITING = ("OPI-LM-2", "Metadon bør ikke brukes når du avruses poliklinisk, altså uten å være innlagt.")


def tell_plain_texts(cast: SimpleNamespace, now: dt.datetime) -> None:
    with clock.at(now - dt.timedelta(days=21)):
        sent = [_sent(cast, code, text) for code, text in APPROVED.items()]
        sent += [_sent(cast, code, text, "nn") for code, text in NYNORSK.items()]
    with clock.at(now - dt.timedelta(days=19)):
        for plain in sent:
            actions.approve_plain_text(plain_text=plain, shown=print_of(plain), by=cast.leif)
    with clock.at(now - dt.timedelta(days=2)):
        _sent(cast, *WAITING)
        _sent(cast, *IN_ENGLISH, "en")


def _sent(cast: SimpleNamespace, code: str, text: str, language: str = "nb") -> PlainText:
    unit = NormativeUnit.objects.get(code=code)
    plain = actions.write_plain_text(unit=unit, text=text, language=language, by=cast.kari)
    return actions.send_plain_text(plain_text=plain, by=cast.kari)
