"""Rounds of several hosts."""

from django.urls import path

from fagvei.courses.views import joint

INVITATION = "kursopptak/felles/<uuid:public_id>/"
urlpatterns = [
    path("kursopptak/ny/<uuid:public_id>/spor/", joint.ask_to_join, name="ask_to_join"),
    path(INVITATION, joint.joint_invitation, name="joint_invitation"),
    path("kursopptak/gjennomforing/<uuid:public_id>/ut/", joint.leave_round, name="leave_round"),
    path(f"{INVITATION}ja/", joint.join_round, name="join_round"),
    path(f"{INVITATION}nei/", joint.refuse_joint_round, name="refuse_joint_round"),
]
