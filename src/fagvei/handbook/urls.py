from django.urls import path

from fagvei.handbook import views

app_name = "handbook"
urlpatterns = [
    path("handbok/<slug:slug>/", views.page, name="page"),
    path("meld-feil/", views.report, name="report"),
    path("tilbakemelding/", views.answer, name="answer"),
    path("tilbakemeldinger/", views.feedback_list, name="feedback_list"),
    path("tilbakemeldinger/<uuid:public_id>/", views.feedback_item, name="feedback_item"),
    path("tilbakemeldinger/<uuid:public_id>/flytt/", views.feedback_move, name="feedback_move"),
]
