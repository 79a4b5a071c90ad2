"""Danger signs and emergency numbers as text in the program: they stand when database, scripts and content do not.

The content pack holds the same words with their source; loading refuses when the two differ.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from fagvei.common.models import content_digest


@dataclass(frozen=True)
class Sign:
    code: str
    text: str | Promise

    def __str__(self) -> str:
        return str(self.text)


@dataclass(frozen=True)
class Number:
    """Whom to ring, and when."""

    code: str
    number: str
    text: str | Promise

    @property
    def dialled(self) -> str:
        return self.number.replace(" ", "")

    def __str__(self) -> str:
        return f"{self.number}: {self.text}"


NUMBERS = (
    Number("RING-113", "113", _("medisinsk nødtelefon, når det står om liv")),
    Number("RING-LEGEVAKT", "116 117", _("legevakt, når hjelpen ikke kan vente")),
    Number("RING-GIFT", "22 59 13 00", _("Giftinformasjonen, døgnåpen, ved forgiftning")),
)
SIGNS = (
    Sign(
        "FARE-KRAMPE",
        _(
            "Krampeanfall (abstinens fra alkohol eller benzodiazepiner, eller en annen årsak): 113 eller somatisk "
            "akuttmottak. Vurder behandlingsnivået på nytt."
        ),
    ),
    Sign(
        "FARE-DELIR",
        _(
            "Forvirring, svingende våkenhet, livaktige hallusinasjoner, feber, autonom storm (delirium tremens, delir ved "
            "GHB eller benzodiazepiner, infeksjon): somatisk sykehus."
        ),
    ),
    Sign(
        "FARE-WERNICKE",
        _(
            "Øyemuskelsymptomer, ustøhet, forvirring, lav kroppstemperatur, lavt blodtrykk (Wernicke; bare få har alle "
            "tegnene): akutt avgjørelse om tiamin."
        ),
    ),
    Sign(
        "FARE-PUST",
        _(
            "Langsom pust, små pupiller, umulig å vekke (opioider, sedativer, GHB): 113, frie luftveier, nalokson.",
        ),
    ),
    Sign(
        "FARE-HJERTE",
        _(
            "Brystsmerter, svært høyt blodtrykk eller høy temperatur (sentralstimulerende midler): somatisk sykehus.",
        ),
    ),
    Sign(
        "FARE-VASKE",
        _(
            "Vedvarende oppkast, tar ikke til seg noe, uttørring (elektrolyttforstyrrelse): somatisk sykehus.",
        ),
    ),
    Sign("FARE-SELVMORD", _("Selvmordstanker eller -planer, nylig brudd: psykiatrisk akuttmottak.")),
    Sign("FARE-PSYKOSE", _("Psykose ved det som skulle vært ren opioidabstinens: let etter en annen årsak.")),
    Sign("FARE-GRAVID", _("Gravid med blødning, færre fosterbevegelser eller rier: akutt fødselshjelp.")),
    Sign(
        "FARE-GHB",
        _(
            "GHB: uro, svette eller hallusinasjoner få timer etter siste dose: kontakt sykehus og intensivavdeling.",
        ),
    ),
)


@dataclass(frozen=True)
class Danger:
    """The whole, in the order it is read: what to do first, whom to ring, the signs, what kind of knowledge it is."""

    first: str | Promise
    then: str | Promise
    numbers: tuple[Number, ...]
    signs: tuple[Sign, ...]
    about: str | Promise


DANGER = Danger(
    first=_("Fare for liv: ring 113."),
    then=_("Krampe, forvirring, langsom pust, umulig å vekke, brystsmerter, selvmordstanker: handle nå, ikke skår."),
    numbers=NUMBERS,
    signs=SIGNS,
    about=_(
        "Allmenn klinisk kunnskap, ikke tekst fra retningslinjen. Retningslinjens egne grenser for overvåking er ikke i "
        "våre kilder."
    ),
)


def as_written() -> dict[str, str]:
    """{code: what is said} in bokmål: what the content pack says, too."""
    with override("nb"):
        return {each.code: str(each) for each in (*NUMBERS, *SIGNS)}


def print_of_danger() -> str:
    """A short print of all of it, so that a card on a wall can tell whether it still is what we say."""
    return content_digest(as_written())[:8]
