"""Answering. One address for all, so that none says who answers."""

from django.urls import path

from fagvei.surveys.views import answers

urlpatterns = [
    path("gap/svar/", answers.answer, name="answer"),
    path("gap/svar/takk/", answers.answered, name="answered"),
]
