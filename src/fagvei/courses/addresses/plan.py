"""The six-year plan."""

from django.urls import path

from fagvei.courses.views import plan

urlpatterns = [
    path("kursplan/plass/<uuid:public_id>/", plan.slot, name="slot"),
]
