"""Courses that others arrange: the doctor's proof."""

from django.urls import path

from fagvei.courses.views import external

PROOF = "eksterne-kursbevis/<uuid:public_id>/"

urlpatterns = [
    path("kurs/<slug:code>/eksternt-bevis/", external.send, name="send_external"),
    path("eksterne-kursbevis/", external.certificates, name="external_certificates"),
    path(PROOF, external.certificate, name="external_certificate"),
    path(f"{PROOF}fil/", external.proof, name="external_proof"),
    path(f"{PROOF}send-igjen/", external.send_again, name="send_external_again"),
    path(f"{PROOF}trekk/", external.withdraw, name="withdraw_external"),
    path(f"{PROOF}godta/", external.approve, name="approve_external"),
    path(f"{PROOF}returner/", external.return_to_doctor, name="return_external"),
    path(f"{PROOF}avvis/", external.reject, name="reject_external"),
    path(f"{PROOF}annuller/", external.annul, name="annul_external"),
]
