"""What the rules say no to in mentoring."""

from django.utils.translation import gettext_lazy as _

from fagvei.common.refusal import Refusal


class NotInMentoring(Refusal):
    code = "not_in_mentoring"
    message = _("Bare de som er med i veiledningen, kan gjøre dette.")


class NotMentorOfSeries(Refusal):
    code = "not_mentor_of_series"
    message = _("Bare veilederen kan gjøre dette. Be veilederen din om det.")


class SeriesNotRunning(Refusal):
    code = "series_not_running"
    message = _("Denne veiledningen er avsluttet. Legen kan starte en ny med veilederen sin nå.")


class NoMentorYet(Refusal):
    code = "no_mentor_yet"
    message = _("Legen har ingen veileder nå. Legens leder registrerer veilederen under Relasjoner.")


class NotTheMentor(Refusal):
    code = "not_the_mentor"
    message = _("Bare legen selv og legens veileder kan starte veiledningen.")


class SeriesExists(Refusal):
    code = "series_exists"
    message = _("Dere har allerede en veiledning sammen. Den står under Veiledning.")


class BadInterval(Refusal):
    code = "bad_interval"
    message = _("Velg fra 1 til 26 uker mellom samtalene.")


class NoMentorRole(Refusal):
    code = "no_mentor_role"
    message = _("Bare en veileder kan opprette en gruppe. Administratoren ved virksomheten gir rollen.")


class NoDoctorHere(Refusal):
    code = "no_doctor_here"
    message = _("Personen er ikke lege i spesialisering ved virksomheten nå.")


class AlreadyMember(Refusal):
    code = "already_member"
    message = _("Legen er allerede med i gruppen.")


class NotMember(Refusal):
    code = "not_member"
    message = _("Legen er ikke med i gruppen lenger.")


class NoMembers(Refusal):
    code = "no_members"
    message = _("Gruppen har ingen leger ennå. Legg til noen først.")


class BadTime(Refusal):
    code = "bad_time"
    message = _("Velg et tidspunkt som ikke ligger mer enn ett år bort.")


class SessionBegun(Refusal):
    code = "session_begun"
    message = _("Samtalen er allerede gjennomført eller avlyst, og kan ikke endres.")


class SessionNotBegun(Refusal):
    code = "session_not_begun"
    message = _("Samtalen har ikke begynt. Flytt den hvis dere møttes tidligere.")


class SessionFinished(Refusal):
    code = "session_finished"
    message = _("Samtalen er ferdigstilt eller avlyst, og kan ikke endres.")


class NoMinutesYet(Refusal):
    code = "no_minutes_yet"
    message = _("Referatet mangler. Skriv det, så kan samtalen ferdigstilles.")


class MinutesChanged(Refusal):
    code = "minutes_changed"
    message = _("Noen andre har skrevet i referatet etter at du åpnet det. Les det som står der nå, og legg til ditt.")


class TextMissing(Refusal):
    code = "text_missing"
    message = _("Teksten er tom.")


class NotOwnerOfAction(Refusal):
    code = "not_owner_of_action"
    message = _("Bare den som er ansvarlig, eller veilederen, kan krysse av for tiltaket.")


class WrongOwner(Refusal):
    code = "wrong_owner"
    message = _("Den ansvarlige må være en av dem som er med i samtalen.")


class ActionDone(Refusal):
    code = "action_done"
    message = _("Tiltaket er allerede gjort.")


class OnlyGroups(Refusal):
    code = "only_groups"
    message = _("Dette gjelder bare gruppeveiledning.")


class NothingToShare(Refusal):
    code = "nothing_to_share"
    message = _("Det er ingen ny veileder å dele med, eller referatet er allerede delt.")


class NothingToTakeBack(Refusal):
    code = "nothing_to_take_back"
    message = _("Referatet er ikke delt med noen nå.")
