from django.urls import path

from fagvei.interop.api import urls as api_urls
from fagvei.interop.views import badges, fhir, guideline, record

app_name = "interop"
DATA = "retningslinjer/<slug:slug>/data/"

urlpatterns = [
    path("min-utdanning/eksport/", record.export, name="export"),
    path("tjenestebekreftelse/<uuid:public_id>/pdf/", record.certificate, name="certificate"),
    path("kursbevis/<uuid:public_id>/pdf/", record.course_certificate, name="course_certificate"),
    path("retningslinjer/<slug:slug>/avdelingskort/pdf/", record.ward_card, name="ward_card"),
    path("gap/malinger/<uuid:public_id>/rapport/pdf/", record.gap_report, name="gap_report"),
    path(DATA, guideline.guideline_data, name="guideline_data"),
    path(f"{DATA}retningslinje.json", guideline.guideline_tree_file, name="guideline_tree_file"),
    path(f"{DATA}importer/", guideline.import_guideline, name="import_guideline"),
    path(f"{DATA}importer/bekreft/", guideline.confirm_import, name="confirm_import"),
    path("fhir/r4/", fhir.root, name="fhir_root"),
    path("fhir/r4/metadata", fhir.metadata, name="fhir_metadata"),
    path("fhir/r4/<str:kind>/<str:key>", fhir.resource, name="fhir_resource"),
    path("kursbevis/<uuid:public_id>/merke/", badges.badge, name="badge"),
    path("kursbevis/status/<str:key>/<int:number>/", badges.badge_status, name="badge_status"),
    path("kursbevis/kontroll/", badges.check_badge, name="check_badge"),
    path("kursbevis/nokler/", badges.keys_of_badges, name="badge_keys"),
    path("api/v1/", api_urls),
]
