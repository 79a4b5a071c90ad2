"""Recommendations that say something else than when their pairs were approved."""

from django.urls import path

from fagvei.crosswalk.views import changes

urlpatterns = [
    path("maal-og-anbefalinger/endringer/", changes.changes, name="changes"),
    path("maal-og-anbefalinger/endringer/<slug:code>/", changes.change, name="change"),
    path("maal-og-anbefalinger/endringer/<slug:code>/svar/", changes.answer_change, name="answer_change"),
]
