"""Procedures: how many and when, the same again, and many at once."""

from django.urls import path

from fagvei.training.views import procedures as views

urlpatterns = [
    path("min-utdanning/prosedyrer/", views.my_procedures, name="my_procedures"),
    path("min-utdanning/prosedyrer/mange/", views.log_list, name="log_list"),
    path("leger/<uuid:public_id>/prosedyrer/", views.procedures, name="procedures"),
    path("aktiviteter/<uuid:public_id>/ta-bort-listen/", views.annul_list, name="annul_list"),
    path("aktiviteter/<uuid:public_id>/igjen/", views.log_again, name="log_again"),
]
