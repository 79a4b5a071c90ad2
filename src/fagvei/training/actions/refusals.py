"""What the rules say no to in a doctor's record. Each sentence tells what is missing and who can mend it."""

from django.utils.translation import gettext_lazy as _

from fagvei.common.refusal import Refusal

# --- who ---


class OwnCase(Refusal):
    code = "own_case"
    message = _("Ingen kan avgjøre sin egen sak. En annen leder eller stedfortreder må gjøre det.")


class NotLeader(Refusal):
    code = "not_leader"
    message = _("Bare legens leder eller lederens stedfortreder kan gjøre dette.")


class NotDecider(Refusal):
    code = "not_decider"
    message = _(
        "Bare legens leder, stedfortrederen eller en delegert innenfor datoene sine kan avgjøre dette. Lederen kan gi delegering."
    )


class NotOwnRecord(Refusal):
    code = "not_own_record"
    message = _("Dette kan bare legen selv gjøre i sin egen plan.")


class NotMentorOrDecider(Refusal):
    code = "not_mentor_or_decider"
    message = _("Bare legens veileder, leder, stedfortreder eller delegerte kan endre kravet for legen.")


class NotAllowedToAnnul(Refusal):
    code = "not_allowed_to_annul"
    message = _("Aktiviteten kan annulleres av supervisøren som signerte, eller av legens leder eller stedfortreder.")


class NotSupervisor(Refusal):
    code = "not_supervisor"
    message = _(
        "Personen er ikke supervisør for legen nå. Velg en annen, eller be lederen eller administratoren registrere personen."
    )


class OwnSupervisor(Refusal):
    code = "own_supervisor"
    message = _("Ingen kan signere sine egne aktiviteter. Velg en annen supervisør.")


class NotAskedSupervisor(Refusal):
    code = "not_asked_supervisor"
    message = _("Aktiviteten er sendt til en annen. Bare den legen har spurt, kan signere eller returnere den.")


# --- plans ---


class NoInstitution(Refusal):
    code = "no_institution"
    message = _("Legen er ikke registrert ved en utdanningsvirksomhet. Administratoren ved virksomheten kan gjøre det.")


class PlanExists(Refusal):
    code = "plan_exists"
    message = _("Legen har allerede en plan i denne spesialiteten. Arkiver den før du tildeler en ny.")


class PlanTakesPart1(Refusal):
    code = "plan_takes_part_1"
    message = _("Legen har allerede en utdanningsplan, og målene i del 1 står i den.")


class Part1IsDone(Refusal):
    code = "part_1_is_done"
    message = _("Del 1 er bekreftet for legen. Tildel en plan i en spesialitet.")


class PlanBegun(Refusal):
    code = "plan_begun"
    message = _("Planen er påbegynt og kan ikke slettes. Du kan arkivere den i stedet.")


class PlanNotBegun(Refusal):
    code = "plan_not_begun"
    message = _("Planen er ikke påbegynt. Du kan slette den i stedet for å arkivere den.")


class PlanArchived(Refusal):
    code = "plan_archived"
    message = _("Planen er arkivert, så det kan ikke gjøres mer i den. Lederen kan tildele en ny plan.")


class ReasonMissing(Refusal):
    code = "reason_missing"
    message = _("Skriv en begrunnelse.")


class CommentMissing(Refusal):
    code = "comment_missing"
    message = _("Skriv en kommentar, så legen vet hva som mangler.")


# --- activities ---


class FutureDate(Refusal):
    code = "future_date"
    message = _("Datoen er ikke kommet ennå. Lagre aktiviteten som planlagt, eller rett datoen.")


class DateTooOld(Refusal):
    code = "date_too_old"
    message = _("Datoen kan ikke være før 1950. Rett årstallet.")


class NoGoals(Refusal):
    code = "no_goals"
    message = _("Velg minst ett læringsmål som aktiviteten hører til.")


class ForeignGoal(Refusal):
    code = "foreign_goal"
    message = _("Læringsmålet står ikke i legens egen plan. Velg mål fra planen.")


class ForeignActivity(Refusal):
    code = "foreign_activity"
    message = _("Læringsaktiviteten hører til en annen virksomhet eller en annen lege. Velg en annen.")


class TitleMissing(Refusal):
    code = "title_missing"
    message = _("Skriv kort hva du gjorde.")


class BadRepetitions(Refusal):
    code = "bad_repetitions"
    message = _("Antallet må være mellom 1 og 10 000.")


class NothingToLog(Refusal):
    code = "nothing_to_log"
    message = _("Det er ingen rader å legge inn. Alt er logget fra før, eller listen er tom.")


class TooManyAtOnce(Refusal):
    code = "too_many_at_once"
    message = _("Det er for mange rader på én gang. Del listen i flere, med høyst 200 rader i hver.")


class ActivityNotDraft(Refusal):
    code = "activity_not_draft"
    message = _("Aktiviteten er sendt eller ferdig og kan ikke endres. Kall den tilbake hvis den venter på signering.")


class ActivityNotWaiting(Refusal):
    code = "activity_not_waiting"
    message = _("Aktiviteten venter ikke på signering nå. Last siden på nytt for å se hva som har skjedd.")


class ContentChanged(Refusal):
    code = "content_changed"
    message = _("Innholdet er endret siden du så det. Se gjennom aktiviteten på nytt før du signerer.")


class NeedsSignature(Refusal):
    code = "needs_signature"
    message = _("Denne typen aktivitet må signeres. Send den til en supervisør.")


