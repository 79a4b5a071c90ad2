"""A course's own ranking, and judging applicants by it."""

from django.urls import path

from fagvei.courses.views import criteria

urlpatterns = [
    path("kurs/<slug:code>/prioritering/", criteria.criteria, name="criteria"),
    path("kurs/<slug:code>/prioritering/ny/", criteria.set_criteria, name="set_criteria"),
    path("kursopptak/<uuid:public_id>/vurderinger/", criteria.judgements, name="judgements"),
    path("kursopptak/<uuid:public_id>/vurderinger/vurder/", criteria.judge_applicants, name="judge_applicants"),
]
