"""What the rules of consensus rounds say no to, and who can mend it."""

from django.utils.translation import gettext_lazy as _

from fagvei.common.refusal import Refusal


class RoundNotForThisText(Refusal):
    code = "round_not_for_this_text"
    message = _("En konsensusrunde åpnes om et utkast som har fått tekst og begrunnelse, og som ikke er godkjent.")


class RoundDatesWrong(Refusal):
    code = "round_dates_wrong"
    message = _("Velg en dag etter i dag, og ikke mer enn tre måneder fram.")


class TooFewPeers(Refusal):
    code = "too_few_peers"
    message = _("Minst to må ha rollen fagfelle i arbeidsgruppen. Roller gis av den som forvalter Fagvei.")


class RoundIsClosed(Refusal):
    code = "round_is_closed"
    message = _("Runden er lukket, og stemmer kan ikke gis eller endres.")


class NotAsked(Refusal):
    code = "not_asked"
    message = _("Du var ikke blant dem som ble spurt da runden ble åpnet.")


class VoteNeedsWords(Refusal):
    code = "vote_needs_words"
    message = _("Skriv hva forbeholdet eller uenigheten gjelder.")
