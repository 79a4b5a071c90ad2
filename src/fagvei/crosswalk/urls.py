"""Addresses of the crosswalk. They are stable: other sites link here."""

from fagvei.crosswalk.addresses import changes, gaps, pairs

app_name = "crosswalk"
urlpatterns = [
    *changes.urlpatterns,
    *gaps.urlpatterns,
    *pairs.urlpatterns,
]
