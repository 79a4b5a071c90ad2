"""Addresses of the courses. What is planned and announced is open to all."""

from fagvei.courses.addresses import appointments, catalogue, plan, runs, seats

app_name = "courses"
urlpatterns = [
    *appointments.urlpatterns,
    *catalogue.urlpatterns,
    *plan.urlpatterns,
    *runs.urlpatterns,
    *seats.urlpatterns,
]
