"""Addresses. Norwegian, and stable: other sites link here."""

from django.urls import include, path

urlpatterns = [
    path("", include("fagvei.web.urls")),
    path("", include("fagvei.people.urls")),
    path("konto/", include("allauth.urls")),
    path("", include("fagvei.handbook.urls")),
    path("", include("fagvei.curriculum.urls")),
    path("", include("fagvei.training.urls")),
    path("", include("fagvei.interop.urls")),
]

handler404 = "fagvei.web.views.not_found"
handler403 = "fagvei.web.views.forbidden"
handler500 = "fagvei.web.views.broken"
