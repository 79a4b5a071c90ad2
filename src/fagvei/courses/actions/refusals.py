"""What the rules say no to about courses, plan and runs."""

from django.utils.translation import gettext_lazy as _

from fagvei.common.refusal import Refusal


class NotLiaison(Refusal):
    code = "not_liaison"
    message = _("Bare RegUt-en som er fagkontakt for kurset, kan endre kurset, kursplanen og oppnevningene.")


class NotHost(Refusal):
    code = "not_host"
    message = _("Bare RegUt-en som arrangerer kurset, kan fastsette, kunngjøre og gjennomføre det.")


class ReasonMissing(Refusal):
    code = "reason_missing"
    message = _("Skriv hvorfor. Begrunnelsen blir stående i historien.")


class SlotNotOpen(Refusal):
    code = "slot_not_open"
    message = _("Kurset har fått dato eller er avlyst. Datoer endres nå av RegUt-en som arrangerer det.")


class SlotInThePast(Refusal):
    code = "slot_in_the_past"
    message = _("Halvåret er over. Velg et halvår som ikke er det.")


class SlotUnchanged(Refusal):
    code = "slot_unchanged"
    message = _("Kurset står allerede i dette halvåret, hos denne RegUt-en.")


class NothingToPlan(Refusal):
    code = "nothing_to_plan"
    message = _("Mønsteret gir ingen nye plasser i årene du valgte. Alt står allerede i planen.")


class FrequencyReasonMissing(Refusal):
    code = "frequency_reason_missing"
    message = _("Skriv hvor det er bestemt, og hvorfor normalfrekvensen endres. Begge deler står åpent.")


class FrequencyUnchanged(Refusal):
    code = "frequency_unchanged"
    message = _("Normalfrekvensen er den samme som før.")


class PatternWrong(Refusal):
    code = "pattern_wrong"
    message = _("Et mønster har fra ett til tolv år, med fra 0 til 9 kjøringer i hvert.")


class ExternallyArranged(Refusal):
    code = "externally_arranged"
    message = _("Kurset har en ekstern arrangør og planlegges ikke her.")


class EndsBeforeStart(Refusal):
    code = "ends_before_start"
    message = _("Siste dag kan ikke være før første dag.")


class StartsInThePast(Refusal):
    code = "starts_in_the_past"
    message = _("Kurset kan ikke begynne før i dag.")


class StartsBeforeAnswer(Refusal):
    code = "starts_before_answer"
    message = _(
        "Søkerne får svar senest 14 dager etter søknadsfristen, og kurset kan ikke begynne før det. Velg en senere første "
        "dag, eller avlys kurset."
    )


class OutsideHalfYear(Refusal):
    code = "outside_half_year"
    message = _(
        "Datoen ligger utenfor halvåret i kursplanen. RegUt-en som er fagkontakt, kan flytte kurset til et annet halvår."
    )


class DeadlineOutOfOrder(Refusal):
    code = "deadline_out_of_order"
    message = _("Søknaden må åpne før fristen, og fristen, svaret og avmeldingsfristen må komme før kurset begynner.")


class PlaceMissing(Refusal):
    code = "place_missing"
    message = _("Skriv stedet, eller si at kurset er digitalt.")


class SeatsMissing(Refusal):
    code = "seats_missing"
    message = _("Kurset må ha minst én plass.")


class SeatsTaken(Refusal):
    code = "seats_taken"
    message = _("Så mange har allerede fått plass. Antallet kan ikke settes lavere enn det.")


class SeatsInRound(Refusal):
    code = "seats_in_round"
    message = _(
        "Det tas imot søknader til kurset. Antallet plasser endres på siden for søknadsrunden, med begrunnelse."
    )


class DeviationReasonMissing(Refusal):
    code = "deviation_reason_missing"
    message = _("Fristene avviker fra reglene. Skriv hvorfor; avviket vises i planen og i rapporten.")


