"""Addresses of regulation changes."""

from django.urls import path

from fagvei.training.views import rollover as views

urlpatterns = [
    path("min-utdanning/endringer/", views.my_rollover, name="my_rollover"),
    path("leger/<uuid:public_id>/endringer/", views.rollover, name="rollover"),
    path("planer/<uuid:public_id>/nye-mal/", views.take_in_new_goals, name="take_in_new_goals"),
    path("laringsmalplaner/<uuid:public_id>/sett/", views.choose_set, name="choose_set"),
    path("utdanningsmal/<uuid:public_id>/revisjon/", views.choose_revision, name="choose_revision"),
]
