"""Addresses of the courses. What is planned and announced is open to all."""

from fagvei.courses.addresses import appointments, attendance, catalogue, plan, runs, seats

app_name = "courses"
urlpatterns = [
    *appointments.urlpatterns,
    *attendance.urlpatterns,
    *catalogue.urlpatterns,
    *plan.urlpatterns,
    *runs.urlpatterns,
    *seats.urlpatterns,
]