class WhyChangedMissing(Refusal):
    code = "why_changed_missing"
    message = _("Skriv hvorfor sted, språk, kursavgift eller om kurset er digitalt, endres. Kurset er kunngjort.")


class RunNotStanding(Refusal):
    code = "run_not_standing"
    message = _("Kurset er allerede holdt eller avlyst.")


class AlreadyAnnounced(Refusal):
    code = "already_announced"
    message = _("Kurset er allerede kunngjort.")


class DeadlinePassed(Refusal):
    code = "deadline_passed"
    message = _("Søknadsfristen er over. Sett en ny frist før kurset kunngjøres.")


class OpensBeforeAnnounced(Refusal):
    code = "opens_before_announced"
    message = _("Søknaden kan ikke åpne før dagen kurset kunngjøres. Sett åpningen til i dag eller senere.")


class NotOverYet(Refusal):
    code = "not_over_yet"
    message = _("Kurset kan føres som holdt når det er kunngjort og siste dag er kommet.")


class BegunIsNotMoved(Refusal):
    code = "begun_is_not_moved"
    message = _("Kurset har begynt og flyttes ikke. Registrer oppmøte for dem som er der, når siste dag er kommet.")


class HeldIsNotCancelled(Refusal):
    code = "held_is_not_cancelled"
    message = _(
        "Kurset avlyses ikke når noen er registrert som møtt eller siste dag er over. Registrer oppmøte bare for dem som "
        "fikk hele kurset. De andre får ikke kursbevis."
    )


class DaysOutsideDates(Refusal):
    code = "days_outside_dates"
    message = _("Antall kursdager må være minst én, og ikke flere enn det er dager fra første til siste dag.")


class SessionOutsideRun(Refusal):
    code = "session_outside_run"
    message = _("Programposten må ligge på kursdagene og slutte etter at den begynner.")


class FeeNotInTable(Refusal):
    code = "fee_not_in_table"
    message = _("Avgiften må være en av satsene i tabellen for så mange kursdager.")


class NotForAppointment(Refusal):
    code = "not_for_appointment"
    message = _(
        "Personen har ikke rollen som kreves ved RegUt-en. Administratoren gir rollen kursleder eller medlem av kurskomité først."
    )


class TermOutOfOrder(Refusal):
    code = "term_out_of_order"
    message = _("Perioden må slutte etter at den begynner.")


class AppointmentEnded(Refusal):
    code = "appointment_ended"
    message = _("Oppnevningen er allerede avsluttet.")


class AlreadyAppointed(Refusal):
    code = "already_appointed"
    message = _("Personen er allerede oppnevnt til dette i samme periode.")


class CourseNameMissing(Refusal):
    code = "course_name_missing"
    message = _("Skriv navnet på kurset.")


class CourseNameTaken(Refusal):
    code = "course_name_taken"
    message = _("Et annet kurs har dette navnet. Endre det, eller gi dette et navn som skiller dem.")


class CourseRunsHere(Refusal):
    code = "course_runs_here"
    message = _("Kurset står i kursplanen. Avlys eller ta ut det som er planlagt, før kurset får en ekstern arrangør.")


class CourseUnchanged(Refusal):
    code = "course_unchanged"
    message = _("Ingenting er endret.")


class VersionReasonMissing(Refusal):
    code = "version_reason_missing"
    message = _("Skriv hvor det er bestemt, og hvorfor. Begge deler står åpent.")


class WithdrawDayPassed(Refusal):
    code = "withdraw_day_passed"
    message = _(
        "Noen har plass på kurset. Avmeldingsfristen kan ikke være ute alt når kurset flyttes. Velg en senere dag."
    )


class OwnCase(Refusal):
    code = "own_case"
    message = _("Du kan ikke avgjøre noe om deg selv eller i en runde du selv har søkt i. Be en kollega om det.")


class ExternalPageMissing(Refusal):
    code = "external_page_missing"
    message = _("Et kurs som andre arrangerer, må ha adressen til arrangørens side.")
