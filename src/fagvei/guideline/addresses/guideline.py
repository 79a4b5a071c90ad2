"""Guidelines."""

from django.urls import path

from fagvei.guideline.views import guideline

urlpatterns = [
    path("retningslinjer/", guideline.guidelines, name="guidelines"),
    path("retningslinjer/<slug:slug>/", guideline.guideline, name="guideline"),
    path("retningslinjer/<slug:slug>/om/", guideline.about, name="about"),
    path("retningslinjer/<slug:slug>/dokumenter/", guideline.documents, name="documents"),
]
