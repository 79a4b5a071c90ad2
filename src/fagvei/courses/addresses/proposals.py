"""Changes that wait for the yes of another RegUt."""

from django.urls import path

from fagvei.courses.views import proposals

PROPOSAL = "kursforslag/<uuid:public_id>/"

urlpatterns = [
    path("kurs/<slug:code>/del/", proposals.share_course, name="share_course"),
    path(PROPOSAL, proposals.course_proposal, name="course_proposal"),
    path(f"{PROPOSAL}ja/", proposals.agree_to_proposal, name="agree_to_proposal"),
    path(f"{PROPOSAL}nei/", proposals.refuse_proposal, name="refuse_proposal"),
    path(f"{PROPOSAL}trekk/", proposals.withdraw_proposal, name="withdraw_proposal"),
]
