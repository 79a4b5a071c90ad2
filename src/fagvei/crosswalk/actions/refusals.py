"""What the rules say no to, and who can mend it."""

from django.utils.translation import gettext_lazy as _

from fagvei.common.refusal import Refusal


class NotYours(Refusal):
    code = "not_yours"
    message = _("Dette gjør retningslinjeeier, klinisk kvalitetssikrer, RegUt eller spesialitetskomiteen.")


class ProposerCannotApprove(Refusal):
    code = "proposer_cannot_approve"
    message = _("Du har foreslått denne koblingen og kan ikke avgjøre den. Noen fra det andre fagfeltet må gjøre det.")


class OtherSideDecides(Refusal):
    code = "other_side_decides"
    message = _("Forslaget kommer fra ditt eget fagfelt. Noen fra det andre fagfeltet avgjør det.")


class GapNotShared(Refusal):
    code = "gap_not_shared"
    message = _(
        "Avdelingen deler ikke dette gapet lenger, eller målet er nådd. Den som er ansvarlig for GAP, kan svare."
    )


class DayHasPassed(Refusal):
    code = "day_has_passed"
    message = _("Fristen er passert. Velg en dag som kommer.")


class CourseNotToCome(Refusal):
    code = "course_not_to_come"
    message = _("Kurset er holdt eller avlyst. Velg en gjennomføring som kommer.")


class CourseNotForGap(Refusal):
    code = "course_not_for_gap"
    message = _("Kurset bidrar ikke til noe mål som hører til anbefalingen. Velg et av kursene som står ved gapet.")


class CourseTellsItself(Refusal):
    code = "course_tells_itself"
    message = _("Kurset står som holdt når RegUt melder det holdt. Før det kan det bare tas bort herfra.")


class WardElsewhere(Refusal):
    code = "ward_elsewhere"
    message = _("Avdelingen hører til en annen virksomhet. Velg en av virksomhetens egne.")


class PlanIsSettled(Refusal):
    code = "plan_is_settled"
    message = _("Noen har alt merket dette. Åpne siden på nytt og se hva som står.")


class MoveNotAllowed(Refusal):
    code = "move_not_allowed"
    message = _("Koblingen er alt avgjort. Åpne den på nytt og se hva som er gjort.")


class PairExists(Refusal):
    code = "pair_exists"
    message = _("Målet og anbefalingen er alt koblet eller foreslått koblet. Se koblingen som står.")


class ReasonMissing(Refusal):
    code = "reason_missing"
    message = _("Skriv hvorfor, så andre kan forstå det.")


class NoText(Refusal):
    code = "no_text"
    message = _(
        "Teksten er ikke i kraft, så ingen kan lese hva målet kobles til. Retningslinjeeieren kan svare på hvorfor."
    )


class TextChangedSinceRead(Refusal):
    code = "text_changed_since_read"
    message = _("Anbefalingen er endret siden du åpnet siden. Les den på nytt før du svarer.")


class AlreadyAnswered(Refusal):
    code = "already_answered"
    message = _("Endringen er alt besvart, eller den er ikke lenger der.")
