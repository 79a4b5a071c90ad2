"""What follows a closed wave: report, measures, records, run charts, the country."""

from django.urls import path

from fagvei.surveys.api import calendar
from fagvei.surveys.views import measures, report

ROUND = "gap/malinger/<uuid:public_id>/"
MEASURE = "gap/tiltak/<uuid:public_id>/"

urlpatterns = [
    path("gap/nasjonalt/<slug:slug>/", report.national, name="national"),
    path(f"{ROUND}rapport/", report.report, name="report"),
    path(f"{ROUND}rapport/avslutt/", report.close_report, name="close_report"),
    path(f"{ROUND}rapport/neste/", report.book_next_round, name="book_next_round"),
    path(f"{ROUND}rapport/del/", report.release_round, name="release_round"),
    path(f"{ROUND}rapport/slutt-a-dele/", report.withdraw_release, name="withdraw_release"),
    path(f"{ROUND}tiltak/", measures.plan_measure, name="plan_measure"),
    path(f"{ROUND}journaler/", measures.record_reviews, name="record_reviews"),
    path(MEASURE, measures.measure, name="measure"),
    path(f"{MEASURE}begynt/", measures.begin_measure, name="begin_measure"),
    path(f"{MEASURE}ferdig/", measures.complete_measure, name="complete_measure"),
    path(f"{MEASURE}frist/", measures.move_measure, name="move_measure"),
    path(f"{MEASURE}stopp/", measures.drop_measure, name="drop_measure"),
    path("gap/<uuid:public_id>/tiltak.ics", calendar.measures_calendar, name="measures_calendar"),
    path("gap/<uuid:public_id>/utvikling/", report.trend, name="trend"),
]
