"""Addresses of the guideline. They are stable: other sites link here."""

from fagvei.guideline.addresses import (
    card,
    comments,
    consensus,
    documents,
    guideline,
    new_units,
    plain_texts,
    units,
    versions,
)

app_name = "guideline"
urlpatterns = [
    *card.urlpatterns,
    *guideline.urlpatterns,
    *documents.urlpatterns,
    *plain_texts.urlpatterns,
    *units.urlpatterns,
    *versions.urlpatterns,
    *comments.urlpatterns,
    *consensus.urlpatterns,
    *new_units.urlpatterns,
]
