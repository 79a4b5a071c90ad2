"""Addresses of the guideline. They are stable: other sites link here."""

from fagvei.guideline.addresses import guideline, units, versions

app_name = "guideline"
urlpatterns = [
    *guideline.urlpatterns,
    *units.urlpatterns,
    *versions.urlpatterns,
]
