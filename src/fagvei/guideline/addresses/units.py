"""Recommendations."""

from django.urls import path

from fagvei.guideline.views import units

urlpatterns = [
    path("retningslinjer/<slug:slug>/anbefalinger/<slug:code>/", units.unit, name="unit"),
]
