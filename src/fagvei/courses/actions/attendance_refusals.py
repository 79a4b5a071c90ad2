"""What the rules say no to about attendance at a course."""

from django.utils.translation import gettext_lazy as _

from fagvei.common.refusal import Refusal


class AttendanceAnnulled(Refusal):
    code = "attendance_annulled"
    message = _("Oppmøtet er allerede annullert.")


class CertificateTakenBack(Refusal):
    code = "certificate_taken_back"
    message = _("Kursbeviset er allerede trukket tilbake eller annullert.")


class CodeWrong(Refusal):
    code = "code_wrong"
    message = _("Koden passer ikke til dette kurset i dag. Den gjelder siste kursdag; se på tavlen en gang til.")


class NotAttending(Refusal):
    code = "not_attending"
    message = _("Personen har ikke plass på dette kurset. RegUt-en som arrangerer det, gir plasser.")


class HasSeat(Refusal):
    code = "has_seat"
    message = _("Legen har plass på kurset. Registrer oppmøtet i listen over deltakere.")


class IsRegistered(Refusal):
    code = "is_registered"
    message = _("Legen er alt registrert på dette kurset.")


class NotADoctor(Refusal):
    code = "not_a_doctor"
    message = _("Bare leger i spesialisering kan legges til som deltakere.")


class NotForAttendance(Refusal):
    code = "not_for_attendance"
    message = _("Oppmøte føres av RegUt-en som arrangerer kurset, og av kurslederen.")


class NotLastDay(Refusal):
    code = "not_last_day"
    message = _("Oppmøte gjelder hele kurset og føres fra siste kursdag.")
