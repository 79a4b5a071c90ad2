"""What the rules say no to about assessments, forms and rounds. Each sentence tells what is missing and who can mend it."""

from django.utils.translation import gettext_lazy as _

from fagvei.common.refusal import Refusal

# --- forms ---


class NotEducationLead(Refusal):
    code = "not_education_lead"
    message = _("Bare utdanningsansvarlig overlege ved virksomheten kan lage og endre lokale skjemaer.")


class FormNotUsable(Refusal):
    code = "form_not_usable"
    message = _("Skjemaet må ha minst ett kommentarfelt, og ingen spørsmål kan være tomme.")


class FormNotLocal(Refusal):
    code = "form_not_local"
    message = _("Felles skjemaer endres ikke her. Lag et lokalt skjema for virksomheten i stedet.")


class FormRetired(Refusal):
    code = "form_retired"
    message = _("Skjemaet er tatt ut av bruk. Velg et annet.")


class FormNotOffered(Refusal):
    code = "form_not_offered"
    message = _("Skjemaet finnes ikke ved legens virksomhet, eller er ikke til dette bruket. Velg et annet.")


# --- assessments ---


class NotAssessor(Refusal):
    code = "not_assessor"
    message = _(
        "Bare legens veileder, supervisører og leder kan vurdere med egen konto. Andre får en lenke på e-post når legen ber om det."
    )


class NotAskedAssessor(Refusal):
    code = "not_asked_assessor"
    message = _("Vurderingen er bedt om fra en annen. Bare den som er spurt, kan svare.")


class OwnLink(Refusal):
    code = "own_link"
    message = _("Lenken kan ikke sendes til legen selv. Skriv e-posten til den som skal vurdere.")


class AssessmentNotOpen(Refusal):
    code = "assessment_not_open"
    message = _("Vurderingen venter ikke på svar nå. Last siden på nytt for å se hva som har skjedd.")


class AnswerMissing(Refusal):
    code = "answer_missing"
    message = _("Svar på alle spørsmålene som må besvares.")


class AssessmentCommentMissing(Refusal):
    code = "assessment_comment_missing"
    message = _("Skriv kommentarene først. Uten dem kan vurderingen ikke leveres.")


class ForeignAnswer(Refusal):
    code = "foreign_answer"
    message = _("Svaret passer ikke til skjemaet. Åpne siden på nytt og svar en gang til.")


class NotIdentified(Refusal):
    code = "not_identified"
    message = _("Vis hvem du er før du signerer. Svaret er lagret, men teller ikke før det er signert.")


class AnswerChanged(Refusal):
    code = "answer_changed"
    message = _("Svaret er endret siden du så det. Les det en gang til før du signerer.")


class NotAwaitingVouching(Refusal):
    code = "not_awaiting_vouching"
    message = _("Vurderingen venter ikke på at en leder bekrefter vurdereren.")


class AssessmentNotSigned(Refusal):
    code = "assessment_not_signed"
    message = _("Bare en signert vurdering kan annulleres.")


class NotAllowedToAnnulAssessment(Refusal):
    code = "not_allowed_to_annul_assessment"
    message = _("Vurderingen kan annulleres av den som signerte, eller av legens leder eller stedfortreder.")


# --- 360 degrees ---


class TooFewRaters(Refusal):
    code = "too_few_raters"
    message = _("Foreslå minst fem som kan svare, hver med sin egen e-post. Be gjerne flere, for noen svarer ikke.")


class RoundRunning(Refusal):
    code = "round_running"
    message = _("Du har allerede en runde som ikke er avsluttet. Trekk den eller vent til den er lukket.")


class NotMentor(Refusal):
    code = "not_mentor"
    message = _("Bare legens veileder kan gjøre dette.")


class RoundNotOpen(Refusal):
    code = "round_not_open"
    message = _("Runden er ikke åpen for svar.")


class RoundNotProposed(Refusal):
    code = "round_not_proposed"
    message = _("Runden venter ikke på veilederen. Last siden på nytt for å se hva som har skjedd.")


class RoundNotClosed(Refusal):
    code = "round_not_closed"
    message = _("Resultatet kan leses først når runden er lukket.")


class MentorReadsFirst(Refusal):
    code = "mentor_reads_first"
    message = _("Les resultatet før du gir det til legen.")


class TooFewAnswers(Refusal):
    code = "too_few_answers"
    message = _("Færre enn fem har svart, så runden kan ikke lukkes med et resultat. Vent, eller la den løpe ut.")


class AlreadyAnswered(Refusal):
    code = "already_answered"
    message = _("Svaret er allerede levert.")


__all__ = sorted(
    name for name, value in list(globals().items()) if isinstance(value, type) and issubclass(value, Refusal)
)
