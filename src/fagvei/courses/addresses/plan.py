"""The six-year plan."""

from django.urls import path

from fagvei.courses.views import frequency, plan, runs

urlpatterns = [
    path("kursplan/", plan.plans, name="plans"),
    path("kursplan/<slug:slug>/", plan.plan, name="plan"),
    path("kursplan/kurs/<slug:code>/legg-til/", plan.add_slots, name="add_slots"),
    path("kursplan/kurs/<slug:code>/frekvens/", frequency.frequency, name="frequency"),
    path("kursplan/kurs/<slug:code>/frekvens/<slug:region>/", frequency.set_frequency, name="set_frequency"),
    path("kursplan/plass/<uuid:public_id>/", plan.slot, name="slot"),
    path("kursplan/plass/<uuid:public_id>/flytt/", plan.move_slot, name="move_slot"),
    path("kursplan/plass/<uuid:public_id>/pause/", plan.pause_slot, name="pause_slot"),
    path("kursplan/plass/<uuid:public_id>/ta-opp/", plan.resume_slot, name="resume_slot"),
    path("kursplan/plass/<uuid:public_id>/ta-ut/", plan.cancel_slot, name="cancel_slot"),
    path("kursplan/plass/<uuid:public_id>/fastsett/", runs.settle_run, name="settle_run"),
]
