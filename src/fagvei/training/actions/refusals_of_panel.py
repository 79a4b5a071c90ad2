"""What the rules say no to about an assessment panel."""

from django.utils.translation import gettext_lazy as _

from fagvei.common.refusal import Refusal


class AgendaEmpty(Refusal):
    code = "agenda_empty"
    message = _("Velg minst ett læringsmål som kollegiet skal vurdere.")


class AlreadyOnAgenda(Refusal):
    code = "already_on_agenda"
    message = _("Målet står allerede på sakslisten.")


class NotForPanel(Refusal):
    code = "not_for_panel"
    message = _(
        "Personen kan ikke sitte i kollegiet. Velg noen med en rolle ved legens virksomhet, og ikke legen selv."
    )


class PanelNotOpen(Refusal):
    code = "panel_not_open"
    message = _("Kollegiet er allerede holdt eller avlyst. Last siden på nytt for å se hva som gjelder.")


class PanelWithoutMentor(Refusal):
    code = "panel_without_mentor"
    message = _("Legen har ingen veileder, og veilederen skal være med i kollegiet. Velg en veileder først.")


class DoctorNotTold(Refusal):
    code = "doctor_not_told"
    message = _(
        "Legen deltar ikke og er ikke orientert ennå. Veilederen må orientere legen og registrere det før møtet føres."
    )


class NotMentorToTell(Refusal):
    code = "not_mentor_to_tell"
    message = _("Det er veilederen som orienterer legen.")


class NothingToTell(Refusal):
    code = "nothing_to_tell"
    message = _("Det er ikke noe å registrere nå: legen deltar, eller er allerede orientert.")


class MinutesMissing(Refusal):
    code = "minutes_missing"
    message = _("Skriv referat fra møtet.")


class OutcomeMissing(Refusal):
    code = "outcome_missing"
    message = _("Hvert mål på sakslisten må ha ett utfall.")


class MeetingAhead(Refusal):
    code = "meeting_ahead"
    message = _("Møtet har ikke vært ennå. Før referatet når det er holdt.")


class FollowUpDate(Refusal):
    code = "follow_up_date"
    message = _("Oppfølging må ha en dato som ikke er passert, og bare oppfølging skal ha dato.")


class MeetingInThePast(Refusal):
    code = "meeting_in_the_past"
    message = _("Møtet kan ikke kalles inn til et tidspunkt som er passert.")


__all__ = sorted(
    name for name, value in list(globals().items()) if isinstance(value, type) and issubclass(value, Refusal)
)
