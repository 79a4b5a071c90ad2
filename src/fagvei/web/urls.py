from django.urls import path

from fagvei.web import gallery, health, specialty, views

app_name = "web"
urlpatterns = [
    path("", views.start, name="start"),
    path("oppgaver/", views.inbox, name="inbox"),
    path("sok/", views.search, name="search"),
    path("sprak/", views.set_language, name="set-language"),
    path("personvern/", views.privacy, name="privacy"),
    path("tilgjengelighet/", views.accessibility, name="accessibility"),
    path("kilder/", views.sources, name="sources"),
    path("stilguide/", gallery.gallery, name="gallery"),
    path("spesialiteter/", specialty.specialty_list, name="specialties"),
    path("spesialiteter/<slug:slug>/", specialty.specialty, name="specialty"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", health.robots_txt, name="robots"),
    path(".well-known/security.txt", health.security_txt, name="security-txt"),
]
