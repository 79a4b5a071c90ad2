"""A doctor's own calendar. The secret stands first, so that what follows may change."""

from django.urls import path

from fagvei.courses.api import own_calendar
from fagvei.courses.views import calendar

urlpatterns = [
    path("mine-kurs/kalender/", calendar.my_calendar, name="my_calendar"),
    path("mine-kurs/kalender/apne/", calendar.open_calendar, name="open_calendar"),
    path("mine-kurs/kalender/lukk/", calendar.close_calendar, name="close_calendar"),
    path("kalender/<str:secret>/mine-kurs.ics", own_calendar.own_calendar, name="own_calendar"),
]
