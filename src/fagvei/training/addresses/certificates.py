"""Addresses of service certificates and of the page that tells whether one can apply."""

from django.urls import path

from fagvei.training.views import certificates as views
from fagvei.training.views.readiness import doctor_readiness, readiness

urlpatterns = [
    path("min-utdanning/klar/", readiness, name="readiness"),
    path("leger/<uuid:public_id>/klar/", doctor_readiness, name="doctor_readiness"),
    path("min-utdanning/be-om-tjenestebekreftelse/", views.ask_for_certificate, name="ask_for_certificate"),
    path("leger/<uuid:public_id>/lag-tjenestebekreftelse/", views.prepare_certificate, name="prepare_certificate"),
    path("tjenestebekreftelser/", views.my_certificates, name="my_certificates"),
    path("tjenestebekreftelse/<uuid:public_id>/", views.certificate, name="certificate"),
    path("tjenestebekreftelse/<uuid:public_id>/skriv/", views.write_certificate, name="write_certificate"),
    path("tjenestebekreftelse/<uuid:public_id>/signer/", views.sign_certificate, name="sign_certificate"),
    path("tjenestebekreftelse/<uuid:public_id>/returner/", views.return_certificate, name="return_certificate"),
    path("tjenestebekreftelse/<uuid:public_id>/annuller/", views.annul_certificate, name="annul_certificate"),
]
