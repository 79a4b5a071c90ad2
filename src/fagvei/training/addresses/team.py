"""The leader's view, numbers for those who keep the plan, and grants to look at named doctors."""

from django.urls import path

from fagvei.training.views import deadlines, team

urlpatterns = [
    path("leger/oversikt/", team.team, name="team"),
    path("leger/oversikt/varsler/", team.team_warnings, name="team_warnings"),
    path("leger/oversikt/ventetider/", team.team_flow, name="team_flow"),
    path("min-utdanning/varsler/", team.my_warnings, name="my_warnings"),
    path("innsyn/gi/", team.grant_record, name="grant_record"),
    path("innsyn/gitt/<uuid:public_id>/", team.record_grant, name="record_grant"),
    path("innsyn/gitt/<uuid:public_id>/avslutt/", team.end_record_grant, name="end_record_grant"),
    path("utdanning/tall/", team.numbers, name="numbers"),
    path("utdanning/terskler/", team.thresholds, name="thresholds"),
    path("utdanning/frister/", deadlines.deadlines, name="deadlines"),
]
