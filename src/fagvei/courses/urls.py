"""Addresses of the courses. What is planned and announced is open to all."""

from fagvei.courses.addresses import (
    absence,
    appointments,
    attendance,
    calendar,
    catalogue,
    criteria,
    evaluation,
    external,
    joint,
    national,
    plan,
    proposals,
    reserves,
    runs,
    seats,
    versions,
)

app_name = "courses"
urlpatterns = [
    *absence.urlpatterns,
    *appointments.urlpatterns,
    *attendance.urlpatterns,
    *calendar.urlpatterns,
    *catalogue.urlpatterns,
    *criteria.urlpatterns,
    *evaluation.urlpatterns,
    *external.urlpatterns,
    *joint.urlpatterns,
    *national.urlpatterns,
    *plan.urlpatterns,
    *proposals.urlpatterns,
    *reserves.urlpatterns,
    *runs.urlpatterns,
    *seats.urlpatterns,
    *versions.urlpatterns,
]
