"""When practice may be told by profession; the arithmetic is `common.crossed`."""

from django.utils.translation import gettext_lazy as _

from fagvei.surveys.rules.named import Rule

TEN_IN_EACH_CELL = Rule(
    "ten_in_each_cell",
    _(
        "Praksis etter yrkesgruppe vises når minst ti i gruppen svarte ett av de to øverste trinnene, minst ti svarte noe "
        "annet, og det samme gjelder alle de andre til sammen. Er gruppen omtrent den samme som i en tidligere tabell, vises "
        "den på nytt bare når tallet er endret med ti eller mer. Et spørsmål vises slik for hele virksomheten eller for "
        "enhetene i den, ikke for begge."
    ),
    _("Vårt valg: det dobbelte av grensen for tall, fordi to ting krysses."),
)
