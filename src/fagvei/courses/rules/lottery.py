"""How anybody draws again, in words. The arithmetic stands in `planning.seats.lottery`; that it is done so is our own choice."""

from django.utils.translation import gettext_lazy as _

from fagvei.courses.rules.seats import FEWEST_FOR_A_CUT_OFF

HOW_TO_DRAW_AGAIN = (
    _("Løftet er SHA-256 av hemmeligheten. Det ble kunngjort da runden åpnet, før noen hadde søkt."),
    _(
        "Frøet er SHA-256 av disse linjene, med ett linjeskift mellom dem og ingen etter den siste: hemmeligheten, "
        "den offentlige verdien (en tom linje der ingen er kunngjort) og alle kvitteringene, sortert."
    ),
    _(
        "Nummeret til en kvittering er SHA-256 av frøet, et linjeskift og kvitteringen. Alle skrives med tegnene 0–9 og a–f."
    ),
    _("Laveste nummer går først, men bare mellom søkere som ellers står likt."),
    _("I hver kvittering ligger en tilfeldig nøkkel. Den forteller derfor ikke hvem som søkte, hva eller når."),
)

# How many applied is told to those who did. To others it is told where the cut-off may be, too.
FEWEST_FOR_RECEIPTS = FEWEST_FOR_A_CUT_OFF
TOO_FEW = _(
    "Færre enn fem søknader telte med. Da vises kvitteringene bare for søkerne og for dem som fordelte plassene: "
    "Med så få kunne antallet si andre noe om den enkelte."
)
