"""Addresses. Norwegian, and stable: other sites link here."""

from django.urls import include, path

urlpatterns = [
    path("", include("fagvei.web.urls")),
    path("", include("fagvei.people.urls")),
    path("", include("fagvei.people.account_urls")),
    path("", include("fagvei.handbook.urls")),
    path("", include("fagvei.courses.urls")),
    path("", include("fagvei.crosswalk.urls")),
    path("", include("fagvei.curriculum.urls")),
    path("", include("fagvei.guideline.urls")),
    path("", include("fagvei.surveys.urls")),
    path("", include("fagvei.training.urls")),
    path("", include("fagvei.interop.urls")),
]

handler400 = "fagvei.web.errors.bad_request"
handler403 = "fagvei.web.errors.forbidden"
handler404 = "fagvei.web.errors.not_found"
handler500 = "fagvei.web.errors.broken"
