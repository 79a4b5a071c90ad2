"""Addresses of the surveys."""

from fagvei.surveys.addresses import answers, free_texts, report, rounds, surveys

app_name = "surveys"
urlpatterns = [
    *answers.urlpatterns,
    *free_texts.urlpatterns,
    *report.urlpatterns,
    *rounds.urlpatterns,
    *surveys.urlpatterns,
]
