"""What participants thought of a run."""

from django.urls import path

from fagvei.courses.views import evaluation

RUN = "kursgjennomforinger/<uuid:public_id>/evaluering/"

urlpatterns = [
    path(RUN, evaluation.evaluation, name="evaluation"),
    path(f"{RUN}apne/", evaluation.open_evaluation, name="open_evaluation"),
    path(f"{RUN}svar/", evaluation.answer_evaluation, name="answer_evaluation"),
    path("kursevalueringer/<uuid:public_id>/lukk/", evaluation.close_evaluation, name="close_evaluation"),
]
