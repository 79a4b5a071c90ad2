"""What the rules say no to about applications and seats."""

from django.utils.translation import gettext_lazy as _

from fagvei.common.refusal import Refusal


class NotApplicant(Refusal):
    code = "not_applicant"
    message = _("Bare legen selv kan gjøre dette med søknaden.")


class DoctorsOnly(Refusal):
    code = "doctors_only"
    message = _("Bare leger i spesialisering søker kursplass her.")


class RunsMissing(Refusal):
    code = "runs_missing"
    message = _("Velg minst én kunngjort kursgjennomføring av samme kurs, med samme søknadsfrist.")


class DeadlineWentOut(Refusal):
    code = "deadline_went_out"
    message = _(
        "Søknadsfristen for kurset er ute, og det er ikke med i noen søknadsrunde, så ingen kan søke. Flytt kurset til "
        "dager mer enn tre måneder fram, så følger søknadsfristen regelen på nytt, eller avlys det."
    )


class LateReasonMissing(Refusal):
    code = "late_reason_missing"
    message = _(
        "Kunngjøringen sier at søknaden skulle ha åpnet på en tidligere dag. Skriv hvorfor den åpner først nå. Grunnen "
        "står på kursets side."
    )


class CriteriaDiffer(Refusal):
    code = "criteria_differ"
    message = _(
        "Kjøringene er kunngjort med ulike regler for hvem som går først, for reglene ble endret mellom dagene søknadene "
        "åpner. De kan ikke være i samme søknadsrunde. Åpne en runde for hver av dem."
    )


class AlreadyInRound(Refusal):
    code = "already_in_round"
    message = _("Kursgjennomføringen er allerede med i en søknadsrunde.")


class RoundNotOpen(Refusal):
    code = "round_not_open"
    message = _("Søknadsrunden er ikke åpen. Søknaden kan sendes, endres og trekkes fra den åpner til fristen er ute.")


class RoundNotOver(Refusal):
    code = "round_not_over"
    message = _("Søknadsfristen er ikke ute. Tildelingen kan forhåndsvises etterpå.")


class RoundReleased(Refusal):
    code = "round_released"
    message = _("Plassene er allerede frigitt.")


class RoundCancelled(Refusal):
    code = "round_cancelled"
    message = _("Alle kjøringene i runden er avlyst, så det er ingen plasser å fordele.")


class RoundNotReleased(Refusal):
    code = "round_not_released"
    message = _("Plassene er ikke frigitt ennå.")


class PublicValueMissing(Refusal):
    code = "public_value_missing"
    message = _("Runden skal bruke en offentlig verdi i loddtrekningen. Skriv den inn først.")


class PublicValueFixed(Refusal):
    code = "public_value_fixed"
    message = _("Den offentlige verdien ble låst da tildelingen ble forhåndsvist første gang, og kan ikke byttes.")


class PublicValueNotAnnounced(Refusal):
    code = "public_value_not_announced"
    message = _("Runden har ingen kunngjort offentlig verdi, så loddtrekningen kan ikke få en nå.")


class WishesMissing(Refusal):
    code = "wishes_missing"
    message = _("Velg minst én kursgjennomføring i runden, og hver av dem bare én gang.")


class ConsentLeaderMissing(Refusal):
    code = "consent_leader_missing"
    message = _(
        "Du har ingen leder i Fagvei som kan samtykke. Be administratoren ved virksomheten legge inn lederen din."
    )


class AlreadyApplied(Refusal):
    code = "already_applied"
    message = _("Du har allerede søkt i denne runden. Endre søknaden i stedet.")


class NotAwaitingConsent(Refusal):
    code = "not_awaiting_consent"
    message = _("Søknaden venter ikke på samtykke.")


class WishesChanged(Refusal):
    code = "wishes_changed"
    message = _("Legen har endret ønskene etter at du åpnet siden. Se på dem på nytt før du samtykker.")


class NotConsenting(Refusal):
    code = "not_consenting"
    message = _("Bare legens leder eller stedfortrederen kan samtykke.")


class CommentNeeded(Refusal):
    code = "comment_needed"
    message = _("Skriv hvorfor, så legen kan gjøre noe med det.")


class NotWithdrawable(Refusal):
    code = "not_withdrawable"
    message = _("Søknaden er ikke sendt eller er allerede trukket.")


class AllocationMissing(Refusal):
    code = "allocation_missing"
    message = _("Forhåndsvis tildelingen først.")


class AllocationOutdated(Refusal):
    code = "allocation_outdated"
    message = _(
        "Plasser, vurderinger eller kursdager er endret etter forhåndsvisningen. Forhåndsvis tildelingen på nytt."
    )


class AllocationReplaced(Refusal):
    code = "allocation_replaced"
    message = _("Tildelingen er forhåndsvist på nytt etter at du åpnet siden. Se gjennom den nye listen før du frigir.")


class AllocationWrong(Refusal):
    code = "allocation_wrong"
    message = _("Kontrollen fant feil i tildelingen. Den er ikke frigitt. Den som drifter Fagvei, må se på den.")


class NotReleaser(Refusal):
    code = "not_releaser"
    message = _("En medarbeider ved arrangerende RegUt og kurslederen frigir sammen. Du er ingen av dem.")


class SamePersonTwice(Refusal):
    code = "same_person_twice"
    message = _("Du har alt frigitt. Den andre må være en annen person: kursleder eller medarbeider ved RegUt.")


class CapacityGiven(Refusal):
    code = "capacity_given"
    message = _("En annen har alt frigitt i den rollen du har. Den andre rollen mangler: kursleder eller RegUt.")


class OfferNotOpen(Refusal):
    code = "offer_not_open"
    message = _("Tilbudet er besvart, trukket tilbake eller for gammelt.")


class NothingToLetGo(Refusal):
    code = "nothing_to_let_go"
    message = _("Du har ingen andre søknader som kan trekkes nå.")


class NoSeatHeld(Refusal):
    code = "no_seat_held"
    message = _("Du har ikke plass på dette kurset.")


class NotOnList(Refusal):
    code = "not_on_list"
    message = _("Du står ikke på ventelisten.")


class RunHasBegun(Refusal):
    code = "run_has_begun"
    message = _("Kurset har begynt eller er avlyst. Plassene flyttes ikke lenger.")


class FewerThanTaken(Refusal):
    code = "fewer_than_taken"
    message = _("Så mange plasser er tilbudt eller tatt. Antallet kan ikke settes lavere enn det.")


class NoSeatFree(Refusal):
    code = "no_seat_free"
    message = _("Ingen plass er ledig. Øk antallet plasser først.")


class ChangeReasonMissing(Refusal):
    code = "change_reason_missing"
    message = _("Skriv hvorfor. Alle søkerne ser begrunnelsen, uten navn.")


class NamesSomebody(Refusal):
    code = "names_somebody"
    message = _("Alle søkerne ser begrunnelsen. Skriv den uten navnet på den det gjelder.")
