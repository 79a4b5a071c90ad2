"""Who did not come, and what the run costs whom."""

from django.urls import path

from fagvei.courses.views import absence, invoice

RUN = "kursgjennomforinger/<uuid:public_id>/"
NO_SHOW = "ikke-mott/<uuid:public_id>/"

urlpatterns = [
    path(f"{RUN}ikke-mott/", absence.no_shows, name="no_shows"),
    path(NO_SHOW, absence.no_show, name="no_show"),
    path(f"{NO_SHOW}forklar/", absence.explain, name="explain_no_show"),
    path(f"{NO_SHOW}vurder/", absence.judge, name="judge_no_show"),
    path(f"{NO_SHOW}annuller/", absence.annul, name="annul_no_show"),
    path(f"{RUN}fakturagrunnlag/", invoice.invoice_basis, name="invoice_basis"),
]
