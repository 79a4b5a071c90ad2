"""What the rules say no to about rounds of several hosts, and about seats for a region first."""

from django.utils.translation import gettext_lazy as _

from fagvei.common.refusal import Refusal


class HostNotJoined(Refusal):
    code = "host_not_joined"
    message = _("En annen RegUt arrangerer en av kjøringene og har ikke sagt ja til å være med. Spør den først.")


class NationalRunsMissing(Refusal):
    code = "national_runs_missing"
    message = _(
        "Kurset har én nasjonal søknad. Alle kunngjorte kjøringer med samme søknadsfrist skal være med, også dem andre RegUt-er arrangerer."
    )


class NationalRoundIsOpen(Refusal):
    code = "national_round_is_open"
    message = _("Den nasjonale søknaden med denne fristen er åpen. Ta kjøringen med i den.")


class NotInNationalRound(Refusal):
    code = "not_in_national_round"
    message = _(
        "Kjøringen kan ikke tas med: Den må være kunngjort med samme søknadsfrist som en nasjonal søknad som er åpen, "
        "og ikke være eller ha vært med i den."
    )


class NationalDeadlineDiffers(Refusal):
    code = "national_deadline_differs"
    message = _(
        "Kurset har én nasjonal søknad, og de andre kjøringene i halvåret har en annen søknadsfrist. Sett den samme fristen, "
        "eller skriv en grunn under «Endre»."
    )


class NotToBeJoined(Refusal):
    code = "not_to_be_joined"
    message = _(
        "Kjøringen kan ikke være med: Den må være kunngjort av en annen RegUt, med samme kurs og søknadsfrist, "
        "og ikke være med i en runde."
    )


class AlreadyAsked(Refusal):
    code = "already_asked"
    message = _("RegUt-en er allerede spurt.")


class AlreadyAnswered(Refusal):
    code = "invitation_already_answered"
    message = _("Det er allerede svart slik.")


class RoundHasOpened(Refusal):
    code = "round_has_opened"
    message = _(
        "Søknadsrunden er opprettet. RegUt-en som arrangerer kjøringen, kan ta den ut av runden til plassene er frigitt."
    )


class LeadDoesNotLeave(Refusal):
    code = "lead_does_not_leave"
    message = _("RegUt-en som leder runden, kan ikke ta sine egne kjøringer ut av den. De andre er med i runden deres.")


class RunHasLeft(Refusal):
    code = "run_has_left"
    message = _("Kjøringen er allerede tatt ut av runden.")


class TooLateToLeave(Refusal):
    code = "too_late_to_leave"
    message = _(
        "Plassene er frigitt, så kjøringen blir i runden. Kan kurset ikke holdes, avlyser dere det; "
        "de som har plass, får beskjed."
    )


class RefusalReasonMissing(Refusal):
    code = "refusal_reason_missing"
    message = _("Skriv hvorfor, så RegUt-en som spurte, kan gjøre noe med det.")


class RunIsAnnounced(Refusal):
    code = "run_is_announced"
    message = _("Kurset er kunngjort. Plasser for en region settes før det, så alle søker på det samme.")


class ReserveReasonMissing(Refusal):
    code = "reserve_reason_missing"
    message = _("Skriv hvorfor. Begrunnelsen kunngjøres sammen med kurset.")


class ReservesUnchanged(Refusal):
    code = "reserves_unchanged"
    message = _("Plassene for regionene er allerede slik.")


class RegionUnknown(Refusal):
    code = "region_unknown"
    message = _("Velg blant regionene som har en RegUt, med et helt antall plasser.")


class MoreReservedThanSeats(Refusal):
    code = "more_reserved_than_seats"
    message = _("Det er satt av flere plasser for regionene enn kurset har.")
