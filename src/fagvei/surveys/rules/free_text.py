"""One question that is answered in one's own words: which ones an owner may open, and when the words may be told.

The questions are our own. Where they come from: what hinders is asked for in gap.md section 3 ("address barriers").
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fagvei.surveys.rules.named import Rule

FEWEST_FOR_WORDS = 10
MOST_SIGNS = 1_000
MONTHS_KEPT = 6

# "" is none: it is off until the owner opens it for a wave.
FREE_QUESTIONS: tuple[tuple[str, str | Promise], ...] = (
    ("hinders", _("Hva hindrer dere?")),
    ("helps", _("Hva ville gjort det lettere?")),
)
QUESTION_WORDS = dict(FREE_QUESTIONS)

WORDS_FROM_TEN = Rule(
    "words_from_ten",
    _(
        "Det noen skriver med egne ord, vises når minst ti har svart i målingen, i trukket rekkefølge og aldri sammen med "
        "andre svar. Med færre svar slettes det ulest. Ordene slettes seks måneder etter at målingen ble lukket."
    ),
    _("Vårt valg: det dobbelte av grensen for tall, etter rådet om fritekst; seks måneder er klasse G i personvernet."),
)


def may_be_told(sheets: int) -> bool:
    return sheets >= FEWEST_FOR_WORDS
