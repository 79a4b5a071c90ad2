"""The limits of an action plan, and the strategies one may choose among."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fagvei.surveys.rules.named import Rule

MOST_OPEN = 3

AT_MOST_THREE = Rule(
    "at_most_three",
    _("Høyst tre tiltak er åpne samtidig."),
    _("Vårt valg: få prioriterte tiltak, etter CP-FIT (Brown 2019) om begrenset kapasitet."),
)
# Where the list of strategies comes from. The names are theirs; the Norwegian words are ours.
ERIC = "Powell mfl. 2015, Implementation Science 10: 21 (ERIC)"


@dataclass(frozen=True)
class Strategy:
    """`original` is the name in the source."""

    key: str
    words: str | Promise
    original: str


STRATEGIES = (
    Strategy("feedback", _("Måle praksis og gi tilbakemelding"), "Audit and provide feedback"),
    Strategy("champion", _("Finne og forberede en lokal pådriver"), "Identify and prepare champions"),
    Strategy("meetings", _("Holde undervisningsmøter"), "Conduct educational meetings"),
    Strategy("materials", _("Lage undervisningsmateriell"), "Develop educational materials"),
    Strategy("consensus", _("Bli enige lokalt om hvordan det gjøres"), "Conduct local consensus discussions"),
    Strategy("reminders", _("Minne behandlerne på det i arbeidet"), "Remind clinicians"),
    Strategy("records", _("Endre journalmal eller skjema"), "Change record systems"),
    Strategy("roles", _("Endre hvem som gjør hva"), "Revise professional roles"),
    Strategy("supervision", _("Gi faglig oppfølging i arbeidet"), "Provide clinical supervision"),
    Strategy("small_tests", _("Prøve ut små endringer i flere runder"), "Conduct cyclical small tests of change"),
    Strategy("users", _("Ta med brukere og pårørende"), "Involve patients/consumers and family members"),
    Strategy("equipment", _("Endre lokaler eller utstyr"), "Change physical structure and equipment"),
)
STRATEGY_OF = {strategy.key: strategy for strategy in STRATEGIES}
STRATEGY_CHOICES = [(strategy.key, strategy.words) for strategy in STRATEGIES]
