"""Addresses of internal teaching."""

from django.urls import path

from fagvei.training.views import teaching

SESSION = "undervisning/<uuid:public_id>/"

urlpatterns = [
    path("undervisning/", teaching.teaching, name="teaching"),
    path("undervisning/oppmote/", teaching.check_in, name="check_in"),
    path("undervisning/timer/", teaching.teaching_hours, name="teaching_hours"),
    path("undervisning/ny/", teaching.plan_teaching, name="plan_teaching"),
    path("undervisning/kalender/", teaching.import_teaching, name="import_teaching"),
    path(SESSION, teaching.teaching_session, name="teaching_session"),
    path(f"{SESSION}kalender.ics", teaching.teaching_calendar, name="teaching_calendar"),
    path(f"{SESSION}endre/", teaching.change_teaching, name="change_teaching"),
    path(f"{SESSION}avlys/", teaching.cancel_teaching, name="cancel_teaching"),
    path(f"{SESSION}underviser/", teaching.set_teacher, name="set_teacher"),
    path(f"{SESSION}oppmote/", teaching.mark_attendance, name="mark_attendance"),
    path("oppmote/<uuid:public_id>/annuller/", teaching.annul_attendance, name="annul_attendance"),
]
