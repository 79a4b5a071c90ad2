"""Surveys and their questions."""

from django.urls import path

from fagvei.surveys.views import surveys

urlpatterns = [
    path("gap/", surveys.surveys, name="surveys"),
    path("gap/ny/", surveys.make_survey, name="make_survey"),
    path("gap/sporsmal/<uuid:public_id>/fjern/", surveys.drop_item, name="drop_item"),
    path("gap/<uuid:public_id>/", surveys.survey, name="survey"),
    path("gap/<uuid:public_id>/sporsmal/", surveys.choose_items, name="choose_items"),
    path("gap/<uuid:public_id>/mal/", surveys.use_template, name="use_template"),
]
