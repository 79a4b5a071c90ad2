"""Addresses of mentoring."""

from django.urls import path

from fagvei.training.views import mentoring, mentoring_sessions

SERIES = "veiledning/serie/<uuid:public_id>/"
SESSION = "veiledning/samtale/<uuid:public_id>/"

urlpatterns = [
    path("veiledning/", mentoring.mentoring, name="mentoring"),
    path("veiledning/ny/", mentoring.start_mentoring, name="start_mentoring"),
    path("veiledning/ny-gruppe/", mentoring.start_group, name="start_group"),
    path("leger/veiledning/", mentoring.mentoring_overview, name="mentoring_overview"),
    path(SERIES, mentoring.mentoring_series, name="mentoring_series"),
    path(f"{SERIES}hyppighet/", mentoring.agree_interval, name="agree_interval"),
    path(f"{SERIES}avtal/", mentoring.invite_to_mentoring, name="invite_to_mentoring"),
    path(f"{SERIES}ny-lege/", mentoring.add_member, name="add_member"),
    path(f"{SERIES}avslutt/", mentoring.end_group, name="end_group"),
    path("veiledning/medlem/<uuid:public_id>/avslutt/", mentoring.end_membership, name="end_membership"),
    path(SESSION, mentoring.mentoring_session, name="mentoring_session"),
    path(f"{SESSION}kalender.ics", mentoring_sessions.mentoring_calendar, name="mentoring_calendar"),
    path(f"{SESSION}forbered/", mentoring_sessions.prepare_mentoring, name="prepare_mentoring"),
    path(f"{SESSION}referat/", mentoring_sessions.write_minutes, name="write_minutes"),
    path(f"{SESSION}notat/", mentoring_sessions.write_note, name="write_note"),
    path(f"{SESSION}tiltak/", mentoring_sessions.agree_action, name="agree_action"),
    path(f"{SESSION}flytt/", mentoring_sessions.move_mentoring, name="move_mentoring"),
    path(f"{SESSION}avlys/", mentoring_sessions.cancel_mentoring, name="cancel_mentoring"),
    path(f"{SESSION}gjennomfort/", mentoring_sessions.hold_mentoring, name="hold_mentoring"),
    path(f"{SESSION}ferdigstill/", mentoring_sessions.close_mentoring, name="close_mentoring"),
    path(f"{SESSION}del/", mentoring_sessions.share_minutes, name="share_minutes"),
    path(f"{SESSION}ta-tilbake/", mentoring_sessions.take_back_sharing, name="take_back_sharing"),
    path("veiledning/tiltak/<uuid:public_id>/gjort/", mentoring_sessions.finish_action, name="finish_action"),
]
