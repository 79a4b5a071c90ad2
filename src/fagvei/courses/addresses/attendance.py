"""Attendance and certificates."""

from django.urls import path

from fagvei.courses.views import attendance

urlpatterns = [
    path("kursgjennomforinger/<uuid:public_id>/oppmote/", attendance.attendance, name="attendance"),
    path(
        "kursgjennomforinger/<uuid:public_id>/oppmote/ny/", attendance.register_attendance, name="register_attendance"
    ),
    path("kursgjennomforinger/<uuid:public_id>/oppmote/uten-plass/", attendance.add_who_came, name="add_who_came"),
    path(
        "kursgjennomforinger/<uuid:public_id>/oppmote/kode/", attendance.show_check_in_code, name="show_check_in_code"
    ),
    path("kursgjennomforinger/<uuid:public_id>/sjekk-inn/", attendance.check_in, name="check_in"),
    path("kursbevis/<uuid:public_id>/", attendance.course_attendance, name="course_attendance"),
    path("kursbevis/<uuid:public_id>/annuller/", attendance.annul_attendance, name="annul_course_attendance"),
    path("kursbevis/<uuid:public_id>/trekk-tilbake/", attendance.withdraw_certificate, name="withdraw_certificate"),
]
