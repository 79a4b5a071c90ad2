"""The one national application of a course."""

from django.urls import path

from fagvei.courses.views import national

urlpatterns = [
    path("kurs/<slug:code>/nasjonal-soknad/", national.national_application, name="national_application"),
    path("kursopptak/ny/<uuid:public_id>/bli-med/", national.join_national_round, name="join_national_round"),
]
