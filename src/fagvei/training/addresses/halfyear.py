"""Addresses of the plan by half-year."""

from django.urls import path

from fagvei.training.views import halfyear as views

urlpatterns = [
    path("min-utdanning/plan/", views.my_halfyears, name="my_halfyears"),
    path("min-utdanning/plan/historikk/", views.my_halfyear_history, name="my_halfyear_history"),
    path("leger/<uuid:public_id>/plan/", views.halfyears, name="halfyears"),
    path("leger/<uuid:public_id>/plan/historikk/", views.halfyear_history, name="halfyear_history"),
    path("leger/<uuid:public_id>/plan/lag/", views.make_halfyears, name="make_halfyears"),
    path("leger/<uuid:public_id>/plan/flytt/", views.move_in_halfyears, name="move_in_halfyears"),
    path("leger/<uuid:public_id>/plan/noter/", views.note_in_halfyears, name="note_in_halfyears"),
    path("leger/<uuid:public_id>/plan/avtal/", views.agree_on_halfyear, name="agree_on_halfyear"),
]
