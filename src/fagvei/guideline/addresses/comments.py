"""Readers' comments. The receipt has a secret code in its address, and nothing about anybody."""

from django.urls import path

from fagvei.guideline.views import comments

urlpatterns = [
    path("retningslinjer/<slug:slug>/anbefalinger/<slug:code>/innspill/", comments.send_comment, name="send_comment"),
    path("innspill/", comments.comments, name="comments"),
    path("innspill/<uuid:public_id>/", comments.comment, name="comment"),
    path("innspill/<uuid:public_id>/svar/", comments.answer_comment, name="answer_comment"),
    path("innspill/mine/<uuid:public_id>/", comments.my_comment, name="my_comment"),
    path("innspill/mine/<uuid:public_id>/slutt/", comments.stop_following, name="stop_following_comment"),
    path("innspill/kvittering/<slug:code>/", comments.comment_receipt, name="comment_receipt"),
    path("innspill/kvittering/<slug:code>/mer/", comments.add_to_comment, name="add_to_comment"),
]
