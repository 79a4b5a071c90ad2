"""What the rules say no to, and who can mend it."""

from django.utils.translation import gettext_lazy as _

from fagvei.common.refusal import Refusal


class NotYours(Refusal):
    code = "not_yours"
    message = _("Dette gjør retningslinjeeier, klinisk kvalitetssikrer, RegUt eller spesialitetskomiteen.")


class ProposerCannotApprove(Refusal):
    code = "proposer_cannot_approve"
    message = _("Du har foreslått denne koblingen og kan ikke avgjøre den. Noen fra det andre fagfeltet må gjøre det.")


class OtherSideDecides(Refusal):
    code = "other_side_decides"
    message = _("Forslaget kommer fra ditt eget fagfelt. Noen fra det andre fagfeltet avgjør det.")


class GapNotShared(Refusal):
    code = "gap_not_shared"
    message = _(
        "Avdelingen deler ikke dette gapet lenger, eller målet er nådd. Den som er ansvarlig for GAP, kan svare."
    )


class MoveNotAllowed(Refusal):
    code = "move_not_allowed"
    message = _("Koblingen er alt avgjort. Åpne den på nytt og se hva som er gjort.")


class PairExists(Refusal):
    code = "pair_exists"
    message = _("Målet og anbefalingen er alt koblet eller foreslått koblet. Se koblingen som står.")


class ReasonMissing(Refusal):
    code = "reason_missing"
    message = _("Skriv hvorfor, så andre kan forstå det.")


class NoText(Refusal):
    code = "no_text"
    message = _(
        "Teksten er ikke i kraft, så ingen kan lese hva målet kobles til. Retningslinjeeieren kan svare på hvorfor."
    )


class TextChangedSinceRead(Refusal):
    code = "text_changed_since_read"
    message = _("Anbefalingen er endret siden du åpnet siden. Les den på nytt før du svarer.")


class AlreadyAnswered(Refusal):
    code = "already_answered"
    message = _("Endringen er alt besvart, eller den er ikke lenger der.")
