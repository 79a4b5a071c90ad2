"""Seats for a region first."""

from django.urls import path

from fagvei.courses.views import reserves

urlpatterns = [
    path("kursgjennomforinger/<uuid:public_id>/regionplasser/", reserves.set_reserves, name="set_reserves"),
]
