"""Course runs."""

from django.urls import path

from fagvei.courses.views import runs

urlpatterns = [
    path("kursgjennomforinger/<uuid:public_id>/", runs.run, name="run"),
]
