"""What the rules say no to about courses that others arrange."""

from django.utils.translation import gettext_lazy as _

from fagvei.common.refusal import Refusal


class NotExternal(Refusal):
    code = "not_external"
    message = _("Kurset arrangeres av en RegUt. Oppmøtet føres av arrangøren, så du trenger ikke å sende bevis.")


class NobodyToCheck(Refusal):
    code = "nobody_to_check"
    message = _("Kurset har ingen fagkontakt som kan se på beviset. Meld fra på kurssiden, så blir det rettet.")


class NotOverYet(Refusal):
    code = "course_not_over_yet"
    message = _("Siste kursdag kan ikke ligge fram i tid. Send beviset når kurset er over.")


class AlreadySent(Refusal):
    code = "already_sent"
    message = _("Du har allerede sendt bevis for dette kurset med samme siste kursdag. Se det under Mine kurs.")


class NotOwnProof(Refusal):
    code = "not_own_proof"
    message = _("Dette gjør legen selv.")


class NotOpenForDoctor(Refusal):
    code = "not_open_for_doctor"
    message = _("RegUt-en har avgjort saken. Er noe galt, send et nytt bevis eller spør RegUt-en.")


class NotWaiting(Refusal):
    code = "not_waiting"
    message = _("Beviset venter ikke på RegUt nå. Last siden på nytt og se hva som har skjedd.")


class ProofChanged(Refusal):
    code = "proof_changed"
    message = _("Legen har sendt en annen fil mens du leste. Se på den nye filen før du avgjør.")


class NotApproved(Refusal):
    code = "not_approved"
    message = _("Bare et bevis som er godtatt, kan annulleres.")


class OwnProof(Refusal):
    code = "own_proof"
    message = _("Ingen avgjør sitt eget bevis. Be en kollega ved RegUt-en om det.")
