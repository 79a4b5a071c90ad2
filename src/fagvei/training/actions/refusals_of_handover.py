"""What the rules say no to when somebody hands over, or a doctor changes employer."""

from django.utils.translation import gettext_lazy as _

from fagvei.common.refusal import Refusal


class NothingToHandOver(Refusal):
    code = "nothing_to_hand_over"
    message = _("Personen er ikke i denne relasjonen til legen nå. Last siden på nytt for å se hva som gjelder.")


class SameSuccessor(Refusal):
    code = "same_successor"
    message = _("Velg en annen enn den som overleverer, og en annen enn legen selv.")


class HandoverInThePast(Refusal):
    code = "handover_in_the_past"
    message = _("Overleveringen kan ikke gjelde fra et tidspunkt som er passert.")


class OnlyTheLeader(Refusal):
    code = "only_the_leader"
    message = _(
        "Bare lederen selv kan overlevere lederoppgaven. Administratoren ved virksomheten kan også registrere en ny leder."
    )


class NoConsentNeeded(Refusal):
    code = "no_consent_needed"
    message = _("Samtykket er allerede gitt, eller overleveringen har allerede trådt i kraft.")


class NotAhead(Refusal):
    code = "not_ahead"
    message = _(
        "Overleveringen har trådt i kraft eller er avlyst. Den kan ikke avlyses nå; overlever på nytt i stedet."
    )


class SameEmployer(Refusal):
    code = "same_employer"
    message = _("Legen er allerede ansatt her. Da er det ikke noe bytte å gjøre.")


class ChangeWaits(Refusal):
    code = "change_waits"
    message = _("Legen er allerede spurt om et bytte og har ikke svart ennå.")


class ChangeAnswered(Refusal):
    code = "change_answered"
    message = _("Byttet er allerede besvart. Last siden på nytt for å se hva som gjelder.")


class NotNewEmployer(Refusal):
    code = "not_new_employer"
    message = _("Bare administratoren ved den nye arbeidsgiveren kan spørre legen om bytte.")


__all__ = sorted(
    name for name, value in list(globals().items()) if isinstance(value, type) and issubclass(value, Refusal)
)
