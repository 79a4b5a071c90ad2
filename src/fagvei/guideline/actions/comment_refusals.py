"""What the rules of readers' comments say no to, and who can mend it."""

from django.utils.translation import gettext_lazy as _

from fagvei.common.refusal import Refusal


class TooManyComments(Refusal):
    code = "too_many_comments"
    message = _("Det er kommet uvanlig mange innspill i dag. Prøv igjen i morgen.")


class CommentMoveNotAllowed(Refusal):
    code = "comment_move_not_allowed"
    message = _("Innspillet kan ikke flyttes dit fra der det er nå. Åpne det på nytt og se hva som er gjort.")


class AnswerMissing(Refusal):
    code = "answer_missing"
    message = _("Skriv et svar. Avsenderen leser det på kvitteringssiden.")


class NotTheSameUnit(Refusal):
    code = "not_the_same_unit"
    message = _("Velg et annet innspill om samme tekst, et som ikke selv er merket som meldt før.")


class NotYourComment(Refusal):
    code = "not_your_comment"
    message = _("Bare den som har sendt innspillet, kan gjøre dette.")


class MoreNotAsked(Refusal):
    code = "more_not_asked"
    message = _("Innspillet venter ikke på mer fra deg. Last siden på nytt for å se hva som er gjort.")


class TextStandsStill(Refusal):
    code = "text_stands_still"
    message = _(
        "En ny versjon er til klinisk vurdering eller godkjent, og teksten i den kan ikke endres nå. Hent den tilbake til "
        "utkast, eller svar når den er publisert."
    )
