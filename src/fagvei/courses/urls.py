"""Addresses of the courses. What is planned and announced is open to all."""

from fagvei.courses.addresses import plan, runs

app_name = "courses"
urlpatterns = [
    *plan.urlpatterns,
    *runs.urlpatterns,
]
