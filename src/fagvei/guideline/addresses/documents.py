"""Related documents."""

from django.urls import path

from fagvei.guideline.views import documents

urlpatterns = [
    path("retningslinjer/<slug:slug>/dokumenter/<slug:code>/sjekk/", documents.check_document, name="check_document"),
]
