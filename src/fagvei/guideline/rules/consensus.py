"""What counts as consensus. Our sources say that agreement was the aim of the working group, not how it was measured."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from fagvei.guideline.rules.named import Rule

OUR_CHOICE = _(
    "Vårt valg, og kan settes for hver runde. Kildene vi har, sier at målet var enighet, ikke hvordan den ble målt."
)
QUORUM_PERCENT, THRESHOLD_PERCENT = 60, 75
LONGEST_DAYS = 90
FEWEST_PEERS = 2
QUORUM = Rule(
    name="quorum",
    sentence=_("En runde teller når så stor andel av de spurte som satt her, har svart."),
    source=OUR_CHOICE,
)
THRESHOLD = Rule(
    name="threshold",
    sentence=_("Det er enighet når så stor andel av svarene som satt her, er «enig» eller «enig med forbehold»."),
    source=OUR_CHOICE,
)
SCALE = Rule(
    name="scale",
    sentence=_("Svarene er «enig», «enig med forbehold» og «uenig». De to siste begrunnes."),
    source=_("Vårt valg. Kildene vi har, oppgir ingen skala."),
)


@dataclass(frozen=True)
class Outcome:
    """Counts of a closed round, and what they come to by the numbers that were set when it was opened."""

    asked: int
    agree: int
    reservation: int
    disagree: int
    quorum_percent: int
    threshold_percent: int

    @property
    def answered(self) -> int:
        return self.agree + self.reservation + self.disagree

    @property
    def has_quorum(self) -> bool:
        return self.answered > 0 and self.answered * 100 >= self.quorum_percent * self.asked

    @property
    def is_agreed(self) -> bool:
        return self.has_quorum and (self.agree + self.reservation) * 100 >= self.threshold_percent * self.answered

    @property
    def words(self) -> str:
        if not self.has_quorum:
            return str(_("For få svar"))
        return str(_("Enighet") if self.is_agreed else _("Ikke enighet"))
