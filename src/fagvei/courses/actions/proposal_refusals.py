"""Why a change that concerns others cannot be proposed, answered or taken back."""

from django.utils.translation import gettext_lazy as _

from fagvei.common.refusal import Refusal


class ProposalWaits(Refusal):
    code = "proposal_waits"
    message = _("Et forslag om dette venter på svar. Trekk det tilbake hvis dere vil foreslå noe annet.")


class ProposalAnswered(Refusal):
    code = "proposal_answered"
    message = _("Forslaget er allerede besvart eller trukket tilbake.")


class NotAsked(Refusal):
    code = "not_asked"
    message = _("En medarbeider ved RegUt-en som er spurt, må svare, og ikke den som foreslo.")


class NotProposer(Refusal):
    code = "not_proposer"
    message = _("Bare RegUt-en som foreslo det, kan trekke forslaget tilbake.")


class NotAddedHere(Refusal):
    code = "not_added_here"
    message = _("Kurset er kommet med en innholdspakke. Hvem det er for, sier kilden. Meld feil hvis det er galt.")


class AlreadyShared(Refusal):
    code = "already_shared"
    message = _(
        "Kurset er allerede for denne spesialiteten. Skriv hvilke mål det også bidrar til, eller velg en annen."
    )


class GoalNotOfSpecialty(Refusal):
    code = "goal_not_of_specialty"
    message = _("Et av målene hører ikke til spesialiteten, eller gjelder ikke nå. Se over kodene.")


class GoalsWithoutLiaison(Refusal):
    code = "goals_without_liaison"
    message = _(
        "Kilden sier ikke hvilken RegUt som er fagkontakt for spesialiteten, så ingen kan svare for målene der. "
        "Foreslå kurset uten mål."
    )


class ProposalReasonMissing(Refusal):
    code = "proposal_reason_missing"
    message = _("Skriv hvorfor, så RegUt-en som foreslo det, kan gjøre noe med det.")
