"""What the rules say no to about not having come to a course."""

from django.utils.translation import gettext_lazy as _

from fagvei.common.refusal import Refusal


class HasCome(Refusal):
    code = "has_come"
    message = _("Legen er registrert som deltaker. Annuller oppmøtet først, hvis det er feil.")


class HasNotCome(Refusal):
    code = "has_not_come"
    message = _("Legen er ført som ikke møtt. Annuller det først, hvis det er feil.")


class AlreadyRecorded(Refusal):
    code = "already_recorded"
    message = _("Legen er allerede ført som ikke møtt.")


class NotRecorded(Refusal):
    code = "not_recorded"
    message = _("Føringen er annullert, så det er ikke noe å endre.")


class NotAbsentDoctor(Refusal):
    code = "not_absent_doctor"
    message = _("Bare legen selv forklarer seg.")
