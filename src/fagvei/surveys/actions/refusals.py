"""What the rules say no to, and who can mend it."""

from django.utils.translation import gettext_lazy as _

from fagvei.common.refusal import Refusal
from fagvei.surveys.queries.answering import CodeUnknown, RoundNotOpen

__all__ = ["CodeUnknown", "RoundNotOpen"]


class OwnersOnly(Refusal):
    code = "owners_only"
    message = _("Bare den som er ansvarlig for GAP-undersøkelser ved virksomheten, kan gjøre dette.")


class ArenaElsewhere(Refusal):
    code = "arena_elsewhere"
    message = _("Avdelingen hører til en annen virksomhet. Velg en av virksomhetens egne.")


class TextMissing(Refusal):
    code = "text_missing"
    message = _("Det er ikke laget spørsmål om anbefalinger som ikke finnes i våre kilder. Velg en med tekst.")


class OtherGuideline(Refusal):
    code = "other_guideline"
    message = _("Anbefalingen står i en annen retningslinje enn undersøkelsen.")


class TooManyItems(Refusal):
    code = "too_many_items"
    message = _(
        "En undersøkelse har høyst 25 spørsmål, så den kan besvares på et kvarter. Fjern noen før du legger til flere."
    )


class AlreadyChosen(Refusal):
    code = "already_chosen"
    message = _("Anbefalingen er alt med, med samme type spørsmål.")


class NothingChosen(Refusal):
    code = "nothing_chosen"
    message = _("Velg minst én anbefaling som gjelder, før målingen planlegges eller åpnes.")


class ReasonMissing(Refusal):
    code = "reason_missing"
    message = _("Skriv hvorfor, så kollegene kan forstå valget.")


class AlreadyAsked(Refusal):
    code = "already_asked"
    message = _("Spørsmålene kan ikke endres etter at en måling er åpnet: målingene må kunne sammenlignes.")


class RoundAhead(Refusal):
    code = "round_ahead"
    message = _("En måling er alt planlagt eller åpen. Lukk eller avlys den før du planlegger en ny.")


class DatesWrong(Refusal):
    code = "dates_wrong"
    message = _("Målingen må lukke etter at den åpner, og ikke i fortiden. Velg andre datoer.")


class StaffMissing(Refusal):
    code = "staff_missing"
    message = _("Oppgi hvor mange som arbeider på avdelingen, i minst én yrkesgruppe.")


class CodesMissing(Refusal):
    code = "codes_missing"
    message = _("Lag svarkoder til de ansatte, og noen få i reserve.")


class MoveNotAllowed(Refusal):
    code = "move_not_allowed"
    message = _("Målingen kan ikke flyttes dit fra der den er nå. Åpne siden på nytt og se hva som er gjort.")


class WhyCalledOffMissing(Refusal):
    code = "why_called_off_missing"
    message = _("Skriv hvorfor målingen avlyses, så de som ventet på den forstår det.")


class AnswersMissing(Refusal):
    code = "answers_missing"
    message = _("Svar på alle spørsmålene. Velg «vet ikke» eller «gjelder ikke oss» når det passer.")