class CertificateMissing(Refusal):
    code = "certificate_missing"
    message = _("Legg ved kursbeviset før du markerer kurset som innfridd.")


class NotAnnullable(Refusal):
    code = "not_annullable"
    message = _("Bare en signert eller innfridd aktivitet kan annulleres. En kladd kan endres.")


class NotOnBehalf(Refusal):
    code = "not_on_behalf"
    message = _("Innsigelse gjelder bare det lederen har markert som innfridd på vegne av deg.")


class ObjectionWaits(Refusal):
    code = "objection_waits"
    message = _("Innsigelsen er allerede sendt og venter på lederen.")


class NoObjection(Refusal):
    code = "no_objection"
    message = _("Det er ingen innsigelse som venter på svar.")


class UploadRefused(Refusal):
    code = "upload_refused"
    message = _("Filen kan ikke tas imot. Last opp PDF, PNG eller JPEG på høyst 10 MB.")


# --- goals ---


class GoalNotOpen(Refusal):
    code = "goal_not_open"
    message = _("Målet er allerede fullført eller godkjent. Åpne det igjen hvis noe skal endres.")


class GoalNotCompleted(Refusal):
    code = "goal_not_completed"
    message = _("Målet er ikke markert som fullført av legen.")


class GoalNotSent(Refusal):
    code = "goal_not_sent"
    message = _("Målet er ikke sendt til godkjenning nå. Legen kan sende det når uttalelsene er gitt.")


class NothingToRecall(Refusal):
    code = "nothing_to_recall"
    message = _("Målet kan kalles tilbake bare mens det venter på godkjenning.")


class AlreadyDecided(Refusal):
    code = "already_decided"
    message = _("Målet er allerede godkjent. Last siden på nytt for å se av hvem.")


class MentorMissing(Refusal):
    code = "mentor_missing"
    message = _(
        "Legen har ingen veileder, og veilederen må uttale seg. Lederen eller administratoren kan registrere en."
    )


class SupervisorMissing(Refusal):
    code = "supervisor_missing"
    message = _(
        "Velg minst én supervisør som ikke også er veilederen. Lederen eller administratoren kan registrere flere."
    )


class NotAskedForOpinion(Refusal):
    code = "not_asked_for_opinion"
    message = _("Bare legens veileder og supervisører som legen har spurt, kan uttale seg om målet.")


class OpinionGiven(Refusal):
    code = "opinion_given"
    message = _("Du har allerede uttalt deg om denne fullføringen. Legen kan åpne målet igjen hvis noe nytt er gjort.")


class OpinionNotSeen(Refusal):
    code = "opinion_not_seen"
    message = _("Det er kommet en uttalelse etter at du åpnet siden. Les den, og avgjør så målet.")


class OpinionsMissing(Refusal):
    code = "opinions_missing"
    message = _(
        "Veileder og minst én supervisør, to forskjellige personer, må ha uttalt seg etter at målet ble fullført."
    )


class LeaderMissing(Refusal):
    code = "leader_missing"
    message = _("Legen har ingen leder registrert. Administratoren ved virksomheten kan registrere en.")


class AdvisedAgainst(Refusal):
    code = "advised_against"
    message = _("En av uttalelsene fraråder godkjenning. Skriv en begrunnelse, eller returner målet.")


class RequirementsUnmet(Refusal):
    code = "requirements_unmet"
    message = _("Anbefalte aktiviteter mangler. Skriv hvorfor kompetansen likevel er nådd, eller returner målet.")


class CompulsoryUnmet(Refusal):
    code = "compulsory_unmet"
    message = _(
        "Et krav som ikke bare er anbefalt, mangler. Det må innfris eller erstattes av en tilsvarende aktivitet først."
    )


class OfficialTextMissing(Refusal):
    code = "official_text_missing"
    message = _(
        "Den offisielle teksten til målet er ikke lastet inn, så det kan ikke godkjennes. Den som drifter Fagvei, kan laste den inn."
    )


class BelowMinimum(Refusal):
    code = "below_minimum"
    message = _("Antallet kan ikke være lavere enn det nasjonale minstetallet.")


class EvidenceMissing(Refusal):
    code = "evidence_missing"
    message = _(
        "Vis til vurderingen, aktiviteten eller uttalelsen kravet bygger på. Er det ingen ennå, kan legen be om en vurdering."
    )


class EvidenceUnfit(Refusal):
    code = "evidence_unfit"
    message = _("Det du viser til, hører til en annen lege, er ikke signert eller er annullert. Velg noe annet.")


class NotInList(Refusal):
    code = "not_in_list"
    message = _("Denne ble ikke lagt inn sammen med andre, eller hele listen er allerede tatt bort.")


class ListSigned(Refusal):
    code = "list_signed"
    message = _(
        "Noe i listen er signert, og da kan den ikke tas bort i ett. Kall tilbake, slett eller annuller én og én."
    )


class WasSent(Refusal):
    code = "was_sent"
    message = _(
        "Aktiviteten har vært sendt til signering og kan ikke slettes. Den kan endres og sendes igjen, eller bli liggende."
    )


class NotCounting(Refusal):
    code = "not_counting"
    message = _("Bare en signert eller innfridd aktivitet kan godtas som tilsvarende. Den må være ferdig først.")


class WrongRequirement(Refusal):
    code = "wrong_requirement"
    message = _("Kravet hører ikke til dette læringsmålet.")


__all__ = sorted(
    name for name, value in list(globals().items()) if isinstance(value, type) and issubclass(value, Refusal)
)
