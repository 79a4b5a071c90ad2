from django.urls import path

from fagvei.curriculum import views

app_name = "curriculum"
urlpatterns = [
    path("laeringsmal/", views.goals, name="goals"),
    path("laeringsmal/importer/", views.import_goals, name="import_goals"),
    path("laeringsmal/importer/<uuid:public_id>/", views.import_preview, name="import"),
    path("laeringsmal/importer/<uuid:public_id>/bekreft/", views.confirm_import, name="confirm_import"),
    path("laeringsmal/overgangsregler/", views.transition_rules, name="transition_rules"),
    path("laeringsmal/overgangsregler/lagre/", views.save_transition_rule, name="save_transition_rule"),
    path("laeringsmal/kurs/", views.courses, name="courses"),
    path("laeringsmal/<slug:code>/", views.goal, name="goal"),
    path("kurs/<slug:code>/", views.course, name="course"),
    path("kurs/<slug:code>/laeringsmal/", views.goals_of_course, name="goals_of_course"),
    path("kurs/<slug:code>/laeringsmal/ny/", views.add_coverage, name="add_coverage"),
    path("prosedyrer/", views.procedures, name="procedures"),
    path("prosedyrer/<slug:code>/sted/", views.procedure_place, name="procedure_place"),
    path("koblinger/<uuid:public_id>/rett/", views.correct_coverage, name="correct_coverage"),
]
