"""What the rules say no to in internal teaching."""

from django.utils.translation import gettext_lazy as _

from fagvei.common.refusal import Refusal


class NotOrganiser(Refusal):
    code = "not_organiser"
    message = _("Bare utdanningsansvarlig overlege eller koordinator ved virksomheten kan gjøre dette.")


class NotTeacherOrOrganiser(Refusal):
    code = "not_teacher_or_organiser"
    message = _("Bare den som underviser, utdanningsansvarlig overlege eller koordinator kan gjøre dette.")


class BadTeachingTime(Refusal):
    code = "bad_teaching_time"
    message = _("Undervisningen må slutte etter at den begynner, og vare høyst tolv timer.")


class ForeignArena(Refusal):
    code = "foreign_arena"
    message = _("Enheten hører til en annen virksomhet.")


class TeachingTitleMissing(Refusal):
    code = "teaching_title_missing"
    message = _("Skriv hva undervisningen handler om.")


class TeachingCancelled(Refusal):
    code = "teaching_cancelled"
    message = _("Undervisningen er avlyst.")


class TeachingHasAttendance(Refusal):
    code = "teaching_has_attendance"
    message = _("Noen har allerede møtt. Annuller oppmøtet først hvis undervisningen ikke ble holdt.")


class CodeUnknown(Refusal):
    code = "code_unknown"
    message = _(
        "Koden passer ikke til noe som holdes nå. Se på tavlen en gang til. Den gjelder fra et kvarter før til et kvarter etter."
    )


class TooManyCodes(Refusal):
    code = "too_many_codes"
    message = _("Du har prøvd for mange ganger. Vent et kvarter, eller be den som underviser, om å registrere deg.")


class NotDoctorHere(Refusal):
    code = "not_doctor_here"
    message = _("Oppmøte er for leger i spesialisering.")


class AlreadyThere(Refusal):
    code = "already_there"
    message = _("Oppmøtet er allerede registrert.")


class NotHeldYet(Refusal):
    code = "not_held_yet"
    message = _("Undervisningen har ikke begynt.")


class AttendanceAnnulled(Refusal):
    code = "attendance_annulled"
    message = _("Oppmøtet er allerede annullert.")


class TeachingReasonMissing(Refusal):
    code = "teaching_reason_missing"
    message = _("Skriv en begrunnelse.")
