"""What the rules say no to about service and time. Each sentence tells what is wrong and who can mend it."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from fagvei.common.refusal import Refusal
from fagvei.training.models import EducationPlan


class ServiceEndsBeforeStart(Refusal):
    code = "service_ends_before_start"
    message = _("Sluttdatoen er før startdatoen. Rett en av dem.")


class BadPercent(Refusal):
    code = "bad_percent"
    message = _("Prosenten må være mellom 1 og 100.")


class EmployerMissing(Refusal):
    code = "employer_missing"
    message = _("Velg virksomheten, eller skriv navnet på arbeidsgiveren. Bare én av dem.")


class EmploymentOverlaps(Refusal):
    code = "employment_overlaps"
    message = _(
        "Stillingen overlapper en annen stilling hos samme arbeidsgiver. Rett datoene, eller endre den andre stillingen."
    )


class PlacementOverlaps(Refusal):
    code = "placement_overlaps"
    message = _("Perioden overlapper en annen periode hos samme arbeidsgiver. Rett datoene, eller endre den andre.")


class AbsenceOverlaps(Refusal):
    code = "absence_overlaps"
    message = _("Fraværet overlapper annet fravær i samme periode. Rett datoene, eller endre det andre.")


class TooManyPercent(Refusal):
    code = "too_many_percent"
    message = _("Til sammen blir det mer enn 100 prosent på samme dag. Rett prosenten eller datoene.")


class OutsideEmployment(Refusal):
    code = "outside_employment"
    message = _("Perioden går utenfor datoene i stillingen. Rett perioden, eller endre stillingen først.")


class MoreThanEmployment(Refusal):
    code = "more_than_employment"
    message = _("Perioden har høyere prosent enn stillingen. Rett prosenten, eller endre stillingen først.")


class OutsidePlacement(Refusal):
    code = "outside_placement"
    message = _("Fraværet går utenfor datoene i tjenesteperioden. Rett datoene.")


class HoldsMore(Refusal):
    code = "holds_more"
    message = _(
        "Perioder eller fravær som hører til, faller utenfor. Endre eller annuller dem først, så kan denne endres."
    )


class PlaceMissing(Refusal):
    code = "place_missing"
    message = _("Velg virksomheten, eller skriv hvor tjenesten er.")


class ArenaElsewhere(Refusal):
    code = "arena_elsewhere"
    message = _("Læringsarenaen hører til en annen virksomhet. Velg en arena ved virksomheten i perioden.")


class SpecialtyMissing(Refusal):
    code = "specialty_missing"
    message = _("Velg spesialiteten. Tjeneste i del 2 og 3 hører til en spesialitet.")


class EmployerIsNoInstitution(Refusal):
    code = "employer_is_no_institution"
    message = _(
        "Tjeneste i del 2 og 3 bekreftes og signeres ved en utdanningsvirksomhet (§ 25), og denne arbeidsgiveren er ikke "
        "registrert som en. Er den godkjent, be den som holder virksomhetene oppdatert om å legge den inn. Har "
        "virksomheten din avtalt oppholdet, velg stillingen din der og skriv stedet. Ellers registrer annen tjeneste. "
        "Lar lederen den telle, trenger søknaden en bekreftelse signert av arbeidsgiveren, utenom Fagvei, og "
        "Helsedirektoratet avgjør."
    )


class Part1NotConfirmed(Refusal):
    code = "part_1_not_confirmed"
    message = _(
        "Del 1 må være bekreftet før tjeneste i del 2 eller 3 begynner. "
        "Lederen bekrefter del 1, eller turnus før ny ordning, på legens side."
    )


class CountsBeforePart1(Refusal):
    code = "counts_before_part_1"
    message = _(
        "Annen tjeneste kan telle bare når den begynner etter at del 1 er fullført og bekreftet. Tjeneste som begynte før "
        "1. mars 2019, kan telle med begrunnelse."
    )


class ServiceLocked(Refusal):
    code = "service_locked"
    message = _(
        "Dette er sendt eller bekreftet og kan ikke endres. Kall det tilbake mens det venter, eller be lederen annullere det."
    )


class ServiceNotSent(Refusal):
    code = "service_not_sent"
    message = _("Dette venter ikke på bekreftelse. Legen sender det først.")


class ServiceNotConfirmed(Refusal):
    code = "service_not_confirmed"
    message = _("Bare det som er bekreftet, kan få dette endret. Bekreft det først.")


class EmploymentNotConfirmed(Refusal):
    code = "employment_not_confirmed"
    message = _("Stillingen må være bekreftet først. Bekreft den, og så perioden.")


class EmploymentNotSent(Refusal):
    code = "employment_not_sent"
    message = _("Send det perioden eller fraværet hører til først.")


class PlacementNotConfirmed(Refusal):
    code = "placement_not_confirmed"
    message = _("Tjenesteperioden må være bekreftet først. Bekreft den, og så fraværet.")


class AlreadyAnnulled(Refusal):
    code = "already_annulled"
    message = _("Dette er allerede annullert.")


class Part1AlreadyConfirmed(Refusal):
    code = "part_1_already_confirmed"
    message = _("Del 1 er allerede bekreftet. Annuller bekreftelsen først hvis den er feil.")


class Part1GoalsRemain(Refusal):
    """Built with how many, how many of them are not loaded, and the plans they stand in: `Part1GoalsRemain.of(3, 1, plans)`."""

    code = "part_1_goals_remain"
    message = _("Legen har mål i del 1 som ikke er godkjent her. Godkjenn dem først.")

    @classmethod
    def of(
        cls, left: int, not_loaded: int, plans: Collection[EducationPlan], *, may_delete: bool = False
    ) -> "Part1GoalsRemain":
        named = ", ".join(f"«{plan}»" for plan in plans)
        held = ngettext(
            "Legen har %(n)s mål i del 1 som ikke er godkjent her. Godkjenn det først.",
            "Legen har %(n)s mål i del 1 som ikke er godkjent her. Godkjenn dem først.",
            left,
        )
        lacking = ngettext(
            "%(n)s av dem er ikke lastet inn, og kan ikke godkjennes før det er det.",
            "%(n)s av dem er ikke lastet inn, og kan ikke godkjennes før de er det.",
            not_loaded,
        )
        away = _("Er del 1 fullført et annet sted, arkiver planen %(plan)s og skriv hvorfor, og bekreft etterpå.")
        if may_delete:
            away = _("Er del 1 fullført et annet sted, slett planen %(plan)s, og bekreft etterpå.")
        again = _("Tildel så planen på nytt: det som er gjort, følger med.")
        said = [held % {"n": left}]
        said += [lacking % {"n": not_loaded}] if not_loaded else []
        said += [str(away % {"plan": named})]
        said += [str(again)] if any(not plan.is_of_part_1 for plan in plans) else []
        return cls(" ".join(said))


class Part1InFuture(Refusal):
    code = "part_1_in_future"
    message = _("Del 1 kan bekreftes først når den er fullført. Rett datoen.")


class Part1BasisMissing(Refusal):
    code = "part_1_basis_missing"
    message = _("Skriv hva bekreftelsen bygger på, for eksempel oppslag i HPR.")


class Part1InUse(Refusal):
    code = "part_1_in_use"
    message = _(
        "Legen har tjeneste i del 2 eller 3, eller annen tjeneste som teller, som bygger på bekreftelsen. Annuller den "
        "tjenesten først, eller si at den ikke teller."
    )
