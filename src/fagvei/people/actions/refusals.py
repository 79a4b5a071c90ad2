"""What the rules say no to about people. Each sentence tells what is missing and who can mend it."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.refusal import Refusal
from fagvei.people.models import AN_INSTANT, Period


class OwnRelation(Refusal):
    code = "own_relation"
    message = _("Ingen kan være sin egen veileder, supervisør eller leder.")


class RelationTaken(Refusal):
    code = "relation_taken"
    message = _("Legen har allerede en i denne rollen. Avslutt den gamle relasjonen først, eller velg å bytte.")


class ReasonMissing(Refusal):
    code = "reason_missing"
    message = _("Skriv en kort begrunnelse for byttet.")


class EndsBeforeStart(Refusal):
    code = "ends_before_start"
    message = _("Sluttdatoen må være etter startdatoen.")


class AlreadyEnded(Refusal):
    code = "already_ended"
    message = _("Dette er allerede avsluttet. Last siden på nytt for å se hva som gjelder.")


class NotInInstitution(Refusal):
    code = "not_in_institution"
    message = _(
        "Personen har ikke denne rollen ved virksomheten på startdatoen. Administratoren ved virksomheten kan gi rollen."
    )


class TooLong(Refusal):
    code = "too_long"
    message = _("En delegering varer høyst ett år om gangen. Velg en tidligere sluttdato, og gi en ny når den er ute.")


class RoleNotGiven(Refusal):
    code = "role_not_given"
    message = _("Denne rollen kan ikke gis her. Administratorer oppnevnes av to personer sammen, utenfor Fagvei.")


class WorksElsewhere(Refusal):
    code = "works_elsewhere"
    message = _(
        "Personen har roller ved andre virksomheter også. Avslutt rollene hos dere i stedet for å stenge kontoen."
    )


class OwnAccount(Refusal):
    code = "own_account"
    message = _("Du kan ikke stenge din egen konto. En annen administrator ved virksomheten kan gjøre det.")


class LastAdministrator(Refusal):
    code = "last_administrator"
    message = _("Virksomheten må ha minst én administrator. Oppnevn en ny før denne rollen avsluttes.")


class UsernameTaken(Refusal):
    code = "username_taken"
    message = _("Brukernavnet eller HPR-nummeret er allerede i bruk. Søk opp personen i stedet for å lage en ny.")


class SearchTooShort(Refusal):
    code = "search_too_short"
    message = _("Skriv minst tre bokstaver av navnet.")


class SearchedEnough(Refusal):
    code = "searched_enough"
    message = _("Du har nådd grensen for søk etter personer i dag. Prøv igjen i morgen.")


def check_period(starts_at: dt.datetime, ends_at: dt.datetime | None) -> None:
    if ends_at is not None and ends_at <= starts_at:
        raise EndsBeforeStart


def end_of(period: Period, at: dt.datetime | None) -> dt.datetime:
    """When it shall end: at the instant, or now. What has ended keeps its end; what has not begun, never begins."""
    moment = at or clock.now()
    if period.ends_at is not None and period.ends_at <= moment:
        raise AlreadyEnded
    if at is None:
        moment = max(moment, period.starts_at + AN_INSTANT)
    check_period(period.starts_at, moment)
    return moment
