"""What the rules say no to about the evaluation of a course."""

from django.utils.translation import gettext_lazy as _

from fagvei.common.refusal import Refusal


class RunNotHeld(Refusal):
    code = "run_not_held"
    message = _("Kurset må være ført som holdt før det kan evalueres. RegUt-en som arrangerer det, gjør det.")


class AlreadyEvaluated(Refusal):
    code = "already_evaluated"
    message = _("Kurset har allerede en evaluering.")


class NobodyAttended(Refusal):
    code = "nobody_attended"
    message = _("Ingen er registrert som deltaker ennå. Før oppmøtet først; bare de som møtte, kan svare.")


class EvaluationClosed(Refusal):
    code = "evaluation_closed"
    message = _("Evalueringen er lukket og tar ikke imot svar.")


class AlreadyAnswered(Refusal):
    code = "already_answered"
    message = _("Du har svart. Svaret er levert uten navn og kan ikke endres.")


class AnswersMissing(Refusal):
    code = "answers_missing"
    message = _("Svar på alle spørsmålene. «Vet ikke» er også et svar.")


class StillOpen(Refusal):
    code = "evaluation_still_open"
    message = _("Evalueringen er åpen til siste dag for svar, eller til alle har svart. Da lukkes den.")
