"""Course runs."""

from django.urls import path

from fagvei.courses.views import runs

urlpatterns = [
    path("kursgjennomforinger/frister/", runs.compliance, name="compliance"),
    path("kursgjennomforinger/<uuid:public_id>/", runs.run, name="run"),
    path("kursgjennomforinger/<uuid:public_id>/endre/", runs.change_run, name="change_run"),
    path("kursgjennomforinger/<uuid:public_id>/kunngjor/", runs.announce_run, name="announce_run"),
    path("kursgjennomforinger/<uuid:public_id>/flytt/", runs.move_run, name="move_run"),
    path("kursgjennomforinger/<uuid:public_id>/avlys/", runs.cancel_run, name="cancel_run"),
    path("kursgjennomforinger/<uuid:public_id>/holdt/", runs.hold_run, name="hold_run"),
    path("kursgjennomforinger/<uuid:public_id>/program/", runs.add_session, name="add_session"),
    path("programposter/<uuid:public_id>/endre/", runs.change_session, name="change_session"),
    path("programposter/<uuid:public_id>/fjern/", runs.remove_session, name="remove_session"),
]
