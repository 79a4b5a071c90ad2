"""Addresses of the guideline. They are stable: other sites link here."""

from fagvei.guideline.addresses import documents, guideline, units, versions

app_name = "guideline"
urlpatterns = [
    *guideline.urlpatterns,
    *documents.urlpatterns,
    *units.urlpatterns,
    *versions.urlpatterns,
]
