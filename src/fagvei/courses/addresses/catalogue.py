"""The catalogue, its windows and its feeds."""

from django.urls import path

from fagvei.courses.api import feeds
from fagvei.courses.views import catalogue, fees

urlpatterns = [
    path("kursavgifter/", fees.fees, name="fees"),
    path("kurs/", catalogue.catalogue, name="catalogue"),
    path("kurs/<slug:code>/gjennomforinger/", catalogue.runs_of_course, name="runs_of_course"),
    path("laeringsmal/<slug:code>/kurs/", catalogue.runs_for_goal, name="runs_for_goal"),
    path("spesialiteter/<slug:slug>/kurs/", catalogue.runs_of_specialty, name="runs_of_specialty"),
    path("kursplan/<slug:slug>/kalender.ics", feeds.calendar, name="calendar"),
    path("kursplan/<slug:slug>/nytt.atom", feeds.atom, name="atom"),
    path("kursgjennomforinger/<uuid:public_id>/json-ld/", feeds.json_ld, name="run_json_ld"),
]
