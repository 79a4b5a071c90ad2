"""A recommendation that the guideline does not have."""

from django.urls import path

from fagvei.guideline.views import new_units

urlpatterns = [
    path("retningslinjer/<slug:slug>/ny-anbefaling/", new_units.start_unit, name="start_unit"),
]
