"""Course leader and committee."""

from django.urls import path

from fagvei.courses.views import appointments

urlpatterns = [
    path("kurs/<slug:code>/oppnevninger/", appointments.appointments, name="appointments"),
    path("kurs/<slug:code>/oppnevninger/ny/", appointments.appoint, name="appoint"),
    path("oppnevninger/<uuid:public_id>/avslutt/", appointments.end_appointment, name="end_appointment"),
]
